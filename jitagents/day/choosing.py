"""Choosing: the shares of lanes in the orders of a wave whose sourcing differs from day to day."""

from collections.abc import Sequence

import numpy as np

from jitagents.behaviours.base import Clock, Seen, remember
from jitagents.behaviours.sourcing import Lanes, Offers, Sourcing
from jitagents.column import Array, Table
from jitagents.day.strikes import Today
from jitagents.flow import Groups
from jitagents.layout import Layout, Wave
from jitagents.planning import Planned


class Choosing:
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
        self.rate = planned.plan.rate[layout.buyer[here]]
        self.rule = sourcing.suited(self.known)
        self.memory = remember(self.rule, here.stop - here.start, lanes.worlds)
        self._position = np.zeros((wave.rows.stop - wave.rows.start, lanes.worlds))
        self._views: Sequence[Seen] = ()

    def begin(self, views: Sequence[Seen], slips: Array, steady: bool) -> None:
        """Fill the memory before day 1.

        Args:
            views: what the records of the wave's blocks show.
            slips: ordered on the lanes and not yet known to the sellers `(lanes, worlds)`.
            steady: orders of the mean flow have been placed until now.
        """
        self._views = views
        here, nothing = self.wave.lanes, np.zeros_like(slips)
        placed = nothing + self.planned.lane_rate[here] if steady else nothing
        offers = self._offers(nothing, placed, self.lanes["under_way"][here] + slips, None, None)
        self.rule.prepare(offers, self.memory)

    def shares(self, order: Array, placed: Array, today: Today) -> Array:
        """Shares of today `(lanes, 1)` or `(lanes, worlds)`.

        Args:
            order: of each lane's buyer `(lanes, worlds)`.
            placed: what was ordered on the lanes yesterday.
            today: what crises do to lanes and prices.
        """
        under_way = self.lanes["under_way"][self.wave.lanes]
        return self.rule(self._offers(order, placed, under_way, today.closed, today.dearer), self.memory)

    def _offers(
        self, order: Array, placed: Array, under_way: Array, closed: Array | None, dearer: Array | None
    ) -> Offers:
        here, known = self.wave.lanes, self.known
        if self.rule.looks:
            for block, seen in zip(self.wave.blocks, self._views, strict=True):
                rows = slice(block.rows.start - self.wave.rows.start, block.rows.stop - self.wave.rows.start)
                self._position[rows] = seen.position
        price = known.price if dearer is None else known.price * dearer[here]
        return Offers(
            share=known.share, price=price, lead_time=known.lead_time, buyers=known.buyers, rate=self.rate,
            owed=self.lanes["owed"][here], under_way=under_way,
            arrived=self.lanes["arrived"][here], placed=placed, order=order,
            position=known.buyers.spread(self._position), closed=None if closed is None else closed[here],
            day=self.clock.day,
        )  # fmt: skip
