"""Material requirements planning: orders for what will be needed, day by day."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from jitagents.behaviours.base import Plan, Seen
from jitagents.behaviours.ordering.lots import at_first_chance, fixed_lots, period_lots, wagner_whitin
from jitagents.behaviours.ordering.planning_runs import PlanningRuns
from jitagents.behaviours.ordering.running_sums import by_day, on_days, running
from jitagents.column import Array
from jitagents.flow import ROUNDING
from jitagents.parameters import Number, param


@dataclass(frozen=True)
class Mrp(PlanningRuns):
    """Material requirements planning (MRP): net requirements of the days ahead, offset by the lead time, in lots.

    The safety stock is stated in days of mean flow: 30 units at 10 a day are `safety` 3. Safety time is another thing:
    what is needed is ordered so many days before it has to be.

    The gross requirements are what customers plan to order, by the bill of materials and planned shares; of customers
    that do not plan, and of final demand, what is known to come or else the forecast. What is on order arrives within
    the lead time, so that only days from then on can still be ordered for. Days beyond the horizon need the mean flow.
    By default all plan anew every day and no part of a plan is frozen: the quickest MRP that there can be, and the most
    nervous, since every forecast changes the plans of all who sell. With `every`, planning runs are some days apart,
    the same for all, and what is planned is released in between. With `frozen`, the orders that are planned within so
    many days stand at a run, and what they lack or have too much is made good by those behind them. With `filter_days`
    and `filter_share`, messages to reschedule are filtered: a plan stands as a whole as long as the new one would move
    its orders by so many days, and change their quantities by such a share, at most. Beyond the filters a run sends an
    exception message for each stock point of whose orders, planned before, it would change any. A planner acts on the
    share `accepted` of them; of the others the former plan stands until the next run, and only the days that it did not
    reach are planned.

    With calendars, plans count the days of a shop calendar, holidays included: orders are released on working days, and
    each has to last until that of the next working day is received. Final demand is expected on the day on which it
    comes, orders of other customers that do not plan every day. A period whose first day is a day of rest begins on the
    next working day; safety time is calendar days. The horizon must reach over the longest rest, and the lead time.

    Formula:
        net requirements up to day d = max(0, gross requirements up to day d + safety x flow - position)
        planned release of day d = lot for the net requirement of day d + lead time + safety time
        order = release of today
        with calendars: day d + lead time is the day before the receipt of an order of the working day after d
        planning run on days with (day - 1) mod every = 0, and on the first day; otherwise yesterday's plan stands
        at a run: releases of the first `frozen` days as planned before; net requirements behind them less their sum
        filters: the plan stands if (1 - share) sum of it up to day d - days <= sum of the new one up to day d
            <= (1 + share) sum of it up to day d + days, for all d; behind it lies the mean flow, or lots for what lacks
        exception message: the new plan changes an order of the days that the last run planned; acted on with the
            probability `accepted`, else net requirements behind these days less what is planned for them
        lot_for_lot: the requirement itself; fixed: multiples of `lot`; wagner_whitin: lots of least cost
        period: on every `review`-th day the requirements of the days up to the next one; agents by their phase

    Source:
        Orlicky 1975, on messages ch. 7; Silver, Pyke & Thomas 2017, ch. 15; Wagner & Whitin 1958; frozen intervals and
        nervousness: Sridharan, Berry & Udayabhanu 1987, Management Science 33(9), and 1988, Decision Sciences 19(1);
        filters: Ho 1989, Int. J. Production Research 27(7); shop calendar: Vollmann, Berry, Whybark & Jacobs 2005,
        Manufacturing Planning and Control, 5th ed., ch. 7.
    """

    forecasts: ClassVar[bool] = True
    safety_names: ClassVar = ("safety",)
    safety: Number = param(0.0, "days", "mean flow held on hand, the safety stock", low=0)
    safety_time: int = param(0, "days", "by which orders are placed before they have to be", low=0)
    lot_sizing: str = param(
        "lot_for_lot", "", "how requirements become lots", choices=("lot_for_lot", "fixed", "period", "wagner_whitin")
    )
    review: int = param(7, "days", "between orders, for lots of a period", low=1)
    lot: Number = param(10.0, "units", "a fixed lot", low=1e-6)
    setup: Number = param(100.0, "money", "of an order, for Wagner and Whitin's lots", low=0)
    holding: Number = param(1.0, "money/unit/day", "of stock, for Wagner and Whitin's lots", low=0)

    @property
    def lot_names(self) -> tuple[str, ...]:
        return ("lot",) if self.lot_sizing == "fixed" else ()

    def opening(self, plan: Plan) -> Array:
        ordered = self.review - 1 - self.age(plan, 0) if self.lot_sizing == "period" else 0.0
        return plan.rate * (self._offset(plan) + self.safety + ordered)

    def planned_orders(self, seen: Seen, first: int = 0, ordered: Number = 0.0) -> Array:
        return self.lots(self.needs(seen, first, ordered), seen, first)

    @property
    def ends_in_mean_flow(self) -> bool:
        return self.lot_sizing == "lot_for_lot"

    def needs(self, seen: Seen, first: int = 0, ordered: Number = 0.0) -> Array:
        """Net requirements for an order of each day from some day on; arguments and shape as for `planned_orders`."""
        assert seen.gross is not None
        plan, days = seen.plan, len(seen.gross)
        last = self._last(seen).astype(np.int64)
        net = on_days(running(seen.gross), np.minimum(last, days))
        net += np.maximum(last - days, 0) * plan.rate
        net += self.safety * plan.rate - seen.position - ordered
        return by_day(np.maximum(net, 0.0, out=net)[first:])

    def lots(self, needs: Array, seen: Seen, first: int = 0) -> Array:
        """The orders that cover the requirements of the days from some day on, today is 0."""
        match self.lot_sizing:
            case "fixed":
                return fixed_lots(needs, self.lot)
            case "period":
                age = self.age(seen.plan, seen.day + np.arange(first, first + len(needs))[:, None, None])
                begins = age == 0 if seen.rested_ahead is None else age <= seen.rested_ahead[first : first + len(age)]
                if self.stands:
                    needs = np.where(
                        self._always_stands | (np.asarray(self.accepted) < 1.0), at_first_chance(needs, begins), needs
                    )
                return period_lots(needs, begins, (self.review - age).astype(np.int64), seen.plan.rate)
            case "wagner_whitin":
                return wagner_whitin(needs, self.setup, self.holding)
        return needs

    def _last(self, seen: Seen) -> Array:
        """Days ahead up to whose end the order of each day, today first, has to last `(1 + horizon, rows, 1)`."""
        if seen.lasting is None:
            return np.arange(self.horizon + 1)[:, None, None] + self._offset(seen.plan)
        return seen.lasting[: self.horizon + 1] + self.safety_time

    def _offset(self, plan: Plan) -> Array:
        """Whole days from order to the day on which the goods are to be there `(rows, 1)`."""
        return np.ceil(plan.lead_time - ROUNDING) + self.safety_time
