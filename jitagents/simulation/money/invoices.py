"""Invoices: the units of each lane that change owners today, and those that their buyers only keep for the sellers."""

import numpy as np

from jitagents.column import Array
from jitagents.continuation import Stateful
from jitagents.errors import Faults, nearest
from jitagents.finance import INVOICED
from jitagents.flow import Groups
from jitagents.state import SimulationState

SHIPMENT, RECEIPT, USE = range(len(INVOICED))


class Invoices(Stateful):
    """The units that are invoiced on each lane.

    Consigned units belong to the seller until they leave the buyer's stock; they leave it like the units beside them,
    and what is lost there is invoiced too.

    Args:
        state: of the model.
        usual: when goods are invoiced where the lane does not say it.

    Attributes:
        when: place in `INVOICED` of each lane `(lanes, 1)`.
        consigned: units in the buyer's stock that belong to the seller `(lanes, worlds)`; None if nothing is consigned.

    Raises:
        InputError: lanes state another moment.
    """

    changing = ("consigned", "_before")

    def __init__(self, state: SimulationState, usual: str) -> None:
        self._state, layout = state, state.layout
        stated = layout.network.lanes["invoiced"].to_numpy(dtype=object)[layout.lane_order]
        faults = Faults()
        for name in sorted({str(one) for one in stated} - {"", *INVOICED}):
            faults.add(f"network.lanes: invoiced = {name!r}: {nearest(name, INVOICED)}")
        faults.tell()
        self.when = np.array([INVOICED.index(one or usual) for one in stated], dtype=np.int64)[:, None]
        self.consigned: Array | None = None
        self._at_shipment = bool((self.when == SHIPMENT).all())
        if (self.when == USE).any():
            self.consigned = np.zeros_like(state.lanes["arrived"])
        self._buyers = Groups(layout.lane_buyer, layout.rows)
        self._before = np.zeros_like(state.points["stock"])

    def open(self) -> None:
        """Divide the stock before day 1 over the lanes that consign, by their planned shares."""
        self._before[...] = self._state.points["stock"]
        if self.consigned is not None:
            stock = self._buyers.spread(self._before)
            self.consigned[...] = stock * self._state.planned.share * (self.when == USE)

    def units(self) -> Array:
        """Units that are invoiced today, to be called once a day `(lanes, worlds)`."""
        lanes = self._state.lanes
        if self._at_shipment:
            return lanes["allocated"]
        units = np.where(self.when == SHIPMENT, lanes["allocated"], lanes["arrived"])
        if self.consigned is not None:
            np.copyto(units, self._used(self.consigned, lanes["arrived"]), where=self.when == USE)
        return units

    def _used(self, consigned: Array, arrived: Array) -> Array:
        """Units that leave consigned stock today."""
        stock = self._state.points["stock"]
        came = self._buyers.sum(arrived)
        there = self._before + came
        left = np.divide(there - stock, there, out=np.zeros_like(there), where=there > 0.0)
        self._before[...] = stock
        consigned += arrived * (self.when == USE)
        used = consigned * np.clip(self._buyers.spread(left), 0.0, 1.0)
        consigned -= used
        return used

    @property
    def of_seller(self) -> Array:
        """1 for lanes on which goods under way belong to the seller, 0 for the others `(lanes, 1)`."""
        return (self.when != SHIPMENT).astype(float)
