"""Agents, items and lanes of a random layered network."""

import itertools
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from jitagents.column import Flags

type Ints = npt.NDArray[np.int64]

ROUNDS = 30
"""Draws of additional lanes at most; what is still missing then is left to the next tier."""


@dataclass(frozen=True, eq=False)
class Layers:
    """Agents sorted by tier, and lanes from each tier to the one below.

    Attributes:
        tier: 0 for buyers, the last for sources, shape (agents,).
        is_plant: shape (agents,).
        item: number of the item that each agent handles, shape (agents,).
        seller: row of each lane's seller, shape (lanes,).
        buyer: row of each lane's buyer, shape (lanes,).
    """

    tier: Ints
    is_plant: Flags
    item: Ints
    seller: Ints
    buyer: Ints

    @cached_property
    def group(self) -> Ints:
        """Number of each lane's (buyer, item), shape (lanes,): the lanes of an input share it."""
        key = self.buyer * (self.item.max() + 1) + self.item[self.seller]
        return np.asarray(pd.factorize(key)[0], dtype=np.int64)


def draw_layers(agents: int, tiers: int, plants: float, makers: float, lanes: int, rng: np.random.Generator) -> Layers:
    """Draw items from the sources down, then lanes from the buyers up.

    Args:
        agents: how many; the first tiers have one more if they cannot be equal.
        tiers: how many.
        plants: share of plants in the tiers between buyers and sources.
        makers: agents that make the same item, on average.
        lanes: how many, as near as possible.
        rng: source of randomness.
    """
    tier = np.sort(np.arange(agents) % tiers)
    first = np.searchsorted(tier, np.arange(tiers + 1))
    rows = [np.arange(a, b) for a, b in itertools.pairwise(first)]
    is_plant = np.zeros(agents, dtype=bool)
    for row in rows[1:-1]:
        is_plant[row[: round(plants * len(row))]] = True
    item = _draw_items(rows, is_plant, makers, rng)
    sellers, buyers = [], []
    missing = 0.0
    for bought, sold in itertools.pairwise(rows):
        order = np.argsort(item[sold], kind="stable")
        missing += lanes * len(bought) / first[-2]
        any_item = np.where(is_plant[bought], -1, item[bought])
        seller, buyer = draw_lanes(bought, any_item, Sellers(sold[order], item[sold][order]), round(missing), rng)
        missing -= len(seller)
        sellers.append(seller)
        buyers.append(buyer)
    return Layers(tier, is_plant, item, np.concatenate(sellers), np.concatenate(buyers))


def _draw_items(rows: list[Ints], is_plant: Flags, makers: float, rng: np.random.Generator) -> Ints:
    item = np.full(len(is_plant), -1, dtype=np.int64)
    made = 0
    sold = np.zeros(0, dtype=np.int64)
    for row in reversed(rows):
        makes = is_plant[row] if len(sold) else np.ones(len(row), dtype=bool)
        count = int(makes.sum())
        fresh = np.arange(made, made + int(np.ceil(count / makers)))
        item[row[makes]] = _share_out(fresh, count, rng)
        item[row[~makes]] = _share_out(sold, len(row) - count, rng)
        made += len(fresh)
        sold = _distinct(item[row])
    return item


def _share_out(items: Ints, count: int, rng: np.random.Generator) -> Ints:
    """Give each of `count` agents an item, so that all items are taken before one is taken again."""
    return rng.permutation(np.resize(rng.permutation(items), count))


@dataclass(frozen=True, eq=False)
class Sellers:
    """The sellers of one tier, sorted by item.

    Attributes:
        row: rows of the sellers, shape (sellers,).
        item: their items, ascending, shape (sellers,).
    """

    row: Ints
    item: Ints

    def of(self, item: Ints, u: npt.NDArray[np.float64]) -> Ints:
        """One seller of each item, the one at fraction `u` of all that sell it."""
        first = np.searchsorted(self.item, item)
        count = np.searchsorted(self.item, item, side="right") - first
        return self.row[first + (u * count).astype(np.int64)]


def draw_lanes(buyer: Ints, item: Ints, sellers: Sellers, target: int, rng: np.random.Generator) -> tuple[Ints, Ints]:
    """Lanes between two tiers, as rows of their sellers and buyers: everybody buys, everybody sells.

    Args:
        buyer: rows of the buying agents.
        item: the item that each of them handles, -1 for a plant, which may buy any.
        sellers: who sells.
        target: how many lanes to draw; fewer if no pair is left after `ROUNDS` draws, more if needed to reach all.
        rng: source of randomness.
    """
    count = int(max(buyer.max(), sellers.row.max())) + 1
    codes = _draw(buyer, item, sellers, count, rng)
    codes = _distinct(codes, _unsold(buyer, item, sellers, codes, count, rng))
    for _ in range(ROUNDS):
        missing = target - len(codes)
        if missing <= 0:
            break
        chosen = rng.integers(len(buyer), size=missing)
        codes = _distinct(codes, _draw(buyer[chosen], item[chosen], sellers, count, rng))
        if target - len(codes) > 0.99 * missing + 1:
            break
    codes.sort()
    return codes % count, codes // count


def _distinct(*codes: Ints) -> Ints:
    return np.asarray(pd.unique(pd.Series(np.concatenate(codes))), dtype=np.int64)


def _draw(buyer: Ints, item: Ints, sellers: Sellers, count: int, rng: np.random.Generator) -> Ints:
    u = rng.random(len(buyer))
    free = sellers.row[(u * len(sellers.row)).astype(np.int64)]
    bound = sellers.of(np.where(item < 0, sellers.item[0], item), u)
    return buyer * count + np.where(item < 0, free, bound)


def _unsold(buyer: Ints, item: Ints, sellers: Sellers, codes: Ints, count: int, rng: np.random.Generator) -> Ints:
    """A lane for each seller that nobody bought from: to a buyer of its item, else to a plant."""
    idle = ~np.isin(sellers.row, codes % count)
    row, sold = sellers.row[idle], sellers.item[idle]
    order = np.argsort(item, kind="stable")
    takers = Sellers(buyer[order], item[order])
    wanted = np.isin(sold, item)
    any_taker = takers.of(np.where(wanted, sold, item[order[0]]), rng.random(len(row)))
    return any_taker * count + row
