"""Entries of the transactions of one kind: late, missing and wrong ones."""

import numpy as np

from jitagents.behaviours.information import Posting
from jitagents.cells import NONE, Cells, change, some, within
from jitagents.column import Array
from jitagents.continuation import Stateful
from jitagents.flow import rounded
from jitagents.layout import Index
from jitagents.simulation.books.master_data import MasterFile
from jitagents.simulation.books.waiting import Waiting
from jitagents.simulation.books.wrong_entries import WrongEntries, chance_of_error

ALL = slice(None)
"""All rows."""


def errs(posting: Posting) -> bool:
    """Whether some transactions are not entered as they are."""
    return bool(np.any(chance_of_error(posting) > 0.0))


def swaps(posting: Posting) -> bool:
    """Whether some transactions are entered at another item."""
    return bool(np.any(np.asarray(posting.swap) > 0.0))


class Entries(Stateful):
    """The entries of some rows' transactions of one kind. Errors are few, and only they are worked on.

    Args:
        waiting: transactions that are not yet entered; None: all are on their day.
        errors: wrong entries; None: there are none.
        index: rows of the transactions, among all `(rows,)`.
        master: factors on the quantities of all rows; None: all are 1.
        worlds: number of worlds.
        whole: units are whole.
        partner: row at which a swapped entry is made `(rows,)`; None: none are swapped.

    Attributes:
        late: whether some are made later than on the day of their transaction.
    """

    changing = ("_waiting",)

    def __init__(
        self, waiting: Waiting | None, errors: WrongEntries | None, index: Index, master: MasterFile | None,
        worlds: int, whole: bool, partner: Index | None = None,
    ) -> None:  # fmt: skip
        self._waiting, self.late = waiting, waiting is not None
        self._errors, self._index, self._master, self._partner = errors, index, master, partner
        self._worlds, self._whole = worlds, whole
        # Places, in a flat array, of the entries that are wrong today, ascending; what is entered of each unit, at its
        # own item; those that are swapped, and what is entered of each unit of these.
        self._wrong, self._share = np.zeros(0, dtype=np.int64), np.zeros(0)
        self._swapped, self._entered = np.zeros(0, dtype=bool), np.zeros(0)
        # Places of the wrong bills of materials among these rows, and among all; their factors of today.
        self._misquoted, self._bills, self._factors = NONE[0], NONE[0], NONE[1]
        if master is not None:
            self._misquoted, own = within(index, master.misquoted, worlds)
            self._bills = master.misquoted[own]

    def begin(self, units: Array) -> None:
        """Let so many units of each of the last days wait to be entered, before day 1 `(rows, worlds)`."""
        if self._waiting is not None:
            self._waiting.begin(units)

    @property
    def pending(self) -> Array | None:
        """Units of the last days that are still to be entered `(rows, worlds)`; None where none are late."""
        return None if self._waiting is None else self._waiting.pending

    @property
    def foreknown(self) -> Array | None:
        """Units that are entered today `(rows, worlds)`, where all are of earlier days; None elsewhere."""
        return self._waiting.due if self._waiting is not None and self._waiting.shortest else None

    def draw(self, day: int) -> None:
        """Note what is entered wrongly today, once the mishaps of the day are there; look up what is due."""
        if self._waiting is not None:
            self._waiting.draw(day)
        if self._errors is not None:
            self._wrong, self._share, self._swapped = self._errors.on(day)
        if self._master is not None:
            self._quote(self._master)
        if self._partner is not None:
            self._entered = self._share[self._swapped]
            self._share[self._swapped] = 0.0

    def _quote(self, master: MasterFile) -> None:
        """Look up the wrong bills of materials; what is wrongly entered besides has its share by them."""
        places, self._factors = self._misquoted, master.bill.reshape(-1)[self._bills]
        if len(places) and len(self._wrong):
            near = np.minimum(np.searchsorted(places, self._wrong), len(places) - 1)
            both = np.flatnonzero(places[near] == self._wrong)
            self._share[both] *= self._factors[near[both]]
            self._factors[near[both]] = 1.0

    def swapped(self, units: Array, day: int) -> tuple[tuple[Index, Index], Array, Array]:
        """Return the places of swapped entries of today's units, what is entered there, and what of it today.

        Args:
            units: that moved `(rows, worlds)`.
            day: today.
        """
        assert self._partner is not None
        row, world = np.divmod(self._wrong[self._swapped], self._worlds)
        entered = rounded(units[row, world] * self._entered, self._whole, day)
        at = (self._partner[row], world)
        return at, entered, entered if self._waiting is None else self._waiting.put((row, world), at, entered, day)

    def record(self, units: Array, rows: slice, day: int) -> list[Cells]:
        """Put what is entered today in the place of today's units of some of the rows.

        Args:
            units: that moved, overwritten `(rows, worlds)`.
            rows: their places among the rows.
            day: today.

        Returns:
            what is missing in the entries of today's units.
        """
        if self._waiting is not None and self._waiting.shortest:
            units[...] = self._waiting.due[rows]
            return []
        if self._waiting is not None:
            units *= self._waiting.at_once(rows)
        missed = self.errors(units, rows, day)
        change(units, missed, -1.0)
        if self._waiting is not None:
            units += self._waiting.due[rows]
        return missed

    def errors(self, units: Array, rows: slice, day: int) -> list[Cells]:
        """Return the wrong entries of today's units of some of the rows: what is entered too little.

        Args:
            units: that moved `(rows, worlds)`.
            rows: their places among the rows.
            day: today.
        """
        found: list[Cells] = []
        for wrong in ((self._wrong, self._share), (self._misquoted, self._factors)):
            at, share = wrong if rows is ALL else some(wrong, rows, self._worlds)
            if len(at):
                moved = units.reshape(-1)[at]
                found.append((at, moved - rounded(moved * share, self._whole, day)))
        return found

    def post(self, units: Array, day: int) -> list[Cells]:
        """Take in today's units, once; return what is never entered of them."""
        missed = self.errors(units, ALL, day)
        if self._waiting is not None:
            self._waiting.post(units, missed, day)
        return missed

    def add(self, units: Array, day: int) -> list[Cells]:
        """Take in more units of today; return the same as `post`."""
        missed = self.errors(units, ALL, day)
        if self._waiting is not None:
            self._waiting.add(units, missed, day)
        return missed
