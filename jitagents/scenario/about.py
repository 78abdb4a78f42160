"""Descriptive keys of a network's configuration, which others refer to and which do not build it."""

from collections.abc import Mapping
from typing import Any

from jitagents.errors import Faults, InputError, unquoted
from jitagents.parameters import LONGEST

SELECTORS, WORDS, DAYS, NAMES = (
    ("weak_spot", "gateway"), ("currency", "time_unit", "study"), ("long_lead_time", "warmup"), ("name", "source")
)  # fmt: skip
EXEMPTIONS = "exemptions"
"""Key of behaviours that suit some of its agents, in every study of it, unless the study replaces or drops them."""
ABOUT = (*SELECTORS, *DAYS, *WORDS, EXEMPTIONS)
"""Keys that do not build the network."""
LONGEST_WORD = 40


def exemptions_in(config: Mapping[str, Any]) -> dict[str, Any]:
    """The exemptions that hold in a study, plain values by their place in its configuration.

    They are those of the network, but for those whose names the study gives to others, and then the study's own.

    Raises:
        InputError: those of the network are no mapping.
    """
    usual, own = (config.get("network") or {}).get(EXEMPTIONS) or {}, config.get(EXEMPTIONS) or {}
    if not isinstance(usual, Mapping):
        raise InputError(f"network.{EXEMPTIONS} = {usual!r}: must be a mapping of names, as exemptions of a study")
    placed = {f"network.{EXEMPTIONS}.{name}": node for name, node in usual.items() if name not in own}
    placed |= {f"{EXEMPTIONS}.{name}": node for name, node in own.items()}
    return {place: node for place, node in placed.items() if node is not None}


def check_about(node: Mapping[str, Any]) -> None:
    """Check the descriptive keys of a network, whether anything refers to them or not.

    Raises:
        InputError: all that is wrong.
    """
    faults = Faults()
    for key in SELECTORS:
        value = node.get(key)
        if value is not None and not (isinstance(value, Mapping) and value):
            faults.add(f"network.{key} = {value!r}: must be a mapping that selects agents or lanes, as {{name: fab}}")
    for key in WORDS:
        value = node.get(key)
        if value is not None and not (isinstance(value, str) and value.strip() and len(value) <= LONGEST_WORD):
            faults.add(f"network.{key} = {value!r}: must be a word, of at most {LONGEST_WORD} letters")
    for key in DAYS:
        value = node.get(key)
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if value is not None and not (number and 0 <= value <= LONGEST):
            faults.add(f"network.{key} = {value!r}: must be a number of days from 0 to {LONGEST:,}{unquoted(value)}")
    for key in NAMES:
        value = node.get(key)
        if (value is not None and not isinstance(value, str | int)) or isinstance(value, bool):
            faults.add(f"network.{key} = {value!r}: must be a text")
    faults.tell()
