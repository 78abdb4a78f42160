"""Sweeps: the levels of a study, which are points in the space of some parameters, one a block of worlds."""

import reprlib
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product
from math import prod
from typing import Any, Self

import numpy as np

from jitagents.errors import Faults, InputError, nearest
from jitagents.points import ONLY, Point, Value, label
from jitagents.scenario.stated_levels import check_values, is_number, is_target, kind_of
from jitagents.worlds import Worlds

MOST = 1_000_000
"""Largest number of levels of a study."""
LEVELS, RANGES = "levels", "design.ranges"
"""Settings that state the swept keys."""


@dataclass(frozen=True)
class Sweep:
    """The levels of a study.

    Attributes:
        keys: dotted keys of the configuration.
        points: one tuple of values a level.
        stated_at: where the user stated the keys, for messages.
    """

    keys: tuple[str, ...] = ()
    points: tuple[tuple[Value, ...], ...] = ((),)
    stated_at: str = LEVELS

    @classmethod
    def of(cls, levels: Mapping[str, Sequence[Value]]) -> Self:
        """The sweep over every combination of `key: [values]`.

        The values are names where the key is the target of a disruption, or `crisis.only`, and numbers elsewhere.

        Raises:
            InputError: the values of a key are no list of these, or one stands there twice.
        """
        faults = Faults()
        for key, values in levels.items():
            with faults.collected():
                check_values(key, values)
                if len(set(values)) < len(values):
                    raise InputError(
                        f"levels.{key} = {reprlib.repr(values)}: each {kind_of(key)[1]} may stand there once"
                    )
        faults.tell()
        if (count := prod(map(len, levels.values()))) > MOST:
            raise InputError(f"levels: {count:,} combinations of their values; allowed: {MOST:,} at most")
        return cls(tuple(levels), tuple(product(*levels.values())))

    @classmethod
    def along(cls, columns: Mapping[str, Sequence[Value]], stated_at: str = LEVELS) -> Self:
        """The sweep over points that were stated one by one.

        Args:
            columns: the value of each key at every point, as `columns_of` gives them.
            stated_at: where the user stated the keys.

        Raises:
            InputError: a value that is none for its key, or a point that stands there twice.
        """
        faults = Faults()
        for key, values in columns.items():
            with faults.collected():
                check_values(key, values)
        faults.tell()
        points = tuple(zip(*columns.values(), strict=True))
        first = dict[tuple[Value, ...], int]()
        for number, point in enumerate(points):
            if first.setdefault(point, number) < number:
                shown = label(dict(zip(columns, point, strict=True)))
                twin = first[point]
                faults.add(f"levels[{number}]: the point {shown} stands there twice, levels[{twin}] is the same")
        faults.tell()
        return cls(tuple(columns), points, stated_at)

    @cached_property
    def values(self) -> dict[str, list[Value]]:
        """The values of each key."""
        return {
            key: list(dict.fromkeys(point[number] for point in self.points)) for number, key in enumerate(self.keys)
        }

    @property
    def stated(self) -> list[Point]:
        """The points with the keys of their values; none if there is nothing to sweep."""
        return [dict(zip(self.keys, point, strict=True)) for point in self.points] if self.keys else []

    @cached_property
    def labels(self) -> list[str]:
        """One text a level; one empty text if there is nothing to sweep."""
        return [label(point) for point in self.stated] or [""]

    @property
    def targets(self) -> dict[str, Value]:
        """The target that each level affects, by its label; empty if anything else differs."""
        alone = len(self.keys) == 1 and is_target(self.keys[0])
        return {label: name for label, (name,) in zip(self.labels, self.points, strict=True)} if alone else {}

    @property
    def shares_calm(self) -> bool:
        """Whether the calm worlds of all levels are equal, since nothing but the crisis differs."""
        return all(key.startswith("crisis.") for key in self.keys)

    def part(self, first: int, last: int) -> Self:
        """The levels first to last - 1."""
        return replace(self, points=self.points[first:last])

    def worlds(self, replications: Sequence[int], twins: bool, seed: int) -> Worlds:
        """The worlds of some replications at every level."""
        return Worlds(replications, len(self.points), twins, seed, self.shares_calm)

    def put(self, config: Mapping[str, Any], worlds: Worlds, swept: Sequence[str]) -> dict[str, Any]:
        """The configuration with the swept parameters as arrays `(1, worlds)`.

        Args:
            config: resolved configuration of a variant.
            worlds: whose levels are those of the sweep.
            swept: keys below which a parameter can differ by world.

        Raises:
            InputError: keys that are not there, or that cannot differ by world: all of them.
        """
        filled, faults = deepcopy(dict(config)), Faults()
        for number, key in enumerate(self.keys):
            with faults.collected(f"{self.stated_at}.{key}: "):
                if key == ONLY:
                    _one_at_a_time(filled, [str(point[number]) for point in self.points], worlds)
                    continue
                parent, last = _parameter(filled, key, swept)
                parent[last] = worlds.by_level([point[number] for point in self.points])
        faults.tell()
        return filled


def _one_at_a_time(config: dict[str, Any], names: Sequence[str], worlds: Worlds) -> None:
    """Let one disruption of the crisis act at each level: elsewhere its severity is 0.

    Args:
        config: into which the severities are put.
        names: the disruption of each level.
        worlds: whose levels these are.

    Raises:
        InputError: a name that is no disruption, or a severity that is no number.
    """
    crisis, faults = config["crisis"] or {}, Faults()
    for name in dict.fromkeys(names):
        if name not in crisis:
            faults.add(f"the crisis has no disruption {name!r}; {nearest(name, crisis)}")
    for name, node in crisis.items():
        severity = node.get("severity", 1.0) if isinstance(node, dict) else node
        if not is_number(severity) and not isinstance(severity, np.ndarray):
            faults.add(f"crisis.{name}.severity must be a number, since it is 0 at other levels")
    faults.tell()
    for name, node in crisis.items():
        acts = worlds.by_level([float(name == one) for one in names])
        node["severity"] = node.get("severity", 1.0) * acts


def _parameter(config: dict[str, Any], key: str, swept: Sequence[str]) -> tuple[dict[str, Any], str]:
    """The mapping that holds the parameter of a dotted key, and its name there."""
    path = key.split(".")
    parent: Any = config
    node: Any = config
    for name in path:
        if not isinstance(node, dict) or name not in node:
            beside = [key for key in node if key != "_target_"] if isinstance(node, dict) else ()
            raise InputError(f"the configuration has no {name!r} there; {nearest(name, beside)}")
        parent, node = node, node[name]
    fits = node is None or is_number(node) or is_target(key)
    if not any(key.startswith(f"{one}.") for one in swept) or not fits:
        raise InputError(f"cannot differ by world; make it a variant: variants.NAME=[{key}=…]")
    return parent, path[-1]
