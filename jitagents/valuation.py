"""Valuation: price and cost of a unit at each stock point, the cost rolled up through the bill of materials."""

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from jitagents.column import Array
from jitagents.errors import Faults
from jitagents.layout import Layout
from jitagents.leontief import settle
from jitagents.stock_points import INPUT

CENT = 1e-9
"""Share of a cost that is rounding error."""


@dataclass(frozen=True)
class Valuation:
    """Money of a unit at each stock point, each `(rows, 1)`.

    The cost is standard cost, profits between agents left out: stated, or value added and what is bought, or else the
    price. So a network that states values alone has no margins, and the values of its units are their cost.

    Attributes:
        price: paid by a customer: the agent's value; of an input of a plant the mean value of its sellers.
        cost: of a unit.
        value_added: own work in a unit: as stated, or else the cost less what is bought, if that is positive.
        outside: what is bought outside the network for a unit: the rest of the cost.
    """

    price: Array
    cost: Array
    value_added: Array
    outside: Array

    @property
    def margin(self) -> Array:
        """Price less cost."""
        return self.price - self.cost

    @property
    def in_process(self) -> Array:
        """A unit in process: all that goes into it, and half of the work on it (Graves & Willems 2003, sec. 3)."""
        return self.cost - self.value_added / 2


def valuation(layout: Layout, handed_on: sparse.csr_array, input_price: Array) -> Valuation:
    """Value the units of a network.

    Args:
        layout: rows and lanes.
        handed_on: units asked of a row per unit that another row orders or makes `(rows, rows)`.
        input_price: mean value of the sellers of each row `(rows, 1)`.

    Raises:
        InputError: a stated cost is less than the value added and what is bought; all such agents are named.
    """
    is_input = (layout.role == INPUT)[:, None]
    stated, cost, added = (
        np.where(is_input, np.nan, layout.agent_column(name)[:, None]) for name in ("value", "cost", "value_added")
    )
    price = np.where(is_input, input_price, stated)
    from_parts = np.isnan(cost) & ~np.isnan(added)
    if np.isnan(cost).all() and not from_parts.any():
        cost = price
    else:
        direct = np.where(from_parts, added, np.where(np.isnan(cost), stated, cost))
        rolled_up = sparse.diags_array(np.where(from_parts | is_input, 1.0, 0.0)[:, 0])
        cost = settle((rolled_up @ handed_on.T).tocsr(), np.where(is_input, 0.0, direct))
    bought = handed_on.T @ cost
    work = np.where(np.isnan(added), np.where(bought > 0, np.maximum(cost - bought, 0.0), 0.0), added)
    work = np.where(is_input, 0.0, work)
    outside = np.where(is_input, 0.0, cost - bought - work)
    _check(layout, cost, bought + work, np.where(np.isnan(added), 0.0, outside))
    return Valuation(price, cost, work, np.maximum(outside, 0.0))


def _check(layout: Layout, cost: Array, parts: Array, outside: Array) -> None:
    """Refuse costs that are less than their parts."""
    faults = Faults()
    for row in np.flatnonzero(outside < -CENT * np.maximum(cost, parts))[:10]:
        faults.add(
            f"network.agents: {layout.names[row]}: cost = {cost[row, 0]:g} is less than its value_added and what it "
            f"buys for a unit, {parts[row, 0]:g} in all; leave one of the two empty"
        )
    faults.tell()
