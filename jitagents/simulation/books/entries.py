"""Entries of the transactions of one kind: late, missing and wrong ones."""

import numpy as np

from jitagents.behaviours.information import Posting
from jitagents.column import Array
from jitagents.continuation import Stateful
from jitagents.flow import rounded
from jitagents.layout import Index
from jitagents.simulation.books.chances import normal
from jitagents.simulation.books.master_data import MasterFile
from jitagents.simulation.books.mishaps import Mishaps


def chance_of_error(posting: Posting) -> Array:
    """Return the probability that a transaction is not entered as it is: one number, or one a world."""
    return np.asarray(np.add(posting.miss, posting.miskey) + np.asarray(posting.swap))


def errs(posting: Posting) -> bool:
    """Whether some transactions are not entered as they are."""
    return bool(np.any(chance_of_error(posting) > 0.0))


def swaps(posting: Posting) -> bool:
    """Whether some transactions are entered at another item."""
    return bool(np.any(np.asarray(posting.swap) > 0.0))


class Entries(Stateful):
    """The entries of some rows' transactions of one kind. Errors are few, and only they are worked on.

    Args:
        posting: how they are entered.
        mishaps: of all rows, in which entries are not made as they are; None: there are none.
        index: rows of the transactions, among all `(rows,)`.
        master: factors on the quantities of all rows; None: all are 1.
        shape: `(rows, worlds)`.
        whole: units are whole.
        partner: row at which a swapped entry is made, itself if there is no other `(rows,)`; None: none are swapped.

    Attributes:
        due: entries of earlier days that are made today, where entries are late; None otherwise.
    """

    changing = ("_waiting", "_sum", "_last")

    def __init__(
        self, posting: Posting, mishaps: Mishaps | None, index: Index, master: MasterFile | None,
        shape: tuple[int, int], whole: bool, partner: Index | None = None,
    ) -> None:  # fmt: skip
        self._partner, self._swapped = partner, np.zeros(0, dtype=bool)
        self._mishaps, self._index, self._master, self._whole = mishaps, index, master, whole
        self._miss, self._miskey, self._spread, self._limit = (
            np.broadcast_to(np.asarray(number, dtype=float), shape)
            for number in (posting.miss, posting.miskey, posting.spread, chance_of_error(posting).astype(np.float32))
        )
        self._worlds, self.late = shape[1], posting.late
        # Places, in a flat array, of the entries that are wrong today, ascending, and what is entered of each unit.
        self._wrong, self._share, self._entered = np.zeros(0, dtype=np.int64), np.zeros(0), np.zeros(0)
        # A slot for today, and one for each day that is still to be entered; where these are several, their sum.
        self._waiting = np.zeros((self.late + 1, *shape)) if self.late else None
        self._sum, self._last = np.zeros(shape) if self.late > 1 else None, 0
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
        if self._mishaps is None and self._master is None:
            return
        self._wrong, chance = np.zeros(0, dtype=np.int64), np.zeros(0)
        if self._mishaps is not None:
            self._wrong, own = self._own(self._mishaps.at)
            chance = self._mishaps.chance[own]
        factor: Array | float = 1.0
        if self._master is not None and len(self._master.misquoted):
            factor, chance = self._quoted(self._master, chance)
        self._share = factor * self._keyed(chance)
        if self._partner is not None:
            self._swap(self._partner, chance)

    def _own(self, at: Index) -> tuple[Index, Index]:
        """Return which places among all rows are those of these rows: places among these, and numbers among `at`."""
        row, world = np.divmod(at, self._worlds)
        place = np.minimum(np.searchsorted(self._index, row), len(self._index) - 1)
        own = np.flatnonzero(self._index[place] == row)
        return place[own] * self._worlds + world[own], own

    def _quoted(self, master: MasterFile, chance: Array) -> tuple[Array, Array]:
        """Add the entries of wrong bills of materials; return factors and chances, 1 where there is none."""
        misquoted, own = self._own(master.misquoted)
        both = np.union1d(self._wrong, misquoted)
        factors, chances = np.ones((2, len(both)))
        factors[np.searchsorted(both, misquoted)] = master.bill.reshape(-1)[master.misquoted[own]]
        chances[np.searchsorted(both, self._wrong)] = chance
        self._wrong = both
        return factors, chances

    def _keyed(self, chance: Array) -> Array:
        """Return what is entered of a unit where a quantity is wrong; 1 where this chance makes none so."""
        at = np.divmod(self._wrong, self._worlds)
        missed, wrong = self._miss[at], self._miskey[at]
        place = np.divide(chance - missed, wrong, out=np.ones(len(missed)), where=wrong > 0.0)
        keyed = np.where(place < 1.0, np.exp(self._spread[at] * normal(place)), 1.0)
        return np.where(chance < missed, 0.0, keyed)

    def _swap(self, partner: Index, chance: Array) -> None:
        """Note which entries are made at another item; they are missing at their own."""
        row, world = np.divmod(self._wrong, self._worlds)
        known = self._miss[row, world] + self._miskey[row, world]
        asked = chance < self._limit[row, world]
        self._swapped = asked & (chance >= known) & (partner[row] != row)
        self._entered = self._share[self._swapped]
        self._share[self._swapped] = 0.0

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

    def errors(self, units: Array, rows: slice, day: int) -> tuple[Index, Array]:
        """Return the wrong entries of today's units of some of the rows, and what is entered too little.

        Args:
            units: that moved `(rows, worlds)`.
            rows: their places among the rows.
            day: today.

        Returns:
            places in the flat array of these rows `(entries,)`, each there once; units `(entries,)`.
        """
        first, last = np.searchsorted(self._wrong, (rows.start * self._worlds, rows.stop * self._worlds))
        at = self._wrong[first:last] - rows.start * self._worlds
        moved = units.reshape(-1)[at]
        return at, moved - rounded(moved * self._share[first:last], self._whole, day)

    def post(self, units: Array, day: int) -> tuple[Index, Array]:
        """Take in today's units, once; return the places of wrong entries, and what is never entered of them."""
        if self._waiting is not None:
            self._last = day % len(self._waiting)
            self._waiting[self._last] = 0.0
        if self._sum is not None and self.due is not None:
            self._sum -= self.due
        return self.add(units, day)

    def add(self, units: Array, day: int) -> tuple[Index, Array]:
        """Take in more units of today; return the same as `post`."""
        at, missed = self.errors(units, slice(0, len(units)), day)
        for pile in self._piles():
            pile += units
            pile.reshape(-1)[at] -= missed
        return at, missed
