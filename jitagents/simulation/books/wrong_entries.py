"""Wrong entries: transactions that are never entered, entered wrongly, or entered at another item."""

from dataclasses import dataclass

import numpy as np

from jitagents.behaviours.information import Posting
from jitagents.cells import within
from jitagents.column import Array, Flags
from jitagents.layout import Index
from jitagents.simulation.books.chances import normal
from jitagents.simulation.books.mishaps import Mishaps


def chance_of_error(posting: Posting) -> Array:
    """Return the probability that a transaction is not entered as it is: one number, or one a world."""
    return np.asarray(np.add(posting.miss, posting.miskey) + np.asarray(posting.swap))


@dataclass(frozen=True)
class MoreErrors:
    """A factor on the chances of wrong entries.

    Attributes:
        today: kept up to date by others `(all rows, worlds)`.
        most: that it can be; one number, or one a world.
    """

    today: Array
    most: Array


class WrongEntries:
    """The wrong entries of some rows' transactions of one kind, for all days for which numbers are drawn together.

    Args:
        posting: how they are entered.
        mishaps: of all rows.
        index: rows of the transactions, among all `(rows,)`.
        shape: of the numbers of all rows, `(all rows, worlds)`.
        partner: row at which a swapped entry is made, itself if there is no other `(rows,)`; None: none are swapped.
        more: of them than `posting` says; the mishaps are then those of the most that there can be. None: as it says.
    """

    def __init__(
        self, posting: Posting, mishaps: Mishaps, index: Index, shape: tuple[int, int], partner: Index | None,
        more: MoreErrors | None = None,
    ) -> None:  # fmt: skip
        self._mishaps, self._index, self._shape, self._partner, self._more = mishaps, index, shape, partner, more
        self._miss, self._miskey, self._spread, self._any = (
            np.broadcast_to(np.asarray(number, dtype=float), (1, shape[1]))[0]
            for number in (posting.miss, posting.miskey, posting.spread, chance_of_error(posting))
        )
        self._first, self._starts = mishaps.first, [0] * (mishaps.days + 1)
        self._at, self._share, self._swapped = np.zeros(0, dtype=np.int64), np.zeros(0), np.zeros(0, dtype=bool)

    def on(self, day: int) -> tuple[Index, Array, Flags]:
        """Return the wrong entries of a day, once its mishaps are there.

        Returns:
            places in the flat array of the rows, ascending; what is entered of each unit, at its own item or, where the
            flag says so, at its partner.
        """
        if self._more is not None:
            return self._with_more(self._more)
        if self._mishaps.first != self._first:
            self._work_out()
        today = slice(self._starts[day - self._first], self._starts[day - self._first + 1])
        return self._at[today], self._share[today].copy(), self._swapped[today]

    def _work_out(self) -> None:
        ahead, cells = np.divmod(self._mishaps.cells, self._shape[0] * self._shape[1])
        self._at, own = within(self._index, cells, self._shape[1])
        self._share, self._swapped = self._entered(self._at, self._mishaps.chances[own])
        self._first = self._mishaps.first
        self._starts = np.searchsorted(ahead[own], np.arange(self._mishaps.days + 1)).tolist()

    def _with_more(self, more: MoreErrors) -> tuple[Index, Array, Flags]:
        """Return the wrong entries of today, where a factor says today how many there are."""
        at, own = within(self._index, self._mishaps.at, self._shape[1])
        chance = self._mishaps.chance[own] / more.today.reshape(-1)[self._mishaps.at[own]]
        wrong = chance < self._any[at % self._shape[1]]
        return at[wrong], *self._entered(at[wrong], chance[wrong])

    def _entered(self, at: Index, chance: Array) -> tuple[Array, Flags]:
        """Return what is entered of each unit of wrong entries, and whether at their partners, by their chances."""
        row, world = np.divmod(at, self._shape[1])
        missed, wrong = self._miss[world], self._miskey[world]
        share = np.where(chance < missed, 0.0, 1.0)
        keyed = np.flatnonzero((chance >= missed) & (chance < missed + wrong))
        place = (chance[keyed] - missed[keyed]) / wrong[keyed]
        share[keyed] = np.exp(self._spread[world[keyed]] * normal(place))
        if self._partner is None:
            return share, np.zeros(len(at), dtype=bool)
        return share, (chance >= missed + wrong) & (self._partner[row] != row)
