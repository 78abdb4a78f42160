"""Counting: the stock points that are counted today, by schedule and by empty bins."""

from collections.abc import Callable

import numpy as np

from jitagents.behaviours.information import Counts
from jitagents.cells import NONE, among_all
from jitagents.column import Array, Flags, Rows
from jitagents.continuation import Stateful
from jitagents.layout import Index
from jitagents.planning import Planned
from jitagents.simulation.books.chances import Chances, normal

CLASSES = (0.8, 0.95)
"""Share of the value of all flow up to which classes A and B reach."""


def abc(planned: Planned, rank: Index) -> Index:
    """Return the class of each row by the value of its mean flow: 0 is A, 1 is B, 2 is C `(rows,)`.

    Args:
        planned: mean flows.
        rank: place of each row in the alphabet, which decides between equal ones `(rows,)`.
    """
    value = (planned.plan.rate * planned.valuation.cost).mean(axis=1)
    order = np.lexsort((rank, -value))
    before = np.cumsum(value[order]) - value[order]
    classes = np.empty(len(value), dtype=np.int64)
    classes[order] = np.searchsorted(np.array(CLASSES) * value.sum(), before, side="right")
    return classes


def counts_ever(counts: Counts) -> bool:
    """Whether anything is ever counted."""
    return any(bool(np.any(np.asarray(number) > 0.0)) for number in (counts.a, counts.b, counts.c, counts.notice))


class Counting(Stateful):
    """The counts of some rows, spread over the days by their names.

    Args:
        counts: when they are made, and how well.
        classes: of the rows `(rows,)`.
        phase: a number of its own for each row `(rows, 1)`.
        rows: that are counted, among all.
        worlds: number of worlds.
        chances: of noticing an empty bin, and of errors; None where they are not needed.
    """

    changing = ("_chances",)

    def __init__(
        self, counts: Counts, classes: Index, phase: Array, rows: Rows, worlds: int, chances: dict[str, Chances]
    ) -> None:
        self._rows, self._shape = rows, (len(classes), worlds)
        self._notice, self._error = (
            np.broadcast_to(np.asarray(number, dtype=float), (1, worlds))[0] for number in (counts.notice, counts.error)
        )
        self._chances = {name: chances[name] for name in ("notice", "count") if name in chances}
        days = zip((counts.a, counts.b, counts.c), (classes == number for number in range(3)), strict=True)
        turn = np.asarray(sum(np.asarray(every) * rows[:, None] for every, rows in days), dtype=float)
        # Never: a turn that is longer than any run, begun on day 1.
        self._every = np.where(turn > 0.0, turn, np.inf)
        self._phase = np.where(turn > 0.0, phase, 1.0)

    def today(self, day: int, empty: Callable[[], Index]) -> Index:
        """Return the places of what is counted today in the flat array `(rows, worlds)`, ascending.

        Args:
            day: today.
            empty: gives the places of bins that are empty, wanted, and not so by the records.
        """
        due: Flags = np.mod(day + self._phase, self._every) < 1.0
        noticed = self._noticed(empty()) if "notice" in self._chances else NONE[0]
        if not len(noticed) and not due.any():
            return NONE[0]
        counted = np.empty(self._shape, dtype=bool)
        counted[...] = due
        counted.reshape(-1)[noticed] = True
        return np.flatnonzero(counted)

    def _noticed(self, empty: Index) -> Index:
        """Return those of some places where it is noticed that they are empty."""
        worlds = self._shape[1]
        chance = self._chances["notice"].of(among_all(self._rows, empty, worlds))
        return empty[chance < self._notice[empty % worlds]]

    def miscount(self, stock: Array, place: Index, whole: bool) -> Array | float:
        """Return by how much counts of stock err, units `(places,)`.

        Args:
            stock: units on hand where it is counted `(places,)`.
            place: in the flat array of all rows.
            whole: units are whole.
        """
        if "count" not in self._chances:
            return 0.0
        spread = self._error[place % self._shape[1]]
        error = stock * np.expm1(spread * normal(self._chances["count"].of(place)))
        return np.asarray(np.rint(error) if whole else error)
