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

    The protection interval in exposed days is lead time + review - 1. Errors of its days are taken as independent.

    Formula:
        order = max(0, forecast x interval + z x sigma - position) on a day of review, else 0
        interval = lead time + review - 1
        sigma^2 = interval x error^2 + forecast^2 x lead-time variance

    Source:
        Silver, Pyke & Thomas 2017, sec. 6.7.
    """

    forecasts: ClassVar[bool] = True
    z: Number = param(2.0, "", "safety factor", low=0)
    review: int = param(1, "days", "days between reviews", low=1)

    def target(self, plan: Plan, mean: Array, variance: Array) -> Array:
        """Order-up-to level, units, for a mean and a variance of daily demand."""
        interval = plan.lead_time + (self.review - 1)
        spread = interval * variance
        if plan.lead_time_sd.any():
            spread += (mean * plan.lead_time_sd) ** 2
        np.sqrt(spread, out=spread)
        level = self.z * spread
        level += interval * mean
        return level

    def opening(self, plan: Plan) -> Array:
        return self.target(plan, plan.rate, plan.demand_sd**2) - plan.rate * self.age(plan, 0)

    def __call__(self, seen: Seen, memory: Memory) -> Array:
        assert seen.forecast is not None
        assert seen.forecast_variance is not None
        order = self.target(seen.plan, seen.forecast, seen.forecast_variance)
        order -= seen.position
        np.maximum(order, 0.0, out=order)
        return order if self.review == 1 else order * self.reviews(seen)
