"""Random lanes between two neighbouring tiers of a layered network."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

type Ints = npt.NDArray[np.int64]
type Flags = npt.NDArray[np.bool_]

ROUNDS = 8
"""Draws of additional lanes, after which what is still missing is left to the next tier."""


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


def share_out(items: Ints, count: int, rng: np.random.Generator) -> Ints:
    """Give each of `count` agents an item, so that all items are taken before one is taken again."""
    return rng.permutation(np.resize(rng.permutation(items), count))


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
    codes.sort()
    return codes % count, codes // count


def _distinct(codes: Ints, more: Ints) -> Ints:
    return np.asarray(pd.unique(pd.Series(np.r_[codes, more])), dtype=np.int64)


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
