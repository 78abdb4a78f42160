"""Tiers: the distance of an agent from final demand, by the longest path."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from jitagents.errors import InputError
from jitagents.network.once import once

if TYPE_CHECKING:
    from jitagents.network.description import Network

type Ints = npt.NDArray[np.int64]


@once
def tiers(network: Network) -> Ints:
    """Tier of every agent, shape (agents,), read-only: 0 for buyers, else one more than its furthest customer.

    A cycle is counted without its lanes that have an order delay.

    Raises:
        InputError: a cycle has no order delay.
    """
    names = network.agents["name"].tolist()
    delay = network.lanes["order_delay"].to_numpy()
    found = tiers_of(len(network.agents), network.seller_row, network.buyer_row, delay, names)
    found.setflags(write=False)
    return found


def tiers_of(
    n: int, seller: Ints, buyer: Ints, order_delay: npt.NDArray[np.int64 | np.float64], names: Sequence[str]
) -> Ints:
    """The same, from the rows of sellers and buyers: shape (lanes,)."""
    loop = strong_components(n, seller, buyer)
    kept = (loop[seller] != loop[buyer]) | (order_delay < 1)
    # Who sells at all stands above tier 0, even if all its lanes close a cycle: a row n that buys from all of them.
    selling = np.flatnonzero(np.bincount(seller, minlength=n))
    above = np.full(len(selling), n)
    return longest_path(n + 1, np.r_[seller[kept], selling], np.r_[buyer[kept], above], names)[:n]


def longest_path(n: int, seller: Ints, buyer: Ints, names: Sequence[str] | None = None) -> Ints:
    """Lanes on the longest path from each of n agents to one that sells to nobody, shape (n,).

    Peels the network from the customers' side: an agent's round is its rank.

    Raises:
        InputError: there is a cycle; each is named.
    """
    sellers_of = csr_array((np.ones(len(seller), dtype=np.int64), (buyer, seller)), shape=(n, n))
    rank = np.full(n, -1, dtype=np.int64)
    left = np.bincount(seller, minlength=n)
    front = np.flatnonzero(left == 0)
    depth = 0
    while len(front):
        rank[front] = depth
        lanes = sellers_of[front]
        np.subtract.at(left, lanes.indices, lanes.data)
        front = pd.unique(lanes.indices[left[lanes.indices] == 0])
        depth += 1
    if (rank < 0).any():
        raise InputError(*_cycles(rank < 0, seller, buyer, names if names is not None else range(n)))
    return rank


def strong_components(n: int, seller: Ints, buyer: Ints) -> Ints:
    """Number of the strongly connected component of each of n agents, shape (n,)."""
    graph = csr_array((np.ones(len(seller), dtype=np.int64), (seller, buyer)), shape=(n, n))
    return np.asarray(connected_components(graph, connection="strong")[1], dtype=np.int64)


def _cycles(
    stuck: npt.NDArray[np.bool_], seller: Ints, buyer: Ints, names: Sequence[object], most: int = 10
) -> list[str]:
    loop = strong_components(len(stuck), seller, buyer)
    inside = loop[seller] == loop[buyer]
    following = dict(zip(seller[inside].tolist(), buyer[inside].tolist(), strict=True))
    firsts = {int(loop[row]): row for row in following}
    return [
        f"lanes: a cycle without order delay: {_walk(row, following, names)}" for row in list(firsts.values())[:most]
    ]


def _walk(row: int, following: dict[int, int], names: Sequence[object]) -> str:
    path: list[int] = []
    while row not in path:
        path.append(row)
        row = following[row]
    return " -> ".join(str(names[step]) for step in [*path[path.index(row) :], row])
