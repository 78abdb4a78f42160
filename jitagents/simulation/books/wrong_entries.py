"""Wrong entries: transactions that are never entered, entered wrongly, or entered at another item."""

import numpy as np
import numpy.typing as npt

from jitagents.behaviours.information import Posting
from jitagents.column import Array
from jitagents.layout import Index
from jitagents.simulation.books.chances import normal
from jitagents.simulation.books.mishaps import Mishaps

type Flags = npt.NDArray[np.bool_]


def chance_of_error(posting: Posting) -> Array:
    """Return the probability that a transaction is not entered as it is: one number, or one a world."""
    return np.asarray(np.add(posting.miss, posting.miskey) + np.asarray(posting.swap))


def within(index: Index, at: Index, worlds: int) -> tuple[Index, Index]:
    """Find the cells of some rows among cells of all rows.

    Args:
        index: the rows, ascending.
        at: places of cells in a flat array `(all rows, worlds)`.
        worlds: number of worlds.

    Returns:
        places in the flat array of these rows; numbers of these cells among `at`.
    """
    row, world = np.divmod(at, worlds)
    place = np.minimum(np.searchsorted(index, row), len(index) - 1)
    own = np.flatnonzero(index[place] == row)
    return place[own] * worlds + world[own], own


class WrongEntries:
    """The wrong entries of some rows' transactions of one kind, for all days for which numbers are drawn together.

    Args:
        posting: how they are entered.
        mishaps: of all rows.
        index: rows of the transactions, among all `(rows,)`.
        shape: of the numbers of all rows, `(all rows, worlds)`.
        partner: row at which a swapped entry is made, itself if there is no other `(rows,)`; None: none are swapped.
    """

    def __init__(
        self, posting: Posting, mishaps: Mishaps, index: Index, shape: tuple[int, int], partner: Index | None
    ) -> None:
        self._mishaps, self._index, self._shape, self._partner = mishaps, index, shape, partner
        self._miss, self._miskey, self._spread = (
            np.broadcast_to(np.asarray(number, dtype=float), (1, shape[1]))[0]
            for number in (posting.miss, posting.miskey, posting.spread)
        )
        self._first, self._starts = mishaps.first, np.zeros(mishaps.days + 1, dtype=np.int64)
        self._at, self._share, self._swapped = np.zeros(0, dtype=np.int64), np.zeros(0), np.zeros(0, dtype=bool)

    def on(self, day: int) -> tuple[Index, Array, Flags]:
        """Return the wrong entries of a day, once its mishaps are there.

        Returns:
            places in the flat array of the rows, ascending; what is entered of each unit, at its own item or, where the
            flag says so, at its partner.
        """
        if self._mishaps.first != self._first:
            self._work_out()
        today = slice(*self._starts[day - self._first : day - self._first + 2])
        return self._at[today], self._share[today].copy(), self._swapped[today]

    def _work_out(self) -> None:
        rows, worlds = self._shape
        ahead, cells = np.divmod(self._mishaps.cells, rows * worlds)
        self._at, own = within(self._index, cells, worlds)
        row, world = np.divmod(self._at, worlds)
        chance, missed, wrong = self._mishaps.chances[own], self._miss[world], self._miskey[world]
        place = np.divide(chance - missed, wrong, out=np.ones(len(own)), where=wrong > 0.0)
        keyed = np.where(place < 1.0, np.exp(self._spread[world] * normal(place)), 1.0)
        self._share = np.where(chance < missed, 0.0, keyed)
        partner = row if self._partner is None else self._partner[row]
        self._swapped = (chance >= missed + wrong) & (partner != row)
        self._first, self._starts = self._mishaps.first, np.searchsorted(ahead[own], np.arange(self._mishaps.days + 1))
