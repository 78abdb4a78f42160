"""Returns: bad units that show at a customer go back to their seller, who owes them again."""

import numpy as np

from jitagents.column import Array
from jitagents.continuation import Stateful
from jitagents.flow import ROUNDING, Groups
from jitagents.simulation.bad_kits import ratio
from jitagents.state import SimulationState


class Returns(Stateful):
    """The units that customers find to be bad and send back.

    Bad units are counted in expectation; where units are whole, a bad unit shows as soon as a whole one is met, and the
    rest of a unit is carried on.

    Columns written here, units: of stock points `returned` (sent back today); of lanes `returned` and `claimed` (sent
    back, not yet ordered again).

    Args:
        state: of the model, as it is before day 1.
        buyers: the lanes of each stock point.
    """

    changing = ("_rest",)

    def __init__(self, state: SimulationState, buyers: Groups) -> None:
        self._state, self._buyers, self._points, self._lanes = state, buyers, state.points, state.lanes
        self._today = (state.points.add("returned"), state.lanes.add("returned"))
        state.lanes.add("claimed")
        self._rest = np.zeros_like(state.lanes["owed"])

    @property
    def met(self) -> Array:
        """Parts of bad units that customers have met, not yet a whole one, by lane `(lanes, worlds)`."""
        return self._rest

    def begin_day(self) -> None:
        """Nothing has been sent back yet today."""
        for column in self._today:
            column.fill(0.0)

    def spare(self, stock: Array, bad: Array) -> Array:
        """Return the units of stock `(rows, worlds)` beside bad ones that stay there unseen `(lanes, worlds)`."""
        return np.maximum(stock - self._buyers.sum(bad), 0.0)

    def send_back(self, met: Array, most: Array) -> Array:
        """Claim from their sellers the bad units that show today, whole ones where units are whole.

        Args:
            met: bad units that customers meet today, in expectation `(lanes, worlds)`.
            most: that can show at each stock point `(rows, worlds)`.

        Returns:
            the units that go back, by stock point `(rows, worlds)`.
        """
        sent = self._show(met, most)
        self._lanes["returned"] += sent
        self._lanes["claimed"] += sent
        rows = self._buyers.sum(sent)
        self._points["returned"] += rows
        self._points["on_order"] += rows
        return rows

    def _show(self, met: Array, most: Array) -> Array:
        """Return the bad units that show today, of those that are met `(lanes, worlds)`."""
        self._rest += met
        open_ = np.maximum(self._rest, 0.0)
        total = self._buyers.sum(open_)
        found = np.minimum(total, most)
        if self._state.whole:
            found = np.floor(found + ROUNDING)
        sent: Array = open_ * ratio(found, total)[self._state.layout.lane_buyer]
        if self._state.whole:
            sent = np.rint(sent) if self._buyers.single else self._buyers.cut(sent, self._state.clock.day)
        self._rest -= sent
        return sent
