"""Order lines that sellers drop without notice, until their buyers miss them."""

from collections.abc import Sequence

import numpy as np

from jitagents.behaviours.information import Books
from jitagents.cells import NONE, change
from jitagents.column import Array
from jitagents.continuation import Stateful
from jitagents.layout import Index, Wave
from jitagents.simulation.books.diary import Diary
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
        missed: of which buyers learn today, cells of all rows.
    """

    changing = ("_lost", "_missing", "_drops", "unknown")

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
            self._late[rows] = np.maximum(lead_time[rows] + lines.grace, 1)
        self._worlds, dropped = worlds.count, self._dropped[layout.lane_buyer]
        self._lost = Mishaps(worlds, "dropped", layout.lane_name_rank, dropped)
        self._missing, self.unknown, self.missed = Diary(worlds.count), np.zeros(shape), NONE
        state.points.add("dropped")
        self._drops = False  # something today
        # Of the lines that would be dropped today: places among all, of their buyers among all rows, and units.
        self._at, self._cells, self._units = NONE[0], *NONE

    def open(self) -> None:
        """Find the lines that are missed today, and draw those that will be dropped."""
        day = self._clock.day
        self._lost.draw(day)
        if self._drops:
            self._points["dropped"].fill(0.0)
            self._drops = False
        self.missed = self._missing.today(day)
        change(self.unknown, [self.missed], -1.0)

    def drop(self, placed: Array, wave: Wave) -> None:
        """Drop some of the lines that a wave places today.

        Args:
            placed: units `(lanes of the wave, worlds)`, written.
            wave: with its rows and lanes.
        """
        if not self._drops:
            self._look()
        ends = wave.lanes.start * self._worlds, wave.lanes.stop * self._worlds
        some = slice(*np.searchsorted(self._at, ends))
        lines, at = placed.reshape(-1), self._at[some] - ends[0]
        units = lines[at]
        if not units.any():
            return
        self._drops = True
        lines[at], self._units[some] = 0.0, units
        np.subtract.at(self._points["on_order"].reshape(-1), self._cells[some], units)
        np.add.at(self._points["dropped"].reshape(-1), self._cells[some], units)

    def _look(self) -> None:
        """Look up which lines will be dropped today."""
        self._at = self._lost.at
        lane, world = np.divmod(self._at, self._worlds)
        self._cells, self._units = self._buyer[lane] * self._worlds + world, np.zeros(len(lane))

    def close(self) -> None:
        """Note when it will become known what was dropped today."""
        if not self._drops:
            return
        placed = np.flatnonzero(self._units)
        cells, units = self._cells[placed], self._units[placed]
        np.add.at(self.unknown.reshape(-1), cells, units)
        # Among lines that are dropped, their chance is as uniform as among all.
        share = self._confirmed.reshape(-1)[cells] * self._dropped.reshape(-1)[cells]
        asked, row, day = self._lost.chance[placed] < share, cells // self._worlds, self._clock.day
        review = self._review[row]
        reviewed = -(-(day + self._late[row]) // np.maximum(review, 1)) * review
        known = asked | (review > 0)
        self._missing.note(np.where(asked, day + self._after[row], reviewed)[known], (cells[known], units[known]))


def dropped_lines_of(state: SimulationState, parts: Sequence[tuple[Books, Index]]) -> DroppedLines | None:
    """Return the dropped lines of a model; None if none ever are."""
    if not any(np.any(np.asarray(rule.order_lines.dropped) > 0.0) for rule, _ in parts):
        return None
    return DroppedLines(state, parts)
