"""Entries of the transactions of one kind: late, missing and wrong ones."""

from typing import Any

import numpy as np
from scipy.special import ndtri

from jitagents.behaviours.information import Posting
from jitagents.column import Array, Rows
from jitagents.continuation import Stateful
from jitagents.flow import rounded
from jitagents.layout import Index
from jitagents.simulation.books.chances import Chances

LEAST = 1e-7
"""Least distance of a chance from 0 and 1 where a normal number is made of it."""


def errs(posting: Posting) -> bool:
    """Whether some transactions are not entered as they are."""
    return any(bool(np.any(np.asarray(share) > 0.0)) for share in (posting.miss, posting.miskey, posting.swap))


def swaps(posting: Posting) -> bool:
    """Whether some transactions are entered at another item."""
    return bool(np.any(np.asarray(posting.swap) > 0.0))


def normal(chance: Array) -> Array:
    """Return standard normal numbers made of uniform ones."""
    return np.asarray(ndtri(np.clip(chance, LEAST, 1.0 - LEAST)))


class Entries(Stateful):
    """The entries of some rows' transactions of one kind. Errors are few, and only they are worked on.

    Args:
        posting: how they are entered.
        chances: of all rows, drawn every day; None if all are entered as they are.
        rows: of the transactions, among all.
        factor: on every quantity, of all rows, kept up to date by others; None: 1.
        shape: `(rows, worlds)`.
        whole: units are whole.
        partner: row at which a swapped entry is made, itself if there is no other `(rows,)`; None: none are swapped.
        errors: factor on the chances of errors of today, of all rows, kept up to date by others; None: 1.

    Attributes:
        due: entries of earlier days that are made today, where entries are late; None otherwise.
        pending: units of earlier days that are still to be entered `(rows, worlds)`; None where none are late.
    """

    changing = ("_chances", "_waiting", "pending")

    def __init__(
        self, posting: Posting, chances: Chances | None, rows: Rows, factor: Array | None, shape: tuple[int, int],
        whole: bool, partner: Index | None = None, errors: Array | None = None,
    ) -> None:  # fmt: skip
        self._partner, self._swapped = partner, np.zeros(0, dtype=bool)
        self._chances, self._rows, self._factor, self._whole, self._errors = chances, rows, factor, whole, errors
        self._miss, self._miskey, self._spread = (
            np.broadcast_to(np.asarray(number, dtype=float), shape)
            for number in (posting.miss, posting.miskey, posting.spread)
        )
        self._limit = np.asarray(np.add(posting.miss, posting.miskey) + np.asarray(posting.swap), dtype=np.float32)
        self._worlds, self.late = shape[1], posting.late
        # Places, in a flat array, of the entries that are wrong today, ascending, and what is entered of each unit.
        self._wrong, self._share, self._entered = np.zeros(0, dtype=np.int64), np.zeros(0), np.zeros(0)
        self._waiting: Array | None = np.zeros((self.late, *shape)) if self.late else None
        self.pending: Array | None = np.zeros(shape) if self.late else None
        self.due: Array | None = np.zeros(shape) if self.late else None

    def begin(self, units: Array) -> None:
        """Let so many units of each of the last days wait to be entered, before day 1 `(rows, worlds)`."""
        if self._waiting is not None and self.pending is not None:
            self._waiting[...] = units
            self.pending[...] = units * self.late

    def draw(self, day: int) -> None:
        """Draw what is entered wrongly today, once the chances of the day are there; look up what is due."""
        factor = None if self._factor is None else self._factor[self._rows]
        wrong: Any = False if factor is None else factor != 1.0
        if self._chances is not None:
            limit = self._limit if self._errors is None else self._limit * self._errors[self._rows]
            wrong = wrong | (self._chances.today[self._rows] < limit)
        if wrong is not False:
            self._wrong = np.flatnonzero(wrong)
            self._share = np.ones(len(self._wrong)) if factor is None else factor.reshape(-1)[self._wrong]
        if self._chances is not None:
            chance = self._chances.today[self._rows].reshape(-1)[self._wrong].astype(float)
            self._share *= self._keyed(chance)
            if self._partner is not None:
                self._swap(self._partner, chance)
        if self._waiting is not None and self.due is not None:
            self.due[...] = self._waiting[day % self.late]

    def _keyed(self, chance: Array) -> Array:
        """Return what is entered of a unit where a quantity is wrong; 1 where this chance makes none so."""
        at = np.divmod(self._wrong, self._worlds)
        missed, wrong = self._raised(self._miss, at), self._raised(self._miskey, at)
        place = np.divide(chance - missed, wrong, out=np.ones(len(missed)), where=wrong > 0.0)
        keyed = np.where(place < 1.0, np.exp(self._spread[at] * normal(place)), 1.0)
        return np.where(chance < missed, 0.0, keyed)

    def _raised(self, chances: Array, at: tuple[Index, Index]) -> Array:
        """Return the chances of an error of some entries today."""
        return chances[at] if self._errors is None else chances[at] * self._errors[self._rows][at]

    def _swap(self, partner: Index, chance: Array) -> None:
        """Note which entries are made at another item; they are missing at their own."""
        row, world = np.divmod(self._wrong, self._worlds)
        known = self._raised(self._miss, (row, world)) + self._raised(self._miskey, (row, world))
        asked = chance < self._raised(np.broadcast_to(self._limit, self._miss.shape), (row, world))
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
        if self._waiting is not None and self.pending is not None:
            self._waiting[day % self.late][at] += entered
            self.pending[at] += entered
        return at, entered

    def errors(self, units: Array, rows: slice, day: int) -> tuple[tuple[Index, Index], Array]:
        """Return the wrong entries of today's units of some of the rows: their places, and what is entered too little.

        Args:
            units: that moved `(rows, worlds)`.
            rows: their places among the rows.
            day: today.
        """
        first, last = np.searchsorted(self._wrong, (rows.start * self._worlds, rows.stop * self._worlds))
        at = np.divmod(self._wrong[first:last] - rows.start * self._worlds, self._worlds)
        moved = units[at]
        return at, moved - rounded(moved * self._share[first:last], self._whole, day)

    def post(self, units: Array, day: int) -> tuple[tuple[Index, Index], Array]:
        """Take in today's units, once; return the places of wrong entries, and what is never entered of them."""
        if self._waiting is not None and self.pending is not None and self.due is not None:
            self._waiting[day % self.late] = 0.0
            self.pending -= self.due
        return self.add(units, day)

    def add(self, units: Array, day: int) -> tuple[tuple[Index, Index], Array]:
        """Take in more units of today; return the same as `post`."""
        at, missed = self.errors(units, slice(0, len(units)), day)
        if self._waiting is not None and self.pending is not None:
            waiting = self._waiting[day % self.late]
            for pile in (waiting, self.pending):
                pile += units
                pile[at] -= missed
        return at, missed
