"""Entries: what of the transactions of one kind is entered, and when."""

import numpy as np
from scipy.special import ndtri

from jitagents.behaviours.information import Posting
from jitagents.column import Array, Rows
from jitagents.continuation import Stateful
from jitagents.flow import rounded
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
    """The entries of some rows' transactions of one kind.

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
        self._share = None if chances is None and factor is None else np.ones(shape)
        self.late = posting.late
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
        if self._share is not None:
            self._share[...] = 1.0 if self._factor is None else self._factor[self._rows]
        if self._share is not None and self._chances is not None:
            chance = self._chances.today[self._rows]
            bad = np.nonzero(chance < self._miss + self._miskey)
            missed, wrong = self._miss[bad], self._miskey[bad]
            place = np.divide(chance[bad] - missed, wrong, out=np.zeros(len(missed)), where=wrong > 0.0)
            keyed = np.exp(self._spread[bad] * normal(place))
            self._share[bad] *= np.where(chance[bad] < missed, 0.0, keyed)
        if self._waiting is not None and self.due is not None:
            self.due[...] = self._waiting[day % self.late]

    def entered(self, units: Array, rows: slice, day: int) -> Array:
        """Return what is, sooner or later, entered of today's units of some of the rows; the same if all is right."""
        return units if self._share is None else rounded(units * self._share[rows], self._whole, day)

    def shown(self, units: Array, rows: slice, day: int) -> Array:
        """Return what is entered by today's records of some of the rows, where so many units moved today."""
        return self.entered(units, rows, day) if self.due is None else self.due[rows]

    def post(self, units: Array, day: int) -> Array | None:
        """Take in today's units, once; return those that are never entered (below 0: too many are); None: all are."""
        if self._waiting is not None and self.pending is not None and self.due is not None:
            self._waiting[day % self.late] = 0.0
            self.pending -= self.due
        return self.add(units, day)

    def add(self, units: Array, day: int) -> Array | None:
        """Take in more units of today, after `post`; return those that are never entered; None: all are."""
        entered = self.entered(units, slice(None), day)
        if self._waiting is not None and self.pending is not None:
            self._waiting[day % self.late] += entered
            self.pending += entered
        return None if entered is units else units - entered
