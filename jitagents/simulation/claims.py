"""Claims: bad units that show at a customer, go back to their seller and are owed again."""

import numpy as np

from jitagents.column import Array
from jitagents.continuation import Stateful
from jitagents.flow import ROUNDING, Groups
from jitagents.simulation.bad_kits import ratio
from jitagents.state import SimulationState


class Claims(Stateful):
    """The claims of customers on their sellers.

    What is sent back is scrap; the seller owes it again from the next day on and replaces it free of charge. Where
    units are whole, a bad unit shows as soon as a whole one is met, and the rest of a unit is carried on.

    Columns written here, units: of stock points `returned` (sent back today); of lanes `returned` and `claimed` (sent
    back, not yet ordered again).

    Args:
        state: of the model.
        buyers: lanes grouped by the row that buys.

    Attributes:
        met: parts of bad units that customers have met and that have not shown, by lane `(lanes, worlds)`.
    """

    changing = ("met",)

    def __init__(self, state: SimulationState, buyers: Groups) -> None:
        self._state, self._buyers, self._points, self._lanes = state, buyers, state.points, state.lanes
        self._day_columns = [state.points.add("returned"), state.lanes.add("returned")]
        state.lanes.add("claimed")
        self.met = np.zeros_like(state.lanes["owed"])

    def begin(self) -> None:
        """Begin a day on which nothing is sent back yet."""
        for column in self._day_columns:
            column.fill(0.0)

    def spare(self, stock: Array, bad: Array) -> Array:
        """Return the units of stock `(rows, worlds)` beside bad ones that stay there unseen `(lanes, worlds)`."""
        return np.maximum(stock - self._buyers.sum(bad, np.empty_like(stock)), 0.0)

    def show(self, met: Array, most: Array) -> Array:
        """Return the bad units that show today, of those that are met, whole ones where units are whole.

        Args:
            met: bad units that customers meet today, in expectation `(lanes, worlds)`.
            most: that can show at each stock point `(rows, worlds)`.
        """
        self.met += met
        open_ = np.maximum(self.met, 0.0)
        total = self._buyers.sum(open_, np.empty_like(most))
        found = np.minimum(total, most)
        if self._state.whole:
            found = np.floor(found + ROUNDING)
        sent: Array = open_ * ratio(found, total)[self._state.layout.lane_buyer]
        if self._state.whole:
            sent = np.rint(sent) if self._buyers.single else self._buyers.cut(sent, self._state.clock.day)
        self.met -= sent
        return sent

    def send_back(self, sent: Array) -> Array:
        """Claim bad units from their sellers `(lanes, worlds)`; return them by stock point."""
        self._lanes["returned"] += sent
        self._lanes["claimed"] += sent
        rows = self._buyers.sum(sent, np.empty_like(self._points["stock"]))
        self._points["returned"] += rows
        self._points["on_order"] += rows
        return rows
