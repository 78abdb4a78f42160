"""Swept: a study along the parameters that its levels sweep, and what these are called."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from jitagents.build import named
from jitagents.errors import InputError
from jitagents.results import tables
from jitagents.results.cube import Cube, cube
from jitagents.results.intervals import interval

if TYPE_CHECKING:
    from jitagents.results import Results

TOLD = ("days_lost", "cost")
"""Measures that are told along a sweep if no others are asked for."""


@dataclass(frozen=True)
class Along:
    """A study along its sweep.

    Attributes:
        table: summary of the network; further columns hold the values of the swept keys.
        words: the swept keys and what they mean, the one with most values first.
        least: the variant with the least of the first measure, by level; levels where that is not clear are left out.
        world: calm or crisis, of which it is told.
    """

    table: pd.DataFrame
    words: dict[str, str]
    least: dict[str, str]
    world: str


def sweeps(results: "Results") -> bool:
    """Whether a study sweeps numbers, and measured something that is told along them."""
    return bool(values(results.levels)) and any(map(results.has, TOLD))


def along(results: "Results", metrics: Iterable[str] | None = None, world: str | None = None) -> Along:
    """A study along its sweep.

    Args:
        results: of the study.
        metrics: measures; None: those of TOLD that were measured.
        world: calm or crisis; None: crisis if there is one.

    Raises:
        InputError: an unknown measure, or no sweep over numbers.
    """
    numbers = values(results.levels)
    if not numbers:
        raise InputError("there is no sweep over numbers in these results; give levels={key: [values]}")
    chosen = filter(results.has, TOLD) if metrics is None else metrics
    told = world or ("crisis" if results.has_crisis else "calm")
    data = cube(results.replications, results.variants, chosen, ["network"])
    table = tables.summary(data)
    config = next(iter(results.manifest.get("variants", {}).values()), results.config)
    keys = sorted(numbers, key=lambda key: -len(set(numbers[key])))
    words = {key: meaning(config, key) for key in keys}
    return Along(table.assign(**values(table["level"].to_list())), words, least(data, told), told)


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
    """The variant with the least of the first measure at each level where it is clear, by paired differences of 95 %.

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
