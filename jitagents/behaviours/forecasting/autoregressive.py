"""The best forecasts of autoregressive demand, and of orders that follow from it."""

from dataclasses import dataclass

import numpy as np

from jitagents.behaviours.base import Memory, Seen
from jitagents.behaviours.forecasting.base import Tracked, days_ahead
from jitagents.column import Array
from jitagents.parameters import Number, param


@dataclass(frozen=True)
class AutoRegressive(Tracked):
    """Minimum mean square error forecast of first-order autoregressive demand, AR(1), whose parameters are known.

    L is the lead time in whole days, at least 1. A forecast is never negative.

    Formula:
        forecast = mean + correlation (1 - correlation^L) / (1 - correlation) / L x (demand - mean)

    Source:
        Lee, Padmanabhan & Whang 1997, Management Science 43(4), sec. 3; Box & Jenkins 1970.
    """

    mean: Number | None = param(None, "units/day", "mean demand; None: the planned flow", low=0)
    correlation: Number = param(0.5, "", "correlation of one day with the next", low=-0.9999, high=0.9999)

    def update(self, seen: Seen, error: Array, memory: Memory) -> None:
        memory["mean"][...] = self._expected(seen, np.asarray(self.correlation))

    def over_lead_time(self, seen: Seen, memory: Memory) -> Array:
        correlation, days = np.asarray(self.correlation), days_ahead(seen.plan)
        return self._expected(seen, correlation * (1 - correlation**days) / (1 - correlation) / days)

    def _expected(self, seen: Seen, weight: Array) -> Array:
        """Mean demand, and the part of today's deviation from it that is expected to last."""
        mean = seen.plan.rate if self.mean is None else np.asarray(self.mean)
        return np.maximum(mean + weight * (seen.demand - mean), 0.0)


@dataclass(frozen=True)
class AutoRegressiveMovingAverage(Tracked):
    """Minimum mean square error forecast of demand that is ARMA(1,1), with known parameters.

    The orders of a base-stock customer who forecasts AR(1) demand in the best way are of this law. A seller who
    forecasts them so knows from their history all that shared demand would tell. `moving` 0 is `AutoRegressive`.
    L is the lead time in whole days, at least 1. A forecast is never negative.

    Formula:
        tomorrow = mean + correlation (demand - mean) - moving x error, error = demand - what was expected for today
        forecast = mean + (1 - correlation^L) / (1 - correlation) / L x (tomorrow - mean)

    Source:
        Box & Jenkins 1970, ch. 5; Raghunathan 2001, Management Science 47(4) (no value in sharing, if orders are
        forecast by their history).
    """

    mean: Number | None = param(None, "units/day", "mean demand; None: the planned flow", low=0)
    correlation: Number = param(0.5, "", "autoregressive coefficient", low=-0.9999, high=0.9999)
    moving: Number = param(0.4, "", "part of today's error that does not last", low=-0.9999, high=0.9999)

    def update(self, seen: Seen, error: Array, memory: Memory) -> None:
        mean = self._level(seen)
        memory["mean"][...] = mean + self.correlation * (seen.demand - mean) - self.moving * error

    def over_lead_time(self, seen: Seen, memory: Memory) -> Array:
        mean, correlation, days = self._level(seen), np.asarray(self.correlation), days_ahead(seen.plan)
        lasting = (1 - correlation**days) / (1 - correlation) / days
        return np.maximum(mean + lasting * (memory["mean"] - mean), 0.0)

    def _level(self, seen: Seen) -> Array:
        return seen.plan.rate if self.mean is None else np.asarray(self.mean)
