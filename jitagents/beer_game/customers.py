"""Customers of the retailer: the orders of every week, the same on all boards of a game."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Self

import numpy as np

from jitagents.behaviours.demand import Buyers, Demand, Draw
from jitagents.random_streams import Carried
from jitagents.worlds import Worlds

BEFORE, AFTER, STEP = 4, 8, 5
"""Cases a week before the step, and after it; the week of the step. Nobody is told of it."""
HIGHEST = 8
"""Highest order of uniform customers, cases; all from 0 up are as likely."""
MEAN, SD = 4.0, 1.6
"""Moments of normal customers, cases; their orders are rounded and cut at 0."""


def _stepped(weeks: int, rng: np.random.Generator) -> Draw:
    return np.where(np.arange(1, weeks + 1) < STEP, BEFORE, AFTER).astype(float)


def _uniform(weeks: int, rng: np.random.Generator) -> Draw:
    return rng.integers(HIGHEST + 1, size=weeks).astype(float)


def _normal(weeks: int, rng: np.random.Generator) -> Draw:
    return np.maximum(np.rint(rng.normal(MEAN, SD, size=weeks)), 0.0)


CUSTOMERS: dict[str, tuple[Callable[[int, np.random.Generator], Draw], float, float]] = {
    "step": (_stepped, BEFORE, 0.0),
    "uniform": (_uniform, HIGHEST / 2, float(np.sqrt(HIGHEST * (HIGHEST + 2) / 12))),
    "normal": (_normal, MEAN, SD),
}
"""Draw of each law of customers, and the mean and standard deviation that plans are made for."""


@dataclass(frozen=True, eq=False)
class Customers(Demand):
    """A series of orders, one a week; the last one stays.

    Attributes:
        units: orders of the weeks, cases `(weeks,)`.
        mean, sd: that plans are made for, cases a week.
    """

    units: Any = field(default_factory=lambda: np.zeros(1))
    mean: float = 0.0
    sd: float = 0.0

    @classmethod
    def of(cls, name: str, weeks: int, seed: int) -> Self:
        """Draw the customers of a game."""
        draw, mean, sd = CUSTOMERS[name]
        return cls(draw(weeks, Worlds(entropy=seed).generators("customers")[0]), mean, sd)

    def moments(self, buyers: Buyers) -> tuple[Draw, Draw]:
        return np.full(buyers.mean.shape, self.mean), np.full(buyers.mean.shape, self.sd)

    def draw(self, rng: np.random.Generator, first: int, days: int, buyers: Buyers, memory: Carried) -> Draw:
        weeks = np.minimum(np.arange(first, first + days), len(self.units)) - 1
        return np.tile(self.units[weeks, None], len(buyers.names))
