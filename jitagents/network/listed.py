"""A network written out in a configuration file."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from jitagents.errors import InputError
from jitagents.network.description import Network

type Rows = Sequence[Mapping[str, Any]]


def listed(
    *, name: str, agents: Rows, lanes: Rows, carriers: Rows = (), whole: bool = True, source: str = ""
) -> Network:
    """Network of agents, lanes and carriers that are listed one by one.

    Args:
        name: what reports call it.
        agents: a mapping an agent: `name`, `kind`, `item`, and any other column of `columns.AGENTS` or free attribute.
        lanes: a mapping a lane: `seller`, `buyer`, and any other column of `columns.LANES` or free attribute.
        carriers: a mapping a carrier: `name`, `capacity`.
        whole: units are whole; else continuous.
        source: citation of the data.

    Raises:
        InputError: an entry is no mapping, or the network has faults.
    """
    tables: dict[str, Sequence[object]] = {"agents": agents, "lanes": lanes, "carriers": carriers}
    faults = [
        f"network {name!r}: {place}[{row}] = {entry!r} must be a mapping {{column: value}}"
        for place, entries in tables.items()
        for row, entry in enumerate(entries)
        if not isinstance(entry, Mapping)
    ]
    if faults:
        raise InputError(*faults)
    many = None if len(carriers) == 0 else _frame(carriers)
    return Network.of(_frame(agents), _frame(lanes), many, name=name, whole=whole, source=source)


def _frame(rows: Rows) -> pd.DataFrame:
    return pd.DataFrame([dict(row) for row in rows])
