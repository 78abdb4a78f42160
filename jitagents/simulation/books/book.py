"""Book: what the information system of some stock points says of stock and orders, beside the truth."""

from dataclasses import dataclass

import numpy as np

from jitagents.behaviours.base import Seen
from jitagents.behaviours.information import Books
from jitagents.column import Array, compact
from jitagents.continuation import Stateful
from jitagents.layout import Index
from jitagents.simulation.books.chances import Chances
from jitagents.simulation.books.counting import Counting, counts_ever
from jitagents.simulation.books.entries import Entries, errs
from jitagents.simulation.books.losses import Shelf, loses
from jitagents.simulation.books.order_lines import DroppedLines
from jitagents.state import SimulationState


class Book(Stateful):
    """The books of the rows that follow one rule, kept as their differences from the truth, so that none stays none.

    Args:
        state: of the model.
        rule: how they are kept.
        index: the rows, ascending.
        classes: of all rows, for counts `(rows of the table,)`.
        chances: of the day, by purpose.
        bill: factor of the books' bill of materials on consumption of all rows, kept up to date; None: 1.
        dropped: order lines that sellers have dropped, of all rows; None if none ever are.

    Attributes:
        index: the rows.
        stock_gap, order_gap: record less truth, of stock and of units on order, on the morning before orders are
            decided; issues of today come on top `(rows, worlds)`.
        found: correction to past consumption of which the books learn today, units; None: none.
    """

    changing = ("_receipts", "_issues", "_shelf", "_counting", "_wrong", "_open", "stock_gap", "order_gap", "found")

    def __init__(
        self, state: SimulationState, rule: Books, index: Index, classes: Index, chances: dict[str, Chances],
        bill: Array | None, dropped: DroppedLines | None,
    ) -> None:  # fmt: skip
        self.index, rows = index, compact(index)
        self._rows, self._points, self._clock, self._whole = rows, state.points, state.clock, state.whole
        self._buying, self._dropped, shape = state.buying, dropped, (len(index), state.worlds.count)
        receipts, issues = (
            chances[kind] if errs(posting) else None
            for kind, posting in (("receipt", rule.receipt), ("issue", rule.issue))
        )
        self._receipts = Entries(rule.receipt, receipts, rows, None, shape, state.whole)
        self._issues = Entries(rule.issue, issues, rows, bill, shape, state.whole)
        self._shelf = Shelf(rule.losses, state.points, rows, state.whole) if loses(rule.losses) else None
        phase = state.planned.plan.phase[index] - 1.0  # the first of all names is counted on the last day of each turn
        counting = Counting(rule.counts, classes[index], phase, rows, chances)
        self._counting = counting if counts_ever(rule.counts) else None
        self._market = int(np.searchsorted(index, state.layout.market_rows.stop))  # rows of final demand stand first
        self._wrong, self._open, self.stock_gap, self.order_gap = np.zeros((4, *shape))
        self.found: Array | None = None

    def begin(self) -> None:
        """Let the mean flow of the last days wait to be entered, before day 1."""
        for entries in (self._receipts, self._issues):
            entries.begin(self._points["demand"][self._rows])
        self._bring_up_to_date()

    def receive(self, received: Array) -> None:
        """Enter the receipts of this morning, and lose what disappears from the shelf.

        Args:
            received: units, already in stock `(rows of the table, worlds)`.
        """
        day, came = self._clock.day, received[self._rows]
        self._receipts.draw(day)
        self._issues.draw(day)
        self._note(self._receipts.post(came, day))
        if self._shelf is not None:
            self._wrong += self._shelf.lose(came, day)

    def _note(self, missed: Array | None) -> None:
        """Note receipts that are never entered: their orders stay open."""
        if missed is not None:
            self._wrong -= missed
            self._open += missed

    def open(self, learned: Array | None) -> None:
        """Count, review, and bring the records up to date, before orders are decided.

        Args:
            learned: correction that other parts of the system learn of today, units `(rows, worlds)`; None: none.
        """
        self.found = learned
        if self._counting is not None:
            self._count(self._counting)
        self._bring_up_to_date()

    def _count(self, counting: Counting) -> None:
        stock = self._points["stock"][self._rows]
        wanted = self._points["owed"][self._rows] > 0.0
        wanted[: self._market] |= self._buying["lost"][self.index[: self._market]] > 0.0
        empty = (stock <= 0.0) & (stock + self._stock_gap() > 0.0) & wanted
        counted = counting.today(empty, self._clock.day)
        if counted is None:
            return
        if self._shelf is not None:
            self._wrong -= self._shelf.find(counted)
            stock = self._points["stock"][self._rows]
        left = counting.miscount(stock, self._whole)
        found = (self._wrong + self._open - left) * counted
        np.copyto(self._wrong, left, where=counted > 0.0)
        self._open *= 1.0 - counted
        self.found = found if self.found is None else self.found + found

    def _stock_gap(self) -> Array:
        gap = self._wrong
        if self._issues.pending is not None:
            gap = gap + self._issues.pending
        return gap if self._receipts.pending is None else gap - self._receipts.pending

    def _bring_up_to_date(self) -> None:
        """Work out how far the books are from the truth."""
        self.stock_gap[...] = self._stock_gap()
        pending, dropped = self._receipts.pending, self._dropped
        self.order_gap[...] = self._open if pending is None else self._open + pending
        if dropped is not None:
            self.order_gap += dropped.unknown[self._rows]

    def close(self, made: Array | None) -> None:
        """Enter the issues of today, and what was made at once; note the error of the records at the end of the day.

        Args:
            made: units made and received after the morning `(rows of the table, worlds)`; None: none.
        """
        day = self._clock.day
        missed = self._issues.post(self._points["demand"][self._rows], day)
        if missed is not None:
            self._wrong += missed
        if made is not None:
            self._note(self._receipts.add(made[self._rows], day))
        self._points["misrecorded"][self._rows] = self._stock_gap()


@dataclass(frozen=True)
class Page(Stateful):
    """The books of some neighbouring rows.

    Attributes:
        book: that they stand in.
        rows: their places in it.
    """

    book: Book
    rows: slice

    def at(self, rows: slice) -> "Page":
        """Those of some of the rows."""
        return Page(self.book, slice(self.rows.start + rows.start, self.rows.start + rows.stop))

    def show(self, truth: Seen, records: dict[str, Array]) -> None:
        """Write today's records of the books.

        Args:
            truth: the true records.
            records: by name; overwritten.
        """
        book, demand = self.book, truth.demand
        shown = book._issues.shown(demand, self.rows, truth.day)
        np.add(truth.stock, book.stock_gap[self.rows], out=records["stock"])
        if shown is not demand:
            records["stock"] += demand - shown
        np.add(truth.on_order, book.order_gap[self.rows], out=records["on_order"])
        records["owed"][...], records["demand"][...] = truth.owed, shown

    @property
    def found(self) -> Array | None:
        """Correction to past consumption of which the books learn today, units `(rows, worlds)`; None: none."""
        return None if self.book.found is None else self.book.found[self.rows]
