"""Rebates: all-units discounts of orders, which are granted on what is shipped of them."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from jitagents.accounting.accumulator import Accumulator
from jitagents.column import Array
from jitagents.flow import ROUNDING

if TYPE_CHECKING:
    from jitagents.model import SupplyModel


class Rebates(Accumulator):
    """Units shipped times the discount of their orders, on the price of the day `(lanes, worlds)`.

    What a lane owes bears the mean discount of its open orders: a unit that is shipped takes its part of it along, and
    so does one that is cancelled or lost, for which nothing is paid. What is owed before the first measured day bears
    none.

    Args:
        model: whose lanes are recorded.
        discount: share of the price by the units of an order.

    Source:
        Hadley & Whitin 1963, sec. 2.11 (all-units discounts).
    """

    changing = ("total", "_open", "_before")

    def __init__(self, model: "SupplyModel", discount: Callable[[Array], Array]) -> None:
        lanes = model.lanes
        self._ordered, self._shipped, self._owed = (lanes[name] for name in ("ordered", "allocated", "owed"))
        self._discount, self._today = discount, model.disruptions.today
        self._open, self._before = np.zeros((2, *self._owed.shape))
        super().__init__(np.zeros(self._owed.shape))

    def add(self) -> None:
        self._open += self._ordered * self._discount(self._ordered)
        left = np.maximum(self._owed, 0.0)
        due = np.maximum(self._before + self._ordered, self._shipped + left)
        of_unit = np.divide(self._open, due, out=np.zeros_like(due), where=due > ROUNDING)
        granted = of_unit * self._shipped
        self.total += granted if self._today.price_factor is None else granted * self._today.price_factor
        self._open, self._before = of_unit * left, left
