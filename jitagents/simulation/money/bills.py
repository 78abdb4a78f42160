"""Bills: money that falls due on later days."""

import numpy as np
import numpy.typing as npt

from jitagents.column import Array, compact
from jitagents.continuation import Stateful

type Days = npt.NDArray[np.int64]


class Bills(Stateful):
    """Money by the day on which it falls due: a ring of days, each with a slot `(rows, worlds)`.

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
        equal = self.terms.shape[1] == 1
        self._groups = [
            (int(days), compact(np.flatnonzero(self.terms[:, 0] == days)))
            for days in (np.unique(self.terms) if equal else ())
        ]

    def add(self, day: int, money: Array, late: Days | None = None) -> None:
        """Write bills of today.

        Args:
            day: today.
            money: `(rows, worlds)`.
            late: days by which they are paid after the terms `(rows, worlds)`; None: on the due day.
        """
        if late is None and (self._groups or not self._cells.size):
            for days, rows in self._groups:
                self.ring[(day + days) % len(self.ring), rows] += money[rows]
        else:
            slot = (day + self.terms + (0 if late is None else late)) % len(self.ring)
            self.ring.reshape(-1)[slot * self._cells.size + self._cells] += money

    def due(self, day: int) -> Array:
        """Take out the bills that are paid today, those of today with terms of 0 days too `(rows, worlds)`."""
        slot = self.ring[day % len(self.ring)]
        money = slot.copy()
        slot.fill(0.0)
        return money

    def fill(self, flow: Array) -> Array:
        """Write the bills of a steady flow before day 1, money a day; return what is open `(rows, worlds)`."""
        for day in range(1, len(self.ring)):
            self.ring[day] = flow * (self.terms >= day)
        return self.ring.sum(axis=0)

    def cut(self, share: Array) -> None:
        """Strike out a share of all open bills `(rows, worlds)`."""
        if share.any():
            self.ring *= 1.0 - share
