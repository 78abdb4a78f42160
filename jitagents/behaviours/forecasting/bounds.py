"""Forecasts of which the quality is given: known demand, plans that stand for a while, errors of a stated size."""

from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from jitagents.behaviours.base import Memory, Seen, memory_of
from jitagents.behaviours.forecasting.averages import ExponentialSmoothing
from jitagents.behaviours.forecasting.base import Forecasting, Tracked
from jitagents.column import Array
from jitagents.parameters import Number, param


@dataclass(frozen=True)
class Perfect(Forecasting):
    """Perfect foresight: final demand is known before it comes; a bound on what any forecast can do.

    Every stock point knows what it will be asked for if all others, too, order what they will need, in planned lead
    times. Crises are not foreseen, nor customers who stay away.

    Formula:
        forecast = mean over k = 1 ... L of sum over buyers b, days l: units(b, l) x final demand of b in k + l days,
        l the lead times downstream, L the own one; its error is 0

    Source:
        Advance demand information: Hariharan & Zipkin 1995, Management Science 41(10).
    """

    foresees: ClassVar[bool] = True

    def __call__(self, seen: Seen, memory: Memory) -> tuple[Array, Array]:
        assert seen.future is not None
        return seen.future, np.zeros_like(seen.future)


@dataclass(frozen=True)
class Planned(Tracked):
    """Forecast with a frozen horizon: it stands for some days, whatever comes, and is then made afresh.

    Formula:
        forecast = that of the base on the last day on which (day - 1) mod horizon = 0

    Source:
        Sridharan, Berry & Udayabhanu 1987, Management Science 33(9).
    """

    base: Forecasting = field(default_factory=ExponentialSmoothing)
    horizon: int = param(7, "days", "days for which a forecast stands", low=1)

    def update(self, seen: Seen, error: Array, memory: Memory) -> None:
        fresh, _ = self.base(seen, memory_of("base", memory))
        if (seen.day - 1) % self.horizon == 0:
            memory["mean"][...] = fresh


@dataclass(frozen=True)
class Inaccurate(Tracked):
    """Forecast with errors of a given bias and spread, on top of those that its base makes.

    A forecast is never negative. Every stock point errs by itself: each day anew, or with a persistence p that of the
    day before goes on, as an error of planning does. Its spread stays the same; the errors of L days add up to a
    variance of spread^2 (L (1 + p) / (1 - p) - 2 p (1 - p^L) / (1 - p)^2), which is L spread^2 without persistence.

    Formula:
        forecast = base forecast x (1 + bias + spread x error)
        error = p x error + sqrt(1 - p^2) x standard normal, on day 1 a standard normal

    Source:
        Lee & Adam 1986, Management Science 32(9): forecast error as bias and deviation; Box & Jenkins 1970, sec. 3.2:
        the stationary first-order autoregressive error.
    """

    noisy: ClassVar[bool] = True
    memory: ClassVar[dict[str, int]] = {"error": 0}

    base: Forecasting = field(default_factory=ExponentialSmoothing)
    bias: Number = param(0.0, "", "mean error, as a share of the forecast", low=-1)
    spread: Number = param(0.2, "", "standard deviation of the error, as a share of the forecast", low=0)
    persistence: Number = param(0.0, "", "correlation of the error of a day with that of the next", low=0, high=0.9999)

    def update(self, seen: Seen, error: Array, memory: Memory) -> None:
        assert seen.noise is not None
        fresh, _ = self.base(seen, memory_of("base", memory))
        lasting = np.asarray(self.persistence) * (seen.day > 1)
        own = memory["error"]
        own *= lasting
        own += np.sqrt(1.0 - lasting**2) * seen.noise
        memory["mean"][...] = np.maximum(fresh * (1.0 + self.bias + self.spread * own), 0.0)
