"""Order lines that sellers drop without notice, until their buyers miss them."""

from collections.abc import Sequence

import numpy as np

from jitagents.behaviours.information import Books
from jitagents.column import Array
from jitagents.continuation import Stateful
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
        misses: whether there are any.
    """

    changing = ("_lost", "_expected", "_overdue", "_waits", "unknown", "missed")

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
        self._lost = Chances(worlds, "dropped", layout.lane_name_rank)
        self._expected = np.zeros((int(self._after.max()) + 1, *shape))
        self._overdue = np.zeros((int(self._late.max()) + 1, *shape))
        self.unknown, self.missed = np.zeros((2, *shape))
        state.points.add("dropped")
        self._waits, self.misses = np.zeros(shape), False
        dropped = self._dropped[layout.lane_buyer].astype(np.float32)
        self._limit = dropped if (dropped != dropped.flat[0]).any() else dropped.flat[0]
        self._dropping = np.zeros(0, dtype=np.int64)

    def open(self) -> None:
        """Find the lines that are missed today, and draw those that will be dropped."""
        day, every = self._clock.day, self._review[:, None]
        self._lost.draw(day)
        self._points["dropped"] = 0.0
        self._dropping = np.flatnonzero(self._lost.today < self._limit)
        expected, overdue = self._expected[day % len(self._expected)], self._overdue[day % len(self._overdue)]
        if overdue.any():
            self._waits += overdue
            overdue.fill(0.0)
        reviewed = (every > 0) & (day % np.maximum(every, 1) == 0)
        if self.misses:
            self.missed.fill(0.0)
        self.misses = bool(expected.any() or (reviewed.any() and self._waits.any()))
        if self.misses:
            np.add(expected, self._waits * reviewed, out=self.missed)
            self._waits *= ~reviewed
            self.unknown -= self.missed
            expected.fill(0.0)

    def drop(self, placed: Array, wave: Wave) -> None:
        """Drop some of the lines that a wave places today.

        Args:
            placed: units `(lanes of the wave, worlds)`, written.
            wave: with its rows and lanes.
        """
        worlds = placed.shape[1]
        first, last = np.searchsorted(self._dropping, (wave.lanes.start * worlds, wave.lanes.stop * worlds))
        if first == last:
            return
        lane, world = np.divmod(self._dropping[first:last], worlds)
        units = placed[lane - wave.lanes.start, world]
        placed[lane - wave.lanes.start, world] = 0.0
        buyer = self._buyer[lane]
        # Among lines that are dropped, their chance is as uniform as among all.
        asked = self._lost.today[lane, world] < self._confirmed[buyer, world] * self._dropped[buyer, world]
        for ring, days, which in ((self._expected, self._after, asked), (self._overdue, self._late, ~asked)):
            at = ((self._clock.day + days[buyer]) % len(ring), buyer, world)
            np.add.at(ring, at, units * which)
        np.subtract.at(self._points["on_order"], (buyer, world), units)
        np.add.at(self._points["dropped"], (buyer, world), units)
        np.add.at(self.unknown, (buyer, world), units)


def dropped_lines_of(state: SimulationState, parts: Sequence[tuple[Books, Index]]) -> DroppedLines | None:
    """Return the dropped lines of a model; None if none ever are."""
    if not any(np.any(np.asarray(rule.order_lines.dropped) > 0.0) for rule, _ in parts):
        return None
    return DroppedLines(state, parts)
