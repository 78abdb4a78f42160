"""Material requirements planning: orders for what will be needed, day by day."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from jitagents.behaviours.base import Memory, Plan, Seen
from jitagents.behaviours.ordering.base import Periodic
from jitagents.behaviours.ordering.lots import at_first_chance, fixed_lots, period_lots, wagner_whitin
from jitagents.behaviours.ordering.rescheduling import Flags, below_filters, changed
from jitagents.behaviours.ordering.running_sums import by_day, on_days, running
from jitagents.column import Array
from jitagents.errors import InputError
from jitagents.flow import ROUNDING, Index
from jitagents.parameters import Number, param


@dataclass(frozen=True)
class Mrp(Periodic):
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
    every: int = param(1, "days", "between planning runs", low=1)
    frozen: int = param(0, "days", "the first ones of a plan, today included, whose orders stand at a run", low=0)

    filter_days: int = param(0, "days", "by which an order may be early or late before a run moves it", low=0)
    filter_share: Number = param(
        0.0, "share", "by which a quantity may be too high or low before a run changes it", low=0, high=1
    )
    accepted: Number = param(1.0, "share", "of the exception messages that a planner acts on", low=0, high=1)

    def __post_init__(self) -> None:
        super().__post_init__()
        if (days := self.every + self.frozen) > self.horizon + 1:
            raise InputError(
                f"Mrp.every + Mrp.frozen = {days}: must be at most horizon + 1 = {self.horizon + 1}, so that a plan "
                "lasts until the next run and through its frozen days"
            )

    @property
    def stands(self) -> bool:
        """True if not all orders are planned anew every day."""
        return self._always_stands or self.by_chance

    @property
    def _always_stands(self) -> bool:
        """The same, whatever planners do with messages."""
        return self.every > 1 or self.frozen > 0 or self.filters

    @property
    def by_chance(self) -> bool:
        """True if planners act on some messages only."""
        return bool(np.any(np.asarray(self.accepted) < 1.0))

    @property
    def filters(self) -> bool:
        """True if some changes are too small for a run."""
        return self.filter_days > 0 or bool(np.any(np.asarray(self.filter_share) > 0.0))

    @property
    def lot_names(self) -> tuple[str, ...]:
        return ("lot",) if self.lot_sizing == "fixed" else ()

    def depths(self) -> dict[str, int]:
        return {"releases": self.horizon}

    def opening(self, plan: Plan) -> Array:
        ordered = self.review - 1 - self.age(plan, 0) if self.lot_sizing == "period" else 0.0
        return plan.rate * (self._offset(plan) + self.safety + ordered)

    def begin(self, seen: Seen, memory: Memory) -> None:
        memory["releases"].fill(np.nan)  # nothing is planned yet

    def __call__(self, seen: Seen, memory: Memory) -> Array:
        plan = self.replanned(seen, memory["releases"]) if self.stands else self.lots(self.needs(seen), seen)
        memory["releases"][...] = plan[1:]
        return plan[0]

    def releases(self, memory: Memory) -> Array:
        return memory["releases"]

    def replanned(self, seen: Seen, releases: Array) -> Array:
        """The orders of today and of the days ahead, where a plan may stand `(1 + horizon, rows, worlds)`."""
        plan = self.standing(seen, releases)
        unplanned = np.isnan(plan[0])
        if unplanned.any():
            plan = np.where(unplanned, self.lots(self.needs(seen), seen), plan)
        runs = self._runs(seen)
        if not runs.any():
            return plan
        new = self._continued(seen, plan, self.frozen)
        filtered, stands = self._filtered(new, plan, seen), np.zeros((1, 1), dtype=bool)
        if self.lot_sizing == "lot_for_lot":
            runs = runs & ~filtered  # the mean flow stands behind it
        else:
            stands = filtered
        if self.by_chance:
            assert seen.chance is not None
            stands = stands | (seen.chance >= self.accepted) & self._changed(new, plan, seen)
        for first in np.unique(self._planned_before(seen)) if stands.any() else ():
            kept = stands & (self._planned_before(seen) == first)
            new = np.where(kept, self._continued(seen, plan, int(first)), new)
        return np.where(runs, new, plan)

    def covered(self, seen: Seen) -> Number:
        age = (seen.day - 1) % self.every
        return np.where(self._runs(seen), self.horizon, self.horizon - age) if age else float(self.horizon)

    def messages(self, seen: Seen, memory: Memory) -> Array:
        plan = self.standing(seen, memory["releases"])
        new = self._continued(seen, plan, self.frozen)
        sent = self._runs(seen) & self._changed(new, plan, seen) & ~self._filtered(new, plan, seen)
        return sent.astype(float)

    def _filtered(self, new: Array, plan: Array, seen: Seen) -> Flags:
        """Whether a new plan is too little of a change to be a message."""
        if not self.filters:
            return np.zeros((1, 1), dtype=bool)
        return below_filters(new, plan, self.filter_days, self.filter_share, seen.plan.rate)

    def _runs(self, seen: Seen) -> Flags:
        """Flags of a planning run today, `()` or `(rows, 1)`; one of a day of rest is held on the next working day."""
        age = (seen.day - 1) % self.every
        return np.asarray(age == 0 if seen.rested is None else age <= seen.rested)

    def _continued(self, seen: Seen, plan: Array, first: int) -> Array:
        """A plan that stands up to a day and is made anew from it on, both from today on `(1 + horizon, …)`."""
        kept = plan[:first]
        return np.concatenate((kept, self.lots(self.needs(seen, first, kept.sum(axis=0)), seen, first)))

    def _changed(self, new: Array, plan: Array, seen: Seen) -> Flags:
        """Whether a new plan changes any order of the days that the last run planned `(rows, worlds)`."""
        return changed(new, plan, self._planned_before(seen), seen.plan.rate)

    def _planned_before(self, seen: Seen) -> Index:
        """Days, from today on, that the last run planned, if today there is one `(1, 1)` or `(rows, 1)`."""
        rested = np.zeros((1, 1)) if seen.rested is None else seen.rested
        since = np.maximum(self.every + (seen.day - 1) % self.every, 1 + rested)
        return np.maximum(self.horizon + 1 - since, self.frozen).astype(np.int64)

    def standing(self, seen: Seen, releases: Array) -> Array:
        """The last plan, from today on; what it has for days of rest is for today, and behind it lies the mean flow."""
        rate = np.broadcast_to(seen.plan.rate, releases.shape[1:])
        plan = np.concatenate((releases, rate[None]))
        if seen.rested is None or not seen.rested.any():
            return plan
        last = np.arange(len(plan))[:, None, None] + seen.rested.astype(np.int64)
        total = on_days(running(plan)[1:], np.minimum(last, self.horizon))
        return by_day(total + np.maximum(last - self.horizon, 0) * rate)

    def needs(self, seen: Seen, first: int = 0, ordered: Number = 0.0) -> Array:
        """Net requirements for an order of each day from some day on, `(1 + horizon - first, rows, worlds)`.

        Args:
            seen: today.
            first: of these days, today is 0.
            ordered: planned for the days before it, units `(rows, worlds)`.
        """
        assert seen.gross is not None
        plan, days = seen.plan, len(seen.gross)
        last = self._last(seen).astype(np.int64)
        net = on_days(running(seen.gross), np.minimum(last, days))
        net += np.maximum(last - days, 0) * plan.rate
        net += self.safety * plan.rate - seen.position - ordered
        return by_day(np.maximum(net[first:], 0.0))

    def lots(self, needs: Array, seen: Seen, first: int = 0) -> Array:
        """The orders that cover the requirements of the days from some day on, today is 0."""
        match self.lot_sizing:
            case "fixed":
                return fixed_lots(needs, self.lot)
            case "period":
                days = np.array([self.age(seen.plan, seen.day + ahead) for ahead in range(self.review)])
                age = days[np.arange(first, first + len(needs)) % self.review]
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
