"""Recovery: the course of a shock after its last full day, and the work that is caught up afterwards."""

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import ClassVar

import numpy as np

from jitagents.column import Array
from jitagents.errors import InputError
from jitagents.parameters import LARGEST, Number, Parameters, param

NEGLIGIBLE = 0.01
"""Part of a shock below which an exponential recovery counts as over."""


class Recovery(Parameters):
    """A course of recovery; its forms are those of Cimellaro, Reinhorn & Bruneau 2010, Engineering Structures 32."""

    stated: ClassVar[bool] = True

    @abstractmethod
    def remaining(self, after: Array) -> Array:
        """Part of the shock, 1 to 0, that is left `after` days from its end (0 on the first day after it)."""

    @property
    @abstractmethod
    def days(self) -> Array:
        """Days after the last full one on which something is left, at least `(1,)`."""


@dataclass(frozen=True)
class Step(Recovery):
    """All at once."""

    def remaining(self, after: Array) -> Array:
        return np.zeros_like(after)

    @property
    def days(self) -> Array:
        return np.zeros(1)


@dataclass(frozen=True)
class Linear(Recovery):
    """By equal steps from day to day: for recoveries of which nothing is known."""

    length: Number = param(10.0, "days", "days until nothing is left of the shock", low=0)

    def remaining(self, after: Array) -> Array:
        return np.clip(1.0 - (after + 1.0) / (np.asarray(self.length) + 1.0), 0.0, 1.0)

    @property
    def days(self) -> Array:
        return np.atleast_1d(np.asarray(self.length, dtype=float))


@dataclass(frozen=True)
class Exponential(Recovery):
    """By equal shares of what is left, exp(-(after + 1) / time): fast at first, while help pours in.

    Below one hundredth the shock is over.
    """

    time: Number = param(5.0, "days", "in which what is left falls to 37 %", low=1e-6)

    def remaining(self, after: Array) -> Array:
        left = np.exp(-(after + 1.0) / np.asarray(self.time))
        return np.where(left < NEGLIGIBLE, 0.0, left)

    @property
    def days(self) -> Array:
        return np.atleast_1d(np.floor(-np.log(NEGLIGIBLE) * np.asarray(self.time)))


@dataclass(frozen=True)
class SCurve(Recovery):
    """Slow, then fast, then slow: (1 + cos(pi x (after + 1) / (length + 1))) / 2, where help must organise first."""

    length: Number = param(20.0, "days", "days until nothing is left of the shock", low=0)

    def remaining(self, after: Array) -> Array:
        through = np.minimum((after + 1.0) / (np.asarray(self.length) + 1.0), 1.0)
        return (1.0 + np.cos(np.pi * through)) / 2.0

    @property
    def days(self) -> Array:
        return np.atleast_1d(np.asarray(self.length, dtype=float))


@dataclass(frozen=True)
class Stated(Recovery):
    """As was reported: the part that is left so many days after the last full day, in a line between what is stated."""

    course: Mapping[float, float] = field(
        default_factory=lambda: {10: 0.0},
        metadata={"meaning": "days after the last full day: part that is left", "replace": True},
    )

    def __post_init__(self) -> None:
        super().__post_init__()
        text = f"Stated.course = {dict(self.course)!r}"
        try:
            if any(isinstance(left, bool | str) for left in self.course.values()):
                raise TypeError
            points = [(float(days), float(left)) for days, left in self.course.items()]
        except (TypeError, ValueError) as error:
            raise InputError(f"{text}: must be days: part, e.g. {{10: 0.5, 30: 0}}") from error
        if not points or any(not 0 <= days <= LARGEST or not 0 <= left <= 1 for days, left in points):
            raise InputError(f"{text}: days are 0 or more, and the part that is left lies between 0 and 1")

    @cached_property
    def _points(self) -> tuple[Array, Array]:
        """The days after the last full one, from 0 on, and what is left on them."""
        course = {0.0: 1.0} | {float(days): float(left) for days, left in self.course.items()}
        return np.array(sorted(course)), np.array([course[days] for days in sorted(course)])

    def remaining(self, after: Array) -> Array:
        return np.interp(after + 1.0, *self._points)

    @property
    def days(self) -> Array:
        days, left = self._points
        still = np.flatnonzero(left > 0.0)
        if len(still) == len(days):
            return np.array([np.inf])
        return np.ceil(days[still[-1:] + 1]) - 1.0 if len(still) else np.zeros(1)


@dataclass(frozen=True)
class CatchUp(Parameters):
    """Work that is made up for: for some days after its recovery a site can make more than its usual capacity."""

    extra: Number = param(0.2, "share", "capacity above the usual one", low=0)
    days: Number = param(20, "days", "for how long", low=0)
