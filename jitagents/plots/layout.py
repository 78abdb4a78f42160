"""Places for the agents of a network: a column per tier, final demand at the right, few crossings."""

import numpy as np
import numpy.typing as npt
import pandas as pd

type Floats = npt.NDArray[np.float64]
type Ints = npt.NDArray[np.int64]

SWEEPS = 8
TALL = 45
"""Agents in a column before a tier takes a second one beside it."""
BAND = 0.55
"""Width of a tier of many columns, in distances between tiers."""


def places(tier: Ints, seller: Ints, buyer: Ints) -> tuple[Floats, Floats]:
    """X and y of each agent: x = -tier, y in [-1, 1], neighbours near each other.

    The order within a tier is by barycentres (Sugiyama, Tagawa & Toda 1981), swept down and up the tiers.

    Args:
        tier: (agents,), 0 at final demand.
        seller: (lanes,), row of the seller.
        buyer: (lanes,), row of the buyer.
    """
    place = _ranks(np.zeros(len(tier)), tier)
    for sweep in range(SWEEPS):
        own, other = (seller, buyer) if sweep % 2 == 0 else (buyer, seller)
        total = np.bincount(own, weights=place[other], minlength=len(tier))
        degree = np.bincount(own, minlength=len(tier))
        place = _ranks(np.where(degree > 0, total / np.maximum(degree, 1), place), tier)
    return _columns(place, tier)


def _ranks(wish: Floats, tier: Ints) -> Floats:
    """Even places in (-1, 1) within each tier, in the order of the wishes."""
    order = np.lexsort((wish, tier))
    size = np.bincount(tier)
    rank = np.empty(len(tier))
    rank[order] = np.arange(len(tier)) - np.repeat(np.cumsum(size) - size, size)
    return (2 * rank + 1) / size[tier] - 1


def _columns(place: Floats, tier: Ints) -> tuple[Floats, Floats]:
    """Spread a tier of many agents over several columns, side by side."""
    size = np.bincount(tier)[tier]
    rank = np.rint((place + 1) * size / 2 - 0.5).astype(int)
    columns = np.ceil(size / TALL).astype(int)
    columns = np.where(size > TALL, np.maximum(columns, 2), 1)
    aside = np.where(columns > 1, (rank % columns) / np.maximum(columns - 1, 1) - 0.5, 0.0)
    return -tier + BAND * aside, place


def rows_of(names: "pd.Series[str]", agents: "pd.Series[str]") -> Ints:
    """The rows of agents by name."""
    row = {name: number for number, name in enumerate(agents)}  # an index of pandas 2 ends names at their first NUL
    return np.array([row.get(name, -1) for name in names], dtype=np.int64)
