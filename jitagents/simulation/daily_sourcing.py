"""Daily sourcing: the shares of lanes in the orders of neighbouring rows whose sourcing differs from day to day."""

from collections.abc import Sequence

import numpy as np

from jitagents.behaviours.base import Seen, per_row, remember
from jitagents.behaviours.sourcing import Offers, Sourcing
from jitagents.column import Array
from jitagents.continuation import Stateful
from jitagents.crises.engine.today import Today
from jitagents.flow import Groups
from jitagents.layout import Block
from jitagents.state import SimulationState


class DailySourcing(Stateful):
    """The sourcing rule of neighbouring rows of a wave, with its memory.

    Args:
        blocks: of the rows.
        lanes: over which they order.
        state: of the model; only read here.
        sourcing: the rule.
    """

    changing = ("memory",)

    def __init__(self, blocks: Sequence[Block], lanes: slice, state: SimulationState, sourcing: Sourcing) -> None:
        self.blocks, self.rows, self.lanes, self.clock = blocks, lanes, state.lanes, state.clock
        layout, planned, rows = state.layout, state.planned, lanes
        known, first, last = planned.lanes, blocks[0].rows.start, blocks[-1].rows.stop
        buyers = Groups(layout.lane_buyer[lanes] - first, last - first)
        self.known = known.at(rows, buyers)
        self.rate, self.lane_rate = planned.plan.rate[layout.lane_buyer[rows]], planned.lane_rate[rows]
        self.goods, self.freight = (per_row(layout.lane_column(name)[rows]) for name in ("price", "transport_cost"))
        self.rule = sourcing.suited(self.known)
        self.memory = remember(self.rule, rows.stop - rows.start, self.lanes.worlds)
        for name in self.rule.shows(self.memory):
            if name not in self.lanes:
                self.lanes.add(name)[...] = {"standing": planned.lanes.standing, "agreed": planned.share}.get(name, 0.0)
        self._position = np.zeros((buyers.size, self.lanes.worlds))
        self._no_position = buyers.spread(self._position)
        self._views: Sequence[Seen] = ()

    def begin(self, views: Sequence[Seen], orders_in_transit: Array, steady: bool) -> None:
        """Fill the memory before day 1.

        Args:
            views: the records of the blocks.
            orders_in_transit: ordered on the lanes and not yet known to the sellers `(lanes, worlds)`.
            steady: orders of the mean flow have been placed until now.
        """
        self._views = views
        none = np.zeros_like(orders_in_transit)
        placed = none + self.lane_rate if steady else none
        under_way = self.lanes["under_way"][self.rows] + orders_in_transit
        offers = self._offers(none, placed, under_way, self.known.price, None)
        self.rule.prepare(offers, self.memory)
        self._show()

    def shares(self, order: Array, placed: Array, today: Today) -> tuple[Array, Array | None]:
        """Return the shares of today `(lanes, 1)` or `(lanes, worlds)`, and the units that are cancelled, if any are.

        Args:
            order: of each lane's buyer `(lanes, worlds)`.
            placed: units ordered on the lanes yesterday `(lanes, worlds)`.
            today: changes that disruptions make to lanes and prices.
        """
        under_way = self.lanes["under_way"][self.rows]
        offers = self._offers(order, placed, under_way, self._price(today), today)
        share = self.rule(offers, self.memory)
        self._show()
        return share, self.rule.cancelled(offers, self.memory) if self.rule.cancels else None

    def _show(self) -> None:
        """Record what the rule shows of each lane."""
        for name, column in self.rule.shows(self.memory).items():
            self.lanes[name][self.rows] = column

    def _price(self, today: Today) -> Array:
        """Return the price of a unit delivered to the buyer today, money `(lanes, 1)` or `(lanes, worlds)`."""
        price, lanes = self.known.price, self.rows
        for part, factor in ((self.goods, today.price_factor), (self.freight, today.freight_factor)):
            if factor is not None:
                price = price + part * (factor[lanes] - 1.0)
        return price

    def _offers(self, order: Array, placed: Array, under_way: Array, price: Array, today: Today | None) -> Offers:
        lanes, known = self.rows, self.known
        closed, announced = (None, None) if today is None else (today.closed, today.announced)
        position = self._no_position
        if self.rule.looks:
            first = self.blocks[0].rows.start
            for block, seen in zip(self.blocks, self._views, strict=True):
                self._position[block.rows.start - first : block.rows.stop - first] = seen.position
            position = known.buyers.spread(self._position)
        return Offers(
            share=known.share, price=price, lead_time=known.lead_time, buyers=known.buyers, rate=self.rate,
            standing=known.standing, qualification=known.qualification, default_probability=known.default_probability,
            owed=self.lanes["owed"][lanes], under_way=under_way,
            arrived=self.lanes["arrived"][lanes], placed=placed, order=order,
            position=position, closed=None if closed is None else closed[lanes],
            day=self.clock.day, announced=None if announced is None else announced[lanes],
            cancelled=self.lanes["cancelled"][lanes] if "cancelled" in self.lanes else None,
            returned=self.lanes["claimed"][lanes] if "claimed" in self.lanes else None, warmup=self.clock.warmup,
        )  # fmt: skip
