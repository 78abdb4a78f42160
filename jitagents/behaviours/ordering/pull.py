"""Just-in-time: what was consumed is ordered."""

from dataclasses import dataclass, field, replace
from typing import ClassVar, Self

import numpy as np

from jitagents.behaviours.base import Memory, Plan, Seen
from jitagents.behaviours.criticality import Criticality
from jitagents.behaviours.ordering.base import Ordering
from jitagents.column import Array
from jitagents.errors import InputError
from jitagents.parameters import Number, param


@dataclass(frozen=True)
class Jit(Ordering):
    """Just-in-time: order what was consumed today, without a forecast.

    The inventory position never moves from where it began, as far as the records tell.

    Formula:
        order = consumed: demand, what perished or was destroyed, and what the records had got wrong

    Source:
        Ohno 1988.
    """

    incremental: ClassVar[bool] = True
    cover: Number = param(1.0, "days", "mean flow held on hand above what is under way", low=0)

    def opening(self, plan: Plan) -> Array:
        return plan.rate * (plan.lead_time + self.cover)

    def __call__(self, seen: Seen, memory: Memory) -> Array:
        return seen.consumed


@dataclass(frozen=True)
class Hybrid(Jit):
    """Hybrid of just-in-time and safety stock: just-in-time everywhere, buffers on the critical flows, within a budget.

    The budget is either `days` of cover for each critical flow, or `money` in all, spread over the critical flows so
    that each gets the same days of cover. Nothing else differs from `Jit`, so that a buffer's effect stands alone.

    Formula:
        order = consumed
        opening position = flow x (lead time + cover), on critical flows + flow x days
        days = money / sum of flow x value over the critical flows, where the budget is money

    Source:
        Kraljic 1983; Simchi-Levi et al. 2015, on which flows are critical.
    """

    days: Number | None = param(10.0, "days", "cover added to each critical flow; None: by `money`", low=0)
    money: Number | None = param(None, "money", "value of all added stock; None: by `days`", low=0)
    criticality: Criticality = field(default_factory=lambda: Criticality(single_source=True))

    def __post_init__(self) -> None:
        super().__post_init__()
        if (self.days is None) == (self.money is None):
            raise InputError("ordering.days, ordering.money: exactly one of the two budgets is needed, the other null")

    def fit(self, plan: Plan) -> Self:
        critical = self.criticality(plan)[:, None]
        days = self.days
        if days is None:
            per_day = (plan.rate * plan.value * critical).sum(axis=0, keepdims=True)
            if not per_day.all():
                raise InputError("ordering.criticality: marks no flow, so that the money cannot be spent")
            days = np.asarray(self.money) / per_day
        return replace(self, days=critical * days * np.ones_like(plan.rate), money=None)

    def opening(self, plan: Plan) -> Array:
        return super().opening(plan) + plan.rate * np.asarray(self.days)
