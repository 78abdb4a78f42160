"""Astray: the bad ones among the units that disappear from a stock point, or are misplaced until a count finds them."""

import numpy as np

from jitagents.column import Array
from jitagents.continuation import Stateful
from jitagents.simulation.bad_kits import ratio
from jitagents.state import SimulationState


class Astray(Stateful):
    """Bad units that are misplaced, by the lane or the maker that they came from.

    Stock is well mixed: what disappears or is misplaced has the share of bad units that is on hand, and what is found
    again has the share of all that was misplaced.

    Column written here: of stock points `bad_shrunk`, bad units that disappeared for good today.

    Args:
        state: of the model, as it is before day 1.

    Attributes:
        goods: bad units misplaced that came over each lane `(lanes, worlds)`.
        made: the same of what makers made `(makers, worlds)`.
    """

    changing = ("goods", "made", "_misplaced")

    def __init__(self, state: SimulationState) -> None:
        self._points, self._buyer, self._makers = state.points, state.layout.lane_buyer, state.layout.maker_rows
        self.goods = np.zeros((state.lanes.rows, state.worlds.count))
        self.made = np.zeros((state.making.rows, state.worlds.count))
        self._misplaced = np.zeros_like(state.points["misplaced"])
        state.points.add("bad_shrunk")

    def take(self, mixed: Array, made: Array, shares: Array) -> None:
        """Note what has left the shelf today.

        Args:
            mixed: share of bad units from each lane in the stock that it feeds `(lanes, worlds)`.
            made: the same of what makers made in their own stock `(makers, worlds)`.
            shares: bad units in all of a stock `(rows, worlds)`.
        """
        misplaced = self._points["misplaced"] - self._misplaced
        self.goods += mixed * misplaced[self._buyer]
        self.made += made * misplaced[self._makers]
        self._points["bad_shrunk"] = shares * self._points["shrunk"]
        self._misplaced[...] = self._points["misplaced"]

    def put_back(self, mixed: Array, made: Array, stock: Array) -> tuple[Array, Array]:
        """Return the shares of bad units with what was found today.

        Args:
            mixed, made: as `take` gets them, before.
            stock: on hand, with what was found `(rows, worlds)`.
        """
        found = self._misplaced - self._points["misplaced"]
        if not found.any():
            return mixed, made
        share, before = ratio(found, self._misplaced), stock - found
        shares = []
        for kept, now, rows in ((self.goods, mixed, self._buyer), (self.made, made, self._makers)):
            back = kept * share[rows]
            kept -= back
            shares.append(np.where(found[rows] > 0.0, ratio(now * before[rows] + back, stock[rows]), now))
        self._misplaced[...] = self._points["misplaced"]
        return shares[0], shares[1]
