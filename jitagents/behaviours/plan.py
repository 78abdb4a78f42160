"""The plan of stock points, to which behaviours are fitted before day 1."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from jitagents.column import Array

ROLES = ("buyer", "supplier", "source", "plant", "input")
"""Roles of stock points, in the order of their numbers in the layout; a source is a supplier that buys nothing."""


@dataclass(frozen=True)
class Plan:
    """The plan of stock points, known before day 1: arrays `(rows, 1)` or `(rows, worlds)`.

    Attributes:
        names: `(rows,)`; an input is called `plant/item`.
        items: item of each row `(rows,)`.
        role: one of `ROLES` `(rows,)`.
        rate: mean flow, units a day.
        demand_sd: standard deviation of daily demand, if orders are passed on as they come.
        lead_time: mean days between ordering and receiving (order delay included), `(rows, 1)`.
        lead_time_sd: its standard deviation.
        reach: lead time + the seller's own production or replenishment lead time.
        value: price, money a unit.
        cost: standard cost, money a unit; the price where the network states no costs.
        sources: number of sellers that the row can order from.
        phase: a number of its own for each row, to spread periodic reviews over the days.
        base_stock: level given by the network, NaN where none is.
    """

    names: npt.NDArray[np.object_]
    items: npt.NDArray[np.object_]
    role: npt.NDArray[np.object_]
    rate: Array
    demand_sd: Array
    lead_time: Array
    lead_time_sd: Array
    reach: Array
    value: Array
    cost: Array
    sources: Array
    phase: Array
    base_stock: Array

    def at(self, rows: slice | npt.NDArray[np.int64]) -> "Plan":
        """The plan of some rows."""
        return Plan(**{name: value[rows] for name, value in vars(self).items()})

    def __len__(self) -> int:
        return len(self.names)
