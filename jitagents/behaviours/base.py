"""Base of all behaviours, with the memory that they keep, beside the plan and the view that they are given."""

from dataclasses import fields, replace
from typing import Any, ClassVar, Self

import numpy as np
import numpy.typing as npt

from jitagents.behaviours.plan import ROLES, Plan
from jitagents.behaviours.seen import EXTRAS, RECORDS, Clock, Seen, read_only
from jitagents.column import Array
from jitagents.parameters import Parameters
from jitagents.worlds import Worlds

__all__ = [
    "EXTRAS",
    "OBJECTS",
    "RECORDS",
    "ROLES",
    "Behaviour",
    "Clock",
    "Memory",
    "Plan",
    "Seen",
    "memory_of",
    "per_row",
    "read_only",
    "remember",
]

type Memory = dict[str, Array]
"""The columns that a behaviour keeps from day to day: name -> `(rows, worlds)` or `(depth, rows, worlds)`."""
OBJECTS = -1
"""Depth of a column of objects, each `Stateful`, one a row and world."""


class Behaviour(Parameters):
    """Base of all behaviours: frozen parameters and a pure, elementwise `__call__`.

    Attributes:
        memory: the columns it keeps: name -> depth (0: one value a row and world; n: the last n; `OBJECTS`: objects).
    """

    memory: ClassVar[dict[str, int]] = {}

    @property
    def echelon(self) -> bool:
        """True if it, or one that it wraps, looks at `seen.echelon_…`; a class that does says so in a ClassVar."""
        return any(part.echelon for part in self.parts().values())

    @property
    def noisy(self) -> bool:
        """True if it, or one that it wraps, looks at `seen.noise`; a class that does says so, as above."""
        return any(part.noisy for part in self.parts().values())

    @property
    def by_chance(self) -> bool:
        """True if it, or one that it wraps, looks at `seen.chance`; a class that does says so, as above."""
        return any(part.by_chance for part in self.parts().values())

    @property
    def foresees(self) -> bool:
        """True if it, or one that it wraps, looks at `seen.future` or `seen.future_path`."""
        return any(part.foresees for part in self.parts().values())

    def depths(self) -> dict[str, int]:
        """Memory columns and their depth; overridden where a parameter sets the depth."""
        return self.memory | {
            f"{name}.{column}": depth for name, part in self.parts().items() for column, depth in part.depths().items()
        }

    def parts(self) -> "dict[str, Behaviour]":
        """The behaviours among its parameters: a rule that wraps another one."""
        values = {item.name: getattr(self, item.name) for item in fields(self)}
        return {name: value for name, value in values.items() if isinstance(value, Behaviour)}

    def fit(self, plan: Plan) -> Self:
        """The same behaviour with parameters worked out for these rows, called once before day 1."""
        fitted: dict[str, Any] = {name: part.fit(plan) for name, part in self.parts().items()}
        return replace(self, **fitted) if fitted else self

    def by_level(self, worlds: Worlds) -> list[Self]:
        """One copy for all levels, or, where a parameter differs by world, one a level with plain numbers."""
        values = {item.name: getattr(self, item.name) for item in fields(self)}
        swept = {
            name: worlds.level_values(value).tolist()
            for name, value in values.items()
            if isinstance(value, np.ndarray) and value.shape == (1, worlds.count)
        }
        copies: dict[str, list[Any]] = swept | {name: part.by_level(worlds) for name, part in self.parts().items()}
        if not copies:
            return [self]
        levels = max(len(some) for some in copies.values())
        return [
            replace(self, **{name: some[level % len(some)] for name, some in copies.items()}) for level in range(levels)
        ]

    def begin(self, seen: "Seen", memory: Memory) -> None:
        """Fill the memory before day 1; zeros unless overridden."""
        for name, part in self.parts().items():
            part.begin(seen, memory_of(name, memory))


def remember(behaviour: Behaviour, rows: int, worlds: int) -> Memory:
    """Allocate the memory that a behaviour asks for."""
    return {name: _column(depth, rows, worlds) for name, depth in behaviour.depths().items()}


def _column(depth: int, rows: int, worlds: int) -> Array:
    if depth == OBJECTS:
        return np.full((rows, worlds), None, dtype=object)
    return np.zeros((depth, rows, worlds) if depth else (rows, worlds))


def memory_of(part: str, memory: Memory) -> Memory:
    """The columns of a behaviour that is the parameter `part` of the one whose memory this is."""
    return {name.removeprefix(f"{part}."): column for name, column in memory.items() if name.startswith(f"{part}.")}


def per_row(array: npt.ArrayLike) -> Array:
    """Numbers of the rows as a column `(rows, 1)`."""
    return np.asarray(array, dtype=float).reshape(-1, 1)
