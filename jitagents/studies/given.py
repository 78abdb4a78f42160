"""Given: a network object in the place of a configured one, as plain values."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from jitagents.errors import InputError
from jitagents.network import Network
from jitagents.studies.about import ABOUT
from jitagents.studies.overrides import natural

CHOICE = ("network=tables", "network.agents=given", "network.lanes=given")
OWN = ("_target_", "agents", "lanes", "carriers", "name", "whole", "columns", "csv")
"""Keys of that choice that the object itself takes the place of."""


def as_choice(network: Network) -> list[str]:
    """The overrides under which a study is composed to which a network is given.

    Raises:
        InputError: it is no network.
    """
    if not isinstance(network, Network):
        raise InputError(f"network = {network!r}: must be a Network, as jitagents.network.tables() or listed() make it")
    return list(CHOICE)


def as_node(network: Network, configured: Mapping[str, Any]) -> dict[str, Any]:
    """A network as the node of a configuration, with all that its tables hold: equal networks have equal nodes.

    Args:
        network: checked.
        configured: the node that it takes the place of; what others refer to is kept (`weak_spot`, `gateway`).

    Raises:
        InputError: a setting of the node that the network has itself.
    """
    stated = {key: configured.get(key) for key in ("agents", "lanes", "carriers", "name", "whole")}
    if stated != {"agents": "given", "lanes": "given", "carriers": None, "name": None, "whole": True}:
        raise InputError(f"network is given as an object; beside it only {', '.join(ABOUT)} can be set")
    about = {key: value for key, value in configured.items() if key not in OWN}
    tables = {name: _rows(getattr(network, name)) for name in ("agents", "lanes", "carriers")}
    own = {"name": network.name, "whole": network.whole, "source": network.source}
    return {"_target_": "jitagents.network.listed", **tables, **own, **about}


def _rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a table; an empty cell is left out, and so is no limit."""
    rows: list[dict[str, Any]] = natural(table)
    return [{key: value for key, value in row.items() if _is_stated(value)} for row in rows]


def _is_stated(value: Any) -> bool:
    """Whether a cell holds something: an empty one is the same as none."""
    return not (pd.isna(value) or value == "" or value == float("inf"))
