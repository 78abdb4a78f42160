"""Laws of demand without memory: each day is drawn by itself."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy
from scipy import special

from jitagents.behaviours.demand.base import (
    ROUND_BELOW,
    Buyers,
    Demand,
    Draw,
    Marginal,
    chance,
    clipped,
    second,
    stated,
    to_nearest,
)
from jitagents.parameters import Number, param
from jitagents.random_streams import Carried


@dataclass(frozen=True)
class Constant(Demand):
    """Constant demand: the same every day.

    Formula:
        demand = mean

    Source:
        Harris 1913, the demand of the economic order quantity; Snyder & Shen 2019, sec. 3.2.
    """

    mean: Number | None = param(None, "units/day", "demand a day; None: the network's", low=0)

    def moments(self, buyers: Buyers) -> tuple[Draw, Draw]:
        mean = stated(self.mean, buyers.mean, "mean", buyers)
        return mean, np.zeros_like(mean)

    def draw(self, rng: np.random.Generator, first: int, days: int, buyers: Buyers, memory: Carried) -> Draw:
        return np.broadcast_to(self.moments(buyers)[0], (days, len(buyers.names)))


@dataclass(frozen=True)
class Step(Demand):
    """Step demand: it changes once for all, in the beer game from 4 to 8 in week 5.

    The plan is made for the demand before the step.

    Formula:
        demand = before until the day before day, after from then on

    Source:
        Sterman 1989, Management Science 35(3).
    """

    before: Number = param(4.0, "units/day", "demand before the step", low=0)
    after: Number = param(8.0, "units/day", "demand from the day of the step on", low=0)
    day: int = param(5, "day", "first day of the new demand, counted from the first simulated day", low=1)

    def moments(self, buyers: Buyers) -> tuple[Draw, Draw]:
        shape = buyers.mean.shape
        return np.full(shape, self.before, dtype=float), np.zeros(shape)

    def draw(self, rng: np.random.Generator, first: int, days: int, buyers: Buyers, memory: Carried) -> Draw:
        late = np.arange(first, first + days)[:, None] >= self.day
        return np.where(late, self.after, self.before) * np.ones(len(buyers.names))


@dataclass(frozen=True)
class Poisson(Marginal):
    """Poisson demand: many customers, each of whom comes rarely and wants one unit.

    Formula:
        P(demand = n) = mean^n e^-mean / n!, each day by itself

    Source:
        Silver, Pyke & Thomas 2017, ch. 7.
    """

    mean: Number | None = param(None, "units/day", "mean a day; None: the network's", low=0)

    def moments(self, buyers: Buyers) -> tuple[Draw, Draw]:
        mean = stated(self.mean, buyers.mean, "mean", buyers)
        return mean, np.sqrt(mean)

    def draw(self, rng: np.random.Generator, first: int, days: int, buyers: Buyers, memory: Carried) -> Draw:
        mean = self.moments(buyers)[0]
        alike = (mean == mean[0]).all()  # numpy draws faster for one number than for many
        return rng.poisson(mean[0] if alike else mean, size=(days, len(mean))).astype(float)

    def bend(self, score: Draw, buyers: Buyers) -> Draw:
        mean = self.moments(buyers)[0]
        units: Draw = np.zeros_like(score)
        units[:, mean > 0] = scipy.stats.poisson.ppf(chance(score[:, mean > 0]), mean[mean > 0])
        return units


@dataclass(frozen=True)
class Normal(Marginal):
    """Normal demand, neither cut at zero nor rounded to the nearest unit unless asked.

    Plans are made for the moments of what is drawn: what is cut or rounded counts as such.

    Formula:
        demand = mean + sd x standard normal, each day by itself

    Source:
        Snyder & Shen 2019, sec. 4.3.
    """

    mean: Number | None = param(None, "units/day", "mean a day; None: the network's", low=0)
    sd: Number | None = param(None, "units/day", "standard deviation; None: the network's", low=0)
    clip: bool = param(False, "", "cut at zero")
    whole: bool = param(False, "", "round to whole units")

    def moments(self, buyers: Buyers) -> tuple[Draw, Draw]:
        mean, sd = self._stated(buyers)
        first, spread = clipped(mean, sd) if self.clip else (mean, sd)
        if not self.whole:
            return first, spread
        nearest = to_nearest(mean, sd, 0.0 if self.clip else -np.inf)
        return np.where(sd < ROUND_BELOW, nearest[0], first), np.where(sd < ROUND_BELOW, nearest[1], spread)

    def draw(self, rng: np.random.Generator, first: int, days: int, buyers: Buyers, memory: Carried) -> Draw:
        return self.bend(rng.standard_normal((days, len(buyers.names))), buyers)

    def bend(self, score: Draw, buyers: Buyers) -> Draw:
        mean, sd = self._stated(buyers)
        units = mean + sd * score
        units = np.rint(units) if self.whole else units
        return np.maximum(units, 0.0) if self.clip else units

    def _stated(self, buyers: Buyers) -> tuple[Draw, Draw]:
        """Mean and standard deviation before anything is cut or rounded."""
        return stated(self.mean, buyers.mean, "mean", buyers), stated(self.sd, buyers.sd, "sd", buyers)


@dataclass(frozen=True)
class NegativeBinomial(Marginal):
    """Negative binomial demand: whole units that vary more than Poisson ones.

    Where the deviation is not stated, or the variance not above the mean, Poisson takes its place.

    Formula:
        demand = Poisson with a gamma mean of shape r = mean^2 / (sd^2 - mean), each day by itself

    Source:
        Agrawal & Smith 1996, Naval Research Logistics 43(6).
    """

    mean: Number | None = param(None, "units/day", "mean a day; None: the network's", low=0)
    sd: Number | None = param(None, "units/day", "standard deviation; None: the network's", low=0)

    def moments(self, buyers: Buyers) -> tuple[Draw, Draw]:
        mean = stated(self.mean, buyers.mean, "mean", buyers)
        sd = stated(self.sd, np.nan_to_num(buyers.sd), "sd", buyers)
        return mean, np.where(mean > 0, np.maximum(sd, np.sqrt(mean)), 0.0)

    def draw(self, rng: np.random.Generator, first: int, days: int, buyers: Buyers, memory: Carried) -> Draw:
        mean, shape, spread = self._shape(buyers)
        units = np.empty((days, len(mean)))
        other = second(rng, memory) if spread.any() else rng
        units[:, ~spread] = other.poisson(mean[~spread], size=(days, int((~spread).sum())))
        units[:, spread] = rng.negative_binomial(shape, shape / (shape + mean[spread]), size=(days, len(shape)))
        return units

    def bend(self, score: Draw, buyers: Buyers) -> Draw:
        mean, shape, spread = self._shape(buyers)
        units = Poisson(self.mean).bend(score, buyers)
        units[:, spread] = scipy.stats.nbinom.ppf(chance(score[:, spread]), shape, shape / (shape + mean[spread]))
        return units

    def _shape(self, buyers: Buyers) -> tuple[Draw, Draw, npt.NDArray[np.bool_]]:
        """Means of all buyers, shapes of those who vary more than Poisson, and who they are."""
        mean, sd = self.moments(buyers)
        excess = sd**2 - mean
        spread = excess > 1e-9 * np.maximum(mean, 1.0)
        return mean, mean[spread] ** 2 / excess[spread], spread


@dataclass(frozen=True)
class Gamma(Marginal):
    """Gamma demand: continuous, never negative, of any mean and spread.

    Formula:
        demand = gamma of shape (mean / sd)^2 and scale sd^2 / mean, each day by itself

    Source:
        Burgin 1975, Operational Research Quarterly 26(3).
    """

    mean: Number | None = param(None, "units/day", "mean a day; None: the network's", low=0)
    sd: Number | None = param(None, "units/day", "standard deviation; None: the network's", low=0)

    def moments(self, buyers: Buyers) -> tuple[Draw, Draw]:
        mean, sd = stated(self.mean, buyers.mean, "mean", buyers), stated(self.sd, buyers.sd, "sd", buyers)
        return mean, np.where(mean > 0, sd, 0.0)

    def draw(self, rng: np.random.Generator, first: int, days: int, buyers: Buyers, memory: Carried) -> Draw:
        mean, sd = self.moments(buyers)
        units, varies = np.broadcast_to(mean, (days, len(mean))).copy(), sd > 0
        shape = (mean[varies] / sd[varies]) ** 2
        units[:, varies] = rng.standard_gamma(shape, size=(days, len(shape))) * (mean[varies] / shape)
        return units

    def bend(self, score: Draw, buyers: Buyers) -> Draw:
        mean, sd = self.moments(buyers)
        units, varies = np.broadcast_to(mean, score.shape).copy(), sd > 0
        shape = (mean[varies] / sd[varies]) ** 2
        units[:, varies] = special.gammaincinv(shape, chance(score[:, varies])) * (mean[varies] / shape)
        return units
