"""Orders: from the rows of buyers, over lanes, to the rows of sellers."""

from collections.abc import Sequence

import numpy as np

from jitagents.behaviours.base import Seen
from jitagents.behaviours.sourcing import Sourcing
from jitagents.behaviours.sourcing.base import ACTIVE, APPROVED, PROBATION, at_lanes
from jitagents.choice import Choice
from jitagents.column import Array, compact
from jitagents.continuation import Stateful
from jitagents.crises.engine.today import Today
from jitagents.flow import ROUNDING, Groups, rounded, turn
from jitagents.layout import Wave
from jitagents.pipe import Pipe
from jitagents.simulation.books.order_lines import DroppedLines
from jitagents.simulation.cancellations import Cancellations
from jitagents.simulation.counters import Counter, counter_of
from jitagents.state import SimulationState

LITTLE = 1e-12
"""Share that stands for a share of 0, so that lanes without a share are treated alike."""


class Orders(Stateful):
    """Orders in transit, and the split of each order over its buyer's lanes.

    Columns of the lane table written here, units `(lanes, worlds)`: `ordered` (orders that reach the seller today),
    `owed`; where a lane has an order delay, `placed` (today).

    Args:
        state: of the model.
        sourcing: how orders are split, by row.
        today: changes that disruptions make today.
        cancellations: of orders that are not shipped; None if there are none.
        dropped: order lines that sellers drop; None if they never do.

    Attributes:
        late: the lanes with an order delay.
        delayed: True if there are any.
        orders_in_transit: orders placed on these lanes and not yet known to the sellers.
    """

    changing = ("orders_in_transit", "counters")

    def __init__(
        self,
        state: SimulationState,
        sourcing: Choice[Sourcing],
        today: Today,
        cancellations: Cancellations | None = None,
        dropped: DroppedLines | None = None,
    ) -> None:
        self.state, self.layout, self.points, self.lanes = state, state.layout, state.points, state.lanes
        self.today, self.clock, self.whole = today, state.clock, state.whole
        self.cancellations, self.dropped = cancellations, dropped
        delay = self.layout.lane_column("order_delay").astype(np.int64)
        late = np.flatnonzero(delay)
        self.late, self.delayed = compact(late), len(late) > 0
        if self.delayed:
            self.lanes.add("placed")
        self.orders_in_transit = Pipe(delay[late], self.lanes.worlds)
        self.counters = [counter_of(wave, state, sourcing, delay == 0) for wave in self.layout.waves]
        self._ordering = [True] * len(self.counters)  # whether each wave may have ordered something

    def begin(self, views: Sequence[Seen], steady: bool) -> None:
        """Fill the memories of sourcing before day 1.

        Args:
            views: the records of each block of rows, in the order of the waves.
            steady: lanes and orders in transit carry the mean flow.
        """
        if not any(counter.daily_sourcing for counter in self.counters):
            return
        orders_in_transit, blocks = np.zeros_like(self.lanes["owed"]), self.layout.blocks
        orders_in_transit[self.late] = self.orders_in_transit.under_way(self.clock.day)
        of_block = dict(zip((block.rows.start for block in blocks), views, strict=True))
        for daily in (daily for counter in self.counters for daily in counter.daily_sourcing):
            seen = [of_block[block.rows.start] for block in daily.blocks]
            daily.begin(seen, orders_in_transit[daily.rows], steady)

    def receive(self) -> None:
        """Let delayed orders that are due today reach the sellers."""
        if self.delayed:
            self.lanes["ordered"][self.late] = self.orders_in_transit.due(self.clock.day)

    def call(self, number: int) -> None:
        """Add up the orders that reach the rows of a wave today; they are backorders until shipped."""
        counter = self.counters[number]
        if counter.customers.size:
            demand = self.points["demand"][counter.sellers]
            if not self.called(number):
                demand.fill(0.0)
                return
            counter.customers.sum(self.lanes["ordered"], demand)
            self.points["owed"][counter.sellers] += demand
            if self.cancellations is not None:
                self.cancellations.deduct(counter.sellers, counter.customers, demand)

    def called(self, number: int) -> bool:
        """Return whether orders may reach the rows of a wave today; of inputs, orders within their plants."""
        return any(self._ordering[wave] for wave in self.counters[number].customers_in)

    def show(self, number: int) -> None:
        """Tell the rows of a wave, before they decide, what they can cancel."""
        if self.cancellations is not None:
            self.cancellations.show(number, self.layout.waves[number], self.counters[number].buyers)

    def place(self, number: int) -> None:
        """Split the orders of a wave's rows over their lanes; without order delay they reach the sellers at once."""
        wave, counter = self.layout.waves[number], self.counters[number]
        orders, ordered = self.points["order"][wave.rows], self._ordering[number]
        ordering = self._ordering[number] = self._may_order(counter, orders)
        if wave.lanes.start < wave.lanes.stop and (ordering or ordered):
            placed = self.lanes["placed" if self.delayed else "ordered"][wave.lanes]
            if ordering:
                self._fill(placed, orders, number)
            else:
                placed.fill(0.0)
            if "claimed" in self.lanes:  # bad units to be replaced; they are on order since they were sent back
                placed += self.lanes["claimed"][wave.lanes]
                self.lanes["claimed"][wave.lanes] = 0.0
            if self.delayed:
                self.lanes["ordered"][counter.prompt] = self.lanes["placed"][counter.prompt]
        if ordering:
            self.points["on_order"][wave.rows] += orders

    def _may_order(self, counter: Counter, orders: Array) -> bool:
        """Return whether a wave may order something today; between planning runs and on days of rest, none does."""
        return bool(
            self.delayed
            or self.cancellations is not None
            or counter.daily_sourcing
            or "claimed" in self.lanes
            or orders.any()
        )

    def _fill(self, placed: Array, orders: Array, number: int) -> None:
        """Write what a wave places on its lanes; what is refused or cancelled there changes its orders."""
        wave, counter = self.layout.waves[number], self.counters[number]
        if self.cancellations is not None:
            self._cancel(self.cancellations, number)
        if counter.buyers.single:
            counter.buyers.spread(orders, placed)
        else:
            placed[...] = self._split(orders, placed, number)
        if self.today.void is not None:
            refused = placed * self.today.void[wave.lanes]
            placed -= refused
            orders -= counter.buyers.sum(refused)
        if self.today.order_error_share is not None:
            self._distort(placed, self.today.order_error_share[wave.lanes], wave, counter)
        if self.dropped is not None:
            self.dropped.drop(placed, wave)

    def _distort(self, placed: Array, share: Array, wave: Wave, counter: Counter) -> None:
        """Lose or double orders on their way; the buyer's own count of units on order is then mistaken."""
        excess = np.sign(share) * rounded(np.abs(placed * share), self.whole, self.clock.day)
        placed += excess
        change = counter.buyers.sum(excess)
        self.points["on_order"][wave.rows] += change
        self.points["mistaken"][wave.rows] -= change

    def _cancel(self, cancellations: Cancellations, number: int) -> None:
        """Cancel what ordering rules have decided, what buyers order on other lanes instead, and what is void."""
        wave, buyers, left = self.layout.waves[number], self.counters[number].buyers, self.today.cancelling
        cancellations.decided(number, wave, buyers)
        if left is not None and not buyers.single:
            others = at_lanes(buyers, (left[wave.lanes] < 1.0).astype(float)) > 0.0
            units = self.lanes["owed"][wave.lanes] * (left[wave.lanes] >= 1.0) * others
            self.points["order"][wave.rows] += cancellations.cancel(number, wave, buyers, units)
        if self.today.void is not None:
            void = self.today.void[wave.lanes] >= 1.0
            cancellations.cancel(number, wave, buyers, self.lanes["owed"][wave.lanes] * void)

    def _split(self, orders: Array, yesterday: Array, number: int) -> Array:
        """Return the units for each lane; whole units are rounded so that the lanes of an order add up to it.

        Units that the sourcing rule cancels are ordered again, and raise the orders.
        """
        wave, counter = self.layout.waves[number], self.counters[number]
        units = counter.buyers.spread(orders)
        share, before = counter.shares
        if counter.daily_sourcing:
            share, back = self._shares(counter, units, yesterday, wave.lanes)
            before = counter.buyers.before(share)
            if back is not None and self.cancellations is not None and back.any():
                orders += self.cancellations.cancel(number, wave, counter.buyers, back)
                units = counter.buyers.spread(orders)
        if self.today.switched_share is not None:
            switched, usable = self.today.switched_share[wave.lanes], self._usable(wave.lanes)
            share = _switch(share * np.ones_like(units), switched, counter.buyers, usable)
            before = counter.buyers.before(share)
        if not self.whole:
            return units * share
        start = turn(self.clock.day) + ROUNDING
        return _cut(units * (before + share), start) - _cut(units * before, start)

    def _usable(self, lanes: slice) -> Array:
        """Return 1 for the lanes that may be switched to, 0 for candidates and suppliers phased out `(lanes, …)`."""
        standing = self.lanes.get("standing")
        planned = self.state.planned.lanes.standing
        now = planned if standing is None else standing
        return np.ones((1, 1)) if now is None else np.isin(now[lanes], (APPROVED, ACTIVE, PROBATION)).astype(float)

    def _shares(self, counter: Counter, units: Array, yesterday: Array, lanes: slice) -> tuple[Array, Array | None]:
        """Return today's shares of the lanes of a wave, and the units that sourcing rules cancel, if any does."""
        first = counter.daily_sourcing[0]
        if first.rows == lanes:
            return first.shares(units, yesterday, self.today)
        share, cancelled = counter.shares[0] * np.ones_like(units), None
        for daily in counter.daily_sourcing:
            rows = slice(daily.rows.start - lanes.start, daily.rows.stop - lanes.start)
            share[rows], back = daily.shares(units[rows], yesterday[rows], self.today)
            if back is not None:
                cancelled = np.zeros_like(units) if cancelled is None else cancelled
                cancelled[rows] = back
        return share, cancelled

    def send(self) -> None:
        """Send off orders on lanes with a delay; add today's orders to the backorders of each lane."""
        if self.delayed:
            self.orders_in_transit.send(self.clock.day, self.lanes["placed"][self.late])
        if any(self._ordering):
            self.lanes["owed"] += self.lanes["ordered"]


def _cut(units: Array, start: float) -> Array:
    """Cut sums over lanes, which are overwritten, at whole units; `start` is the fraction at which rounding starts."""
    units += start
    return np.floor(units, out=units)


def _switch(share: Array, switched: Array, buyers: Groups, usable: Array) -> Array:
    """Move a switched part of the share of each lane to the other lanes of its buyer.

    The part goes to the lanes that are not switched from, in proportion to their shares, or evenly where these are 0;
    where a buyer switches from all its lanes in part, to all of them. A buyer with one lane keeps it; nothing goes to a
    lane that is not usable.
    """
    moved, kept = at_lanes(buyers, share * switched), share * (1.0 - switched)
    takers = np.maximum(share, LITTLE) * (switched == 0.0) * usable
    takers = np.where(at_lanes(buyers, takers) > 0.0, takers, kept)
    total = at_lanes(buyers, takers)
    moves = (moved > 0.0) & (total > 0.0)
    return np.where(moves, kept + moved * np.divide(takers, total, out=np.zeros_like(total), where=moves), share)
