"""Exposure: sales of agents by customer and their load, with a memory that fades."""

from typing import ClassVar

import numpy as np

from jitagents.column import Array
from jitagents.continuation import Stateful
from jitagents.flow import Groups, Index
from jitagents.parameters import Number
from jitagents.state import SimulationState


class SalesAndLoad(Stateful):
    """Sales of some agents by customer, and what they start; at first those of the plan.

    Customers are agents; final demand is many, and counts as sales without a customer to depend on.

    Args:
        state: of the model; only read here.
        rows: of the agents.
    """

    changing: ClassVar[tuple[str, ...]] = ("_sales", "_outside", "_load")

    def __init__(self, state: SimulationState, rows: Index) -> None:
        layout, planned, worlds = state.layout, state.planned, state.worlds.count
        place = np.full(layout.rows, -1)
        place[rows] = np.arange(len(rows))
        self._state, self._rows = state, rows
        self._lanes = np.flatnonzero(place[layout.lane_seller] >= 0)
        ends = np.stack((place[layout.lane_seller[self._lanes]], layout.owner[layout.lane_buyer[self._lanes]]))
        pairs, pair = np.unique(ends, axis=1, return_inverse=True)
        self._pair = Groups(pair.ravel(), pairs.shape[1])
        self._seller = Groups(pairs[0], len(rows))
        self._price = layout.lane_column("price")[self._lanes, None]
        capacity = layout.agent_column("capacity")[rows, None]
        self._capacity = np.where(np.isnan(capacity), np.inf, capacity)
        maker = np.full(layout.rows, -1)
        maker[layout.maker_rows] = np.arange(len(layout.maker_rows))
        self._maker = maker[rows]
        self._market = np.flatnonzero(rows < layout.market_rows.stop)
        ones = np.ones((1, worlds))
        self._sales = self._by_pair(planned.lane_rate[self._lanes] * ones)
        rate, value = planned.plan.rate[rows] * ones, planned.plan.value[rows]
        self._outside, self._load = np.zeros((len(rows), worlds)), rate * (self._maker >= 0)[:, None]
        self._outside[self._market] = (rate * value)[self._market]
        self._value = value

    def look(self, memory: Number) -> tuple[Array, Array]:
        """Share of sales to the largest customer, and share of the capacity that is used, each `(rows, worlds)`.

        Args:
            memory: mean age of what is remembered, days; yesterday is taken into it.
        """
        weight, state = 1.0 / np.asarray(memory, dtype=float), self._state
        if state.clock.day > 1:
            self._sales += weight * (self._by_pair(state.lanes["allocated"][self._lanes]) - self._sales)
            market = self._market
            filled = state.points["output"][self._rows[market]] * self._value[market]
            self._outside[market] += weight * (filled - self._outside[market])
            makes = self._maker >= 0
            started = state.making["started"][self._maker[makes]]
            self._load[makes] += weight * (started - self._load[makes])
        total = self._seller.sum(self._sales) + self._outside
        largest = -self._least_negative()
        share = np.divide(largest, total, out=np.zeros_like(total), where=total > 0.0)
        return share, self._load / self._capacity

    def _by_pair(self, units: Array) -> Array:
        """Sales of the lanes by seller and customer, money `(pairs, worlds)`."""
        return self._pair.sum(units * self._price)

    def _least_negative(self) -> Array:
        least = np.zeros_like(self._load)
        self._seller.least(-self._sales, least)
        return least
