"""Levelling: consumption is ordered again by a schedule that is frozen, moves within a band, and is even."""

from dataclasses import dataclass

import numpy as np

from jitagents.behaviours.base import Memory, Plan, Seen
from jitagents.behaviours.ordering.base import Periodic
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

    def depths(self) -> dict[str, int]:
        ahead = {"ahead": self.frozen} if self.frozen else {}
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
        return self.even(self.released(seen.day, daily, memory), memory)

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
        order = np.where(memory["whole"] > 0, np.maximum(np.ceil(rest - ROUNDING), 0.0), rest)
        rest -= order
        return order
