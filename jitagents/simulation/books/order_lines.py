"""Order lines that sellers drop without notice, until their buyers miss them."""

from collections.abc import Sequence

import numpy as np

from jitagents.behaviours.information import Books
from jitagents.column import Array
from jitagents.continuation import Stateful
from jitagents.flow import Groups
from jitagents.layout import Index, Wave
from jitagents.simulation.books.chances import Chances
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
    """

    changing = ("_lost", "_asked", "_expected", "_overdue", "_waits", "unknown", "missed")

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
        self._lost, self._asked = (
            Chances(worlds, purpose, layout.lane_name_rank) for purpose in ("dropped", "confirmed")
        )
        self._expected = np.zeros((int(self._after.max()) + 1, *shape))
        self._overdue = np.zeros((int(self._late.max()) + 1, *shape))
        self.unknown, self.missed = np.zeros((2, *shape))
        self._waits = np.zeros(shape)

    def open(self) -> None:
        """Find the lines that are missed today."""
        day, every = self._clock.day, self._review[:, None]
        self._lost.draw(day)
        self._asked.draw(day)
        expected, overdue = self._expected[day % len(self._expected)], self._overdue[day % len(self._overdue)]
        self._waits += overdue
        reviewed = (every > 0) & (day % np.maximum(every, 1) == 0)
        self.missed[...] = expected + self._waits * reviewed
        self._waits *= ~reviewed
        self.unknown -= self.missed
        expected.fill(0.0)
        overdue.fill(0.0)

    def drop(self, placed: Array, wave: Wave, buyers: Groups) -> None:
        """Drop some of the lines that a wave places today.

        Args:
            placed: units `(lanes of the wave, worlds)`, written.
            wave: with its rows and lanes.
            buyers: the lanes grouped by the rows of the wave.
        """
        buyer = self._buyer[wave.lanes]
        lost = placed * (self._lost.today[wave.lanes] < self._dropped[buyer])
        if not lost.any():
            return
        placed -= lost
        asked = self._asked.today[wave.lanes] < self._confirmed[buyer]
        rows = np.arange(wave.rows.start, wave.rows.stop)
        by_row = [buyers.sum(units, np.empty((buyers.size, lost.shape[1]))) for units in (lost * asked, lost * ~asked)]
        for ring, days, units in zip((self._expected, self._overdue), (self._after, self._late), by_row, strict=True):
            ring[(self._clock.day + days[rows]) % len(ring), rows] += units
        total = by_row[0] + by_row[1]
        self._points["on_order"][wave.rows] -= total
        self.unknown[wave.rows] += total


def dropped_lines_of(state: SimulationState, parts: Sequence[tuple[Books, Index]]) -> DroppedLines | None:
    """Return the dropped lines of a model; None if none ever are."""
    if not any(np.any(np.asarray(rule.order_lines.dropped) > 0.0) for rule, _ in parts):
        return None
    return DroppedLines(state, parts)
