"""Base of all ordering rules."""

from abc import abstractmethod

import numpy as np

from jitagents.behaviours.base import Behaviour, Memory, Plan, Seen
from jitagents.column import Array
from jitagents.flow import Index
from jitagents.parameters import Number


class Ordering(Behaviour):
    """An ordering rule. A class for which one of the properties holds says so in a class variable."""

    @property
    def incremental(self) -> bool:
        """True if the rule asks for today's amount whatever the inventory position is.

        It never asks again for what was ordered too little, nor takes back what was ordered too much, so that a wrapper
        that changes its orders keeps the difference in memory. Rules that look at the position mend it by themselves.
        """
        return False

    @property
    def physical(self) -> bool:
        """True if the rule, or one that it wraps, works by cards or bins that need no records."""
        return any(part.physical for part in self.parts().values() if isinstance(part, Ordering))

    @property
    def forecasts(self) -> bool:
        """True if the rule, or one that it wraps, looks at `seen.forecast`."""
        return any(part.forecasts for part in self.parts().values() if isinstance(part, Ordering))

    @property
    def horizon(self) -> int:
        """Days that the rule, or one that it wraps, plans ahead by `seen.gross`; 0: it looks at today only."""
        return max((part.horizon for part in self.parts().values() if isinstance(part, Ordering)), default=0)

    @property
    def every_day(self) -> bool:
        """True if the rule, or one that it wraps, has to decide every day, so that nothing may rest."""
        return any(part.every_day for part in self.parts().values() if isinstance(part, Ordering))

    @property
    def cancels(self) -> bool:
        """True if the rule, or one that it wraps, takes back orders."""
        return any(part.cancels for part in self.parts().values() if isinstance(part, Ordering))

    @property
    def lot_names(self) -> tuple[str, ...]:
        """Names of its own parameters that are lots, and wrong where the master data of its books are."""
        return ()

    @property
    def safety_names(self) -> tuple[str, ...]:
        """The same of its parameters that set safety stock or time."""
        return ()

    @abstractmethod
    def opening(self, plan: Plan) -> Array:
        """Inventory position before day 1, units `(rows, 1)` or `(rows, worlds)`."""

    def buffer(self, plan: Plan) -> Array:
        """Units that the rule, or one that it wraps, adds to its opening position by a budget `(rows, worlds)`."""
        parts = [part.buffer(plan) for part in self.parts().values() if isinstance(part, Ordering)]
        return sum(parts, start=np.zeros((len(plan), 1)))

    @abstractmethod
    def __call__(self, seen: Seen, memory: Memory) -> Array:
        """Units to order today `(rows, worlds)`, not negative."""

    def cancelled(self, memory: Memory) -> Array:
        """Units that it takes back today `(rows, worlds)`, at most `seen.cancellable`.

        Only asked for after the rule has decided, and only where it cancels.
        """
        raise NotImplementedError(f"{type(self).__name__} cancels and does not say what")

    def releases(self, memory: Memory) -> Array:
        """Orders planned for the days ahead, units `(horizon, rows, worlds)`, tomorrow first.

        Only asked for after the rule has decided, and only where its horizon is not 0.
        """
        raise NotImplementedError(f"{type(self).__name__} has a horizon and plans no releases")

    def covered(self, seen: Seen) -> Number:
        """Days of the releases, tomorrow first, that it has planned: all of its horizon, unless a plan stands."""
        return float(self.horizon)

    def messages(self, seen: Seen, memory: Memory) -> Array:
        """Flags of exception messages: planned orders that a planning run of today would change `(rows, worlds)`.

        Only asked for before the rule decides, which it does whether or not they were asked for; nothing is remembered.
        """
        return np.zeros((1, 1))


class Periodic(Ordering):
    """A rule with a review every `review` days; the agents' reviews are spread over the days by their phase."""

    review: int

    def age(self, plan: Plan, day: int | Index) -> Array:
        """Days since the last review, 0 on a day of review `(rows, 1)`; of several days `(days, 1, 1)`, of each."""
        return (day + plan.phase) % self.review

    def reviews(self, seen: Seen) -> Array:
        """Flags of a review today `(rows, 1)`; one that falls on a day of rest is held on the next working day."""
        age = self.age(seen.plan, seen.day)
        return np.asarray(age == 0 if seen.rested is None else age <= seen.rested)
