"""Swept: the parameters along which a study has levels, as numbers, and what they are called."""

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np

from jitagents.build import named
from jitagents.errors import InputError
from jitagents.results.cube import Cube
from jitagents.results.intervals import interval


def values(levels: Sequence[str]) -> dict[str, list[float]]:
    """The number of each level, by key; of no key if any level has another value than a number.

    Args:
        levels: labels, `key=value, key=value`.
    """
    try:
        parts = [dict(part.split("=", 1) for part in label.split(", ")) for label in levels if label != ""]
        return {key: [float(part[key]) for part in parts] for key in (parts[0] if parts else ())}
    except ValueError:
        return {}


def meaning(config: Mapping[str, Any], key: str) -> str:
    """What the parameter of a dotted key means, with its unit, as its class says; the key itself if it says nothing."""
    *path, name = key.split(".")
    target: Any = config
    for part in (*path, "_target_"):
        target = target.get(part) if isinstance(target, Mapping) else None
    try:
        made: Any = named(str(target), key)
    except InputError:
        return key
    told: Mapping[str, Any] = {}
    if is_dataclass(made):
        told = {item.name: item.metadata for item in fields(made)}.get(name, told)
    words, unit = told.get("meaning") or key, told.get("unit")
    return f"{words} ({unit})" if unit else str(words)


def least(data: Cube, world: str) -> dict[str, str]:
    """The variant with the least of the first metric at each level where it is clear, by paired differences of 95 %.

    Args:
        data: of one scope.
        world: calm or crisis.
    """
    found, cells = dict[str, str](), data.cells.reset_index(drop=True)
    measured = getattr(data, world)[:, 0]
    for level, rows in cells.groupby("level", sort=False):
        own = measured[rows.index]
        best = int(np.argmin(interval(own).mean))
        others = np.delete(own, best, axis=0)
        if len(others) and (interval(others - own[best]).low > 0).all():
            found[str(level)] = str(rows["variant"].iloc[best])
    return found
