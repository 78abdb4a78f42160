"""Levelling: consumption is ordered again by a schedule that is frozen, moves within a band, and is even."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from jitagents.behaviours.base import Memory, Plan, Seen
from jitagents.behaviours.ordering.base import Ordering, Periodic
from jitagents.behaviours.ordering.cover import Cover
from jitagents.behaviours.ordering.pull import Jit
from jitagents.column import Array
from jitagents.flow import ROUNDING
from jitagents.parameters import Number, param


@dataclass(frozen=True)
class Levelled(Jit, Periodic):
    """Levelled just-in-time: a final schedule that is frozen ahead, changes within a band, and is even over the days.

    What a plan leaves of consumption, the next one takes up; until then stock carries it, and `cover` must be enough
    for that. Of independent demand, plans without a band let 1 / `review` of the variance pass. Without a frozen
    horizon and a band, planned every day, it is `Jit`. Whole units are ordered where whole units are consumed.
    Where the schedule is shared, inputs and sellers know its frozen days: `Jis` orders by them.

    Formula:
        order = plan of `frozen` days ago / review
        plan = due, within (1 - band) and (1 + band) times the last one; made every `review` days
        due = consumed - planned, all so far; the band is a share of the mean flow where that is more than the last plan

    Source:
        Monden 1983, ch. 4 and 5: levelled production; the band: Tsay & Lovejoy 1999, M&SOM 1(2).
    """

    cover: Cover = param(2.0, "days", "mean flow held on hand above what is under way", low=0, replace=True)
    review: int = param(5, "days", "days between plans, over which the quantity of a plan is even", low=1)
    frozen: int = param(5, "days", "frozen horizon: from a plan to its first day", low=0)
    band: Number | None = param(0.1, "", "most change, a share of the last plan; None: without limit", low=0)

    shared: bool = param(False, "", "whether inputs and sellers are shown the frozen days of the schedule")

    @property
    def horizon(self) -> int:
        return self.frozen if self.shared else 0

    def depths(self) -> dict[str, int]:
        ahead = {"ahead": self.frozen} if self.frozen else {}
        ahead |= {"releases": self.horizon} if self.horizon else {}
        return {"due": 0, "daily": 0, "rest": 0, "whole": 0} | ahead

    def begin(self, seen: Seen, memory: Memory) -> None:
        for name in ("daily", "ahead") if self.frozen else ("daily",):
            memory[name][...] = seen.plan.rate
        memory["due"][...] = seen.plan.rate * self.age(seen.plan, seen.day)
        memory["whole"][...] = 1.0

    def __call__(self, seen: Seen, memory: Memory) -> Array:
        consumed, daily = seen.consumed, memory["daily"]
        memory["due"] += consumed
        today = self.reviews(seen)
        daily[...] = np.where(today, self.planned(memory["due"], daily, seen.plan), daily)
        memory["due"] -= np.where(today, daily * self.review, 0.0)
        memory["whole"] *= consumed % 1.0 == 0
        order = self.even(self.released(seen.day, daily, memory), memory)
        if self.horizon:
            memory["releases"][...] = self.scheduled(seen.day, memory)
        return order

    def releases(self, memory: Memory) -> Array:
        return memory["releases"]

    def scheduled(self, day: int, memory: Memory) -> Array:
        """The orders of the frozen days, tomorrow first, units `(frozen, rows, worlds)`."""
        total = memory["rest"] + np.cumsum(memory["ahead"][(day + 1 + np.arange(self.frozen)) % self.frozen], axis=0)
        placed = np.maximum(np.where(memory["whole"] > 0, np.ceil(total - ROUNDING), total), 0.0)
        return np.diff(placed, axis=0, prepend=0.0)

    def planned(self, due: Array, last: Array, plan: Plan) -> Array:
        """The next plan, units a day."""
        wanted = np.maximum(due / self.review, 0.0)
        if self.band is None:
            return wanted
        change = self.band * np.maximum(last, plan.rate)
        return np.clip(wanted, np.maximum(last - change, 0.0), last + change)

    def released(self, day: int, daily: Array, memory: Memory) -> Array:
        """Scheduled for today `frozen` days ago, units."""
        if not self.frozen:
            return daily
        slot = memory["ahead"][day % self.frozen]
        due = slot.copy()
        slot[...] = daily
        return due

    def even(self, scheduled: Array, memory: Memory) -> Array:
        """The order of the day; what rounding to whole units adds is taken off the days that follow."""
        rest = memory["rest"]
        rest += scheduled
        order = np.maximum(np.where(memory["whole"] > 0, np.ceil(rest - ROUNDING), rest), 0.0)
        rest -= order
        return order


@dataclass(frozen=True)
class Jis(Ordering):
    """Just-in-sequence: each day's parts are called in the quantities that the final schedule needs when they come in.

    For inputs of a plant whose schedule is frozen and shared (`Levelled`, `shared`), at least as many days ahead as the
    parts take to come. Nothing is held for variation: a set that is missing, wrong or lost stops one unit until another
    one is there. Days beyond the frozen ones need the mean flow. Where lead times vary, their mean counts.
    Every day is a day of calls: calendars with days of rest are refused.

    Formula:
        order = scheduled need of today + lead time, and what was lost or was wrong in the records

    Source:
        Monden 1983, ch. 4 (sequence schedule); Werner, Kellner, Schenk & Weigert 2003, International Journal of
        Production Economics 83 (just-in-sequence).
    """

    incremental: ClassVar[bool] = True
    every_day: ClassVar[bool] = True

    horizon: int = param(
        10, "days", "of the schedule that it looks at, the days of the parts on the way included", low=1
    )

    def depths(self) -> dict[str, int]:
        return {"releases": self.horizon}

    def opening(self, plan: Plan) -> Array:
        return plan.rate * plan.lead_time

    def __call__(self, seen: Seen, memory: Memory) -> Array:
        needs = self.needs(seen)
        memory["releases"][...] = needs[1:]
        return np.maximum(needs[0] + seen.consumed - seen.demand, 0.0)

    def releases(self, memory: Memory) -> Array:
        return memory["releases"]

    def needs(self, seen: Seen) -> Array:
        """Needs of the days on which orders of today and the days ahead come in `(1 + horizon, rows, worlds)`."""
        assert seen.gross is not None
        days = len(seen.gross)
        day = np.ceil(seen.plan.lead_time - ROUNDING).astype(np.int64) + np.arange(self.horizon + 1)[:, None, None]
        known = np.take_along_axis(seen.gross, np.clip(day - 1, 0, days - 1), axis=0)
        return np.select([day < 1, day <= days], [seen.demand, known], seen.plan.rate)
