"""Docks: where goods wait between a seller's stock and its lane, for a departure or for room on a carrier."""

import numpy as np

from jitagents.behaviours.base import Clock, per_row, remember
from jitagents.behaviours.transport import Dock, Transport
from jitagents.column import Array, Table, compact
from jitagents.flow import Groups
from jitagents.layout import Layout


class Docks:
    """The docks of lanes: of all if transport decides on departures, otherwise of those with a limited carrier.

    Columns of the lane table written here, units `(lanes, worlds)`, if there is a dock: `dock` (waiting there) and
    `loaded` (that left today, on any lane).

    Args:
        layout: rows and lanes.
        lanes: the table of lanes.
        carriers: the table of carriers.
        transport: what may leave.
        clock: today.
        whole: units are whole.

    Attributes:
        used: True if there is any dock.
    """

    def __init__(
        self, layout: Layout, lanes: Table, carriers: Table, transport: Transport, clock: Clock, whole: bool
    ) -> None:
        self.lanes, self.carriers, self.transport, self.clock, self.whole = lanes, carriers, transport, clock, whole
        carrier, limited = _carriers(layout)
        docked = limited | transport.docks
        self.used = bool(docked.any())
        self.rows, self.limited = compact(np.flatnonzero(docked)), compact(np.flatnonzero(limited))
        self.by_carrier = Groups(carrier[limited], carriers.rows)
        self.load, self.number = per_row(layout.lane_column("load")), per_row(layout.lane_name_rank)
        self.memory = remember(transport, lanes.rows, lanes.worlds)
        if self.used:
            lanes.add("dock")
            lanes.add("loaded")

    def offer(self, passing: Array | None) -> None:
        """Bring what is allocated to the docks, choose what may leave, tell each limited carrier how much that is.

        Args:
            passing: most that each lane takes today `(lanes, worlds)`; None if there is no limit.
        """
        rows, loaded = self.rows, self.lanes["loaded"]
        loaded[...] = self.lanes["allocated"]
        self.lanes["dock"][rows] += loaded[rows]
        limit = None if passing is None else passing[rows]
        waiting, came = self.lanes["dock"][rows], loaded[rows]
        dock = Dock(waiting, came, limit, self.load[rows], self.number[rows], self.clock.day)
        loaded[rows] = self.transport.ready(dock, self.memory)
        self.by_carrier.sum(loaded[self.limited], self.carriers["offered"])

    def leave(self) -> Array:
        """What leaves today `(lanes, worlds)`: what may, as far as a limited carrier loaded it."""
        loaded, limited = self.lanes["loaded"], self.limited
        loaded[limited] = self.by_carrier.ration(self.carriers["loaded"], loaded[limited], self.whole, self.clock.day)
        self.lanes["dock"][self.rows] -= loaded[self.rows]
        return loaded


def _carriers(layout: Layout) -> tuple[np.ndarray, np.ndarray]:
    """The carrier of each lane (its row, or -1), and whether its capacity is limited `(lanes,)`."""
    network = layout.network
    rows = {name: row for row, name in enumerate(network.carriers["name"])}
    carrier = network.lanes["carrier"].map(rows).fillna(-1).to_numpy(dtype=np.int64)[layout.lane_order]
    room = np.append(network.carriers["capacity"].to_numpy(dtype=float), np.inf)
    return carrier, np.isfinite(room[carrier])
