"""Orders over months: the least that agents are asked for on so many days in a row."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from jitagents.accounting.accumulator import Accumulator
from jitagents.accounting.compared_flows import orders as orders_to
from jitagents.column import Array

if TYPE_CHECKING:
    from jitagents.accounting.measures.records import WorldLedger
    from jitagents.model import SupplyModel

MONTH = 30
"""Days."""


class LeastInWindow(Accumulator):
    """The least sum over a number of consecutive days; NaN before as many have been measured.

    Args:
        shape: of a day.
        today: gives the value of the day.
        days: of a window.
    """

    changing = ("total", "_window", "_sum", "_counted")

    def __init__(self, shape: tuple[int, ...], today: Callable[[], Array], days: int) -> None:
        super().__init__(np.full(shape, np.nan))
        self._today, self._window, self._sum, self._counted = today, np.zeros((days, *shape)), np.zeros(shape), 0

    def add(self) -> None:
        today, slot = self._today(), self._counted % len(self._window)
        self._sum += today - self._window[slot]
        self._window[slot] = today
        self._counted += 1
        if self._counted >= len(self._window):
            np.fmin(self.total, self._sum, out=self.total)


def least_month(model: "SupplyModel", ledger: "WorldLedger") -> Accumulator:
    """Least that the agents of a scope are asked for in a month, lost sales too `(scopes, worlds)`.

    By value where the scope has several items.
    """
    asked, shape = orders_to(model), (len(ledger.scopes.names), model.worlds.count)
    return LeastInWindow(shape, lambda: ledger.weighed_every(asked()), MONTH)
