"""Goods: from the rows of sellers, over docks and lanes, to the rows of buyers."""

import numpy as np

from jitagents.behaviours.allocation import Allocation, Claims
from jitagents.behaviours.base import Clock, per_row, remember
from jitagents.behaviours.transport import Transport
from jitagents.column import Array, Table
from jitagents.crises.engine.engine import DisruptionEngine
from jitagents.crises.engine.today import Today
from jitagents.flow import ROUNDING, Groups
from jitagents.layout import Layout
from jitagents.planning import Planned
from jitagents.simulation.docks import Docks
from jitagents.simulation.transit import Transit
from jitagents.worlds import Drawn, Worlds


class Goods:
    """Goods under way, and the split of what a seller ships over its customers' lanes.

    Columns of the lane table written here, units `(lanes, worlds)`: `allocated` (given to the lane today), `arrived`
    (this morning), `under_way` (left the seller's stock, not yet in the buyer's); where a crisis closes lanes, `held`
    (waiting at the lane's end); where some goods go express, `expressed` (today); where the network states loads,
    `loads` (that left today, not all of them full).

    Args:
        layout: rows and lanes.
        planned: mean flows and lead times.
        lanes: the table of lanes.
        carriers: the table of carriers.
        allocation: how scarce stock is divided.
        transport: when goods leave, and how long they take.
        strikes: what crises do to lanes.
        worlds: who shares the draws.
        clock: today.
        whole: units are whole.
    """

    def __init__(
        self, layout: Layout, planned: Planned, lanes: Table, carriers: Table, allocation: Allocation,
        transport: Transport, disruptions: DisruptionEngine, worlds: Worlds, clock: Clock, whole: bool,
    ) -> None:  # fmt: skip
        self.lanes, self.clock, self.whole, self.transport = lanes, clock, whole, transport
        self.allocation, self.memory = allocation, remember(allocation, lanes.rows, lanes.worlds)
        sellers = layout.seller_rows
        self.buyers = Groups(layout.lane_buyer, layout.rows)
        self.sellers = Groups(layout.lane_seller - sellers.start, sellers.stop - sellers.start)
        times, key = planned.times, layout.lane_name_rank
        self._drawn: Drawn | None = None
        self._chance: Array | None = None
        if allocation.draws and whole:
            by_name = np.argsort(np.argsort(key, kind="stable"))
            sample = lambda rng, day, days, _: rng.random((days, len(key)))[:, by_name]  # noqa: E731
            self._drawn = Drawn(worlds, "allocation", [sample], len(key))
            self._chance = np.empty((lanes.rows, lanes.worlds))
        delayable = disruptions.delayable()
        self.transit = Transit(times, transport, worlds, "transport", key, whole, delayable)
        self.express: Transit | None = None
        if transport.expresses:
            hurried = transport.hurried(times)
            self.express = Transit(hurried, transport, worlds, "express", key, whole, delayable)
            self.rate = planned.plan.rate[layout.lane_buyer]
            lanes.add("expressed")
        self.priority = per_row(layout.lane_column("priority"))
        self.docks = Docks(layout, lanes, carriers, transport, clock, whole)
        self.by_load = not np.isnan(self.docks.load).all()
        if self.by_load:
            lanes.add("loads")

    def arrive(self, today: Today) -> Array:
        """What reaches the buyers this morning `(lanes, worlds)`; what crises let neither in nor perish waits.

        Args:
            today: what crises do to goods under way.
        """
        if today.detour is not None:
            self._delay(today.detour)
        arrived, receiving_limit = self.lanes["arrived"], today.receiving_limit
        arrived[...] = self.transit.pipe.due(self.clock.day)
        if self.express is not None:
            arrived += self.express.pipe.due(self.clock.day)
        if "held" in self.lanes:
            held = self.lanes["held"]
            arrived += held
            held.fill(0.0)
            if receiving_limit is not None:
                np.subtract(arrived, np.minimum(arrived, receiving_limit), out=held)
                arrived -= held
        self.lanes["under_way"] -= arrived
        return arrived

    def allocate(self, output: Array, passing: Array | None) -> None:
        """Divide what each seller ships `(sellers, worlds)` over what its customers are owed.

        Args:
            output: units that leave each seller; lowered where lanes do not pass them.
            passing: most that each lane takes today `(lanes, worlds)`; None if there is no limit.
        """
        owed, ordered, allocated = (self.lanes[name] for name in ("owed", "ordered", "allocated"))
        claimed = owed if passing is None else np.minimum(owed, passing)
        if passing is not None:
            held_back = self.sellers.sum(owed - claimed, np.empty_like(output)) > 0.0
            np.minimum(output, self.sellers.sum(claimed, np.empty_like(output)), out=output, where=held_back)
        if self._drawn is not None and self._chance is not None:
            self._drawn.on(self.clock.day, self._chance)
        claims = Claims(claimed, ordered, self.priority, self.sellers, self.whole, self.clock.day, self._chance)
        allocated[...] = self.allocation(output, claims, self.memory)
        owed -= allocated
        self.lanes["under_way"] += allocated

    def send(self, lead_time_factor: Array | None) -> None:
        """Send off what leaves the docks, or what is allocated where there are none; what is late goes express.

        Args:
            stretch: factor on the lead time of each lane today `(lanes, worlds)`; None if there is none.
        """
        loaded = self.docks.leave() if self.docks.used else self.lanes["allocated"]
        if self.by_load:
            # A lane that is not loaded by the load counts none.
            np.divide(loaded, self.docks.load, out=self.lanes["loads"], where=~np.isnan(self.docks.load))
            np.ceil(self.lanes["loads"] - ROUNDING, out=self.lanes["loads"])
        if self.express is not None:
            hurried = self.lanes["expressed"]
            hurried[...] = self._late(loaded)
            self.express.send(self.clock.day, hurried, lead_time_factor)
            loaded = loaded - hurried
        self.transit.send(self.clock.day, loaded, lead_time_factor)

    def lose(self, which: Array) -> Array:
        """Take out all that is under way on some lanes; units lost on the way to each row `(rows, worlds)`.

        Args:
            which: not 0 for the lanes and worlds that are meant `(lanes, worlds)`.
        """
        lost, cells = np.zeros_like(which), np.nonzero(which)
        for transit in self._journeys:
            lost[cells] += transit.pipe.clear(cells)
        if "held" in self.lanes:
            lost[cells] += self.lanes["held"][cells]
            self.lanes["held"][cells] = 0.0
        self.lanes["under_way"] -= lost
        return self.buyers.sum(lost, np.empty((self.buyers.size, lost.shape[1])))

    def _delay(self, days: Array) -> None:
        """Let all that is under way arrive so many days later `(lanes, worlds)`."""
        for number in np.unique(days[days > 0.0]):
            for transit in self._journeys:
                transit.delay(self.clock.day, np.nonzero(days == number), int(number))

    @property
    def _journeys(self) -> list[Transit]:
        return [self.transit] if self.express is None else [self.transit, self.express]

    def _late(self, loaded: Array) -> Array:
        """How much of what leaves goes express `(lanes, worlds)`."""
        outstanding = self.lanes["owed"] + loaded
        if self.docks.used:
            outstanding += self.lanes["dock"]
        late = self.transport.express(loaded, outstanding, self.rate)
        return np.minimum(np.ceil(late - ROUNDING), loaded) if self.whole else late
