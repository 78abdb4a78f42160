"""Smoothing: a part of the gap between what is there and what is wanted is ordered."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from jitagents.behaviours.base import Memory, Plan, Seen
from jitagents.behaviours.ordering.base import Ordering
from jitagents.column import Array
from jitagents.parameters import Number, param


@dataclass(frozen=True)
class FractionalOrderUpTo(Ordering):
    """Proportional order-up-to policy (APIOBPCS): demand expected, and fractions of the gaps in stock and pipeline.

    With equal times it orders a fraction 1 / stock_time of the gap in the inventory position; independent demand with
    a known mean then gives orders with 1 / (2 stock_time - 1) of its variance, and `stock_time` 1 is order-up-to.

    Formula:
        order = max(0, expected + (cover x expected - net stock) / stock_time
            + ((lead time - 1) x expected - on order) / pipeline_time)
        net stock = stock - owed; expected = forecast, demand of today or mean flow
        on order: without today's order, hence lead time - 1

    Source:
        John, Naim & Towill 1994; Disney & Towill 2003; Dejonckheere, Disney, Lambrecht & Towill 2003.
    """

    safety_names: ClassVar = ("cover",)
    stock_time: Number = param(4.0, "days", "T_i, time to close the gap in net stock", low=1)
    pipeline_time: Number | None = param(
        None, "days", "T_w, time to close the gap in what is on order; None: T_i", low=1
    )
    cover: Number = param(1.0, "days", "expected demand held on hand", low=0)
    expected: str = param("forecast", "", "demand that is expected", choices=("forecast", "demand", "mean"))

    @property
    def forecasts(self) -> bool:
        return self.expected == "forecast"

    def opening(self, plan: Plan) -> Array:
        return plan.rate * (plan.lead_time + self.cover)

    def __call__(self, seen: Seen, memory: Memory) -> Array:
        mean = {"forecast": seen.forecast, "demand": seen.demand, "mean": seen.plan.rate}[self.expected]
        assert mean is not None
        pipeline_time = self.stock_time if self.pipeline_time is None else self.pipeline_time
        order = mean + (self.cover * mean - (seen.stock - seen.owed)) / self.stock_time
        order += ((seen.plan.lead_time - 1.0) * mean - seen.on_order) / pipeline_time
        return np.maximum(order, 0.0, out=order)


@dataclass(frozen=True)
class AnchorAndAdjust(Ordering):
    """Anchoring and adjustment: the orders of people in the beer game, with too little regard for the supply line.

    The defaults are the means of Sterman's estimates; that of the target is 17 cases, at a demand of 4 to 8 a week.

    Formula:
        order = max(0, L + alpha x (target - net stock - beta x on order))
        L = theta x demand + (1 - theta) x L of yesterday; net stock = stock - owed
        target = flow x (cover + beta x (lead time - 1)), where none is given

    Source:
        Sterman 1989, Management Science 35(3), eq. 10-12 and table 2.
    """

    memory: ClassVar[dict[str, int]] = {"expected": 0}
    theta: Number = param(0.36, "", "weight of today's demand in the expected one", low=0, high=1)
    alpha: Number = param(0.26, "", "share of the gap that is ordered", low=0, high=1)
    beta: Number = param(0.34, "", "share of the supply line that is taken into account", low=0, high=1)
    target: Number | None = param(None, "units", "S', wanted stock and regarded supply line; None: by `cover`")
    cover: Number = param(3.0, "days", "mean flow wanted on hand, where no target is given", low=0)

    @property
    def safety_names(self) -> tuple[str, ...]:
        return ("cover",) if self.target is None else ()

    def wanted(self, plan: Plan) -> Array:
        """S', units."""
        if self.target is not None:
            return self.target * np.ones_like(plan.rate)
        return plan.rate * (self.cover + self.beta * (plan.lead_time - 1.0))

    def begin(self, seen: Seen, memory: Memory) -> None:
        memory["expected"][...] = seen.plan.rate

    def opening(self, plan: Plan) -> Array:
        lead_time = plan.lead_time
        return np.maximum(self.wanted(plan) + plan.rate * (lead_time - self.beta * (lead_time - 1.0)), 0.0)

    def indicated(self, seen: Seen, memory: Memory) -> Array:
        """Return the order before it is cut at 0, units `(rows, worlds)`."""
        expected = memory["expected"]
        expected += self.theta * (seen.demand - expected)
        gap = self.wanted(seen.plan) - (seen.stock - seen.owed) - self.beta * seen.on_order
        return expected + self.alpha * gap

    def __call__(self, seen: Seen, memory: Memory) -> Array:
        return np.maximum(self.indicated(seen, memory), 0.0)
