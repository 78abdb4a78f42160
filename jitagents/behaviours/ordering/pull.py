"""Just-in-time: consumption is ordered again."""

from dataclasses import dataclass, field, replace
from typing import ClassVar, Self

import numpy as np

from jitagents.behaviours.base import Memory, Plan, Seen
from jitagents.behaviours.criticality import Criticality
from jitagents.behaviours.ordering.base import Ordering
from jitagents.behaviours.ordering.cover import Cover, cover_of
from jitagents.behaviours.placement import Critical, Placement, price
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
    safety_names: ClassVar = ("cover",)
    cover: Cover = param(1.0, "days", "mean flow held on hand above what is under way", low=0, replace=True)

    def opening(self, plan: Plan) -> Array:
        return plan.rate * (plan.lead_time + cover_of(self.cover, plan))

    def __call__(self, seen: Seen, memory: Memory) -> Array:
        return seen.consumed


@dataclass(frozen=True)
class Hybrid(Jit):
    """Hybrid of just-in-time and safety stock: just-in-time everywhere, and buffers that a budget buys.

    The full budget is `money`, or what `days` of cover on every critical flow cost; a part of it may stay unspent.
    The placement says where the rest goes. Nothing else differs from `Jit`, so that a buffer's effect stands alone; at
    equal money, so does that of its place. Equal days on every critical flow are a yardstick, not advice: in a study
    `days: {ttr: 30}` is the budget that covers each of them for just the days by which its sellers' time to recover
    exceeds the time to survive downstream, and the placement `time_to_recover` puts it there.

    Formula:
        order = consumed
        opening position = flow x (lead time + cover) + buffer
        sum of buffer x value = (1 - unspent) x full budget

    Source:
        Kraljic 1983; Simchi-Levi et al. 2015, on which flows are critical.
    """

    unspent: Number = param(
        0.0, "", "part of the budget left unspent; 1: pure just-in-time, 0: full buffers", low=0, high=1
    )
    days: Number | None = param(
        10.0, "days", "budget: what these days of cover on every critical flow cost; None: by `money`", low=0
    )
    money: Number | None = param(None, "money", "budget: value of all added stock; None: by `days`", low=0)
    criticality: Criticality = field(default_factory=lambda: Criticality(single_source=True))
    placement: Placement = field(default_factory=Critical)

    def __post_init__(self) -> None:
        super().__post_init__()
        if (self.days is None) == (self.money is None):
            raise InputError("ordering.days, ordering.money: exactly one of the two budgets is needed, the other null")

    def budget(self, plan: Plan) -> Array:
        """Value of all added stock, money `(1, worlds)`."""
        if self.days is None:
            return np.atleast_2d((1.0 - self.unspent) * np.asarray(self.money))
        critical = self.criticality(plan)[:, None].astype(np.float64)
        return (1.0 - self.unspent) * price(plan, self.days * critical)

    def fit(self, plan: Plan) -> Self:
        return replace(self, days=self.placement(plan, self.criticality(plan), self.budget(plan)), money=None)

    def buffer(self, plan: Plan) -> Array:
        return plan.rate * np.asarray(self.days)

    def opening(self, plan: Plan) -> Array:
        return super().opening(plan) + self.buffer(plan)
