"""Sweeps: the levels of a study, every combination of the values of some parameters, put into worlds."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product
from math import prod
from typing import Any, Self

from jitagents.errors import Faults, InputError, nearest
from jitagents.worlds import Worlds

MOST = 1_000_000
"""Levels at most."""

type Value = float | str


@dataclass(frozen=True)
class Sweep:
    """The levels of a study: every combination of the values of its keys.

    Attributes:
        keys: dotted keys of the configuration.
        points: one tuple of values a level.
    """

    keys: tuple[str, ...] = ()
    points: tuple[tuple[Value, ...], ...] = ((),)

    @classmethod
    def of(cls, levels: Mapping[str, Sequence[Value]]) -> Self:
        """The sweep of `key: [values]`, names where the key says whom a shock strikes, and numbers elsewhere.

        Raises:
            InputError: the values of a key are no list of these, or one stands there twice.
        """
        faults = Faults()
        for key, values in levels.items():
            fits, kind = (_is_name, "name") if is_target(key) else (_is_number, "number")
            if not isinstance(values, list | tuple) or not values or not all(map(fits, values)):
                faults.add(f"levels.{key} = {values!r}: must be a list of {kind}s")
            elif len(set(values)) < len(values):
                faults.add(f"levels.{key} = {values!r}: each {kind} may stand there once")
        faults.tell()
        if (count := prod(map(len, levels.values()))) > MOST:
            raise InputError(f"levels: {count:,} combinations of their values; allowed: {MOST:,} at most")
        return cls(tuple(levels), tuple(product(*levels.values())))

    @cached_property
    def values(self) -> dict[str, list[Value]]:
        """The values of each key."""
        return {
            key: list(dict.fromkeys(point[number] for point in self.points)) for number, key in enumerate(self.keys)
        }

    @property
    def labels(self) -> list[str]:
        """One text a level; empty if there is nothing to sweep."""
        return [
            ", ".join(f"{key}={told(value)}" for key, value in zip(self.keys, point, strict=True))
            for point in self.points
        ]

    @property
    def struck(self) -> dict[str, Value]:
        """Whom each level strikes, by its label; empty if anything else differs."""
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
            swept: top-level keys below which a parameter can differ by world.

        Raises:
            InputError: keys that are not there, or that cannot differ by world: all of them.
        """
        filled, faults = deepcopy(dict(config)), Faults()
        for number, key in enumerate(self.keys):
            with faults.collected(f"levels.{key}: "):
                parent, last = _parameter(filled, key, swept)
                parent[last] = worlds.by_level([point[number] for point in self.points])
        faults.tell()
        return filled


def is_target(key: str) -> bool:
    """Whether a dotted key says whom a shock strikes: `crisis.SHOCK.target.COLUMN`."""
    match key.split("."):
        case ["crisis", _, "target", _]:
            return True
    return False


def told(value: Value) -> str:
    """A value as text."""
    return value if isinstance(value, str) else f"{value:g}"


def _is_name(value: Any) -> bool:
    return isinstance(value, str)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _parameter(config: dict[str, Any], key: str, swept: Sequence[str]) -> tuple[dict[str, Any], str]:
    """The mapping that holds the parameter of a dotted key, and its name there."""
    first, *_ = path = key.split(".")
    parent: Any = config
    node: Any = config
    for name in path:
        if not isinstance(node, dict) or name not in node:
            there = [key for key in node if key != "_target_"] if isinstance(node, dict) else ()
            raise InputError(f"the configuration has no {name!r} there; {nearest(name, there)}")
        parent, node = node, node[name]
    fits = node is None or _is_number(node) or is_target(key)
    if first not in swept or len(path) == 1 or not fits:
        raise InputError(f"cannot differ by world; make it a variant: variants.NAME=[{key}=…]")
    return parent, path[-1]
