"""Counting: the stock points that are counted today, by schedule and by empty bins."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from jitagents.behaviours.information import Counts
from jitagents.column import Array, Rows
from jitagents.continuation import Stateful
from jitagents.layout import Index
from jitagents.planning import Planned
from jitagents.simulation.books.chances import Chances, normal

type Flags = npt.NDArray[np.bool_]
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
        chances: of noticing an empty bin, and of errors; None where they are not needed.
    """

    changing = ("_chances",)

    def __init__(self, counts: Counts, classes: Index, phase: Array, rows: Rows, chances: dict[str, Chances]) -> None:
        self._counts, self._rows = counts, rows
        self._chances = {name: chances[name] for name in ("notice", "count") if name in chances}
        days = zip((counts.a, counts.b, counts.c), (classes == number for number in range(3)), strict=True)
        turn = np.asarray(sum(np.asarray(every) * rows[:, None] for every, rows in days), dtype=float)
        # Never: a turn that is longer than any run, begun on day 1.
        self._every = np.where(turn > 0.0, turn, np.inf)
        self._phase = np.where(turn > 0.0, phase, 1.0)

    def today(self, day: int, empty: Callable[[], Flags]) -> Flags:
        """Return flags of what is counted today `(rows, 1)` or `(rows, worlds)`.

        Args:
            day: today.
            empty: gives flags of bins that are empty, wanted, and not so by the records `(rows, worlds)`.
        """
        counted: Flags = np.mod(day + self._phase, self._every) < 1.0
        if "notice" in self._chances:
            counted = counted | empty() & (self._chances["notice"].at(self._rows) < self._counts.notice)
        return counted

    def miscount(self, stock: Array, points: Index, whole: bool) -> Array | float:
        """Return by how much counts of stock err, units.

        Args:
            stock: of all rows of the table `(rows, worlds)`.
            points: rows that are counted.
            whole: units are whole.
        """
        if "count" not in self._chances:
            return 0.0
        stock = stock[points]
        error = stock * np.expm1(np.asarray(self._counts.error) * normal(self._chances["count"].at(points)))
        return np.asarray(np.rint(error) if whole else error)
