"""Entries of the transactions of one kind: late, missing and wrong ones."""

import numpy as np

from jitagents.behaviours.information import Posting
from jitagents.cells import NONE, Cells, change, some, within
from jitagents.column import Array
from jitagents.continuation import Stateful
from jitagents.flow import rounded
from jitagents.layout import Index
from jitagents.simulation.books.master_data import MasterFile
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
        late: days from a transaction to its entry.
        errors: its wrong entries; None: there are none.
        index: rows of the transactions, among all `(rows,)`.
        master: factors on the quantities of all rows; None: all are 1.
        shape: `(rows, worlds)`.
        whole: units are whole.
        partner: row at which a swapped entry is made `(rows,)`; None: none are swapped.

    Attributes:
        late: days from a transaction to its entry.
        due: entries of earlier days that are made today, where entries are late; None otherwise.
    """

    changing = ("_waiting", "_sum", "_last")

    def __init__(
        self, late: int, errors: WrongEntries | None, index: Index, master: MasterFile | None,
        shape: tuple[int, int], whole: bool, partner: Index | None = None,
    ) -> None:  # fmt: skip
        self._errors, self._index, self._master, self._partner = errors, index, master, partner
        self._worlds, self._whole = shape[1], whole
        # Places, in a flat array, of the entries that are wrong today, ascending; what is entered of each unit, at its
        # own item; those that are swapped, and what is entered of each unit of these.
        self._wrong, self._share = np.zeros(0, dtype=np.int64), np.zeros(0)
        self._swapped, self._entered = np.zeros(0, dtype=bool), np.zeros(0)
        # Places of the wrong bills of materials among these rows, and among all; their factors of today.
        self._misquoted, self._bills, self._factors = NONE[0], NONE[0], NONE[1]
        if master is not None:
            self._misquoted, own = within(index, master.misquoted, shape[1])
            self._bills = master.misquoted[own]
        # A slot for today, and one for each day that is still to be entered; where these are several, their sum.
        self._waiting = np.zeros((late + 1, *shape)) if late else None
        self._sum, self._last, self.late = np.zeros(shape) if late > 1 else None, 0, late
        self.due: Array | None = None

    def begin(self, units: Array) -> None:
        """Let so many units of each of the last days wait to be entered, before day 1 `(rows, worlds)`."""
        if self._waiting is not None:
            self._waiting[...] = units
        if self._sum is not None:
            self._sum[...] = units * self.late

    @property
    def pending(self) -> Array | None:
        """Units of the last days that are still to be entered `(rows, worlds)`; None where none are late."""
        return self._waiting[self._last] if self._sum is None and self._waiting is not None else self._sum

    def draw(self, day: int) -> None:
        """Note what is entered wrongly today, once the mishaps of the day are there; look up what is due."""
        if self._waiting is not None:
            self.due = self._waiting[(day + 1) % len(self._waiting)]
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

    def swapped(self, units: Array, day: int) -> tuple[tuple[Index, Index], Array]:
        """Return the places of swapped entries of today's units, and what is entered there; late ones wait.

        Args:
            units: that moved `(rows, worlds)`.
            day: today.
        """
        assert self._partner is not None
        row, world = np.divmod(self._wrong[self._swapped], self._worlds)
        entered = rounded(units[row, world] * self._entered, self._whole, day)
        at = (self._partner[row], world)
        for pile in self._piles():
            pile[at] += entered
        return at, entered

    def _piles(self) -> list[Array]:
        """Return the units of today that wait, and the sum of all that do."""
        piles = (None if self._waiting is None else self._waiting[self._last], self._sum)
        return [pile for pile in piles if pile is not None]

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
            self._last = day % len(self._waiting)
            self._waiting[self._last] = units
            change(self._waiting[self._last], missed, -1.0)
        if self._sum is not None and self.due is not None:
            self._sum -= self.due
            self._sum += units
            change(self._sum, missed, -1.0)
        return missed

    def add(self, units: Array, day: int) -> list[Cells]:
        """Take in more units of today; return the same as `post`."""
        missed = self.errors(units, ALL, day)
        for pile in self._piles():
            pile += units
            change(pile, missed, -1.0)
        return missed
