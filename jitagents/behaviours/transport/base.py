"""The protocol of transport: lead times, docks, and goods that hurry."""

from abc import abstractmethod
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from jitagents.behaviours.base import Behaviour, Memory, memory_of
from jitagents.column import Array
from jitagents.network import LeadTimes

type Days = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Dock:
    """The goods at the docks of sellers, lane by lane, after today's goods have been brought there.

    Attributes:
        waiting: units at the dock `(lanes, worlds)`.
        came: units of these that were brought today.
        passing: most units that the lane takes today, 0 if it is closed; None if there is no limit.
        load: units in a full load `(lanes, 1)`, NaN where goods are not loaded by the load.
        number: of each lane, in the alphabet of lanes `(lanes, 1)`: to spread departures over the days.
        day: today.
        rested: days of rest of each lane between its last working day and today `(lanes, 1)`; None without calendars.
    """

    waiting: Array
    came: Array
    passing: Array | None
    load: Array
    number: Array
    day: int
    rested: Array | None = None


class Transport(Behaviour):
    """A rule of transport. Unless it says otherwise, goods leave at once, and later shipments may overtake."""

    @property
    def draws(self) -> bool:
        """True if lead times that have a law are drawn; False if everything takes its planned time."""
        return True

    @property
    def in_sequence(self) -> bool:
        """True if no shipment arrives before one that was sent earlier on its lane."""
        return False

    @property
    def by_unit(self) -> bool:
        """True if each unit of a shipment draws a lead time of its own."""
        return False

    @property
    def docks(self) -> bool:
        """True if goods wait at a dock until `ready` lets them go."""
        return False

    @property
    def expresses(self) -> bool:
        """True if some goods go express."""
        return False

    def lacks(self, lanes: pd.DataFrame) -> str:
        """Needs of the rule that none of some lanes states, in words; empty: nothing."""
        told = (part.lacks(lanes) for part in self.parts().values() if isinstance(part, Transport))
        return next(filter(None, told), "")

    def times(self, stated: LeadTimes, lanes: pd.DataFrame) -> LeadTimes:
        """The lead times of lanes, made of those that the network states; known to the plan.

        A wait before leaving counts in mean and standard deviation, but not in the law.
        """
        return stated

    @abstractmethod
    def draw(self, rng: np.random.Generator, days: int, times: LeadTimes, rows: Days) -> Days:
        """Lead times of the shipments of some days, in whole days `(days, rows)`."""

    def start(self, dock: Dock, memory: Memory) -> None:
        """Fill the memory, all zeros, where lanes switch to it today; what did not come today was at the dock before.

        Args:
            dock: of today.
            memory: of this rule.
        """
        for name, part in self.parts().items():
            if isinstance(part, Transport):
                part.start(dock, memory_of(name, memory))

    def ready(self, dock: Dock, memory: Memory) -> Array:
        """Units that may leave their dock today `(lanes, worlds)`."""
        return dock.waiting if dock.passing is None else np.minimum(dock.waiting, dock.passing)

    def hurried(self, times: LeadTimes) -> LeadTimes:
        """The lead times of goods that go express."""
        return times

    def express(self, leaving: Array, outstanding: Array, rate: Array) -> Array:
        """Units that go express of those that leave today `(lanes, worlds)`.

        Args:
            leaving: units that leave today.
            outstanding: units ordered on the lane that had not left this morning.
            rate: mean flow of the buyer's item, units a day `(lanes, 1)` or `(lanes, worlds)`.
        """
        return np.zeros_like(leaving)
