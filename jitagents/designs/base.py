"""Base classes of designs: points as they are visited, each once, and points within ranges."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import ceil, floor

import numpy as np
import numpy.typing as npt

from jitagents.errors import Faults, InputError, nearest
from jitagents.formatting import to_figures
from jitagents.parameters import LARGEST, Parameters, param
from jitagents.points import Point
from jitagents.scenario.stated_levels import kind_of
from jitagents.scenario.sweep import MOST

type Floats = npt.NDArray[np.float64]

FIGURES = 6
"""Figures of a value."""


@dataclass(frozen=True)
class Design(Parameters, ABC):
    """A design of experiments: the points that a study visits."""

    @abstractmethod
    def runs(self) -> list[Point]:
        """The points in the order of the design; one may come again."""

    def points(self) -> list[Point]:
        """The points, each once: the levels of a study."""
        return [dict(one) for one in dict.fromkeys(tuple(run.items()) for run in self.runs())]


@dataclass(frozen=True)
class Ranged(Parameters):
    """Ranges of keys, whole numbers or not.

    Raises:
        InputError: a range that is none.
    """

    ranges: Mapping[str, Sequence[float]] = param(meaning="{key: [lowest, highest]}", replace=True)
    whole: Sequence[str] = param((), "", "keys whose values are rounded to whole numbers")

    def __post_init__(self) -> None:
        super().__post_init__()
        faults, name = Faults(), type(self).__name__
        if not self.ranges:
            faults.add(f"{name}.ranges = {{}}: must be a mapping of keys to ranges, as {{ordering.cover: [1, 5]}}")
        faults.add(*(f"{name}.{fault}" for key, ends in self.ranges.items() if (fault := _fault(key, ends))))
        unknown = [str(key) for key in self.whole if key not in self.ranges]
        faults.add(*(f"{name}.whole: there is no range of {key!r}; {nearest(key, self.ranges)}" for key in unknown))
        faults.tell()
        narrow = {
            key: ends for key, ends in self.ranges.items() if key in self.whole and floor(ends[1]) <= ceil(ends[0])
        }
        faults.add(*(f"{name}.ranges.{key} = {ends!r}: must hold two whole numbers" for key, ends in narrow.items()))
        faults.tell()

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The keys, in the order in which they are stated."""
        return tuple(map(str, self.ranges))


@dataclass(frozen=True)
class RangedDesign(Ranged, Design):
    """A design within a range of each key, over which its values are uniform.

    Raises:
        InputError: a range that is none, or more points than a study can have.
    """

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.size > MOST:
            raise InputError(f"{type(self).__name__}: {self.size:,} points would be needed; allowed: {MOST:,} at most")

    @property
    @abstractmethod
    def size(self) -> int:
        """The number of points, before they are made."""

    @abstractmethod
    def unit(self) -> Floats:
        """The points in the unit cube `(points, keys)`."""

    def values(self) -> Floats:
        """The values of the keys `(points, keys)`, to six figures, so that they can be read."""
        low, high = np.array([self.ranges[key] for key in self.keys], dtype=float).T
        rounded = np.array([key in self.whole for key in self.keys])
        shares = self.unit()
        counted = np.minimum(np.ceil(low) + np.floor(shares * (np.floor(high) - np.ceil(low) + 1)), np.floor(high))
        exact = np.where(rounded, counted, low + shares * (high - low))
        return np.clip([[to_figures(value, FIGURES) for value in row] for row in exact.tolist()], low, high)

    def runs(self) -> list[Point]:
        return [dict(zip(self.keys, row, strict=True)) for row in self.values().tolist()]


def _fault(key: object, ends: object) -> str:
    """The fault of a range; empty if it has none."""
    if kind_of(str(key))[1] == "name":
        return f"ranges.{key}: takes names, between which there is nothing; state them as levels={{{key}: [a, b]}}"
    stated = list(ends) if isinstance(ends, list | tuple) else []
    numbers = [end for end in stated if isinstance(end, int | float) and not isinstance(end, bool)]
    if len(stated) == len(numbers) == 2:
        low, high = numbers
        if -LARGEST <= low < high <= LARGEST:
            return ""
    return f"ranges.{key} = {ends!r}: must be two numbers, the lowest and the highest value, as [1, 5]"
