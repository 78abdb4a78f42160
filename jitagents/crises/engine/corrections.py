"""Corrections to past consumption that become known, never below what is consumed on the day."""

from copy import copy

import numpy as np

from jitagents.column import Array
from jitagents.continuation import Stateful


class Corrections(Stateful):
    """Corrections to past consumption of some rows.

    Args:
        rows, worlds: of the records.

    Attributes:
        corrected: what becomes known today, units; negative if the records had over-reported, which is deducted from
            later consumption, never more than that is `(rows, worlds)`.
        owing: whether a part of an earlier correction is still to be deducted, or today's is not yet taken back.
    """

    changing = ("corrected", "_ahead", "owing")

    def __init__(self, rows: int, worlds: int) -> None:
        self.corrected, self._ahead = np.zeros((2, rows, worlds))
        self.owing = False

    def at(self, rows: slice) -> "Corrections":
        """Those of some of the rows: views of the same."""
        part = copy(self)
        part.corrected, part._ahead = self.corrected[rows], self._ahead[rows]
        return part

    def learn(self, correction: Array, gone: Array) -> None:
        """Work out `corrected` from the correction that is due and the recorded consumption of today."""
        self.corrected[...] = np.maximum(correction - self._ahead, np.minimum(-gone, 0.0))
        self._ahead += self.corrected - correction
        self.owing = bool(self._ahead.any() or self.corrected.any())
