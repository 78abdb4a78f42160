"""Swaps: transactions that are entered at another item of the same place."""

import numpy as np

from jitagents.column import Array
from jitagents.continuation import Stateful
from jitagents.layout import Index, Layout
from jitagents.simulation.books.entries import Entries


def partners_of(layout: Layout, index: Index) -> Index:
    """Return the row at which each row's transactions are entered by mistake: the next by name at its place.

    Args:
        layout: rows of the model.
        index: those of a book `(rows,)`.

    Returns:
        places in the book `(rows,)`; a row that is alone at its place has itself.
    """
    owner = layout.owner[index]
    order = np.lexsort((layout.name_rank[index], owner))
    first = np.flatnonzero(np.diff(owner[order], prepend=-1))
    following = np.append(np.arange(1, len(order)), 0)
    following[np.append(first[1:], len(order)) - 1] = first
    partner = np.empty(len(index), dtype=np.int64)
    partner[order] = order[following]
    return partner


class Swaps(Stateful):
    """The swapped entries of some rows.

    Args:
        shape: `(rows, worlds)`.

    Attributes:
        issued: issues of others that were entered at each row yesterday, units `(rows, worlds)`.
    """

    changing = ("issued",)

    def __init__(self, shape: tuple[int, int]) -> None:
        self.issued = np.zeros(shape)

    def receive(self, receipts: Entries, units: Array, day: int, wrong: Array, still_open: Array) -> None:
        """Enter swapped receipts of today: the record of another item rises, and its orders are closed.

        Args:
            receipts: their entries.
            units: received `(rows, worlds)`.
            day: today.
            wrong, still_open: errors of the records of stock and of orders, written `(rows, worlds)`.
        """
        at, entered, _ = receipts.swapped(units, day)
        wrong[at] += entered
        still_open[at] -= entered

    def issue(self, issues: Entries, units: Array, day: int, wrong: Array) -> None:
        """Enter swapped issues of today: the record of another item falls, as if it had been consumed."""
        at, entered, at_once = issues.swapped(units, day)
        wrong[at] -= entered
        if issues.foreknown is None:
            self.issued.fill(0.0)
            self.issued[at] = at_once
