"""Push: a rate fixed ahead, whatever is consumed."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from jitagents.behaviours.base import Memory, Plan, Seen
from jitagents.behaviours.ordering.base import Periodic
from jitagents.column import Array
from jitagents.parameters import Number, param


@dataclass(frozen=True)
class Push(Periodic):
    """Push: a daily rate, fixed at each review from forecast and planned stock.

    Between reviews nothing that is consumed changes it.

    Formula:
        at a review: rate = max(0, forecast + (forecast x (lead time + planned_stock) - position) / review)
        order = rate

    Source:
        Pyke & Cohen 1990, European Journal of Operational Research 48.
    """

    forecasts: ClassVar[bool] = True
    incremental: ClassVar[bool] = True
    memory: ClassVar[dict[str, int]] = {"planned": 0}
    planned_stock: Number = param(5.0, "days", "mean flow planned on hand", low=0)
    review: int = param(10, "days", "days between reviews", low=1)

    def begin(self, seen: Seen, memory: Memory) -> None:
        memory["planned"][...] = seen.plan.rate

    def opening(self, plan: Plan) -> Array:
        return plan.rate * (plan.lead_time + self.planned_stock)

    def __call__(self, seen: Seen, memory: Memory) -> Array:
        assert seen.forecast is not None
        aim = seen.forecast * (seen.plan.lead_time + self.planned_stock)
        fresh = np.maximum(seen.forecast + (aim - seen.position) / self.review, 0.0)
        memory["planned"][...] = np.where(self.reviews(seen), fresh, memory["planned"])
        return memory["planned"]
