"""Goods: from the rows of sellers, over docks and lanes, to the rows of buyers."""

import numpy as np

from jitagents.behaviours.allocation import Allocation, Claims
from jitagents.behaviours.base import Clock, per_row
from jitagents.behaviours.transport import Transport
from jitagents.column import Array, Table, compact
from jitagents.day.desk import remember
from jitagents.day.journey import Journey
from jitagents.flow import Groups
from jitagents.layout import Layout
from jitagents.worlds import Worlds


class Goods:
    """Goods under way, and the split of what a seller ships over its customers' lanes.

    Columns of the lane table written here, units `(lanes, worlds)`: `allocated` (given to the lane today), `loaded`
    (that left today), `arrived` (this morning), `under_way` (left the seller's stock, not yet in the buyer's); where
    carriers are limited, `dock` (waiting for room); where a crisis closes lanes, `held` (waiting at the lane's end).

    Args:
        layout: rows and lanes.
        lanes: the table of lanes.
        carriers: the table of carriers.
        allocation: how scarce stock is divided.
        transport: whether lead times are drawn.
        worlds: who shares the draws.
        clock: today.
        whole: units are whole.
    """

    def __init__(
        self, layout: Layout, lanes: Table, carriers: Table, allocation: Allocation, transport: Transport,
        worlds: Worlds, clock: Clock, whole: bool,
    ) -> None:  # fmt: skip
        self.lanes, self.carriers, self.clock, self.whole = lanes, carriers, clock, whole
        self.allocation, self.memory = allocation, remember(allocation, lanes.rows, lanes.worlds)
        sellers = layout.sellers
        self.buyers = Groups(layout.buyer, layout.rows)
        self.sellers = Groups(layout.seller - sellers.start, sellers.stop - sellers.start)
        self.journey = Journey(layout.goods_times, transport, worlds, "transport", layout.lane_name_rank)
        self.priority = per_row(layout.lane_column("priority"))
        carrier, limited = _carriers(layout)
        self.docked = bool(limited.any())
        self.at_dock = compact(np.flatnonzero(limited))
        self.docks = Groups(carrier[limited], carriers.rows)
        if self.docked:
            lanes.add("dock")

    def arrive(self, shut: Array | None) -> Array:
        """What reaches the buyers' doors this morning `(lanes, worlds)`; at a shut lane (1) goods wait for opening."""
        arrived = self.lanes["arrived"]
        arrived[...] = self.journey.pipe.due(self.clock.day)
        if shut is not None:
            held = self.lanes["held"]
            arrived += held
            np.multiply(arrived, shut, out=held)
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
        claims = Claims(claimed, ordered, self.priority, self.sellers, self.whole, self.clock.day)
        allocated[...] = self.allocation(output, claims, self.memory)
        owed -= allocated
        self.lanes["under_way"] += allocated

    def offer(self, passing: Array | None) -> None:
        """Bring what is allocated to the docks of limited carriers; tell each carrier how much can be loaded."""
        dock = self.lanes["dock"]
        dock[self.at_dock] += self.lanes["allocated"][self.at_dock]
        self.docks.sum(self._loadable(passing), self.carriers["offered"])

    def send(self, passing: Array | None) -> None:
        """Send off what is allocated; on a limited carrier, the dock's share of what it loads."""
        loaded = self.lanes["allocated"]
        if self.docked:
            given = self.docks.ration(self.carriers["loaded"], self._loadable(passing), self.whole, self.clock.day)
            self.lanes["dock"][self.at_dock] -= given
            loaded = loaded.copy()
            loaded[self.at_dock] = given
        self.journey.send(self.clock.day, loaded)

    def _loadable(self, passing: Array | None) -> Array:
        dock = self.lanes["dock"][self.at_dock]
        return dock if passing is None else np.minimum(dock, passing[self.at_dock])


def _carriers(layout: Layout) -> tuple[np.ndarray, np.ndarray]:
    """The carrier of each lane (its row, or -1), and whether its capacity is limited `(lanes,)`."""
    network = layout.network
    rows = {name: row for row, name in enumerate(network.carriers["name"])}
    carrier = network.lanes["carrier"].map(rows).fillna(-1).to_numpy(dtype=np.int64)[layout.lane_order]
    room = np.append(network.carriers["capacity"].to_numpy(dtype=float), np.inf)
    return carrier, np.isfinite(room[carrier])
