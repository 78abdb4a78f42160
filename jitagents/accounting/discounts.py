"""Discounts: granted with an order for its size, and paid out with what is shipped of it."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from jitagents.accounting.accumulator import Accumulator
from jitagents.column import Array, Table
from jitagents.crises.engine.today import Today

if TYPE_CHECKING:
    from jitagents.accounting.measures.records import WorldLedger
    from jitagents.model import SupplyModel


def discounts(model: "SupplyModel", ledger: "WorldLedger") -> Accumulator:
    """Set up the discounts on what is shipped; none where the cost model grants none."""
    if not ledger.costs.breaks:
        return Accumulator(np.zeros((model.lanes.rows, 1)))
    return Discounts(model.lanes, ledger.costs.discount, model.disruptions.today)


class Discounts(Accumulator):
    """Units shipped times the all-units discount of their orders, at the price of the day `(lanes, worlds)`.

    What is owed on a lane has the mean discount of its orders; what is never shipped, or cancelled, has none. What was
    owed before the first measured day counts without one.

    Args:
        lanes: the table of lanes.
        discount: gives the discount of orders of a size, share of the price.
        today: changes that disruptions make today.
    """

    def __init__(self, lanes: Table, discount: Callable[[Array], Array], today: Today) -> None:
        self._ordered, self._shipped, self._owed = lanes["ordered"], lanes["allocated"], lanes["owed"]
        self._cancelled, self._discount, self._today = lanes.get("cancelled"), discount, today
        self._granted = np.zeros(self._owed.shape)
        super().__init__(np.zeros(self._owed.shape))

    def add(self) -> None:
        self._granted += self._ordered * self._discount(self._ordered)
        leaving = self._shipped if self._cancelled is None else self._shipped + self._cancelled
        had = leaving + self._owed
        share = np.divide(self._granted, had, out=np.zeros_like(had), where=had > 0.0)
        paid_out = share * self._shipped
        self._granted = share * self._owed
        self.total += paid_out if self._today.price_factor is None else paid_out * self._today.price_factor
