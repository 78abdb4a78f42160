"""Costs: what stock, waiting, lost sales and orders cost; linear in running sums."""

from dataclasses import dataclass

import numpy as np

from jitagents.column import Array
from jitagents.layout import BUYER, INPUT, Layout
from jitagents.parameters import Number, Parameters, param
from jitagents.planning import Planned

YEAR = 365.0


@dataclass(frozen=True)
class Costs(Parameters):
    """Rates on unit values, where the network states no money per unit and day itself.

    Sources of the defaults: carrying stock costs 20 to 30 % of its value a year (Silver, Pyke & Thomas 2017, ch. 1); a
    lost sale costs the contribution margin.
    """

    holding_rate: Number = param(0.25, "1/year", "cost of holding a unit for a year, as a share of its value", low=0)
    pipeline: Number = param(1.0, "", "holding cost of goods under way, relative to that of the seller's stock", low=0)
    backorder_rate: Number = param(
        0.005, "1/day", "penalty for a unit that a customer waits for, share of value", low=0
    )
    lost_sale: Number = param(0.2, "", "margin lost with a sale, share of value", low=0)
    order: Number = param(0.0, "money", "fixed cost of placing an order or starting a run", low=0)

    def holding(self, layout: Layout, planned: Planned) -> Array:
        """Money a unit and day on hand `(rows, 1)` or `(rows, worlds)`; an input costs what it costs at its value."""
        by_rate = planned.plan.value * self.holding_rate / YEAR
        stated = np.where(layout.role == INPUT, np.nan, layout.agent_column("holding_cost"))[:, None]
        return np.where(np.isnan(stated), by_rate, stated)

    def backorder(self, layout: Layout, planned: Planned) -> Array:
        """Money a unit and day owed `(rows, 1)` or `(rows, worlds)`: to final customers, or as the network states."""
        by_rate = planned.plan.value * self.backorder_rate * (layout.role == BUYER)[:, None]
        stated = np.where(layout.role == INPUT, 0.0, layout.agent_column("backorder_cost"))[:, None]
        return np.where(np.isnan(stated), by_rate, stated)
