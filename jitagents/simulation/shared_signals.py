"""Shared signals: demand and stock of customers that sellers see, lane by lane, beside their own orders."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from scipy import sparse

from jitagents.column import Array, Flags, compact
from jitagents.continuation import Stateful
from jitagents.flow import Groups, Index
from jitagents.planning import explosion, passing, split
from jitagents.relations import LaneTerms
from jitagents.simulation.echelon import downstream
from jitagents.state import SimulationState
from jitagents.stock_points import INPUT


@dataclass(frozen=True)
class Told:
    """Additions to the records of neighbouring rows, as they are told by their customers.

    Attributes:
        demand, position: units `(rows, worlds)`.
    """

    demand: Array
    position: Array

    def add(self, records: dict[str, Array]) -> None:
        """Add them to the demand and to the units on order that are shown `(rows, worlds)`."""
        records["on_order"] += self.position
        demand = records["demand"]
        np.maximum(demand + self.demand, 0.0, out=demand)

    def at(self, rows: slice) -> Self:
        """The additions of some of these rows."""
        return type(self)(self.demand[rows], self.position[rows])


class SharedSignals(Stateful):
    """Additions to the demand and the inventory position that sellers see, worked out before a wave decides.

    On a lane that shares demand a seller sees a mixture of orders and final demand; on one where it decides, what its
    customer was asked for in place of orders, and how far the customer's position is from where it began: with levels
    of its own it is then an echelon base-stock policy.

    Formula:
        demand shown = demand + sum over lanes of s (share x echelon demand of the buyer - signal), where the signal is
            the orders, or the demand of a buyer for whom the seller decides
        s = shared demand x trust; trust is 1 before day 1, and in the evening trust += pace x (kept - trust), where
            kept is the share of the units due today on the lane that have left the seller, 1 where none were due
        position shown = position + ((I - P)^-1 - I) (position of all - the same before day 1), where P are the units
            passed over lanes on which the seller decides, and by bills of materials

    Source:
        Lee, So & Tang 2000, Management Science 46(5) (shared demand); Özer, Zheng & Chen 2011, Management Science 57(6)
        (who trusts shares more); Fry, Kapuscinski & Olsen 2001, M&SOM 3(2)
        (the seller decides); Axsäter & Rosling 1993, Management Science 39(10) (echelon and local levels).

    Args:
        state: of the model.
        terms: of its lanes.

    The column `trust` of the lanes, 0 to 1, is written here where it can change.

    Attributes:
        demand, position: additions to what rows see, units `(rows, worlds)`.
    """

    changing = ("_began",)

    def __init__(self, state: SimulationState, terms: LaneTerms) -> None:
        layout, self._state = state.layout, state
        self._weight, self._pace = terms.shared_demand, terms.trust_pace
        self._trust: Array | None = None
        if self._pace.any():
            state.lanes.add("trust")
            self._trust = state.lanes["trust"]
            self._trust[...] = 1.0
        managed = terms.managed[:, 0] > 0.0
        told = managed | (self._weight > 0.0).any(axis=1)
        self._managed, self._told = compact(np.flatnonzero(managed)), told
        self.demand, self.position = np.zeros((2, layout.rows, state.worlds.count))
        self._hears = np.zeros(layout.rows, dtype=bool)
        self._hears[layout.lane_seller[told]] = True
        share = state.planned.share
        over = split(layout, share * managed[:, None]) + explosion(layout)
        self._sent = Groups(layout.lane_seller[managed], layout.rows)
        self._waves = [self._wave(wave.rows, over.tocsr(), managed) for wave in layout.waves]
        asked = np.unique(layout.lane_buyer[told])
        self._asked = np.full(layout.rows, -1)
        self._asked[asked] = np.arange(len(asked))
        self._final = downstream(passing(layout, share), asked)[:, layout.market_rows]
        self._began = np.zeros_like(self.demand)

    def _wave(self, rows: slice, over: sparse.csr_array, managed: Flags) -> "_Wave":
        layout = self._state.layout
        inside = (layout.lane_seller >= rows.start) & (layout.lane_seller < rows.stop)
        sellers = np.unique(layout.lane_seller[inside & managed])
        lanes = np.flatnonzero(inside & self._told)
        buyers = layout.lane_buyer[lanes]
        return _Wave(sellers, downstream(over, sellers), lanes, downstream(over, buyers), managed[lanes])

    def begin(self) -> None:
        """Take note of all positions before day 1."""
        self._began[...] = self._local()

    def of(self, rows: slice) -> Told | None:
        """Return what is told to neighbouring rows; None if nothing ever is."""
        return Told(self.demand[rows], self.position[rows]) if self._hears[rows].any() else None

    def _local(self) -> Array:
        points = self._state.points
        return points["stock"] + points["on_order"] - points["owed"]

    def show(self, number: int) -> None:
        """Bring the additions of a wave up to date; its customers have decided.

        Args:
            number: of the wave.
        """
        wave, state = self._waves[number], self._state
        if not len(wave.lanes):
            return
        layout, points, lanes = state.layout, state.points, wave.lanes
        rows = layout.waves[number].rows
        self.demand[rows] = 0.0
        # What comes from outside of all who are managed: not the orders on managed lanes, nor for production.
        ordered, outside = state.lanes["ordered"], points["demand"].copy()
        outside -= self._sent.sum(ordered[self._managed])
        outside[layout.role == INPUT] = 0.0
        if len(wave.sellers):
            change = self._local() - self._began
            self.position[wave.sellers] = wave.below @ change - change[wave.sellers]
        share = state.planned.share[lanes]
        orders = ordered[lanes]
        signal = np.where(wave.managed[:, None], share * (wave.of_buyers @ outside), orders)
        final = self._final[self._asked[layout.lane_buyer[lanes]]] @ points["demand"][layout.market_rows]
        weight = self._weight[lanes] if self._trust is None else self._weight[lanes] * self._trust[lanes]
        added = signal - orders + weight * (share * final - signal)
        np.add.at(self.demand, layout.lane_seller[lanes], added)

    def close(self) -> None:
        """Let buyers see this evening which promises were kept."""
        if self._trust is None:
            return
        left, owed = (self._state.lanes[name] for name in ("allocated", "owed"))
        kept = np.divide(left, left + owed, out=np.ones_like(left), where=left + owed > 0.0)
        self._trust += self._pace * (kept - self._trust)


class _Wave:
    """The lanes of a wave's sellers.

    Args:
        sellers: rows that decide for some customers.
        below: units of them that are in a unit of all below `(sellers, rows)`.
        lanes: over which they are told something.
        of_buyers: the same as `below`, of the buyers of these lanes `(lanes, rows)`.
        managed: whether they decide for these buyers `(lanes,)`.
    """

    def __init__(
        self, sellers: Index, below: sparse.csr_array, lanes: Index, of_buyers: sparse.csr_array, managed: Flags
    ) -> None:
        self.sellers, self.below, self.lanes, self.of_buyers, self.managed = sellers, below, lanes, of_buyers, managed
