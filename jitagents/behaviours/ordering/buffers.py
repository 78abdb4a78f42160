"""Buffers that follow the forecast."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from jitagents.behaviours.base import Memory, Plan, Seen
from jitagents.behaviours.ordering.base import Periodic
from jitagents.column import Array
from jitagents.parameters import Number, param


@dataclass(frozen=True)
class SafetyStock(Periodic):
    """Order-up-to policy with safety stock: the level follows forecast and error.

    The protection interval in exposed days is lead time + review - 1. Errors of its days are taken as independent
    (`errors` daily), which is too little where demand or errors persist, as when customers smooth or bias recurs, and
    too much where they cancel out. With `errors` interval the error of the demand over the whole interval is watched
    itself: forecast, sum of the demand of an interval, forecast again. One error an interval is slow to tell: with a
    weight of .05 those of 20 intervals count.

    Formula:
        order = max(0, forecast x interval + z x sigma - position) on a day of review, else 0
        interval = lead time + review - 1
        sigma^2 = variance over the interval + forecast^2 x lead-time variance
        daily: variance over the interval = interval x error^2, of a day
        interval: variance = variance + error_smoothing x (error^2 - variance) at the end of each interval, where
        error = demand over the interval - interval x forecast at its beginning; interval x variance of demand at first

    Source:
        Silver, Pyke & Thomas 2017, sec. 6.7; sec. 3.5 on errors of a day and of the lead time.
    """

    forecasts: ClassVar[bool] = True
    safety_names: ClassVar = ("z",)
    z: Number = param(2.0, "", "safety factor", low=0)
    review: int = param(1, "days", "days between reviews", low=1)
    errors: str = param("daily", "", "of which time errors are watched", choices=("daily", "interval"))
    error_smoothing: Number = param(
        0.05, "", "weight of the squared error of an interval in its smoothed mean", low=0, high=1
    )

    def depths(self) -> dict[str, int]:
        watched = ("began", "expected", "demanded", "variance") if self.errors == "interval" else ()
        return dict.fromkeys(watched, 0)

    def interval(self, plan: Plan) -> Array:
        """Protection interval, days `(rows, 1)`."""
        return plan.lead_time + (self.review - 1)

    def begin(self, seen: Seen, memory: Memory) -> None:
        if memory:
            plan = seen.plan
            memory["began"][...], memory["expected"][...] = seen.day, plan.rate
            memory["variance"][...] = self.interval(plan) * plan.demand_sd**2

    def watched(self, seen: Seen, memory: Memory) -> Array:
        """Variance of the error over the interval, units squared; an interval of whole days that ends begins anew."""
        plan, demanded, variance = seen.plan, memory["demanded"], memory["variance"]
        demanded += seen.demand
        elapsed, interval = seen.day - memory["began"], self.interval(plan)
        ends = elapsed >= np.rint(interval)
        error = demanded - elapsed * memory["expected"]
        of_interval = error**2 * (interval / np.maximum(elapsed, 1.0))
        variance += np.where(ends, self.error_smoothing * (of_interval - variance), 0.0)
        assert seen.forecast is not None
        memory["began"][...] = np.where(ends, seen.day, memory["began"])
        memory["expected"][...] = np.where(ends, seen.forecast, memory["expected"])
        demanded *= ~ends
        return variance

    def target(self, plan: Plan, mean: Array, variance: Array) -> Array:
        """Order-up-to level, units, for a mean of daily demand and a variance over the interval, which it writes."""
        if plan.lead_time_sd.any():
            variance += (mean * plan.lead_time_sd) ** 2
        np.sqrt(variance, out=variance)
        level = self.z * variance
        level += self.interval(plan) * mean
        return level

    def opening(self, plan: Plan) -> Array:
        variance = self.interval(plan) * plan.demand_sd**2
        return self.target(plan, plan.rate, variance) - plan.rate * self.age(plan, 0)

    def __call__(self, seen: Seen, memory: Memory) -> Array:
        assert seen.forecast is not None
        assert seen.forecast_variance is not None
        if self.errors == "interval":
            variance = self.watched(seen, memory).copy()
        else:
            variance = self.interval(seen.plan) * seen.forecast_variance
        order = self.target(seen.plan, seen.forecast, variance)
        order -= seen.position
        np.maximum(order, 0.0, out=order)
        return order if self.review == 1 else order * self.reviews(seen)
