"""Shelf: stock that perishes. What has been on hand for its life and is of no more use is thrown away."""

import numpy as np

from jitagents.behaviours.base import Clock
from jitagents.column import Array, Rows, Table, compact
from jitagents.layout import Layout


class Perishables:
    """The stock points whose stock perishes, and what came in there during the last days.

    Stock is issued first in, first out, so that its age need not be followed unit by unit. With a life of m days, what
    came in on day t serves on the days t, …, t + m - 1. On the last of them what is more than all that is owed is
    thrown away once the day's demand is known and before the stock point orders, so that it is ordered again at once:

        spoiled = max(0, stock - owed - what came in during the last m - 1 days), stock - owed from 0 up

    What could not be shipped or used after all is thrown away on the morning of day t + m, after that day's goods have
    come in. The stock before day 1 counts as of day 0, and what a crisis destroys as the oldest (Nahmias 1982,
    Operations Research 30(4): fixed life, oldest first).

    Args:
        layout: rows, and how long their stock keeps.
        points: the table of stock points, filled as before day 1; `spoiled` is raised by the units thrown away today.
        makers: rows at which units may come in after the morning, made on the same day.
        clock: today.
    """

    def __init__(self, layout: Layout, points: Table, makers: Rows, clock: Clock) -> None:
        self.points, self.clock = points, clock
        rows, instant = np.flatnonzero(np.isfinite(layout.shelf_life)), np.arange(layout.rows)[makers]
        self._rows = rows
        self.rows, self._life = compact(rows), layout.shelf_life[rows].astype(np.int64)
        self._perishing = np.isin(instant, rows)
        self._made_at = np.searchsorted(rows, instant[self._perishing])
        self._each, self._days = np.arange(len(rows)), int(self._life.max())
        self._recent = points["stock"][self.rows].copy()
        self._came = np.zeros((self._days, *self._recent.shape))
        self._came[0] = self._recent

    def clear(self, received: Array) -> None:
        """Throw away what is past its life, now that `received` has come in, units `(rows of the table, worlds)`."""
        day, came = self.clock.day, received[self.rows]
        self._recent += came
        self._recent -= self._came[(day - self._life) % self._days, self._each]
        self._came[day % self._days] = came
        self._throw(self.rows, np.maximum(self.points["stock"][self.rows] - self._recent, 0.0))

    def sort_out(self, rows: slice) -> tuple[Rows, Array]:
        """Throw away what is on its last day and more than all that is owed, once the demand of `rows` is known.

        Returns:
            The perishing ones of these rows, and the units thrown away there `(perishing rows, worlds)`.
        """
        here = slice(*np.searchsorted(self._rows, (rows.start, rows.stop)))
        perishing, each = self._rows[here], self._each[here]
        fresh = self._recent[here] - self._came[(self.clock.day - self._life[here] + 1) % self._days, each]
        free = np.maximum(self.points["stock"][perishing] - self.points["owed"][perishing], 0.0)
        spoiled = np.maximum(free - fresh, 0.0)
        self._throw(perishing, spoiled)
        return perishing, spoiled

    def _throw(self, rows: Rows, spoiled: Array) -> None:
        self.points["spoiled"][rows] += spoiled
        self.points["stock"][rows] -= spoiled

    def put(self, made: Array) -> None:
        """Note what was made at once today, units `(makers, worlds)`."""
        fresh = made[self._perishing]
        self._came[self.clock.day % self._days, self._made_at] += fresh
        self._recent[self._made_at] += fresh
