"""Book values: prices of goods that are bought and sold, and the cost of a unit to the firm that owns it."""

from dataclasses import dataclass

import numpy as np

from jitagents.column import Array
from jitagents.finance import FirmLedger
from jitagents.flow import Groups
from jitagents.layout import Layout
from jitagents.planning import Planned


@dataclass(frozen=True)
class BookValues:
    """Money of a unit, each `(rows, 1)` or `(rows, worlds)`; unlike the standard cost, purchases count at their price.

    Attributes:
        price: on each lane, what its buyer pays, the discount taken off.
        sold: at each agent, what final customers pay; 0 where there are none.
        wages: own work in a unit of an agent.
        outside: what an agent buys outside the network for a unit.
        cost: of a unit at each stock point: what is bought for it, and the work on it.
        in_process: of a unit in process at each agent, half of the work done (Graves & Willems 2003, sec. 3).
        sales: planned sales of an agent, money a day.
    """

    price: Array
    sold: Array
    wages: Array
    outside: Array
    cost: Array
    in_process: Array
    sales: Array


def book_values(layout: Layout, planned: Planned, finance: FirmLedger) -> BookValues:
    """Work out the book values of a network at its planned shares."""
    agents, inputs, worth = layout.agent_rows, layout.input_rows, planned.valuation
    price = planned.lane_price(layout) * (1.0 - np.asarray(finance.discount))
    wages, outside = _own(worth.value_added[agents], worth.outside[agents], worth.price[agents], worth.margin[agents],
                          np.asarray(finance.margin))  # fmt: skip
    bought = _sum(layout.lane_buyer, layout.rows, planned.share * price)
    parts = layout.input_quantity[:, None] * bought[inputs]
    used = bought[agents] + _sum(layout.plant_of_input, agents.stop, parts)
    cost = used + outside + wages
    sold = np.zeros((agents.stop, 1))
    sold[layout.market_rows] = worth.price[layout.market_rows]
    rate = planned.plan.rate[agents]
    sales = sold * rate + _sum(layout.lane_seller, agents.stop, price * planned.lane_rate)
    every = np.concatenate((cost, bought[inputs] * np.ones((1, cost.shape[1]))))
    return BookValues(price, sold, wages, outside, every, cost - wages / 2, sales)


def _own(work: Array, outside: Array, price: Array, stated: Array, margin: Array) -> tuple[Array, Array]:
    """Work and outside purchases of a unit; where price and cost are the same, a margin of the price is taken off."""
    both = work + outside
    profit = np.where(stated > 0.0, 0.0, np.minimum(margin * price, both))
    left = np.divide(both - profit, both, out=np.ones(np.broadcast_shapes(both.shape, profit.shape)), where=both > 0.0)
    return work * left, outside * left


def _sum(key: np.ndarray, size: int, members: Array) -> Array:
    return Groups(key, size).sum(members)
