"""Replenishment cycles: from one receipt to the next."""

from typing import TYPE_CHECKING

import numpy as np

from jitagents.accounting.accumulator import Accumulator
from jitagents.flow import ROUNDING

if TYPE_CHECKING:
    from jitagents.model import SupplyModel


class Cycles(Accumulator):
    """Number of completed replenishment cycles, and of those with unmet demand `(2, agents, worlds)`.

    A cycle runs from one receipt to the next. It has unmet demand if there are backorders at
    the end of one of its days, or lost sales. Cycles that began before the first measured day or are open do not count.
    """

    changing = ("total", "_running", "_short")

    def __init__(self, model: "SupplyModel") -> None:
        self._received, self._owed = (
            column[model.layout.agent_rows] for column in (model.received, model.points["owed"])
        )
        self._lost, self._buyers = model.buying["lost"], model.layout.market_rows
        self._running, self._short = np.zeros((2, *self._owed.shape), dtype=bool)
        super().__init__(np.zeros((2, *self._owed.shape)))

    def add(self) -> None:
        receipt = self._received > ROUNDING
        over = receipt & self._running
        self.total[0] += over
        self.total[1] += over & self._short
        self._running |= receipt
        self._short &= ~receipt
        unmet = self._owed > ROUNDING
        unmet[self._buyers] |= self._lost > ROUNDING
        self._short |= unmet
