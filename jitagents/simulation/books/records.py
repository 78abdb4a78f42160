"""Records: stock, orders and demand as a book has them, beside the truth."""

import numpy as np

from jitagents.behaviours.base import Seen
from jitagents.cells import Cells, change
from jitagents.column import Array, Rows
from jitagents.continuation import Stateful
from jitagents.simulation.books.entries import ALL, Entries
from jitagents.simulation.books.order_lines import DroppedLines
from jitagents.state import SimulationState


class Records(Stateful):
    """The records of a book, worked out from its errors and from what is still to be entered.

    Args:
        state: of the model.
        rows: of the book.
        wrong, still_open: errors of the records of stock and of orders, but for late entries `(rows, worlds)`.
        receipts, issues: their entries.
        dropped: order lines that sellers have dropped, of all rows; None if none ever are.

    Attributes:
        wrong, still_open: those errors.
        stock_gap, order_gap: record less truth, of stock and of units on order, on the morning before orders are
            decided, of the last day on which records were shown; issues of today come on top `(rows, worlds)`.
        scrap: units called for today that nobody enters `(rows, worlds)`; None: none.
    """

    changing = ("_compared",)

    def __init__(
        self, state: SimulationState, rows: Rows, wrong: Array, still_open: Array, receipts: Entries, issues: Entries,
        dropped: DroppedLines | None,
    ) -> None:  # fmt: skip
        self._clock, self._rows, self._dropped, self._compared = state.clock, rows, dropped, 0
        self.wrong, self.still_open, self._receipts, self._issues = wrong, still_open, receipts, issues
        self.stock_gap = np.zeros_like(wrong) if receipts.late or issues.late else wrong
        self.order_gap = np.zeros_like(wrong) if receipts.late or dropped is not None else still_open
        self.scrap: Array | None = None

    def gap(self) -> Array:
        """Return record less truth of stock at this moment, units `(rows, worlds)`."""
        gap = self.wrong
        if self._issues.pending is not None:
            gap = gap + self._issues.pending
        return gap if self._receipts.pending is None else gap - self._receipts.pending

    def _bring_up_to_date(self) -> None:
        """Work out how far the books are from the truth, once a day, and only where somebody looks at them."""
        if self._compared == self._clock.day:
            return
        self._compared = self._clock.day
        issues, receipts, dropped = self._issues.pending, self._receipts.pending, self._dropped
        if self.stock_gap is not self.wrong:
            np.add(self.wrong, 0.0 if issues is None else issues, out=self.stock_gap)
            if receipts is not None:
                self.stock_gap -= receipts
        if self.order_gap is not self.still_open:
            np.add(self.still_open, 0.0 if receipts is None else receipts, out=self.order_gap)
            if dropped is not None:
                self.order_gap += dropped.unknown[self._rows]

    def enter(self, demand: Array, stock: Array) -> None:
        """Put the records of today's demand, and of stock at the end of the day, in the place of the truth.

        Args:
            demand, stock: units `(rows of the table, worlds)`, written.
        """
        today = demand[self._rows]
        if self.scrap is not None:
            today = today - self.scrap
        self._issues.record(today, ALL, self._clock.day)
        demand[self._rows] = today
        stock[self._rows] += self.gap()

    def show(self, truth: Seen, records: dict[str, Array], rows: slice) -> None:
        """Write today's records of neighbouring rows.

        Args:
            truth: their true records.
            records: by name; overwritten; what is owed may be left out.
            rows: their places in the book.
        """
        self._bring_up_to_date()
        missed = self.show_demand(truth, records, rows)
        np.add(truth.stock, self.stock_gap[rows], out=records["stock"])
        if self._issues.late:
            records["stock"] += truth.demand - records["demand"]
        else:
            if self.scrap is not None:
                records["stock"] += self.scrap[rows]
            change(records["stock"], missed)
        np.add(truth.on_order, self.order_gap[rows], out=records["on_order"])
        if "owed" in records:
            records["owed"][...] = truth.owed

    def show_demand(self, truth: Seen, records: dict[str, Array], rows: slice) -> list[Cells]:
        """Write today's record of demand alone, like `show`; return what is missing in the entries of today."""
        record = records["demand"]
        record[...] = truth.demand if self.scrap is None else truth.demand - self.scrap[rows]
        return self._issues.record(record, rows, truth.day)
