"""Gates: places on the way of lanes, such as ports and canals, where goods may have to wait."""

import numpy as np
import numpy.typing as npt

from jitagents.column import Array
from jitagents.continuation import Stateful
from jitagents.flow import Index


class Gate(Stateful):
    """A gate on the way of some lanes, with a queue for each.

    Args:
        lanes: rows of the lane table, ascending.
        rest: days from the gate to the end of each lane `(lanes,)`.
        flow: mean flow of each lane, units a day `(lanes, 1)` or `(lanes, worlds)`.
        worlds: number of worlds.

    Attributes:
        waiting: units in the queue, which are under way `(lanes, worlds)`.
        room: most units that it still lets through today `(lanes, worlds)`; None: all, and nothing waits.
        resting: lanes that stand still today, by a calendar `(lanes, 1)`; None without calendars.
    """

    changing = ("waiting",)

    def __init__(self, lanes: Index, rest: Index, flow: Array, worlds: int) -> None:
        self.lanes, self.rest, self.flow = lanes, rest, flow
        self.waiting = np.zeros((len(lanes), worlds))
        self.room: Array | None = None
        self.resting: npt.NDArray[np.bool_] | None = None

    def reach(self, units: Array) -> Array:
        """Let units come to the gate, and return those that pass; on lanes that rest they stand still."""
        if self.resting is None or self.room is None:
            return self.meet(units)
        self.room = np.where(self.resting, 0.0, self.room)
        return np.where(self.resting, units, self.meet(np.where(self.resting, 0.0, units)))

    def meet(self, units: Array) -> Array:
        """Let units join the queue, and return those that pass `(lanes, worlds)`: the first in the queue."""
        self.waiting += units
        if self.room is None:
            passing = self.waiting.copy()
        else:
            passing = np.minimum(self.waiting, self.room)
            self.room -= passing
        self.waiting -= passing
        return passing

    def clear(self, which: Array) -> Array:
        """Take out all that waits on some lanes, not 0 in `which`, and return it `(lanes, worlds)`."""
        units = np.where(which != 0.0, self.waiting, 0.0)
        self.waiting -= units
        return units
