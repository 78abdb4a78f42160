"""Stock points of a network: its agents and the inputs of its plants, with their roles, names and classes."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from jitagents.flow import Index
from jitagents.network import Network, tiers
from jitagents.network.once import once

BUYER, DISTRIBUTOR, SOURCE, PLANT, INPUT = range(5)
"""Roles of stock points: sells to customers, resells, is supplied from outside, converts, is consumed by a plant."""


@dataclass(frozen=True)
class Points:
    """The stock points of a network: its agents, in their order, then the inputs of its plants.

    Attributes:
        agent: row of the agent in `network.agents` `(points,)`.
        role: `BUYER`, `DISTRIBUTOR`, `SOURCE`, `PLANT` or `INPUT` `(points,)`.
        lane: a lane that feeds an input, -1 for an agent.
        of_lane: the point that a lane feeds `(lanes,)`.
        names: the agent's name, or `plant/item`.
        items: item that each point holds `(points,)`.
        name_rank: place in the alphabet of names.
    """

    agent: Index
    role: Index
    lane: Index
    of_lane: Index
    names: npt.NDArray[np.object_]
    items: npt.NDArray[np.object_]
    name_rank: Index


@once
def points_of(network: Network) -> Points:
    """List the stock points of a network."""
    agents = network.agents
    count = len(agents)
    kinds = {"buyer": BUYER, "supplier": DISTRIBUTOR, "plant": PLANT}
    role = agents["kind"].map(kinds).to_numpy(dtype=np.int64, copy=True)
    role[network.is_source] = SOURCE
    items, _ = pd.factorize(agents["item"])
    to_plant = np.flatnonzero(role[network.buyer_row] == PLANT)
    key = network.buyer_row[to_plant] * (items.max() + 1) + items[network.seller_row[to_plant]]
    _, first, which = np.unique(key, return_index=True, return_inverse=True)
    lane = to_plant[first]
    plant = network.buyer_row[lane]
    of_lane = network.buyer_row.copy()
    of_lane[to_plant] = count + which
    agent_names, item = (agents[name].to_numpy(dtype=object) for name in ("name", "item"))
    consumed = item[network.seller_row[lane]]
    names = np.concatenate((agent_names, agent_names[plant] + "/" + consumed))
    return Points(
        agent=np.concatenate((np.arange(count), plant)),
        role=np.concatenate((role, np.full(len(plant), INPUT))),
        lane=np.concatenate((np.full(count, -1), lane)),
        of_lane=of_lane,
        names=names,
        items=np.concatenate((item, consumed)),
        name_rank=pd.Series(names).rank(method="first").to_numpy().astype(np.int64),
    )


def point_table(network: Network, points: Points) -> pd.DataFrame:
    """Return the stock points as a table to select from: agents' columns and `tier`; names and items of inputs."""
    table = network.agents.assign(tier=tiers(network)).iloc[points.agent].reset_index(drop=True)
    table["name"], table["item"] = points.names, points.items
    table.loc[points.role == INPUT, "kind"] = "input"
    return table


def number_classes[C](
    network: Network, classes: Mapping[str, type[C]], default: Mapping[str, type[C]]
) -> tuple[Index, list[type[C]]]:
    """Return the number of each agent's class `(agents,)`, chosen by name or else by kind, and the classes."""
    chosen = dict(default) | dict(classes)
    kind = network.agents["kind"].map(chosen)
    named = network.agents["name"].map(dict(classes)).where(network.agents["name"].isin(list(classes)), kind)
    numbers, distinct = pd.factorize(named.to_numpy(dtype=object))
    return numbers.astype(np.int64), list(distinct)
