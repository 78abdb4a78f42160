"""Recovery: the course of a shock after its last full day."""

from abc import abstractmethod
from dataclasses import dataclass

import numpy as np

from jitagents.column import Array
from jitagents.parameters import Number, Parameters, param


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
