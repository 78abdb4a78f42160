"""Sparse column: a column of which few cells are not 0, and that is written anew every day."""

from typing import Self

from jitagents.cells import NONE, Index, continued_in
from jitagents.column import Array
from jitagents.continuation import Stateful


class SparseColumn(Stateful):
    """The cells of a column that are not 0 today, so that it can be emptied without a look at the others.

    Args:
        column: `(rows, worlds)`.
    """

    def __init__(self, column: Array) -> None:
        self._column, self._at = column, NONE[0]

    def write(self, at: Index, units: Array) -> None:
        """Write the units of today, in places of the flat array that occur once."""
        cells = self._column.reshape(-1)
        cells[self._at] = 0.0
        cells[at] = units
        self._at = at

    def continue_from(self, before: Self, index: Index) -> None:
        self._at, _ = continued_in(before._at, before._column.shape[1], index)
