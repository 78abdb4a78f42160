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

    def learn(self, correction: Array | None, gone: Array) -> None:
        """Work out `corrected`. Corrections are few, and only they are worked on.

        Args:
            correction: that is due, units `(rows, worlds)`; None: none.
            gone: recorded consumption of today `(rows, worlds)`.
        """
        if correction is None and not self.owing:
            return
        ahead, corrected = self._ahead.reshape(-1), self.corrected.reshape(-1)
        at = np.flatnonzero(ahead if correction is None else (correction != 0.0) | (self._ahead != 0.0))
        due = 0.0 if correction is None else correction.reshape(-1)[at]
        today = np.maximum(due - ahead[at], np.minimum(-gone.reshape(-1)[at], 0.0))
        if self.owing:
            corrected.fill(0.0)
        corrected[at] = today
        ahead[at] += today - due
        self.owing = bool(ahead[at].any() or today.any())
