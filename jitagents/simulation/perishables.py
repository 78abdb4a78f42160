"""Perishables: stock that is thrown away when it has been on hand for its shelf life."""

import numpy as np

from jitagents.column import Array, Rows, compact
from jitagents.continuation import Stateful
from jitagents.state import SimulationState


class Perishables(Stateful):
    """The stock points whose stock perishes, and their receipts of the last days.

    Stock is issued first in, first out, so that its age need not be followed unit by unit. With a life of m days, the
    receipts of day t serve on the days t, …, t + m - 1. On the last of these days, units in excess of all backorders
    are thrown away once the day's demand is known and before the stock point orders, so that they are ordered again at
    once:

        spoiled = max(0, max(0, stock - backorders) - receipts of the last m - 1 days)

    Units that could not be shipped or used after all are thrown away on the morning of day t + m, after that day's
    goods have come in. The stock before day 1 counts as of day 0, and units that a disruption destroys as the oldest
    (Nahmias 1982, Operations Research 30(4): fixed life, oldest first).

    Args:
        state: of the model before day 1; column `spoiled` of the stock points is raised by the units thrown away today.
        makers: rows at which units may come in after the morning, made on the same day.
    """

    changing = ("_recent", "_came")

    def __init__(self, state: SimulationState, makers: Rows) -> None:
        self.points, self.clock, layout, points = state.points, state.clock, state.layout, state.points
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
        """Throw away stock past its life, after today's receipts, units `(rows of the table, worlds)`."""
        day, came = self.clock.day, received[self.rows]
        self._recent += came
        self._recent -= self._came[(day - self._life) % self._days, self._each]
        self._came[day % self._days] = came
        self._throw(self.rows, np.maximum(self.points["stock"][self.rows] - self._recent, 0.0))

    def sort_out(self, rows: slice) -> tuple[Rows, Array]:
        """Throw away stock that is on its last day and exceeds all backorders, once the demand of `rows` is known.

        Returns:
            Those of these rows whose stock perishes, and the units thrown away there `(perishing rows, worlds)`.
        """
        inside = slice(*np.searchsorted(self._rows, (rows.start, rows.stop)))
        perishing, each = self._rows[inside], self._each[inside]
        fresh = self._recent[inside] - self._came[(self.clock.day - self._life[inside] + 1) % self._days, each]
        free = np.maximum(self.points["stock"][perishing] - self.points["owed"][perishing], 0.0)
        spoiled = np.maximum(free - fresh, 0.0)
        self._throw(perishing, spoiled)
        return perishing, spoiled

    def _throw(self, rows: Rows, spoiled: Array) -> None:
        self.points["spoiled"][rows] += spoiled
        self.points["stock"][rows] -= spoiled

    def put(self, made: Array) -> None:
        """Add units made at once today to the receipts `(makers, worlds)`."""
        fresh = made[self._perishing]
        self._came[self.clock.day % self._days, self._made_at] += fresh
        self._recent[self._made_at] += fresh
