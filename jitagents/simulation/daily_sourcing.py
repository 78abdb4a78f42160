"""Choosing: the shares of lanes in the orders of a wave whose sourcing differs from day to day."""

from collections.abc import Sequence

import numpy as np

from jitagents.behaviours.base import Clock, Seen, per_row, remember
from jitagents.behaviours.sourcing import Lanes, Offers, Sourcing
from jitagents.column import Array, Table
from jitagents.crises.engine.today import Today
from jitagents.flow import Groups
from jitagents.layout import Layout, Wave
from jitagents.planning import Planned


class DailySourcing:
    """The sourcing rule of a wave, and what it remembers.

    Args:
        wave: rows and lanes.
        buyers: the wave's lanes, grouped by its rows.
        layout: all rows and lanes.
        planned: what is known of them before day 1.
        lanes: the table of lanes; only read here.
        sourcing: the rule.
        clock: today.
    """

    def __init__(
        self, wave: Wave, buyers: Groups, layout: Layout, planned: Planned, lanes: Table, sourcing: Sourcing,
        clock: Clock,
    ) -> None:  # fmt: skip
        self.wave, self.lanes, self.clock, self.planned = wave, lanes, clock, planned
        here, known = wave.lanes, planned.lanes
        self.known = Lanes(known.share[here], known.price[here], known.lead_time[here], buyers)
        self.rate = planned.plan.rate[layout.lane_buyer[here]]
        self.goods, self.freight = (per_row(layout.lane_column(name)[here]) for name in ("price", "transport_cost"))
        self.rule = sourcing.suited(self.known)
        self.memory = remember(self.rule, here.stop - here.start, lanes.worlds)
        self._position = np.zeros((wave.rows.stop - wave.rows.start, lanes.worlds))
        self._views: Sequence[Seen] = ()

    def begin(self, views: Sequence[Seen], orders_in_transit: Array, steady: bool) -> None:
        """Fill the memory before day 1.

        Args:
            views: what the records of the wave's blocks show.
            slips: ordered on the lanes and not yet known to the sellers `(lanes, worlds)`.
            steady: orders of the mean flow have been placed until now.
        """
        self._views = views
        here, nothing = self.wave.lanes, np.zeros_like(orders_in_transit)
        placed = nothing + self.planned.lane_rate[here] if steady else nothing
        offers = self._offers(
            nothing, placed, self.lanes["under_way"][here] + orders_in_transit, self.known.price, None
        )
        self.rule.prepare(offers, self.memory)

    def shares(self, order: Array, placed: Array, today: Today) -> Array:
        """Shares of today `(lanes, 1)` or `(lanes, worlds)`.

        Args:
            order: of each lane's buyer `(lanes, worlds)`.
            placed: what was ordered on the lanes yesterday.
            today: what crises do to lanes and prices.
        """
        under_way = self.lanes["under_way"][self.wave.lanes]
        return self.rule(self._offers(order, placed, under_way, self._price(today), today.closed), self.memory)

    def _price(self, today: Today) -> Array:
        """Of a unit at the buyer's door today, money `(lanes, 1)` or `(lanes, worlds)`."""
        price, here = self.known.price, self.wave.lanes
        for part, factor in ((self.goods, today.price_factor), (self.freight, today.freight_factor)):
            if factor is not None:
                price = price + part * (factor[here] - 1.0)
        return price

    def _offers(self, order: Array, placed: Array, under_way: Array, price: Array, closed: Array | None) -> Offers:
        here, known = self.wave.lanes, self.known
        if self.rule.looks:
            for block, seen in zip(self.wave.blocks, self._views, strict=True):
                rows = slice(block.rows.start - self.wave.rows.start, block.rows.stop - self.wave.rows.start)
                self._position[rows] = seen.position
        return Offers(
            share=known.share, price=price, lead_time=known.lead_time, buyers=known.buyers, rate=self.rate,
            owed=self.lanes["owed"][here], under_way=under_way,
            arrived=self.lanes["arrived"][here], placed=placed, order=order,
            position=known.buyers.spread(self._position), closed=None if closed is None else closed[here],
            day=self.clock.day,
        )  # fmt: skip
