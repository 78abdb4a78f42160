"""Cancellations: orders that a buyer takes back as far as the seller has not shipped them."""

import numpy as np

from jitagents.column import Array
from jitagents.flow import Groups
from jitagents.layout import Wave
from jitagents.state import SimulationState


class Cancellations:
    """The cancelled orders of a model in which there can be some.

    What is cancelled leaves the seller's backorders and the buyer's units on order; goods under way, and orders that
    have not yet reached the seller, stay. The seller deducts it from the demand of the same day, and of later days as
    far as that of one day does not reach.

    Columns written here, units: of the lane table `cancelled` (today `(lanes, worlds)`); of stock points
    `cancellable` (that their sellers owe them, before they decide) and `withdrawn` (cancelled by their customers and
    not yet deducted from demand).

    Args:
        state: of the model.
        asking: rows whose ordering rules cancel `(asking rows,)`.
    """

    def __init__(self, state: SimulationState, asking: np.ndarray) -> None:
        self._points, self._lanes, self._clock, self._whole = state.points, state.lanes, state.clock, state.whole
        self._sellers = [Groups(state.layout.lane_seller[wave.lanes], state.layout.rows) for wave in state.layout.waves]
        self._asks = [
            bool(((asking >= wave.rows.start) & (asking < wave.rows.stop)).any()) for wave in state.layout.waves
        ]

    def show(self, number: int, wave: Wave, buyers: Groups) -> None:
        """Tell the rows of a wave, before they decide, what they can cancel; nothing is cancelled there yet today."""
        self._lanes["cancelled"][wave.lanes] = 0.0
        if self._asks[number]:
            cancellable = self._points["cancellable"][wave.rows]
            buyers.sum(np.maximum(self._lanes["owed"][wave.lanes], 0.0), cancellable)

    def decided(self, number: int, wave: Wave, buyers: Groups) -> None:
        """Cancel what the ordering rules of a wave have decided, on a buyer's lanes in proportion to what they owe."""
        if self._asks[number] and (units := self._points["cancelled"][wave.rows]).any():
            owed = np.maximum(self._lanes["owed"][wave.lanes], 0.0)
            self.cancel(number, wave, buyers, buyers.ration(units, owed, self._whole, self._clock.day))

    def cancel(self, number: int, wave: Wave, buyers: Groups, units: Array) -> Array:
        """Cancel units on the lanes of a wave.

        Args:
            number: of the wave.
            wave: with its lanes.
            buyers: the lanes grouped by the rows of the wave.
            units: asked for; cut to what is owed, and to whole ones where units are `(lanes, worlds)`.

        Returns:
            Units cancelled of each row `(rows of the wave, worlds)`.
        """
        if not units.any():
            return np.zeros((buyers.size, units.shape[1]))
        owed = self._lanes["owed"][wave.lanes]
        units = np.clip(np.floor(units) if self._whole else units, 0.0, np.maximum(owed, 0.0))
        owed -= units
        self._lanes["cancelled"][wave.lanes] += units
        self._points["owed"] -= self._sellers[number].sum(units)
        taken = buyers.sum(units)
        self._points["on_order"][wave.rows] -= taken
        return taken

    def deduct(self, sellers: slice, customers: Groups, demand: Array) -> None:
        """Deduct from the demand of sellers what their customers have cancelled.

        Args:
            sellers: rows of stock points.
            customers: all lanes, grouped by these sellers.
            demand: of today `(sellers, worlds)`, written; it does not fall below 0.
        """
        withdrawn, cancelled = self._points["withdrawn"][sellers], self._lanes["cancelled"]
        if cancelled.any():
            withdrawn += customers.sum(cancelled)
        if not withdrawn.any():
            return
        deducted = np.minimum(withdrawn, np.maximum(demand, 0.0))
        demand -= deducted
        withdrawn -= deducted


def cancellations_of(state: SimulationState, sourcing_cancels: bool, asking: np.ndarray) -> Cancellations | None:
    """Open the columns of cancellations; None if nobody ever cancels.

    Args:
        state: of the model; a disruption that lets buyers cancel has opened the column `cancelled` of lanes.
        sourcing_cancels: whether the sourcing rule cancels.
        asking: rows whose ordering rules cancel `(asking rows,)`.
    """
    if not (sourcing_cancels or len(asking) or "cancelled" in state.lanes):
        return None
    for table, name in ((state.lanes, "cancelled"), (state.points, "withdrawn")):
        table.add(name)
    if len(asking):
        state.points.add("cancellable")
        state.points.add("cancelled")
    return Cancellations(state, asking)
