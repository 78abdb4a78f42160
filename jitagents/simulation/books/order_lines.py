"""Order lines that sellers drop without notice, until their buyers miss them."""

from collections.abc import Sequence

import numpy as np

from jitagents.behaviours.information import Books
from jitagents.column import Array
from jitagents.continuation import Stateful
from jitagents.layout import Index, Wave
from jitagents.simulation.books.mishaps import Mishaps
from jitagents.state import SimulationState


class DroppedLines(Stateful):
    """The order lines of a model that are dropped, and when that becomes known.

    A line that is to be confirmed is missed when the confirmation has not come; any other at the first review after it
    is overdue. What is missed is no longer on order in the books.

    Args:
        state: of the model.
        parts: the rules of the books, each with its rows.

    Attributes:
        unknown: dropped and not yet missed, units by buyer `(rows, worlds)`.
        missed: of which buyers learn today `(rows, worlds)`.
        misses: whether there are any.
    """

    changing = ("_lost", "_expected", "_overdue", "_waits", "unknown", "missed", "misses")

    def __init__(self, state: SimulationState, parts: Sequence[tuple[Books, Index]]) -> None:
        layout, worlds = state.layout, state.worlds
        self._clock, self._points, self._buyer = state.clock, state.points, layout.lane_buyer
        shape = (layout.rows, worlds.count)
        self._dropped, self._confirmed = np.zeros((2, *shape))
        self._after, self._late, self._review = np.zeros((3, layout.rows), dtype=np.int64)
        lead_time = np.ceil(state.planned.plan.lead_time[:, 0]).astype(np.int64)
        for rule, rows in parts:
            lines = rule.order_lines
            self._dropped[rows], self._confirmed[rows] = lines.dropped, lines.confirmed
            self._after[rows], self._review[rows] = lines.confirm_after, lines.review
            self._late[rows] = lead_time[rows] + lines.grace
        self._worlds, dropped = worlds.count, self._dropped[layout.lane_buyer]
        self._lost = Mishaps(worlds, "dropped", layout.lane_name_rank, dropped)
        self._expected = np.zeros((int(self._after.max()) + 1, *shape))
        self._overdue = np.zeros((int(self._late.max()) + 1, *shape))
        self.unknown, self.missed = np.zeros((2, *shape))
        state.points.add("dropped")
        self._waits, self.misses = np.zeros(shape), False
        # Of the lines that are dropped today: place of the buyer in a flat array, and units.
        self._cells, self._units = np.zeros(0, dtype=np.int64), np.zeros(0)

    def open(self) -> None:
        """Find the lines that are missed today, and draw those that will be dropped."""
        day = self._clock.day
        self._lost.draw(day)
        lane, world = np.divmod(self._lost.at, self._worlds)
        self._cells, self._units = self._buyer[lane] * self._worlds + world, np.zeros(len(lane))
        self._points["dropped"] = 0.0
        expected, overdue = self._expected[day % len(self._expected)], self._overdue[day % len(self._overdue)]
        if overdue.any():
            self._waits += overdue
            overdue.fill(0.0)
        reviewed = np.flatnonzero((self._review > 0) & (day % np.maximum(self._review, 1) == 0))
        reviewed = reviewed[self._waits[reviewed].any(axis=1)]
        if self.misses:
            self.missed.fill(0.0)
        self.misses = bool(len(reviewed) or expected.any())
        if self.misses:
            self.missed += expected
            expected.fill(0.0)
            self.missed[reviewed] += self._waits[reviewed]
            self._waits[reviewed] = 0.0
            self.unknown -= self.missed

    def drop(self, placed: Array, wave: Wave) -> None:
        """Drop some of the lines that a wave places today.

        Args:
            placed: units `(lanes of the wave, worlds)`, written.
            wave: with its rows and lanes.
        """
        ends = wave.lanes.start * self._worlds, wave.lanes.stop * self._worlds
        some = slice(*np.searchsorted(self._lost.at, ends))
        lines, at = placed.reshape(-1), self._lost.at[some] - ends[0]
        units = lines[at]
        if not units.any():
            return
        lines[at], self._units[some] = 0.0, units
        np.subtract.at(self._points["on_order"].reshape(-1), self._cells[some], units)
        np.add.at(self._points["dropped"].reshape(-1), self._cells[some], units)

    def close(self) -> None:
        """Note when it will become known what was dropped today."""
        if not self._units.any():
            return
        np.add.at(self.unknown.reshape(-1), self._cells, self._units)
        # Among lines that are dropped, their chance is as uniform as among all.
        share = self._confirmed.reshape(-1)[self._cells] * self._dropped.reshape(-1)[self._cells]
        asked = self._lost.chance < share
        for ring, days, which in ((self._expected, self._after, asked), (self._overdue, self._late, ~asked)):
            cells = self._cells[which]
            slot = (self._clock.day + days[cells // self._worlds]) % len(ring)
            np.add.at(ring.reshape(-1), slot * self.unknown.size + cells, self._units[which])


def dropped_lines_of(state: SimulationState, parts: Sequence[tuple[Books, Index]]) -> DroppedLines | None:
    """Return the dropped lines of a model; None if none ever are."""
    if not any(np.any(np.asarray(rule.order_lines.dropped) > 0.0) for rule, _ in parts):
        return None
    return DroppedLines(state, parts)
