"""Bills: money that falls due on later days."""

import numpy as np
import numpy.typing as npt

from jitagents.column import Array, compact
from jitagents.continuation import Stateful

type Days = npt.NDArray[np.int64]


class Bills(Stateful):
    """Money by the day on which it falls due: a ring of days, each with a slot `(rows, worlds)`.

    Every day bills are written into `today`, and then exchanged for those that are paid.

    Args:
        terms: days from the invoice to the due day, `(rows, 1)` or `(rows, worlds)`; rounded to whole ones.
        worlds: number of worlds.
        late: most days by which bills are paid later than that.
    """

    changing = ("ring",)

    def __init__(self, terms: Array, worlds: int, late: int = 0) -> None:
        self.terms: Days = np.rint(terms).astype(np.int64)
        rows = len(self.terms)
        self.ring = np.zeros((int(self.terms.max(initial=0)) + late + 1, rows, worlds))
        self._cells = np.arange(rows * worlds).reshape(rows, worlds)
        self._by_row = self.terms.shape[1] == 1
        self._groups = [
            (int(days), compact(np.flatnonzero(self.terms[:, 0] == days)))
            for days in (np.unique(self.terms) if self._by_row else ())
        ]
        self._days = self._groups[0][0] if len(self._groups) == 1 and not late else None  # the terms of all bills
        self._written = np.zeros((rows, worlds)) if self._days is None else None

    def today(self, day: int) -> Array:
        """Return where the money of today's bills is to be written `(rows, worlds)`: their slot, if they have one."""
        return self.ring[(day + (self._days or 0)) % len(self.ring)] if self._written is None else self._written

    def exchange(self, day: int, late: Days | None = None) -> Array:
        """Take in the bills of today, once written, and return those that are paid today, to be called every day.

        Args:
            day: today.
            late: days by which they are paid after the terms `(rows, worlds)`; None: never late.

        Returns:
            `(rows, worlds)`: a view, valid until tomorrow; bills of today with terms of 0 days are in it.
        """
        slots, today, money = len(self.ring), self.ring[day % len(self.ring)], self._written
        if money is None:
            return today
        if late is None and self._by_row:  # each row is written once between two due days of a slot
            for days, rows in self._groups:
                self.ring[(day + days) % slots, rows] = money[rows]
            return today
        self.ring[(day - 1) % slots] = 0.0
        slot = (day + self.terms + (0 if late is None else late)) % slots
        self.ring.reshape(-1)[slot * self._cells.size + self._cells] += money
        return today

    def fill(self, flow: Array) -> Array:
        """Write the bills of a steady flow before day 1.

        Args:
            flow: money a day `(rows, 1)` or `(rows, worlds)`.

        Returns:
            what is open, in the shape of the flow and the terms.
        """
        total = np.zeros(np.broadcast_shapes(flow.shape, self.terms.shape))
        for day in range(1, len(self.ring)):
            bills = flow * (self.terms >= day)
            self.ring[day] = bills
            total += bills
        return total

    def cut(self, share: Array) -> None:
        """Strike out a share of all open bills `(rows, worlds)`."""
        if share.any():
            self.ring *= 1.0 - share
