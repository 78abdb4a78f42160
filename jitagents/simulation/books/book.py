"""Book: the transactions of some stock points as they are entered, counted and reviewed."""

from collections.abc import Callable, Sequence

import numpy as np

from jitagents.behaviours.information import Books
from jitagents.cells import NONE, Cells, among_all, cells_of, change, together, within
from jitagents.column import Array, Rows, compact
from jitagents.continuation import Stateful
from jitagents.crises.engine.corrections import Corrections
from jitagents.layout import Index
from jitagents.simulation.books.backup import Backup
from jitagents.simulation.books.chances import Chances
from jitagents.simulation.books.counting import Counting, counts_ever
from jitagents.simulation.books.entries import Entries, errs, swaps
from jitagents.simulation.books.losses import Shelf, loses
from jitagents.simulation.books.master_data import MasterFile
from jitagents.simulation.books.mishaps import Mishaps
from jitagents.simulation.books.order_lines import DroppedLines
from jitagents.simulation.books.records import Records
from jitagents.simulation.books.sparse_column import SparseColumn
from jitagents.simulation.books.stocktake import Stocktake
from jitagents.simulation.books.swaps import Swaps, partners_of
from jitagents.simulation.books.waiting import waiting_of
from jitagents.simulation.books.wrong_entries import MoreErrors, WrongEntries
from jitagents.state import SimulationState


