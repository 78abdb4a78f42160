"""Capacity that is planned ahead, for what a maker expects."""

from dataclasses import dataclass, replace
from typing import ClassVar, Self

import numpy as np

from jitagents.behaviours.base import Memory, Plan
from jitagents.behaviours.production.base import ProductionView, Work
from jitagents.behaviours.production.limits import Wrapper
from jitagents.flow import turn
from jitagents.parameters import Number, param

ORDERS, FORECAST = "orders", "forecast"


@dataclass(frozen=True)
class PlannedCapacity(Wrapper):
    """Planned capacity: crews and shifts are set some days ahead, for what was expected then.

    Under pull, goods move on orders; a shared forecast can still tell makers upstream how much capacity to prepare.
    From the orders that reach it, a maker learns of a surge when the orders of all tiers before it have been passed on;
    from the forecasts of its customers, which follow final demand, at once.

    Formula:
        capacity = min(capacity, (1 + reserve) x expected of `notice` days ago)
        expected = expected + alpha x (signal - expected); before day 1, `usual`
        signal = what is asked of the maker today (`orders`), or what final customers ask for, in its units (`forecast`)

    Source:
        Cachon & Lariviere 2001, Management Science 47(5): capacity is built on shared forecasts; Holt, Modigliani, Muth
        & Simon 1960: the size of a workforce; smoothing as Brown 1959.
    """

    reads_demand: ClassVar[bool] = True

    signal: str = param(ORDERS, "", "what is expected follows", choices=(ORDERS, FORECAST))
    notice: int = param(14, "days", "between a plan of capacity and its day", low=0)
    reserve: Number = param(0.15, "", "capacity above what is expected, as a share", low=0)
    alpha: Number = param(0.1, "", "weight of today's signal in what is expected", low=0, high=1)
    usual: Number | None = param(None, "units/day", "expected before day 1; None: the mean flow", low=0)

    def fit(self, plan: Plan) -> Self:
        usual = plan.rate if self.usual is None else self.usual
        return replace(super().fit(plan), usual=usual * np.ones_like(plan.rate))

    def depths(self) -> dict[str, int]:
        return super().depths() | {"expected": 0, "begun": 0, "plans": self.notice + 1}

    def __call__(self, view: ProductionView, memory: Memory) -> Work:
        assert view.asked is not None
        assert view.final is not None
        expected, plans = memory["expected"], memory["plans"]
        if not memory["begun"].all():
            expected[...] = self.usual
            plans[...] = expected
            memory["begun"][...] = 1.0
        expected += self.alpha * ((view.asked if self.signal == ORDERS else view.final) - expected)
        plans[view.day % (self.notice + 1)] = expected
        planned = (1.0 + self.reserve) * plans[(view.day + 1) % (self.notice + 1)]
        if view.whole:
            planned = np.floor(planned + turn(view.day))
        return self.inner(view, memory, capacity=np.minimum(view.capacity, planned))
