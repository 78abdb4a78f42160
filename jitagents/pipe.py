"""Pipes: units under way, by the day on which they arrive."""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from jitagents.column import Array, Rows, compact
from jitagents.continuation import Stateful
from jitagents.flow import NONE, Cells, Index


@dataclass(frozen=True)
class DelayableRows:
    """Rows of a pipe whose units a disruption can delay, reroute or lose.

    Attributes:
        rows: of the pipe, ascending.
        lead_time_factor: largest factor on the lead time of each `(rows,)`.
        detour: most days by which units under way can be delayed.
    """

    rows: Index
    lead_time_factor: npt.NDArray[np.float64]
    detour: int

    def slowed(self, rows: Index, factor: Array | float = 1.0) -> "DelayableRows":
        """Return these rows and some more, with a further factor on the lead times of the latter `(rows,)`."""
        every = np.union1d(self.rows, rows)
        product = np.ones(len(every))
        product[np.searchsorted(every, self.rows)] = self.lead_time_factor
        product[np.searchsorted(every, rows)] *= factor
        return replace(self, rows=every, lead_time_factor=product)


STEADY = DelayableRows(NONE, np.ones(0), 0)
"""No such rows."""


class Pipe(Stateful):
    """Units under way: a ring of days, each with a slot `(rows, worlds)`.

    Args:
        planned: lead time of each row in whole days, 0 allowed `(rows,)`.
        worlds: number of worlds.
        drawn: rows whose lead time is drawn for each shipment; none if left out.
        bounds: the shortest and the longest lead time that those rows can draw, each `(drawn rows,)`.
        detour: most days by which units in the pipe can be delayed.
    """

    changing = ("ring",)

    def __init__(
        self, planned: Index, worlds: int, drawn: Index = NONE, bounds: tuple[Index, Index] = (NONE, NONE),
        detour: int = 0,
    ) -> None:  # fmt: skip
        rows = len(planned)
        shortest, longest = planned.copy(), planned.copy()
        shortest[drawn], longest[drawn] = bounds
        self.length = int(longest.max(initial=0)) + 1 + detour
        self.ring = np.zeros((self.length, rows, worlds))
        self.planned = np.asarray(planned, dtype=np.int64)
        self.drawn = np.asarray(drawn, dtype=np.int64)
        fixed = np.setdiff1d(np.arange(rows), self.drawn)
        self._fixed: list[tuple[int, Rows]] = [
            (int(days), compact(fixed[planned[fixed] == days])) for days in np.unique(planned[fixed])
        ]
        self._cells = self.drawn[:, None] * worlds + np.arange(worlds)
        self._slot = rows * worlds
        self.instant = compact(np.flatnonzero(shortest == 0))

    def due(self, day: int) -> Array:
        """Return the units that arrive on a day `(rows, worlds)`: a view, valid until `send` is called that day."""
        return self.ring[day % self.length]

    def send(self, day: int, units: Array) -> None:
        """Send units off; those of drawn rows are added afterwards.

        Args:
            day: today; the units due today have been taken.
            units: `(rows, worlds)`.
        """
        for days, rows in self._fixed:
            self.ring[(day + days) % self.length, rows] = units[rows]
        if len(self.drawn):
            self.ring[day % self.length, self.drawn] = 0.0

    def add(self, day: int, units: Array, lead: npt.NDArray[np.int64]) -> None:
        """Send off units of the drawn rows, with their lead times in days; both `(drawn rows, worlds)`."""
        cells = ((day + lead) % self.length) * self._slot + self._cells
        self.ring.reshape(-1)[cells] += units

    def clear(self, cells: Cells) -> Array:
        """Take out all units in some cells of drawn rows, and return them `(cells,)`."""
        rows, worlds = cells
        units = self.ring[:, rows, worlds].sum(axis=0)
        self.ring[:, rows, worlds] = 0.0
        return units

    def take(self, day: int, share: Array, whole: bool) -> Array:
        """Take out a share of all units, and return what was taken `(rows, worlds)`.

        Args:
            day: today; the units due today have not been taken.
            share: of each row and world `(rows, worlds)`.
            whole: whole units: rounded so that the sum up to any day is right to half a unit.
        """
        inside, total = np.zeros((2, *self.ring.shape[1:]))
        longest = self._longest
        for days in range(self.length - 1):
            slot = self.ring[(day + days) % self.length]
            units = slot * (longest > days)[:, None]
            inside += units
            taken = np.floor(inside * share + 0.5) - total if whole else units * share
            total += taken
            slot -= taken
        return total

    def delay(self, day: int, cells: Cells, days: int) -> None:
        """Delay the units in some cells of drawn rows by so many days, at most to the end of the pipe.

        Args:
            day: today; the units due today have not been taken.
            cells: rows and worlds.
            days: whole days.
        """
        rows, worlds = cells
        slots = (day + np.arange(self.length))[:, None] % self.length
        later = np.zeros((self.length, len(rows)))
        later[days:] = self.ring[slots[: self.length - days], rows, worlds]
        later[-1] += self.ring[slots[self.length - days :], rows, worlds].sum(axis=0)
        self.ring[slots, rows, worlds] = later

    def at_once(self, day: int) -> Array:
        """Take out the units of the rows `instant` that were sent today with lead time 0."""
        slot = self.ring[day % self.length]
        units = slot[self.instant].copy()
        slot[self.instant] = 0.0
        return units

    def fill(self, rate: Array, whole: bool) -> Array:
        """Fill the pipe before day 1 with a steady flow and return the units in it `(rows, worlds)`.

        Args:
            rate: units a day `(rows, 1)` or `(rows, worlds)`.
            whole: whole units: rounded so that the sum up to any day is right to half a unit.
        """
        inside = np.zeros(self.ring.shape[1:])
        for day in range(1, self.length):
            units = np.floor(rate * day + 0.5) - np.floor(rate * (day - 1) + 0.5) if whole else rate
            flow = units * (self.planned >= day)[:, None]
            self.ring[day] = flow
            inside += flow
        return inside

    def under_way(self, day: int) -> Array:
        """Return the units in the pipe at the end of a day `(rows, worlds)`."""
        total, longest = np.zeros(self.ring.shape[1:]), self._longest
        for days in range(1, self.length):
            total += self.ring[(day + days) % self.length] * (longest >= days)[:, None]
        return total

    @property
    def _longest(self) -> Index:
        """Days up to which something of each row can be under way `(rows,)`."""
        longest = self.planned.copy()
        longest[self.drawn] = self.length
        return longest
