"""Docks: goods between a seller's stock and its lane, waiting for a departure or for room on a carrier."""

import numpy as np

from jitagents.behaviours.base import per_row, remember
from jitagents.behaviours.transport import Dock, Transport
from jitagents.choice import Choice
from jitagents.column import Array, compact
from jitagents.continuation import Stateful
from jitagents.flow import Groups
from jitagents.layout import Layout
from jitagents.state import SimulationState


class Docks(Stateful):
    """The docks of lanes: of all if transport decides on departures, otherwise of those with a limited carrier.

    Columns of the lane table written here, units `(lanes, worlds)`, if there is a dock: `dock` (waiting there) and
    `loaded` (that left today, on any lane).

    Args:
        state: of the model.
        transport: rules of departures, by lane.

    Attributes:
        used: True if there is any dock.
        memories: of the rules.
        load: units of a full load of each lane, NaN where none is stated `(lanes, 1)`.
        rested: days before today on which each lane could load nothing, by its calendar `(lanes, 1)`; None: never any.
    """

    changing = ("memories",)

    def __init__(self, state: SimulationState, transport: Choice[Transport]) -> None:
        self.lanes, self.carriers = state.lanes, state.carriers
        self.clock, self.whole, layout, lanes = state.clock, state.whole, state.layout, state.lanes
        carrier, limited = _carriers(layout)
        docked = limited | np.array([rule.docks for rule in transport.rules])[transport.number]
        self.used = bool(docked.any())
        self.rows, self.limited = compact(np.flatnonzero(docked)), compact(np.flatnonzero(limited))
        self.by_carrier = Groups(carrier[limited], self.carriers.rows)
        self.load, self.number = per_row(layout.lane_column("load")), per_row(layout.lane_name_rank)
        docks = np.flatnonzero(docked)
        self._parts = [(rule, compact(docks[places])) for rule, places in transport.at(docks).parts()]
        self.memories = [remember(rule, places.size, lanes.worlds) for rule, places in transport.at(docks).parts()]
        self.rested: Array | None = None
        if self.used:
            lanes.add("dock")
            lanes.add("loaded")

    def offer(self, lane_limit: Array | None) -> None:
        """Bring allocated units to the docks, choose those that may leave, and offer them to limited carriers.

        Args:
            lane_limit: most that each lane takes today `(lanes, worlds)`; None if there is no limit.
        """
        rows, loaded = self.rows, self.lanes["loaded"]
        loaded[...] = self.lanes["allocated"]
        self.lanes["dock"][rows] += loaded[rows]
        for (rule, docks), memory in zip(self._parts, self.memories, strict=True):
            limit = None if lane_limit is None else lane_limit[docks]
            waiting, fresh = self.lanes["dock"][docks], loaded[docks]
            rested = None if self.rested is None else self.rested[docks]
            dock = Dock(waiting, fresh, limit, self.load[docks], self.number[docks], self.clock.day, rested)
            loaded[docks] = rule.ready(dock, memory)
        self.by_carrier.sum(loaded[self.limited], self.carriers["offered"])

    def leave(self) -> Array:
        """Return the units that leave today `(lanes, worlds)`: those that may, as far as a limited carrier has room."""
        loaded, limited = self.lanes["loaded"], self.limited
        loaded[limited] = self.by_carrier.ration(self.carriers["loaded"], loaded[limited], self.whole, self.clock.day)
        self.lanes["dock"][self.rows] -= loaded[self.rows]
        return loaded


def _carriers(layout: Layout) -> tuple[np.ndarray, np.ndarray]:
    """Return the carrier of each lane (its row, or -1), and whether its capacity is limited `(lanes,)`."""
    network = layout.network
    rows = {name: row for row, name in enumerate(network.carriers["name"])}
    carrier = network.lanes["carrier"].map(rows).fillna(-1).to_numpy(dtype=np.int64)[layout.lane_order]
    room = np.append(network.carriers["capacity"].to_numpy(dtype=float), np.inf)
    return carrier, np.isfinite(room[carrier])
