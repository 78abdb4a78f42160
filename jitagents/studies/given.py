"""Network objects as plain values, in the place of a configured network."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from jitagents.errors import InputError
from jitagents.network import Network
from jitagents.scenario.about import ABOUT
from jitagents.studies.overrides import natural

CHOICE = ("network=tables", "network.agents=given", "network.lanes=given")
OWN = ("_target_", "agents", "lanes", "carriers", "name", "whole", "columns", "csv")
"""Keys of that choice that the object replaces."""


def as_choice(network: Network) -> list[str]:
    """The overrides by which a study with a network object is composed.

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
        configured: the node that it replaces; the descriptive keys are kept (`weak_spot`, `gateway`).

    Raises:
        InputError: the node sets something that the network object states itself.
    """
    stated = {key: configured.get(key) for key in ("agents", "lanes", "carriers", "name", "whole")}
    if stated != {"agents": "given", "lanes": "given", "carriers": None, "name": None, "whole": True}:
        raise InputError(f"network is given as an object; beside it only {', '.join(ABOUT)} can be set")
    about = {key: value for key, value in configured.items() if key not in OWN}
    tables = {name: _rows(getattr(network, name)) for name in ("agents", "lanes", "carriers")}
    own = {"name": network.name, "whole": network.whole, "source": network.source}
    return {"_target_": "jitagents.network.listed", **tables, **own, **about}


def _rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a table without empty cells and infinite limits."""
    rows: list[dict[str, Any]] = natural(table)
    return [{key: value for key, value in row.items() if _is_stated(value)} for row in rows]


def _is_stated(value: Any) -> bool:
    """Whether a cell holds a value that differs from an empty cell."""
    return not (pd.isna(value) or value == "" or value == float("inf"))
