"""Receipts, and the replenishment cycles from one of them to the next."""

from typing import TYPE_CHECKING

import numpy as np

from jitagents.books.running import Running
from jitagents.column import Array
from jitagents.flow import ROUNDING

if TYPE_CHECKING:
    from jitagents.model import SupplyModel


class Received(Running):
    """Units that each agent has received, or that have come out of its production `(agents, worlds)`.

    They are what is no longer on order: on order yesterday + ordered today - on order today, less what was lost under
    way.
    """

    def __init__(self, model: "SupplyModel") -> None:
        points, firms = model.points, model.layout.firms
        self._order, self._on_order = points["order"][firms], points["on_order"][firms]
        self._before = self._on_order.copy()
        self._missing = points["missing"][firms] if "missing" in points else None
        super().__init__(np.zeros_like(self._order))

    def begin(self) -> None:
        self._before[...] = self._on_order

    def today(self) -> Array:
        """Units received today; to be asked for once a day."""
        received = self._before + self._order
        received -= self._on_order
        if self._missing is not None:
            received -= self._missing
        self._before[...] = self._on_order
        return received

    def add(self) -> None:
        self.total += self.today()


class Cycles(Running):
    """Replenishment cycles that are over, and those of them with unmet demand `(2, agents, worlds)`.

    A cycle runs from one receipt to the next. It has unmet demand if something is owed on one of its evenings, or a
    customer has gone away. A cycle that began before the first measured day, or is not over, does not count.
    """

    def __init__(self, model: "SupplyModel") -> None:
        self._received, self._owed = Received(model), model.points["owed"][model.layout.firms]
        self._lost, self._buyers = model.buying["lost"], model.layout.buyers
        self._running, self._short = np.zeros((2, *self._owed.shape), dtype=bool)
        super().__init__(np.zeros((2, *self._owed.shape)))

    def begin(self) -> None:
        self._received.begin()

    def add(self) -> None:
        receipt = self._received.today() > ROUNDING
        over = receipt & self._running
        self.total[0] += over
        self.total[1] += over & self._short
        self._running |= receipt
        self._short &= ~receipt
        unmet = self._owed > ROUNDING
        unmet[self._buyers] |= self._lost > ROUNDING
        self._short |= unmet
