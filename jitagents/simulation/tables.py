"""Tables of state, allocated before day 1."""

from collections.abc import Sequence

import numpy as np

from jitagents.agents import ACCOUNTED, Buyer, Carrier, Input, SiteAgent, Supplier
from jitagents.behaviours.base import Clock
from jitagents.column import Handle, Table
from jitagents.layout import Layout
from jitagents.planning import Planned
from jitagents.state import SimulationState
from jitagents.worlds import Worlds

OF_LANES = ("ordered", "owed", "allocated", "arrived", "under_way")


def allocate(
    layout: Layout, planned: Planned, worlds: Worlds, clock: Clock, kinds: Sequence[type[SiteAgent]]
) -> SimulationState:
    """Return the state of a model, its tables empty.

    Args:
        layout, planned: rows and lanes, and their mean flows.
        worlds: of the model.
        clock: of the model.
        kinds: the agent classes, whose columns are allocated.
    """
    sizes = {
        "points": layout.rows, "making": len(layout.maker_rows), "buying": layout.market_rows.stop,
        "carriers": len(layout.network.carriers),
    }  # fmt: skip
    names: dict[str, list[str]] = {table: [] for table in sizes} | {"points": list(ACCOUNTED)}
    owners: list[type[Handle]] = [*kinds, Input, Buyer, Supplier, Carrier]
    for owner in owners:
        for name, column in owner.columns().items():
            if column.always and name not in names[column.table]:
                names[column.table].append(name)
    tables = {table: Table(size, worlds.count, names[table]) for table, size in sizes.items()}
    tables["carriers"]["room"] = layout.network.carriers["capacity"].to_numpy(dtype=float)[:, None]
    if np.isfinite(layout.shelf_life).any():
        tables["points"].add("spoiled")
    lanes = Table(len(layout.lane_buyer), worlds.count, OF_LANES)
    return SimulationState(layout, planned, worlds, clock, layout.network.whole, **tables, lanes=lanes)
