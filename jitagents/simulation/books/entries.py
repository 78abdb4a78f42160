"""Entries of the transactions of one kind: late, missing and wrong ones."""

import numpy as np

from jitagents.behaviours.information import Posting
from jitagents.column import Array
from jitagents.continuation import Stateful
from jitagents.flow import rounded
from jitagents.layout import Index
from jitagents.simulation.books.master_data import MasterFile
from jitagents.simulation.books.wrong_entries import WrongEntries, chance_of_error, within

type Missed = tuple[Index, Array] | None
"""Places of wrong entries in the flat array of some rows, each there once, and units that are entered too little; None:
there are none."""


def change(record: Array, missed: Missed, by: float) -> None:
    """Add so many times what is entered too little to a record `(rows, worlds)`."""
    if missed is not None:
        at, units = missed
        record.reshape(-1)[at] += by * units


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
        if master is not None:  # places of the wrong bills of materials among these rows, and among all
            self._misquoted, own = within(index, master.misquoted, shape[1])
            self._bills = master.misquoted[own]
        # A slot for today, and one for each day that is still to be entered; where these are several, their sum.
        self._waiting = np.zeros((late + 1, *shape)) if late else None
        self._sum, self._last, self._late = np.zeros(shape) if late > 1 else None, 0, late
        self.due: Array | None = None

    def begin(self, units: Array) -> None:
        """Let so many units of each of the last days wait to be entered, before day 1 `(rows, worlds)`."""
        if self._waiting is not None:
            self._waiting[...] = units
        if self._sum is not None:
            self._sum[...] = units * self._late

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
        """Enter by the wrong bills of materials, with the errors of today on top."""
        places, factors = self._misquoted, master.bill.reshape(-1)[self._bills]
        if self._errors is None:
            self._wrong, self._share = places, factors
        elif len(places):
            near = np.minimum(np.searchsorted(places, self._wrong), len(places) - 1)
            both, alone = places[near] == self._wrong, np.ones(len(places), dtype=bool)
            self._share[both] *= factors[near[both]]
            alone[near[both]] = False
            every = np.concatenate((self._wrong, places[alone]))
            order = np.argsort(every, kind="stable")
            self._wrong = every[order]
            self._share = np.concatenate((self._share, factors[alone]))[order]
            self._swapped = np.concatenate((self._swapped, np.zeros(np.count_nonzero(alone), dtype=bool)))[order]

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

    def errors(self, units: Array, rows: slice, day: int) -> Missed:
        """Return the wrong entries of today's units of some of the rows.

        Args:
            units: that moved `(rows, worlds)`.
            rows: their places among the rows.
            day: today.
        """
        if not len(self._wrong):
            return None
        first, last = np.searchsorted(self._wrong, (rows.start * self._worlds, rows.stop * self._worlds))
        at = self._wrong[first:last] - rows.start * self._worlds
        moved = units.reshape(-1)[at]
        return at, moved - rounded(moved * self._share[first:last], self._whole, day)

    def post(self, units: Array, day: int) -> Missed:
        """Take in today's units, once; return what is never entered of them."""
        if self._waiting is not None:
            self._last = day % len(self._waiting)
            self._waiting[self._last] = 0.0
        if self._sum is not None and self.due is not None:
            self._sum -= self.due
        return self.add(units, day)

    def add(self, units: Array, day: int) -> Missed:
        """Take in more units of today; return the same as `post`."""
        missed = self.errors(units, slice(0, len(units)), day)
        for pile in self._piles():
            pile += units
            change(pile, missed, -1.0)
        return missed
