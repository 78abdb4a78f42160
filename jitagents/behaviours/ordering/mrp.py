"""Material requirements planning: orders for what will be needed, day by day."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from jitagents.behaviours.base import Memory, Plan, Seen
from jitagents.behaviours.ordering.base import Periodic
from jitagents.behaviours.ordering.lots import fixed_lots, period_lots, wagner_whitin
from jitagents.column import Array
from jitagents.flow import ROUNDING
from jitagents.parameters import Number, param


@dataclass(frozen=True)
class Mrp(Periodic):
    """Material requirements planning (MRP): net requirements of the days ahead, offset by the lead time, in lots.

    The safety stock is stated in days of mean flow: 30 units at 10 a day are `safety` 3. Safety time is another thing:
    what is needed is ordered so many days before it has to be.

    The gross requirements are what customers plan to order, by the bill of materials and planned shares; of customers
    that do not plan, and of final demand, what is known to come or else the forecast. What is on order arrives within
    the lead time, so that only days from then on can still be ordered for. Days beyond the horizon need the mean flow.
    All agents plan anew every day, and no part of a plan is frozen: the least nervous MRP that there can be.

    Formula:
        net requirements up to day d = max(0, gross requirements up to day d + safety x flow - position)
        planned release of day d = lot for the net requirement of day d + lead time + safety time
        order = release of today
        lot_for_lot: the requirement itself; fixed: multiples of `lot`; wagner_whitin: lots of least cost
        period: on every `review`-th day the requirements of the days up to the next one; agents by their phase

    Source:
        Orlicky 1975; Silver, Pyke & Thomas 2017, ch. 15; Wagner & Whitin 1958.
    """

    forecasts: ClassVar[bool] = True
    horizon: int = param(28, "days", "planned ahead; whatever lies beyond needs the mean flow", low=1)
    safety: Number = param(0.0, "days", "mean flow held on hand, the safety stock", low=0)
    safety_time: int = param(0, "days", "by which orders are placed before they have to be", low=0)
    lot_sizing: str = param(
        "lot_for_lot", "", "how requirements become lots", choices=("lot_for_lot", "fixed", "period", "wagner_whitin")
    )
    review: int = param(7, "days", "between orders, for lots of a period", low=1)
    lot: Number = param(10.0, "units", "a fixed lot", low=1e-6)
    setup: Number = param(100.0, "money", "of an order, for Wagner and Whitin's lots", low=0)
    holding: Number = param(1.0, "money/unit/day", "of stock, for Wagner and Whitin's lots", low=0)

    def depths(self) -> dict[str, int]:
        return {"releases": self.horizon}

    def opening(self, plan: Plan) -> Array:
        ordered = self.review - 1 - self.age(plan, 0) if self.lot_sizing == "period" else 0.0
        return plan.rate * (self._offset(plan) + self.safety + ordered)

    def __call__(self, seen: Seen, memory: Memory) -> Array:
        lots = self.lots(self.needs(seen), seen)
        memory["releases"][...] = lots[1:]
        return lots[0]

    def releases(self, memory: Memory) -> Array:
        return memory["releases"]

    def needs(self, seen: Seen) -> Array:
        """Net requirements for an order of today and of each day ahead, `(1 + horizon, rows, worlds)`."""
        assert seen.gross is not None
        plan, days = seen.plan, len(seen.gross)
        total = np.concatenate((np.zeros((1, *seen.gross.shape[1:])), np.cumsum(seen.gross, axis=0)))
        last = np.arange(self.horizon + 1)[:, None, None] + self._offset(plan).astype(np.int64)
        net = np.take_along_axis(total, np.minimum(last, days), axis=0)
        net += np.maximum(last - days, 0) * plan.rate
        net += self.safety * plan.rate - seen.position
        return np.diff(np.maximum(net, 0.0), axis=0, prepend=0.0)

    def lots(self, needs: Array, seen: Seen) -> Array:
        """The orders that cover the requirements of today and of the days ahead."""
        match self.lot_sizing:
            case "fixed":
                return fixed_lots(needs, self.lot)
            case "period":
                days = np.array([self.age(seen.plan, seen.day + ahead) for ahead in range(self.review)])
                return period_lots(needs, days[np.arange(len(needs)) % self.review] == 0, self.review, seen.plan.rate)
            case "wagner_whitin":
                return wagner_whitin(needs, self.setup, self.holding)
        return needs

    def _offset(self, plan: Plan) -> Array:
        """Whole days from order to the day on which the goods are to be there `(rows, 1)`."""
        return np.ceil(plan.lead_time - ROUNDING) + self.safety_time
