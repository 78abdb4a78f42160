"""Transmission of outages: the share of flows that they reach, and the stock that they must use up first."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from jitagents.column import Array
from jitagents.flow import ROUNDING
from jitagents.layout import Index, Layout
from jitagents.planning import Planned, split
from jitagents.stock_points import INPUT, PLANT

LARGEST = 4_000_000
"""Numbers that are kept at a time."""


@dataclass(frozen=True)
class Reached:
    """The stock points that outages reach: of x days missing at the start, a point misses max(0, share x - stock).

    Attributes:
        share: of its mean flow `(rows, outages, worlds)`; 0 where an outage does not reach.
        stock: days of its mean flow that are used up on the way, its own stock included, of the same shape.
    """

    share: Array
    stock: Array


@dataclass(frozen=True)
class Step:
    """Rows that are worked out together: those that buy on lanes, or plants with their inputs, sorted by plant.

    Attributes:
        rows: buyers, sellers and inputs, or plants.
        inputs: of the plants; None for rows that buy.
        firsts: place of the first input of each plant.
    """

    rows: Index
    inputs: Index | None = None
    firsts: Index | None = None


class Transmission:
    """The way of outages downstream, one at a time, in mean flows.

    A buyer misses what the sellers that are reached miss, by their shares of its orders, less its stock. A plant misses
    what the input misses that runs out first, less its stock. Goods under way are no cover: they delay the gap
    that an outage leaves behind them, and do not shorten it. Where sourcing reacts, sellers that are not reached stand
    in as far as their capacity allows, divided over their buyers by their flows.

    Args:
        layout: rows and lanes.
        planned: mean flows.
        stand_in: whether sellers stand in for others where sourcing reacts.
    """

    def __init__(self, layout: Layout, planned: Planned, stand_in: bool = True) -> None:
        self._layout = layout
        self._orders = split(layout, planned.share).T.tocsr()
        self._rest = _spare(layout, planned) if stand_in and planned.reacts.any() else None
        self._steps = list(_steps(layout))

    def reach(self, starts: Index, kept: Array, cover: Array) -> Reached:
        """Follow outages from stock points downstream.

        Args:
            starts: the stock point of each outage `(outages,)`.
            kept: days of stock that a start has left to ship `(outages, worlds)`.
            cover: days of stock of each stock point `(rows, worlds)`.
        """
        shape = (self._layout.rows, len(starts), cover.shape[1])
        reached = Reached(*np.zeros((2, *shape)))
        for step in self._steps:
            rows = step.rows
            if step.inputs is None or step.firsts is None:
                self._buy(rows, reached)
            else:
                _assemble(rows, step.inputs, step.firsts, reached)
            reached.stock[rows] += np.where(reached.share[rows] > 0.0, cover[rows][:, None, :], 0.0)
            here = np.flatnonzero(np.isin(starts, rows))
            reached.share[starts[here], here], reached.stock[starts[here], here] = 1.0, kept[here]
        return reached

    def missing(self, lanes: Index) -> Array:
        """Share of its buyer's flow that is missing when the seller of a lane alone is out `(lanes,)`."""
        buyer, seller = self._layout.lane_buyer[lanes], self._layout.lane_seller[lanes]
        share = np.asarray(self._orders[buyer, seller])
        if self._rest is None:
            return share
        others = self._rest.sum(axis=1)[buyer] - np.asarray(self._rest[buyer, seller])
        return np.maximum(share - others, 0.0)

    def _buy(self, rows: Index, reached: Reached) -> None:
        """Work out the shares that buyers and inputs miss."""
        share, stock = (_times(self._orders[rows], numbers) for numbers in (reached.share, reached.stock))
        if self._rest is not None:
            others = _times(self._rest[rows], (reached.share == 0.0).astype(float))
            left = np.maximum(share - others, 0.0)
            part = np.divide(left, share, out=np.zeros_like(share), where=share > 0)
            share, stock = left, stock * part
        reached.share[rows], reached.stock[rows] = share, stock


def batches(outages: int, rows: int, worlds: int) -> Iterator[slice]:
    """Divide outages into batches whose numbers fit into memory."""
    size = max(1, LARGEST // max(rows * worlds, 1))
    return (slice(first, first + size) for first in range(0, outages, size))


def _assemble(plants: Index, inputs: Index, firsts: Index, reached: Reached) -> None:
    """Work out what plants miss: the share of the input that misses most, once the first one has run out."""
    share, stock = reached.share[inputs], reached.stock[inputs]
    lasts = np.divide(stock, share, out=np.full_like(stock, np.inf), where=share > 0)
    most = np.maximum.reduceat(share, firsts, axis=0)
    least = np.minimum.reduceat(lasts, firsts, axis=0)
    reached.share[plants], reached.stock[plants] = most, most * np.where(most > 0.0, least, 0.0)


def _steps(layout: Layout) -> Iterator[Step]:
    """The steps from the furthest tier down; in a tier, inputs stand before their plants."""
    tier = layout.tier
    order = np.argsort(layout.plant_of_input, kind="stable") + layout.input_rows.start
    for number in range(int(tier.max(initial=0)), -1, -1):
        inputs = order[tier[order] == number]
        yield Step(inputs)
        plants, firsts = np.unique(layout.owner[inputs], return_index=True)
        if len(plants):
            yield Step(plants, inputs, firsts)
        yield Step(np.flatnonzero((tier == number) & (layout.role != INPUT) & (layout.role != PLANT)))


def _times(matrix: sparse.csr_array, numbers: Array) -> Array:
    """Product with the first axis of `(rows, outages, worlds)`."""
    product: Array = matrix @ numbers.reshape(len(numbers), -1)
    return product.reshape(matrix.shape[0], *numbers.shape[1:])


def _spare(layout: Layout, planned: Planned) -> sparse.csr_array:
    """Share of a buyer's flow that each of its sellers could deliver besides its own `(rows, rows)`, at most 1."""
    rate = planned.plan.rate.mean(axis=1)
    capacity = layout.agent_column("capacity")
    customers = np.bincount(layout.lane_seller, rate[layout.lane_buyer], minlength=layout.rows)
    spare = np.maximum(np.where(np.isnan(capacity), np.inf, capacity) - rate, 0.0)
    more = np.divide(spare, customers, out=np.ones_like(spare), where=customers > ROUNDING)
    of_lanes = np.minimum(more, 1.0)[layout.lane_seller] * planned.reacts[layout.lane_buyer]
    lanes = (of_lanes, (layout.lane_buyer, layout.lane_seller))
    return sparse.csr_array(lanes, shape=(layout.rows, layout.rows))
