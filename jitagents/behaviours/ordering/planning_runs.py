"""Planning runs: plans that stand from one run to the next, and what a run changes of them."""

from abc import abstractmethod
from dataclasses import dataclass

import numpy as np

from jitagents.behaviours.base import Memory, Seen
from jitagents.behaviours.ordering.base import Periodic
from jitagents.behaviours.ordering.rescheduling import below_filters, changed
from jitagents.behaviours.ordering.running_sums import by_day, on_days, running
from jitagents.column import Array, Flags
from jitagents.errors import InputError
from jitagents.flow import Index
from jitagents.parameters import Number, param


@dataclass(frozen=True)
class PlanningRuns(Periodic):
    """A rule that plans orders for days ahead, in runs that may be days apart and leave much of a plan as it was."""

    horizon: int = param(28, "days", "planned ahead; whatever lies beyond needs the mean flow", low=1)
    every: int = param(1, "days", "between planning runs", low=1)
    frozen: int = param(0, "days", "the first ones of a plan, today included, whose orders stand at a run", low=0)
    filter_days: int = param(0, "days", "by which an order may be early or late before a run moves it", low=0)
    filter_share: Number = param(
        0.0, "share", "by which a quantity may be too high or low before a run changes it", low=0, high=1
    )
    accepted: Number = param(1.0, "share", "of the exception messages that a planner acts on", low=0, high=1)

    def __post_init__(self) -> None:
        super().__post_init__()
        name = type(self).__name__
        if (days := self.every + self.frozen) > self.horizon + 1:
            raise InputError(
                f"{name}.every + {name}.frozen = {days}: must be at most horizon + 1 = {self.horizon + 1}, so that a "
                "plan lasts until the next run and through its frozen days"
            )

    @abstractmethod
    def planned_orders(self, seen: Seen, first: int = 0, ordered: Number = 0.0) -> Array:
        """Orders for the days from some day on, as of today `(1 + horizon - first, rows, worlds)`.

        Args:
            seen: today.
            first: of these days, today is 0.
            ordered: planned for the days before it, units `(rows, worlds)`.
        """

    @property
    @abstractmethod
    def ends_in_mean_flow(self) -> bool:
        """True if the mean flow may stand behind a plan; otherwise it goes on in lots."""

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
        return _some(self.accepted < 1.0)

    @property
    def filters(self) -> bool:
        """True if some changes are too small for a run."""
        return self.filter_days > 0 or _some(self.filter_share > 0.0)

    def depths(self) -> dict[str, int]:
        return {"releases": self.horizon}

    def begin(self, seen: Seen, memory: Memory) -> None:
        memory["releases"].fill(np.nan)  # nothing is planned yet

    def __call__(self, seen: Seen, memory: Memory) -> Array:
        plan = self.replanned(seen, memory["releases"]) if self.stands else self.planned_orders(seen)
        memory["releases"][...] = plan[1:]
        return plan[0]

    def releases(self, memory: Memory) -> Array:
        return memory["releases"]

    def replanned(self, seen: Seen, releases: Array) -> Array:
        """The orders of today and of the days ahead, where a plan may stand `(1 + horizon, rows, worlds)`."""
        plan = self.standing(seen, releases)
        unplanned = np.isnan(plan[0])
        if unplanned.any():
            plan = np.where(unplanned, self.planned_orders(seen), plan)
        runs = self._runs(seen)
        if not runs.any():
            return plan
        new = self._continued(seen, plan, self.frozen)
        filtered, stands = self._filtered(new, plan, seen), np.zeros((1, 1), dtype=bool)
        if self.ends_in_mean_flow:
            runs = runs & ~filtered
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
        return np.concatenate((kept, self.planned_orders(seen, first, kept.sum(axis=0))))

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


def _some(flags: bool | Flags) -> bool:
    """Whether a flag is set, of one or of several numbers."""
    return flags if isinstance(flags, bool) else bool(flags.any())