class Book(Stateful):
    """The books of the rows that follow one rule, kept as their differences from the truth, so that none stays none.

    Args:
        state: of the model.
        rule: how they are kept.
        index: the rows, ascending.
        classes: of all rows, for counts `(rows of the table,)`.
        chances, mishaps: of the day, by purpose.
        master: master data of all rows; None if all are right.
        dropped: order lines that sellers have dropped, of all rows; None if none ever are.
        more: wrong entries than the rule says; None: as many.
        backups: makes the backup of some rows; None: none is ever needed.

    Attributes:
        rule: how they are kept.
        index: the rows.
        records: what it says of stock, orders and demand.
        errs: whether it can ever differ from the truth, or plans in runs.
        worlds: number of worlds.
        found: correction to past consumption of which the books learn today, units.
    """

    changing = (
        "_swaps", "_receipts", "_issues", "_stocktake", "_wrong", "_open", "_adjusted", "_corrections",
        "_unread", "records", "_backup",
    )  # fmt: skip

    def __init__(
        self, state: SimulationState, rule: Books, index: Index, classes: Index, chances: dict[str, Chances],
        mishaps: dict[str, Mishaps], master: MasterFile | None, dropped: DroppedLines | None,
        more: MoreErrors | None = None, backups: Callable[[Rows, tuple[int, int]], Backup] | None = None,
    ) -> None:  # fmt: skip
        self.rule, self.index, rows = rule, index, compact(index)
        self._rows, self._points, self._clock = rows, state.points, state.clock
        shape = len(index), state.worlds.count
        swapping, size = swaps(rule.receipt) or swaps(rule.issue), self._points["stock"].shape
        partner = partners_of(state.layout, index) if swapping else None
        self._swaps = Swaps(shape) if swapping else None
        receipts, issues = (
            WrongEntries(posting, mishaps[kind], index, size, partner, more) if errs(posting) else None
            for kind, posting in (("receipt", rule.receipt), ("issue", rule.issue))
        )
        coming, going = (
            waiting_of(posting.delay, rows, shape, chances.get(f"{kind}_late"), state.whole)
            for kind, posting in (("receipt", rule.receipt), ("issue", rule.issue))
        )
        self._receipts = Entries(coming, receipts, index, None, shape[1], state.whole, partner)
        self._issues = Entries(going, issues, index, master, shape[1], state.whole, partner)
        self._shelf = Shelf(rule.losses, state.points, rows, state.whole, chances) if loses(rule.losses) else None
        # The column itself, if the rows are neighbours; otherwise a copy, which is written back in the evening.
        self._wrong, self._open = self._points["misrecorded"][rows], np.zeros(shape)
        self.worlds, self.found, self._unread = state.worlds.count, NONE, dict[str, Array]()
        self.records = Records(state, rows, self._wrong, self._open, self._receipts, self._issues, dropped)
        self._adjusted = SparseColumn(self._points["adjusted"])
        self._backup = None if backups is None or rule.perfect else backups(rows, shape)
        self._stocktake = None
        if counts_ever(rule.counts):
            phase = state.planned.plan.phase[index] - 1.0  # the first name is counted on the last day of each turn
            counting = Counting(rule.counts, classes[index], phase, rows, state.worlds.count, chances)
            self._stocktake = Stocktake(state, rows, counting, self.records, self._shelf, self._backup)
        parts = (self._shelf, self._stocktake, self._backup, dropped, master, receipts, issues, coming, going)
        self.errs = (
            rule.run > 1 or any(part is not None for part in parts) or bool(np.any(np.asarray(rule.losses.scrap) > 0.0))
        )
        self._corrections: Corrections | None = None
        self._known: list[Cells] = []  # lost today, and seen to be
        self._forgotten = NONE  # consumption that the books have lost with their entries, below 0

    def begin(self) -> None:
        """Let the mean flow of the last days wait to be entered, before day 1."""
        for entries in (self._receipts, self._issues):
            entries.begin(self._points["demand"][self._rows])
        if self._backup is not None:
            self._backup.begin(*self._levels())

    def _levels(self) -> tuple[Array, Array]:
        """Return the record of stock, and the units that were received and are still on order by the books."""
        late = self._receipts.pending
        return self._points["stock"][self._rows] + self.records.gap(), self._open if late is None else self._open + late

    def receive(self, received: Array) -> None:
        """Enter the receipts of this morning, and lose what disappears from the shelf.

        Args:
            received: units, already in stock `(rows of the table, worlds)`.
        """
        day, came = self._clock.day, received[self._rows]
        if self._backup is not None:
            self._restore(self._backup, day)
            self._backup.receive(came)
        self._receipts.draw(day)
        self._issues.draw(day)
        self._note(self._receipts.post(came, day))
        if self._swaps is not None:
            self._swaps.receive(self._receipts, came, day, self._wrong, self._open)
        if self._shelf is not None:
            lost = self._shelf.lose(came, day)
            if self.rule.perfect:
                self._known = [cells_of(units) for units in lost]
            else:
                for units in lost:
                    self._wrong += units

    def _restore(self, backup: Backup, day: int) -> None:
        """Go back to the books of some days before an outage that is over."""
        at, wrong, still_open = backup.restored(day)
        for error, units in ((self._wrong, wrong), (self._open, still_open)):
            error.reshape(-1)[at] += units
        self._forgotten = at, -(wrong + still_open)

    def _note(self, missed: list[Cells]) -> None:
        """Note receipts that are never entered: their orders stay open."""
        change(self._wrong, missed, -1.0)
        change(self._open, missed)

    def open(self, learned: Sequence[Cells], scrap: Array | None = None) -> None:
        """Count, review, and bring the records up to date, before orders are decided.

        Args:
            learned: corrections that other parts of the system learn of today, units of the rows of the table.
            scrap: units called for today that nobody enters `(rows of the table, worlds)`; None: none.
        """
        self.records.scrap = None if scrap is None else scrap[self._rows]
        found = [*self._known, *(self._own(cells) for cells in learned)]
        if self._stocktake is not None:
            found.append(self._stocktake.today())
        self.found = together(*found)
        self._adjusted.write(among_all(self._rows, self.found[0], self.worlds), self.found[1])
        self.found = together(self.found, self._forgotten)
        if self._swaps is not None:
            self.found = together(self.found, cells_of(self._swaps.issued))
        if self.foreknown is not None and self._corrections is not None:
            self._corrections.learn(self.found, self.foreknown)
            if self._unread:
                self._unread["demand"] += self.foreknown
                change(self._unread["corrected"], [self._corrections.today])

    def _own(self, cells: Cells) -> Cells:
        """Return those of its rows among cells of all rows."""
        if len(self.index) == self._points.rows or not len(cells[0]):
            return cells
        at, own = within(self.index, cells[0], self.worlds)
        return at, cells[1][own]

    @property
    def foreknown(self) -> Array | None:
        """Recorded consumption of today, units `(rows, worlds)`, where it is known in the morning; None elsewhere."""
        return None if "spoiled" in self._points else self._issues.foreknown

    def corrections(self, rows: slice) -> Corrections:
        """Corrections to past consumption of neighbouring rows; where today's records are foreknown, up to date.

        Args:
            rows: their places in the book.
        """
        if self._corrections is None:
            self._corrections = Corrections(*self._wrong.shape)
        return self._corrections.at(rows)

    def unread(self) -> dict[str, Array]:
        """Return the flows that rows have not yet read, units by name `(rows, worlds)`.

        The book adds to them every morning, and readers set to 0 what they have read. There are none where the records
        of the day are not yet known in the morning.
        """
        if self.foreknown is None:
            return {}
        if not self._unread:
            self._unread = {name: np.zeros_like(self._wrong) for name in ("demand", "corrected")}
        return self._unread

    def close(self, made: Array | None) -> None:
        """Enter the issues of today, and what was made at once; note the error of the records at the end of the day.

        Args:
            made: units made and received after the morning `(rows of the table, worlds)`; None: none.
        """
        day, scrap = self._clock.day, self.records.scrap
        moved = self._points["demand"][self._rows]
        if scrap is not None:
            self._wrong += scrap
            moved = moved - scrap
        change(self._wrong, self._issues.post(moved, day))
        if self._swaps is not None:
            self._swaps.issue(self._issues, moved, day, self._wrong)
        if made is not None:
            self._note(self._receipts.add(made[self._rows], day))
            if self._swaps is not None:
                self._swaps.receive(self._receipts, made[self._rows], day, self._wrong, self._open)
        if self._backup is not None:
            if made is not None:
                self._backup.receive(made[self._rows])
            self._backup.save(*self._levels(), day)
        if not isinstance(self._rows, slice):
            self._points["misrecorded"][self._rows] = self._wrong
