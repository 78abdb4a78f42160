"""Declaration of a setting: its limits and meaning, and how variants, levels and hashes may use it."""

from dataclasses import MISSING, field
from typing import Any

from jitagents.parameters import param

CHOICE = "a choice, a mapping of its parameters"


def setting(
    default: Any = MISSING,
    unit: str = "",
    meaning: str = "",
    *,
    shared: bool = False,
    hashed: bool = True,
    shown: bool = False,
    swept: bool = False,
    replaced_within: tuple[str, ...] = (),
    words: str = "",
    **limits: Any,
) -> Any:
    """Declare a field of `StudySettings`.

    Args:
        default: that of the configuration, for readers; a configuration states every key.
        unit: of a number.
        meaning: in a few words.
        shared: whether all variants of a study have the same value.
        hashed: whether the value changes numbers, so that it counts for the study's hash.
        shown: whether the value only says how results are shown, and may change after a run.
        swept: whether parameters below the key may differ by level.
        replaced_within: keys below it whose mapping an override replaces.
        words: the allowed kind of value, for messages; empty: as the type says.
        limits: as `param` takes them; `replace` if an override replaces the mapping, and does not merge into it.
    """
    metadata = dict(param(default, unit, meaning, **limits).metadata)
    metadata |= {
        "shared": shared,
        "hashed": hashed and not shown,
        "shown": shown,
        "swept": swept,
        "replaced_within": replaced_within,
    }
    metadata["words"] = words
    return field(default=default, metadata=metadata)


def stage(meaning: str) -> Any:
    """Declare the behaviour of a stage, a mapping of its parameters."""
    return setting(MISSING, "", meaning, swept=True, words=CHOICE)
