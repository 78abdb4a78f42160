"""Orders: from the rows of buyers, over lanes, to the rows of sellers."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from jitagents.behaviours.base import Clock, Seen
from jitagents.behaviours.sourcing import Sourcing
from jitagents.behaviours.sourcing.base import at_lanes
from jitagents.column import Array, Rows, Table, compact
from jitagents.crises.engine.today import Today
from jitagents.flow import ROUNDING, Groups, Pipe, rounded, turn
from jitagents.layout import Layout, Wave
from jitagents.planning import Planned
from jitagents.simulation.daily_sourcing import DailySourcing

LITTLE = 1e-12
"""A share by which lanes that have none are treated alike."""


@dataclass(frozen=True)
class Counter:
    """Where the rows of one wave meet the lanes.

    Attributes:
        sellers: the wave's rows without its buyers.
        customers: all lanes, grouped by their seller among those.
        buyers: the lanes on which the wave orders, grouped by its rows.
        prompt: those of them that have no order delay, as rows of the lane table.
        shares: their planned shares, and the sum of the shares before each of its buyer `(lanes, 1)`.
        choosing: where shares differ from day to day; None if they are the planned ones.
    """

    sellers: slice
    customers: Groups
    buyers: Groups
    prompt: Rows
    shares: tuple[Array, Array]
    daily_sourcing: DailySourcing | None


class Orders:
    """Orders under way, and the split of each order over its buyer's lanes.

    Args:
        layout: rows, lanes and waves.
        planned: mean flows and planned shares.
        points: the table of stock points.
        lanes: the table of lanes; `placed` and `ordered` are written here.
        sourcing: how orders are split.
        today: what crises do to orders.
        clock: today.
        whole: units are whole.
    """

    def __init__(
        self,
        layout: Layout,
        planned: Planned,
        points: Table,
        lanes: Table,
        sourcing: Sourcing,
        today: Today,
        clock: Clock,
        whole: bool,
    ) -> None:
        self.layout, self.planned, self.points, self.lanes = layout, planned, points, lanes
        self.sourcing, self.today, self.clock, self.whole = sourcing, today, clock, whole
        delay = layout.lane_column("order_delay").astype(np.int64)
        late = np.flatnonzero(delay)
        self.late, self.delayed = compact(late), len(late) > 0
        if self.delayed:
            lanes.add("placed")
        self.orders_in_transit = Pipe(delay[late], lanes.worlds)
        self.counters = [self._counter(wave, delay == 0) for wave in layout.waves]

    def _counter(self, wave: Wave, prompt: np.ndarray) -> Counter:
        layout, rows, lanes = self.layout, wave.rows, wave.lanes
        sellers = slice(max(rows.start, layout.seller_rows.start), rows.stop)
        inside = (layout.lane_seller >= sellers.start) & (layout.lane_seller < sellers.stop)
        customers = Groups(np.where(inside, layout.lane_seller - sellers.start, -1), sellers.stop - sellers.start)
        buyers = Groups(layout.lane_buyer[lanes] - rows.start, rows.stop - rows.start)
        share = self.planned.share[lanes]
        return Counter(
            sellers,
            customers,
            buyers,
            compact(np.flatnonzero(prompt[lanes]) + lanes.start),
            (share, buyers.before(share)),
            None
            if buyers.single or self.sourcing.fixed
            else DailySourcing(wave, buyers, layout, self.planned, self.lanes, self.sourcing, self.clock),
        )

    def begin(self, views: Sequence[Seen], steady: bool) -> None:
        """Fill the memories of sourcing before day 1.

        Args:
            views: what the records of each block of rows show, in the order of the waves.
            steady: lanes and slips carry the mean flow.
        """
        if all(counter.daily_sourcing is None for counter in self.counters):
            return
        orders_in_transit, first = np.zeros_like(self.lanes["owed"]), 0
        orders_in_transit[self.late] = self.orders_in_transit.under_way(self.clock.day)
        for wave, counter in zip(self.layout.waves, self.counters, strict=True):
            if counter.daily_sourcing is not None:
                counter.daily_sourcing.begin(
                    views[first : first + len(wave.blocks)], orders_in_transit[wave.lanes], steady
                )
            first += len(wave.blocks)

    def receive(self) -> None:
        """Bring in the orders that were under way to the sellers until today."""
        if self.delayed:
            self.lanes["ordered"][self.late] = self.orders_in_transit.due(self.clock.day)

    def call(self, number: int) -> None:
        """Add up the orders that reach the rows of a wave today; they are owed from now on."""
        counter = self.counters[number]
        if counter.customers.size:
            demand = self.points["demand"][counter.sellers]
            counter.customers.sum(self.lanes["ordered"], demand)
            self.points["owed"][counter.sellers] += demand

    def place(self, number: int) -> None:
        """Split the orders of a wave's rows over their lanes; without order delay they reach the sellers at once."""
        wave, counter = self.layout.waves[number], self.counters[number]
        orders = self.points["order"][wave.rows]
        if wave.lanes.start < wave.lanes.stop:
            placed = self.lanes["placed" if self.delayed else "ordered"][wave.lanes]
            if counter.buyers.single:
                counter.buyers.spread(orders, placed)
            else:
                placed[...] = self._split(orders, placed, wave, counter)
            if self.today.order_error_share is not None:
                self._mislead(placed, self.today.order_error_share[wave.lanes], wave, counter)
            if self.delayed:
                self.lanes["ordered"][counter.prompt] = self.lanes["placed"][counter.prompt]
        self.points["on_order"][wave.rows] += orders

    def _mislead(self, placed: Array, share: Array, wave: Wave, counter: Counter) -> None:
        """Lose or double orders on their way; what the buyer believes to be on order is then mistaken."""
        more = np.sign(share) * rounded(np.abs(placed * share), self.whole, self.clock.day)
        placed += more
        change = counter.buyers.sum(more, np.empty_like(self.points["order"][wave.rows]))
        self.points["on_order"][wave.rows] += change
        self.points["mistaken"][wave.rows] -= change

    def _split(self, orders: Array, yesterday: Array, wave: Wave, counter: Counter) -> Array:
        """Units for each lane; whole units are rounded so that the lanes of an order add up to it."""
        units = counter.buyers.spread(orders)
        share, before = counter.shares
        if counter.daily_sourcing is not None:
            share = counter.daily_sourcing.shares(units, yesterday, self.today)
            before = counter.buyers.before(share)
        if self.today.switched_share is not None:
            share = _moved(share * np.ones_like(units), self.today.switched_share[wave.lanes], counter.buyers)
            before = counter.buyers.before(share)
        if not self.whole:
            return units * share
        start = turn(self.clock.day) + ROUNDING
        return np.floor(units * (before + share) + start) - np.floor(units * before + start)

    def send(self) -> None:
        """Send off what was placed on lanes with a delay; note what is owed lane by lane."""
        if self.delayed:
            self.orders_in_transit.send(self.clock.day, self.lanes["placed"][self.late])
        self.lanes["owed"] += self.lanes["ordered"]


def _moved(share: Array, left: Array, buyers: Groups) -> Array:
    """Shares of lanes, with what their buyer has taken off some put on its others; a sole source it cannot leave.

    It goes to the lanes that are not left, in proportion to their shares, or evenly where they had none; where all are
    left in part, to all of them.
    """
    taken, stays = at_lanes(buyers, share * left), share * (1.0 - left)
    takers = np.maximum(share, LITTLE) * (left == 0.0)
    takers = np.where(at_lanes(buyers, takers) > 0.0, takers, stays)
    room = at_lanes(buyers, takers)
    moves = (taken > 0.0) & (room > 0.0)
    return np.where(moves, stays + taken * np.divide(takers, room, out=np.zeros_like(room), where=moves), share)
