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
    return bool(np.any(np.asarray(posting.miss) > 0.0) or np.any(np.asarray(posting.miskey) > 0.0))


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

    Attributes:
        due: entries of earlier days that are made today, where entries are late; None otherwise.
        pending: units of earlier days that are still to be entered `(rows, worlds)`; None where none are late.
    """

    changing = ("_chances", "_waiting", "pending")

    def __init__(
        self, posting: Posting, chances: Chances | None, rows: Rows, factor: Array | None, shape: tuple[int, int],
        whole: bool,
    ) -> None:  # fmt: skip
        self._chances, self._rows, self._factor, self._whole = chances, rows, factor, whole
        self._miss, self._miskey, self._spread = (
            np.broadcast_to(np.asarray(number, dtype=float), shape)
            for number in (posting.miss, posting.miskey, posting.spread)
        )
        self._limit = np.asarray(np.add(posting.miss, posting.miskey), dtype=np.float32)
        self._worlds, self.late = shape[1], posting.late
        # Places, in a flat array, of the entries that are wrong today, ascending, and what is entered of each unit.
        self._wrong, self._share = np.zeros(0, dtype=np.int64), np.zeros(0)
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
            wrong = wrong | (self._chances.today[self._rows] < self._limit)
        if wrong is not False:
            self._wrong = np.flatnonzero(wrong)
            self._share = np.ones(len(self._wrong)) if factor is None else factor.reshape(-1)[self._wrong]
        if self._chances is not None:
            self._share *= self._keyed(self._chances.today[self._rows].reshape(-1)[self._wrong].astype(float))
        if self._waiting is not None and self.due is not None:
            self.due[...] = self._waiting[day % self.late]

    def _keyed(self, chance: Array) -> Array:
        """Return what is entered of a unit where a quantity is wrong; 1 where this chance makes none so."""
        at = np.divmod(self._wrong, self._worlds)
        missed, wrong = self._miss[at], self._miskey[at]
        place = np.divide(chance - missed, wrong, out=np.ones(len(missed)), where=wrong > 0.0)
        keyed = np.where(place < 1.0, np.exp(self._spread[at] * normal(place)), 1.0)
        return np.where(chance < missed, 0.0, keyed)

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
