"""Page: the books of some neighbouring rows."""

from dataclasses import dataclass

from jitagents.behaviours.base import Seen
from jitagents.cells import Cells, some
from jitagents.column import Array
from jitagents.continuation import Stateful
from jitagents.crises.engine.corrections import Corrections
from jitagents.simulation.books.book import Book


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
        self.book.records.show(truth, records, self.rows)

    def show_demand(self, truth: Seen, records: dict[str, Array]) -> None:
        """Write today's record of demand alone, like `show`."""
        self.book.records.show_demand(truth, records, self.rows)

    def correct(self, corrections: Corrections, demand: Array, spoiled: Array | None) -> None:
        """Bring corrections to past consumption up to date, as the books learn of them.

        Args:
            corrections: of these rows, by the book.
            demand, spoiled: records of today, units `(rows, worlds)`; None: nothing ever is spoiled.
        """
        if self.book.foreknown is None:
            corrections.learn(self.found, demand if spoiled is None else demand + spoiled)

    @property
    def found(self) -> Cells:
        """Correction to past consumption of which the books learn today, units of these rows."""
        return some(self.book.found, self.rows, self.book.worlds)

    @property
    def unread(self) -> dict[str, Array]:
        """Flows that the books add up for rows that do not decide every day; see `Book.unread`."""
        return {name: units[self.rows] for name, units in self.book.unread().items()}
