"""Recovery: the course of a shock after its last full day, and the work that is caught up afterwards."""

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from jitagents.column import Array
from jitagents.errors import InputError
from jitagents.parameters import Number, Parameters, param

NEGLIGIBLE = 0.01
"""Part of a shock below which an exponential recovery counts as over."""


class Recovery(Parameters):
    """A course of recovery."""

    @abstractmethod
    def remaining(self, after: Array) -> Array:
        """Part of the shock, 1 to 0, that is left `after` days from its end (0 on the first day after it)."""

    @property
    @abstractmethod
    def days(self) -> Array:
        """Days until nothing is left."""


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
    """By equal steps from day to day."""

    length: Number = param(10.0, "days", "days until nothing is left of the shock", low=0)

    def remaining(self, after: Array) -> Array:
        return np.clip(1.0 - (after + 1.0) / (np.asarray(self.length) + 1.0), 0.0, 1.0)

    @property
    def days(self) -> Array:
        return np.atleast_1d(np.asarray(self.length, dtype=float))


@dataclass(frozen=True)
class Exponential(Recovery):
    """By equal shares of what is left: exp(-(after + 1) / time), fast at first (Cimellaro et al. 2010, eq. 6).

    Below one hundredth the shock is over.
    """

    time: Number = param(5.0, "days", "in which what is left falls to 37 %", low=1e-6)

    def remaining(self, after: Array) -> Array:
        left = np.exp(-(after + 1.0) / np.asarray(self.time))
        return np.where(left < NEGLIGIBLE, 0.0, left)

    @property
    def days(self) -> Array:
        return np.atleast_1d(np.ceil(-np.log(NEGLIGIBLE) * np.asarray(self.time)))


@dataclass(frozen=True)
class SCurve(Recovery):
    """Slow, then fast, then slow: (1 + cos(pi x (after + 1) / (length + 1))) / 2 (Cimellaro et al. 2010, eq. 7)."""

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
        default_factory=lambda: {10: 0.0}, metadata={"meaning": "days after the last full day: part that is left"}
    )

    def __post_init__(self) -> None:
        super().__post_init__()
        told = f"Stated.course = {dict(self.course)!r}"
        try:
            points = [(float(days), float(left)) for days, left in self.course.items()]
        except (TypeError, ValueError) as error:
            raise InputError(f"{told}: must be days: part, e.g. {{10: 0.5, 30: 0}}") from error
        if not points or any(days < 0 or not 0 <= left <= 1 for days, left in points):
            raise InputError(f"{told}: days are 0 or more, and the part that is left lies between 0 and 1")

    def remaining(self, after: Array) -> Array:
        days, left = zip(*sorted((float(days), float(left)) for days, left in self.course.items()), strict=True)
        return np.interp(after + 1.0, (0.0, *days), (1.0, *left)) if days[0] > 0 else np.interp(after + 1.0, days, left)

    @property
    def days(self) -> Array:
        ends = [float(days) for days in self.course]
        return np.array([max(ends) if self.remaining(np.array(max(ends)))[()] == 0 else np.inf])


@dataclass(frozen=True)
class CatchUp(Parameters):
    """Work that is made up for: for some days after its recovery a site can make more than its usual capacity."""

    extra: Number = param(0.2, "share", "capacity above the usual one", low=0)
    days: Number = param(20, "days", "for how long", low=0)
