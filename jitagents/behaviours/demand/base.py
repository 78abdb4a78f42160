"""Base of the laws of demand: their buyers, their memory from day to day, and their moments."""

from abc import abstractmethod
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt
from scipy import special

from jitagents.behaviours.base import Behaviour
from jitagents.errors import InputError
from jitagents.parameters import Number
from jitagents.random_streams import Carried

type Draw = npt.NDArray[np.float64]

ROUND_BELOW = 10
"""Standard deviation from which on it does not matter for the moments whether units are rounded."""


@dataclass(frozen=True)
class Buyers:
    """Mean and standard deviation of daily demand that the network states `(rows,)`, NaN where it states none."""

    names: npt.NDArray[np.object_]
    mean: npt.NDArray[np.float64]
    sd: npt.NDArray[np.float64]
    items: npt.NDArray[np.object_] | None = None
    """Item of each buyer; None where it does not matter."""

    def of(self, rows: npt.NDArray[np.bool_]) -> Self:
        """Some of the buyers."""
        items = None if self.items is None else self.items[rows]
        return type(self)(self.names[rows], self.mean[rows], self.sd[rows], items)


class Demand(Behaviour):
    """A law of final demand. `mean` and `sd` None mean: as the network states it for each buyer."""

    @abstractmethod
    def draw(self, rng: np.random.Generator, first: int, days: int, buyers: Buyers, memory: Carried) -> Draw:
        """Units demanded `(days, rows)` in one replication from day `first` on.

        Args:
            rng: of the replication. Laws draw day by day: how many days they are asked for at a time does not matter.
            first: first of the days; they are asked for one after the other.
            days: how many.
            buyers: who they come to.
            memory: state of the law from one call to the next, written by it; empty before day 1.
        """

    @abstractmethod
    def moments(self, buyers: Buyers) -> tuple[Draw, Draw]:
        """Long-run mean and standard deviation of a day's demand, each `(rows,)`."""


class Marginal(Demand):
    """A law with independent days and buyers, which other laws may correlate."""

    @abstractmethod
    def bend(self, score: Draw, buyers: Buyers) -> Draw:
        """Units `(days, rows)` at the quantiles of standard normal scores."""


def chance(score: Draw) -> Draw:
    """Probability of a smaller normal score; always below 1, where quantiles are infinite."""
    return np.minimum(special.ndtr(score), 1.0 - np.finfo(float).eps / 2)


def stated(value: Number | None, network: npt.NDArray[np.float64], what: str, buyers: Buyers) -> Draw:
    """The parameter if it is given, otherwise what the network states."""
    numbers = network if value is None else np.broadcast_to(np.asarray(value, dtype=float).reshape(-1), network.shape)
    missing = buyers.names[np.isnan(numbers)]
    if len(missing):
        raise InputError(f"demand.{what}: neither the behaviour nor the network states it for {', '.join(missing[:5])}")
    return numbers


def clipped(mean: Draw, sd: Draw) -> tuple[Draw, Draw]:
    """Mean and standard deviation of a normal number of which all below zero counts as zero, each `(rows,)`."""
    score = np.divide(mean, sd, out=np.full(mean.shape, np.inf), where=sd > 0)
    above, density = special.ndtr(score), np.exp(-(score**2) / 2) / np.sqrt(2 * np.pi)
    first = mean * above + sd * density
    return first, np.sqrt(np.maximum((mean**2 + sd**2) * above + mean * sd * density - first**2, 0.0))


def to_nearest(mean: Draw, sd: Draw, least: float) -> tuple[Draw, Draw]:
    """Mean and standard deviation of a normal number rounded to a whole one that is not below `least`, `(rows,)`."""
    steps = np.arange(-9.0 * ROUND_BELOW, 9.0 * ROUND_BELOW + 1)[:, None] + np.rint(mean)
    scale = np.maximum(sd, 1e-12)
    mass = special.ndtr((steps + 0.5 - mean) / scale) - special.ndtr((steps - 0.5 - mean) / scale)
    units = np.maximum(steps, least)
    first = (mass * units).sum(axis=0)
    return first, np.sqrt((mass * (units - first) ** 2).sum(axis=0))


def second(rng: np.random.Generator, memory: Carried) -> np.random.Generator:
    """A stream of its own for the second step of a law that draws in two, so that neither waits for the other."""
    if "second" not in memory:
        memory["second"] = rng.spawn(1)[0]
    return memory["second"]
