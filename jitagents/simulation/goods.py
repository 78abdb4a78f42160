"""Goods: their way from sellers over docks and lanes to buyers."""

import numpy as np

from jitagents.behaviours.allocation import Allocation
from jitagents.behaviours.transport import Transport
from jitagents.choice import Choice, Index
from jitagents.column import Array, compact
from jitagents.continuation import Stateful
from jitagents.crises.engine.engine import DisruptionEngine
from jitagents.crises.engine.today import Today
from jitagents.flow import ROUNDING, Groups
from jitagents.network import LeadTimes
from jitagents.network.lead_times import join
from jitagents.pipe import DelayableRows
from jitagents.simulation.docks import Docks
from jitagents.simulation.pausing import Pausing
from jitagents.simulation.rationing import Rationing
from jitagents.simulation.transit import Transit
from jitagents.simulation.ways import ways_of
from jitagents.state import SimulationState


class Goods(Stateful):
    """Goods under way, and the split of the units that a seller ships over its customers' lanes.

    Columns of the lane table written here, units `(lanes, worlds)`: `allocated` (given to the lane today), `arrived`
    (this morning), `under_way` (left the seller's stock, not yet in the buyer's); where a crisis closes lanes, `held`
    (waiting at the lane's end); where some goods go express, `expressed` (today); where the network states loads,
    `loads` (that left today, not all of them full).

    Args:
        state: of the model.
        allocation: rules that divide scarce stock, by stock point.
        transport: rules of departures and lead times, by lane.
        disruptions: of the model.
        delayable: lanes whose lead times can change.
        pausing: lanes that stand still on days of rest; None if nothing rests.

    Attributes:
        buyers, sellers: the lanes grouped by the row of their buyer, and by their seller among `layout.seller_rows`.
        transit, express: goods under way on the lanes; `express` is None if none go express.
        docks: goods that wait to leave.
        rationing: the allocation rules.
        gates: on the way of lanes; goods that go express do not pass them.
        by_load: True if the network states the load of some lanes.
    """

    changing = ("rationing", "transit", "express", "docks")

    def __init__(
        self,
        state: SimulationState,
        allocation: Choice[Allocation],
        transport: Choice[Transport],
        disruptions: DisruptionEngine,
        delayable: DelayableRows,
        pausing: Pausing | None = None,
    ) -> None:
        layout, lanes = state.layout, state.lanes
        self.lanes, self.clock, self.whole, self.transport = lanes, state.clock, state.whole, transport
        sellers = layout.seller_rows
        self.buyers = Groups(layout.lane_buyer, layout.rows)
        self.sellers = Groups(layout.lane_seller - sellers.start, sellers.stop - sellers.start)
        self.rationing = Rationing(state, allocation, self.sellers)
        self.gates = disruptions.gates()
        if pausing is not None:
            delayable = pausing.delayable_lanes(delayable)
            lanes.add("held")
        self._open_lanes(state, delayable)
        self.docks = Docks(state, transport)
        self.by_load = not np.isnan(self.docks.load).all()
        if self.by_load:
            lanes.add("loads")

    def _open_lanes(self, state: SimulationState, delayable: DelayableRows) -> None:
        """Build the lanes, empty, and their express service."""
        layout, planned, transport = state.layout, state.planned, self.transport
        worlds, key, whole = state.worlds, layout.lane_name_rank, state.whole
        stated = layout.network.lanes.iloc[layout.lane_order]

        def usual(rule: Transport, rows: Index) -> LeadTimes:
            return rule.times(layout.goods_times.at(rows), stated.iloc[rows])

        ways = ways_of(transport, planned.times, usual)
        self.transit = Transit(planned.times, ways, worlds, "transport", key, whole, delayable, self.gates)
        self.express: Transit | None = None
        if any(rule.expresses for rule in transport.followed()):
            hurried = join((rule.hurried(planned.times.at(rows)), rows) for rule, rows in transport.parts())
            ways = ways_of(transport, hurried, lambda rule, rows: rule.hurried(usual(rule, rows)))
            self.express = Transit(hurried, ways, worlds, "express", key, whole, delayable)
            self.rate = planned.plan.rate[layout.lane_buyer]
            self._expressing = [(rule, compact(rows)) for rule, rows in transport.parts()]
            self.lanes.add("expressed")

    def arrive(self, today: Today) -> Array:
        """Return the units that reach the buyers this morning `(lanes, worlds)`; units that are not let in wait.

        Args:
            today: changes that disruptions make to goods under way.
        """
        if today.detour is not None:
            self._delay(today.detour)
        self.transit.pass_gates(self.clock.day)
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

    def allocate(self, output: Array, lane_limit: Array | None) -> None:
        """Divide the units that each seller ships over its customers' backorders.

        Args:
            output: units that leave each seller `(sellers, worlds)`; lowered where lanes do not pass them.
            lane_limit: most that each lane takes today `(lanes, worlds)`; None if there is no limit.
        """
        owed, allocated = self.lanes["owed"], self.lanes["allocated"]
        claimed = owed if lane_limit is None else np.minimum(owed, lane_limit)
        if lane_limit is not None:
            held_back = self.sellers.sum(owed - claimed) > 0.0
            np.minimum(output, self.sellers.sum(claimed), out=output, where=held_back)
        self.rationing.divide(output, claimed, allocated)
        owed -= allocated
        self.lanes["under_way"] += allocated

    def send(self, lead_time_factor: Array | None) -> None:
        """Send off the units that leave the docks, or are allocated where there are none; late ones go express.

        Args:
            lead_time_factor: factor on the lead time of each lane today `(lanes, worlds)`; None if there is none.
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
        """Take out all that is under way on some lanes.

        Args:
            which: not 0 for these lanes and worlds `(lanes, worlds)`.

        Returns:
            Units lost on the way to each row `(rows, worlds)`.
        """
        lost, cells = np.zeros_like(which), np.nonzero(which)
        for transit in self.transits:
            lost[cells] += transit.pipe.clear(cells)
        if "held" in self.lanes:
            lost[cells] += self.lanes["held"][cells]
            self.lanes["held"][cells] = 0.0
        for gate in self.gates:
            lost[gate.lanes] += gate.clear(which[gate.lanes])
        self.lanes["under_way"] -= lost
        return self.buyers.sum(lost)

    def _delay(self, days: Array) -> None:
        """Delay all that is under way by so many days `(lanes, worlds)`."""
        for number in np.unique(days[days > 0.0]):
            for transit in self.transits:
                transit.delay(self.clock.day, np.nonzero(days == number), int(number))

    @property
    def transits(self) -> list[Transit]:
        """The lanes, and their express service if some goods go express."""
        return [self.transit] if self.express is None else [self.transit, self.express]

    def _late(self, loaded: Array) -> Array:
        """Return the part of the leaving units that goes express `(lanes, worlds)`."""
        outstanding = self.lanes["owed"] + loaded
        if self.docks.used:
            outstanding += self.lanes["dock"]
        late = np.empty_like(loaded)
        for rule, rows in self._expressing:
            late[rows] = rule.express(loaded[rows], outstanding[rows], self.rate[rows])
        return np.minimum(np.ceil(late - ROUNDING), loaded) if self.whole else late
