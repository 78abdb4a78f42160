"""Laws of demand that comes now and then: many days without any, then several units at once."""

from dataclasses import dataclass

import numpy as np

from jitagents.behaviours.demand.base import Buyers, Demand, Draw, second, stated
from jitagents.parameters import Number, param
from jitagents.random_streams import Carried


@dataclass(frozen=True)
class Intermittent(Demand):
    """Intermittent demand: on most days none, on some a lot of random size.

    Formula:
        demand = size with probability 1 / interval, else 0;
        size = gamma of mean size_mean = mean x interval and standard deviation size_cv x size_mean;
        sd^2 = mean^2 x (interval (1 + size_cv^2) - 1)

    Source:
        Croston 1972, Operational Research Quarterly 23(3); gamma sizes as they are never negative.
    """

    mean: Number | None = param(None, "units/day", "mean a day, all days counted; None: the network's", low=0)
    interval: Number = param(5.0, "days", "mean time from one day with demand to the next", low=1)
    size_cv: Number = param(0.5, "", "coefficient of variation of the sizes", low=0)

    def moments(self, buyers: Buyers) -> tuple[Draw, Draw]:
        mean = stated(self.mean, buyers.mean, "mean", buyers)
        return mean, mean * np.sqrt(self.interval * (1 + self.size_cv**2) - 1)

    def draw(self, rng: np.random.Generator, first: int, days: int, buyers: Buyers, memory: Carried) -> Draw:
        shape = (days, len(buyers.names))
        size, varies = np.ones(shape), float(self.size_cv) ** 2
        if varies:
            size = second(rng, memory).standard_gamma(1 / varies, shape) * varies
        return (rng.random(shape) * self.interval < 1) * size * self.moments(buyers)[0] * self.interval


@dataclass(frozen=True)
class Lumpy(Demand):
    """Lumpy demand, stuttering Poisson: customers come by a Poisson law, each wants a geometric number of units.

    Formula:
        demand = units of n customers, n Poisson of mean mean / size; P(units = k) = (1 - 1/size)^(k-1) / size,
        k = 1, 2, ...; sd^2 = mean x (2 size - 1)

    Source:
        Galliher, Morse & Simond 1959, Operations Research 7(3); Axsaeter 2015, sec. 5.1.
    """

    mean: Number | None = param(None, "units/day", "mean a day; None: the network's", low=0)
    size: Number | None = param(
        None, "units", "mean wanted by a customer; None: so that the network's deviation is met", low=1
    )

    def _size(self, buyers: Buyers, mean: Draw) -> Draw:
        """Mean units of a customer; 1, which is Poisson demand, where the variance is not above the mean."""
        if self.size is not None:
            return np.full(mean.shape, float(self.size))
        sd = stated(None, buyers.sd, "size", buyers)
        ratio = np.divide(sd**2, mean, out=np.ones_like(mean), where=mean > 0)
        return np.maximum((ratio + 1) / 2, 1.0)

    def moments(self, buyers: Buyers) -> tuple[Draw, Draw]:
        mean = stated(self.mean, buyers.mean, "mean", buyers)
        return mean, np.sqrt(mean * (2 * self._size(buyers, mean) - 1))

    def draw(self, rng: np.random.Generator, first: int, days: int, buyers: Buyers, memory: Carried) -> Draw:
        mean = self.moments(buyers)[0]
        size = self._size(buyers, mean)
        units = rng.poisson(mean / size, size=(days, len(mean))).astype(float)
        # The units of n customers beyond the first of each: a negative binomial number, failures before n successes.
        came = (units > 0) & (size > 1)
        chance = np.broadcast_to(1 / size, units.shape)[came]
        units[came] += second(rng, memory).negative_binomial(units[came], chance)
        return units
