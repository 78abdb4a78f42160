"""Stocktake: counts correct the records of stock, as far as they do not err themselves."""

import numpy as np

from jitagents.cells import NONE, Cells, among_all
from jitagents.column import Rows
from jitagents.continuation import Stateful
from jitagents.layout import Index
from jitagents.simulation.books.backup import Backup
from jitagents.simulation.books.counting import Counting
from jitagents.simulation.books.losses import Shelf
from jitagents.simulation.books.records import Records
from jitagents.state import SimulationState


class Stocktake(Stateful):
    """The stocktake of a book.

    Args:
        state: of the model.
        rows: of the book, among all.
        counting: which of them are counted, and how well.
        records: of the book, of which counts write `wrong` and `still_open`.
        shelf: from which units were lost; None: nothing ever is.
        backup: what a count has found out stays known there; None: none is ever needed.
    """

    changing = ("_counting",)

    def __init__(
        self, state: SimulationState, rows: Rows, counting: Counting, records: Records,
        shelf: Shelf | None, backup: Backup | None,
    ) -> None:  # fmt: skip
        self._points, self._buying, self._clock, self._whole = state.points, state.buying, state.clock, state.whole
        self._rows, self._worlds, self._counting, self._records = rows, state.worlds.count, counting, records
        self._shelf, self._backup = shelf, backup

    def today(self) -> Cells:
        """Count what is due; return what the books did not know of past consumption, units."""
        at = self._counting.today(self._clock.day, self._empty)
        if not len(at):
            return NONE
        if self._backup is not None:
            self._backup.count(at)
        place = among_all(self._rows, at, self._worlds)
        wrong, still_open = self._records.wrong.reshape(-1), self._records.still_open.reshape(-1)
        unknown = wrong[at]
        if self._shelf is not None and self._shelf.misplaces:
            unknown -= self._shelf.find(place)
        left = self._counting.miscount(self._points["stock"].reshape(-1)[place], place, self._whole)
        found = unknown + still_open[at] - left
        wrong[at], still_open[at] = left, 0.0
        return at, found

    def _empty(self) -> Index:
        """Return the places of bins that are empty, wanted, and not so by the records."""
        stock, owed, lost = self._points["stock"][self._rows], self._points["owed"], self._buying["lost"]
        at = np.flatnonzero(stock <= 0.0)
        place = among_all(self._rows, at, self._worlds)
        wanted, markets = owed.reshape(-1)[place] > 0.0, np.flatnonzero(place < lost.size)
        wanted[markets] |= lost.reshape(-1)[place[markets]] > 0.0
        at = at[wanted]
        if len(at):
            at = at[stock.reshape(-1)[at] + self._records.gap().reshape(-1)[at] > 0.0]
        return at
