"""Corrections to past consumption that become known, never below what is consumed on the day."""

from copy import copy
from typing import Self

import numpy as np
import numpy.typing as npt

from jitagents.cells import Cells, Index
from jitagents.column import Array
from jitagents.continuation import Stateful


class Corrections(Stateful):
    """Corrections to past consumption of some rows. They are few, and only they are worked on.

    Args:
        rows, worlds: of the records.

    Attributes:
        corrected: what becomes known today, units; negative if the records had over-reported, which is deducted from
            later consumption, never more than that is `(rows, worlds)`.
    """

    changing = ("corrected", "_ahead")

    def __init__(self, rows: int, worlds: int) -> None:
        self.corrected, self._ahead = np.zeros((2, rows, worlds))
        self._open: Index = np.zeros(0, dtype=np.int64)

    def _look(self) -> None:
        """Find the places where a correction is still to be deducted, or today's is not yet taken back."""
        self._open = np.flatnonzero((self.corrected != 0.0) | (self._ahead != 0.0))

    def at(self, rows: slice) -> "Corrections":
        """Those of some of the rows: views of the same."""
        part = copy(self)
        part.corrected, part._ahead = self.corrected[rows], self._ahead[rows]
        part._look()
        return part

    @property
    def today(self) -> Cells:
        """The same as `corrected`, but for some cells of 0, and in no order."""
        return self._open, self.corrected.reshape(-1)[self._open]

    def learn(self, correction: Cells, gone: Array) -> None:
        """Work out `corrected`.

        Args:
            correction: that is due, units.
            gone: recorded consumption of today `(rows, worlds)`.
        """
        (at, due), others = correction, self._open
        if len(at) and len(others):
            others = others[at.take(at.searchsorted(others), mode="clip") != others]
        if len(others):
            at, due = np.concatenate((at, others)), np.concatenate((due, np.zeros(len(others))))
        if not len(at):
            return
        ahead, corrected = self._ahead.reshape(-1), self.corrected.reshape(-1)
        today = np.maximum(due - ahead[at], np.minimum(-gone.reshape(-1)[at], 0.0))
        corrected[at] = today
        ahead[at] += today - due
        self._open = at[(ahead[at] != 0.0) | (today != 0.0)]

    def replace(self, corrected: Array, where: npt.NDArray[np.bool_]) -> None:
        """Put other numbers in the place of `corrected`, in some cells `(rows, worlds)`."""
        np.copyto(self.corrected, corrected, where=where)
        self._look()

    def continue_from(self, before: Self, index: Index) -> None:
        super().continue_from(before, index)
        self._look()
