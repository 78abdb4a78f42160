"""Buffers that follow the forecast."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from jitagents.behaviours.base import Memory, Plan, Seen
from jitagents.behaviours.ordering.base import Ordering, Periodic
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


@dataclass(frozen=True)
class Ddmrp(Ordering):
    """Demand driven material requirements planning (DDMRP): a buffer of three zones, refilled to its top.

    The average daily usage is the forecast. Demand that is due is part of what is owed, so that the net flow position
    is the inventory position. The factors are the same for all items, and order spikes ahead are not looked at.

    Formula:
        yellow = usage x lead time; red = yellow x lead_time_factor x (1 + variability)
        green = max(yellow x lead_time_factor, usage x cycle, minimum)
        order = red + yellow + green - net flow if net flow <= red + yellow, else 0
        net flow = stock + on order - owed

    Source:
        Ptak & Smith 2016, ch. 7-9.
    """

    forecasts: ClassVar[bool] = True
    lead_time_factor: Number = param(0.5, "", "share of the lead time's usage in a green and a red zone", low=0)
    variability: Number = param(0.5, "", "share added to the red zone for variability", low=0)
    cycle: Number = param(1.0, "days", "desired days between orders", low=0)
    minimum: Number = param(0.0, "units", "minimum order quantity", low=0)

    def zones(self, plan: Plan, usage: Array) -> tuple[Array, Array]:
        """Top of yellow and top of green, units."""
        yellow = usage * plan.lead_time
        base = yellow * self.lead_time_factor
        green = np.maximum(np.maximum(base, usage * self.cycle), self.minimum)
        top = base * (1.0 + self.variability) + yellow
        return top, top + green

    def opening(self, plan: Plan) -> Array:
        return self.zones(plan, plan.rate)[1]

    def __call__(self, seen: Seen, memory: Memory) -> Array:
        assert seen.forecast is not None
        yellow, green = self.zones(seen.plan, seen.forecast)
        flow = seen.position
        return np.where(flow <= yellow, green - flow, 0.0)
