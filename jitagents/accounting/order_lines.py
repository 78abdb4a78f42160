"""Order lines: the units ordered on a lane, or by the customers of a buyer, on one day."""

from collections import deque
from typing import Self

import numpy as np
import numpy.typing as npt

from jitagents.accounting.accumulator import Accumulator
from jitagents.column import Array, Table
from jitagents.continuation import Index, Stateful, continued
from jitagents.flow import ROUNDING


class _OpenLines(Stateful):
    """Order lines that are not yet due.

    What is cancelled is taken from the newest lines before today's, which are then not in full.

    Args:
        asked: units ordered today `(rows, worlds)`.
        waiting: those of them that wait for delivery; the others were lost, and their line is not in full.
        promise: days within which a line is to be shipped; 0: on the day of the order.
        cancelled: units cancelled today; None where nobody can cancel.
    """

    def __init__(self, asked: Array, waiting: Array, promise: int, cancelled: Array | None) -> None:
        self._asked, self._waiting, self._promise, self._cancelled = asked, waiting, promise, cancelled
        self._open: deque[tuple[Array, Array]] = deque()

    def due(self) -> tuple[Array, Array, Array] | None:
        """The lines that are due today: asked, waiting, and what waits of later ones; None on the first days."""
        self._open.append((self._asked.copy(), self._waiting.copy()))
        if self._cancelled is not None and self._cancelled.any():
            left = self._cancelled.copy()
            for _, waiting in (*reversed(self._open),)[1:]:
                taken = np.minimum(waiting, left)
                waiting -= taken
                left -= taken
        if len(self._open) <= self._promise:
            return None
        asked, waiting = self._open.popleft()
        return asked, waiting, sum((units for _, units in self._open), start=np.zeros(()))

    def continue_from(self, before: Self, index: Index) -> None:
        lines = ((continued(None, asked, index), continued(None, waiting, index)) for asked, waiting in before._open)
        self._open = deque(lines)


class OrderLines(Accumulator):
    """Number of order lines due, and of those shipped complete and on time `(2, rows, worlds)`.

    Backorders are shipped oldest first, so that a line is complete once backorders do not exceed later orders.

    Args:
        asked, waiting, promise, cancelled: as of `_OpenLines`.
        owed: backorders at the end of the day.
    """

    changing = ("total", "_lines")

    def __init__(self, asked: Array, waiting: Array, owed: Array, promise: int, cancelled: Array | None = None) -> None:
        self._owed, self._lines = owed, _OpenLines(asked, waiting, promise, cancelled)
        super().__init__(np.zeros((2, *asked.shape)))

    def add(self) -> None:
        if (lines := self._lines.due()) is None:
            return
        asked, waiting, later = lines
        due = asked > 0
        self.total[0] += due
        self.total[1] += due & (asked <= waiting + ROUNDING) & (self._owed <= later + ROUNDING)


class _OfOpenLines(Accumulator):
    """Units that follow from the order lines that are open.

    Args:
        lanes: the table of lanes.
        promise: days within which a line is to be shipped; 0: on the day of the order.
    """

    changing = ("total", "_lines")

    def __init__(self, lanes: Table, promise: int) -> None:
        self._owed = lanes["owed"]
        self._lines = _OpenLines(lanes["ordered"], lanes["ordered"], promise, lanes.get("cancelled"))
        super().__init__(np.zeros(self._owed.shape))


class Overdue(_OfOpenLines):
    """Units owed beyond their promise at the end of each day, unit days `(lanes, worlds)`.

    Shipped is the oldest first: overdue is what is owed beyond the lines that are not yet due. On the first measured
    days, as many as the promise, nothing is.
    """

    def add(self) -> None:
        if (lines := self._lines.due()) is not None:
            self.total += np.maximum(self._owed - lines[2], 0.0)


class OnTime(_OfOpenLines):
    """Units of the order lines due that are shipped by their promise `(lanes, worlds)`."""

    def add(self) -> None:
        if (lines := self._lines.due()) is not None:
            _, waiting, later = lines
            self.total += np.maximum(waiting - np.maximum(self._owed - later, 0.0), 0.0)


class DeliveredLines(Accumulator):
    """Number of order lines due at the customer's dock, and of those complete there on time `(2, lanes, worlds)`.

    What is received counts for the oldest line, so that a line is complete once what is outstanding on its lane, owed
    or under way, does not exceed later orders. A line that is open on a day on which orders or goods of its lane are
    lost is not in full.

    Args:
        lanes: the table of lanes.
        promised: days from the seller's knowing of the order to the promised date `(lanes,)`.
    """

    changing = ("total", "_day", "_past", "_later", "_outstanding", "_lost_on")

    def __init__(self, lanes: Table, promised: npt.NDArray[np.int64]) -> None:
        self._ordered, self._owed, self._under_way, self._arrived = (
            lanes[name] for name in ("ordered", "owed", "under_way", "arrived")
        )
        self._promised, self._lane, self._day = promised, np.arange(len(promised)), 0
        self._past = np.zeros((int(promised.max(initial=0)) + 1, *self._ordered.shape))
        self._later, self._outstanding = np.zeros((2, *self._ordered.shape))
        self._lost_on = np.zeros(self._ordered.shape, dtype=np.int64)
        super().__init__(np.zeros((2, *self._ordered.shape)))

    def add(self) -> None:
        self._day += 1
        self._past[self._day % len(self._past)] = self._ordered
        asked = self._past[(self._day - self._promised) % len(self._past), self._lane]
        self._later += self._ordered
        self._later -= asked
        outstanding = self._owed + self._under_way
        if self._day > 1:
            expected = self._outstanding + self._ordered - self._arrived
            self._lost_on[expected - outstanding > ROUNDING * (1.0 + expected)] = self._day
        self._outstanding = outstanding
        due = asked > 0
        whole = self._lost_on < (self._day - self._promised)[:, None]
        self.total[0] += due
        self.total[1] += due & whole & (outstanding - self._later <= ROUNDING * (1.0 + outstanding))
