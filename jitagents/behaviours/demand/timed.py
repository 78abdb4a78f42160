"""Laws of demand in which a day depends on the days before it, or on the time of the year."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from jitagents.behaviours.demand.base import Buyers, Demand, Draw, clipped, stated
from jitagents.errors import InputError
from jitagents.parameters import Number, param
from jitagents.random_streams import Carried


@dataclass(frozen=True)
class AutoRegressive(Demand):
    """First-order autoregressive demand, AR(1): a day's deviation from the mean partly lasts into the next day.

    It begins in its stationary law. Where negative demand is cut, the moments are those of what is left.

    Formula:
        demand = mean + correlation x (yesterday's demand - mean) + sd x sqrt(1 - correlation^2) x standard normal

    Source:
        Lee, Padmanabhan & Whang 1997, Management Science 43(4), eq. 3.1.
    """

    mean: Number | None = param(None, "units/day", "mean a day; None: the network's", low=0)
    sd: Number | None = param(None, "units/day", "standard deviation of a day's demand; None: the network's", low=0)
    correlation: Number = param(0.5, "", "correlation of one day with the next", low=-0.9999, high=0.9999)
    clip: bool = param(False, "", "cut at zero")

    def moments(self, buyers: Buyers) -> tuple[Draw, Draw]:
        mean, sd = self._stated(buyers)
        return clipped(mean, sd) if self.clip else (mean, sd)

    def _stated(self, buyers: Buyers) -> tuple[Draw, Draw]:
        """Mean and standard deviation before anything is cut."""
        return stated(self.mean, buyers.mean, "mean", buyers), stated(self.sd, buyers.sd, "sd", buyers)

    def draw(self, rng: np.random.Generator, first: int, days: int, buyers: Buyers, memory: Carried) -> Draw:
        from scipy.signal import lfilter  # takes its time to load, and only this law needs it

        mean, sd = self._stated(buyers)
        last = float(self.correlation)
        if "score" not in memory:
            memory["score"] = rng.standard_normal(len(mean))
        shocks = np.sqrt(1 - last**2) * rng.standard_normal((days, len(mean)))
        score, _ = lfilter([1.0], [1.0, -last], shocks, axis=0, zi=last * memory["score"][None])
        memory["score"] = score[-1]
        units = mean + sd * score
        return np.maximum(units, 0.0) if self.clip else units


@dataclass(frozen=True)
class Seasonal(Demand):
    """Seasonal demand with a linear trend: a wave over the year, a profile over the week, gamma noise.

    Moments are those over all days of the season without the trend, so that plans are made for the demand of the
    beginning.

    Formula:
        level = mean x max(1 + trend x (day - 1), 0)
        season = (1 + amplitude x cos(2 pi (day - peak) / period)) x profile[(day - 1) mod length]
        demand = level x season x gamma of mean 1 and coefficient of variation cv

    Source:
        Silver, Pyke & Thomas 2017, sec. 3.1 and 3.3: multiplicative seasonality.
    """

    mean: Number | None = param(None, "units/day", "mean a day at the beginning; None: the network's", low=0)
    trend: Number = param(0.0, "1/day", "growth a day, as a share of the mean")
    amplitude: Number = param(0.3, "", "height of the wave, as a share of the mean", low=0, high=1)
    period: int = param(365, "days", "length of the wave", low=1)
    peak: Number = param(1.0, "day", "day of the highest demand")
    profile: Sequence[float] = param(
        (), "", "factors of successive days, repeated, e.g. seven of a week; their mean counts as 1"
    )
    cv: Number = param(0.2, "", "coefficient of variation of the noise", low=0)

    def __post_init__(self) -> None:
        super().__post_init__()
        if len(self.profile) and not (min(self.profile) >= 0 and 0 < sum(self.profile) < np.inf):
            raise InputError(f"{type(self).__name__}.profile = {self.profile!r}: factors >= 0 are needed, not all 0")

    @cached_property
    def season(self) -> Draw:
        """The factor of each day until they come again `(days,)`."""
        profile = np.asarray(self.profile or (1.0,), dtype=float)
        days = np.arange(np.lcm(self.period, len(profile)))
        wave = 1 + self.amplitude * np.cos(2 * np.pi * (days + 1 - self.peak) / self.period)
        return wave * profile[days % len(profile)] / profile.mean()

    def moments(self, buyers: Buyers) -> tuple[Draw, Draw]:
        mean = stated(self.mean, buyers.mean, "mean", buyers)
        square = (1 + self.cv**2) * (self.season**2).mean()
        return mean * self.season.mean(), mean * np.sqrt(max(square - self.season.mean() ** 2, 0.0))

    def draw(self, rng: np.random.Generator, first: int, days: int, buyers: Buyers, memory: Carried) -> Draw:
        mean, past = stated(self.mean, buyers.mean, "mean", buyers), np.arange(first - 1, first - 1 + days)
        level = np.maximum(1 + self.trend * past, 0.0) * self.season[past % len(self.season)]
        noise, varies = np.ones((days, len(mean))), float(self.cv) ** 2
        if varies:
            noise = rng.standard_gamma(1 / varies, noise.shape) * varies
        return level[:, None] * mean * noise
