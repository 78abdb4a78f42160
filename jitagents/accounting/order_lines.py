"""Order lines: the units ordered on a lane, or by the customers of a buyer, on one day."""

from collections import deque

import numpy as np

from jitagents.accounting.accumulator import Accumulator
from jitagents.column import Array
from jitagents.flow import ROUNDING


class OrderLines(Accumulator):
    """Number of order lines due, and of those shipped complete and on time `(2, rows, worlds)`.

    Backorders are shipped oldest first, so that a line is complete once backorders do not exceed later orders.

    Args:
        asked: units ordered today `(rows, worlds)`.
        waiting: those of them that wait for delivery; the others were lost, and their line is not in full.
        owed: backorders at the end of the day.
        promise: days within which a line is to be shipped; 0: on the day of the order.
    """

    def __init__(self, asked: Array, waiting: Array, owed: Array, promise: int) -> None:
        self._asked, self._waiting, self._owed, self._promise = asked, waiting, owed, promise
        self._open: deque[tuple[Array, Array]] = deque()
        super().__init__(np.zeros((2, *asked.shape)))

    def add(self) -> None:
        self._open.append((self._asked.copy(), self._waiting.copy()))
        if len(self._open) <= self._promise:
            return
        asked, waiting = self._open.popleft()
        later = sum((units for _, units in self._open), start=np.zeros(()))
        due = asked > 0
        self.total[0] += due
        self.total[1] += due & (asked <= waiting + ROUNDING) & (self._owed <= later + ROUNDING)
