"""Differences between the configuration of results that are there and another one, key by key."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from jitagents.results.manifest import Manifest

NOT_HASHED = (
    "study", "replications", "keep", "precision", "most_replications", "variants", "design", "workers", "executor",
    "chunk", "reported", "objective", "labels", "view", "figures",
)  # fmt: skip
"""Keys that change how a study is computed, but none of its numbers."""
MOST, LONGEST = 5, 60
"""Differences that are named, and letters of each value."""
NOTHING = "nothing"


def differences(there: Manifest, here: Manifest) -> str:
    """Describe the differences of two manifests: `; replications: there 200, here 300`; empty if no key tells.

    Args:
        there: the manifest of the results that are there.
        here: that of the study that is asked for.
    """
    old, new = (json.loads(json.dumps(one.variants, default=str)) for one in (there, here))
    texts = [f"variants: there {_names(old)}, here {_names(new)}"] if {*old} != {*new} else []
    found: dict[str, list[str]] = {}
    shared = [name for name in old if name in new]
    for name in shared:
        for text in _differing(dict(flat(old[name])), dict(flat(new[name]))):
            found.setdefault(text, []).append(name)
    texts += [text if names == shared else f"{', '.join(names)}: {text}" for text, names in found.items()]
    before, now = there.inputs, here.inputs
    texts += [f"{path}: it holds something else now" for path in before if now.get(path, before[path]) != before[path]]
    rest = [f"and {len(texts) - MOST} more"] if len(texts) > MOST else []
    return "".join(f"; {text}" for text in [*texts[:MOST], *rest])


def _names(variants: Mapping[str, Any]) -> str:
    return _short(", ".join(variants) or NOTHING)


def _differing(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    for key in dict.fromkeys((*old, *new)):
        before, now = (
            _short(json.dumps(one[key], ensure_ascii=False)) if key in one else NOTHING for one in (old, new)
        )
        if key.partition(".")[0] not in NOT_HASHED and old.get(key) != new.get(key):
            yield f"{key}: there {before}, here {now}"


def flat(config: Mapping[str, Any], head: str = "") -> Iterator[tuple[str, Any]]:
    """The values of a configuration by their dotted keys."""
    for key, value in config.items():
        if isinstance(value, Mapping) and value:
            yield from flat(value, f"{head}{key}.")
        else:
            yield f"{head}{key}", value


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
