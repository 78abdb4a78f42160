"""Sweeps: the levels of a study, every combination of the values of some parameters, put into worlds."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from itertools import product
from typing import Any

from jitagents.errors import Faults, InputError, nearest
from jitagents.worlds import Worlds


@dataclass(frozen=True)
class Sweep:
    """The levels of a study: every combination of the values of its keys.

    Attributes:
        keys: dotted keys of the configuration.
        points: one tuple of values a level.
    """

    keys: tuple[str, ...] = ()
    points: tuple[tuple[float, ...], ...] = ((),)

    @classmethod
    def of(cls, levels: Mapping[str, Sequence[float]]) -> "Sweep":
        """The sweep of `key: [values]`.

        Raises:
            InputError: the values of a key are no list of numbers, or one stands there twice.
        """
        faults = Faults()
        for key, values in levels.items():
            if not isinstance(values, list | tuple) or not values or not all(map(_is_number, values)):
                faults.add(f"levels.{key} = {values!r}: must be a list of numbers")
            elif len(set(values)) < len(values):
                faults.add(f"levels.{key} = {values!r}: each number may stand there once")
        faults.tell()
        return cls(tuple(levels), tuple(product(*levels.values())))

    @property
    def labels(self) -> list[str]:
        """One text a level; empty if there is nothing to sweep."""
        return [
            ", ".join(f"{key}={value:g}" for key, value in zip(self.keys, point, strict=True)) for point in self.points
        ]

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
    if first not in swept or len(path) == 1 or not (node is None or _is_number(node)):
        raise InputError(f"cannot differ by world; make it a variant: variants.NAME=[{key}=…]")
    return parent, path[-1]
