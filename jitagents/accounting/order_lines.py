"""Order lines: what is ordered on a lane, or by the customers of a buyer, on one day."""

from collections import deque

import numpy as np

from jitagents.accounting.accumulator import Running
from jitagents.column import Array
from jitagents.flow import ROUNDING


class OrderLines(Running):
    """Order lines that are due, and those of them shipped complete in time `(2, rows, worlds)`.

    What is owed is shipped oldest first, so that a line is complete as soon as no more is owed than was ordered later.

    Args:
        asked: units ordered today `(rows, worlds)`.
        kept: those of them that wait for delivery; the others were lost, and their line is not in full.
        owed: units owed at the end of the day.
        promise: days within which a line is to be shipped; 0: on the day on which it comes.
    """

    def __init__(self, asked: Array, kept: Array, owed: Array, promise: int) -> None:
        self._asked, self._kept, self._owed, self._promise = asked, kept, owed, promise
        self._open: deque[tuple[Array, Array]] = deque()
        super().__init__(np.zeros((2, *asked.shape)))

    def add(self) -> None:
        self._open.append((self._asked.copy(), self._kept.copy()))
        if len(self._open) <= self._promise:
            return
        asked, kept = self._open.popleft()
        later = sum((kept for _, kept in self._open), start=np.zeros(()))
        due = asked > 0
        self.total[0] += due
        self.total[1] += due & (asked <= kept + ROUNDING) & (self._owed <= later + ROUNDING)
