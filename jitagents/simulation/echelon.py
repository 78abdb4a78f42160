"""Echelon: the stock at a stock point and on all the way down from it to final customers (Clark & Scarf 1960)."""

import numpy as np
from scipy import sparse

from jitagents.behaviours.base import Seen, read_only
from jitagents.column import Array, Rows
from jitagents.continuation import Stateful
from jitagents.flow import Groups, Index
from jitagents.planning import passing
from jitagents.simulation.orders import Orders
from jitagents.state import SimulationState

NEGLIGIBLE = 1e-18
"""Share of a unit below which the rounds of a cycle are left off."""


class Echelon(Stateful):
    """Echelon positions and demands of the rows that ask for them, worked out once a day, before the order wave.

    With P the units that a row is asked for each unit that another one orders or makes, the echelon position is
    (I - P)^-1 x inventory position, and the echelon demand is (I - P)^-1 x final demand; likewise the backorders of
    final demand. An order moves only the echelon position of the row that gives it: the units that it adds to its
    orders, it adds to the backorders of its seller. Orders in transit count as backorders.

    Args:
        state: of the model.
        orders: with the orders in transit.
        asking: the rows that ask, ascending.

    Attributes:
        columns: position, demand and backorders of final demand, units `(asking rows, worlds)`, by name in a view.
    """

    changing = ("columns",)

    def __init__(self, state: SimulationState, orders: Orders, asking: Index) -> None:
        layout, points = state.layout, state.points
        self.layout, self.points, self.orders, self.asking = layout, points, orders, asking
        names = ("echelon_position", "echelon_demand", "echelon_owed")
        self.columns = {name: np.zeros((len(asking), points.worlds)) for name in names}
        if len(asking):
            self._downstream = downstream(passing(layout, state.planned.share), asking)
            self._of_buyers = self._downstream[:, layout.market_rows]
            self._late = Groups(layout.lane_seller[orders.late], layout.rows)
            self._local = np.empty((layout.rows, points.worlds))

    def show(self, seen: Seen, rows: slice) -> None:
        """Add their columns to the view of some rows, if these ask."""
        first, last = np.searchsorted(self.asking, (rows.start, rows.stop))
        if first < last:
            for name, column in self.columns.items():
                setattr(seen, name, read_only(column[first:last]))

    def count(self, day: int) -> None:
        """Bring the columns up to date.

        Args:
            day: the day whose orders are still in transit: yesterday, until today's have come in.
        """
        if not len(self.asking):
            return
        local, points = self._local, self.points
        np.add(points["stock"], points["on_order"], out=local)
        local -= points["owed"]
        if self.orders.delayed:
            local -= self._late.sum(self.orders.orders_in_transit.under_way(day))
        self.columns["echelon_position"][...] = self._downstream @ local
        for name in ("demand", "owed"):
            self.columns[f"echelon_{name}"][...] = self._of_buyers @ points[name][self.layout.market_rows]

    def lose(self, rows: Rows, units: Array) -> None:
        """Take off the units that some rows have thrown away since the count `(rows, worlds)`."""
        if len(self.asking) and len(units):
            self.columns["echelon_position"] -= self._downstream[:, rows] @ units  # type: ignore[index]  # stubs know no lists of columns


def downstream(handed_on: sparse.csr_array, asking: Index) -> sparse.csr_array:
    """Return rows of (I - P)^-1, by the series I + P + P^2 + …: units of a row that are in each unit of the others."""
    rows = handed_on.shape[0]
    round_ = sparse.csr_array((np.ones(len(asking)), (np.arange(len(asking)), asking)), shape=(len(asking), rows))
    total = round_
    while round_.nnz:
        round_ = round_ @ handed_on
        round_.data[round_.data < NEGLIGIBLE] = 0.0
        round_.eliminate_zeros()
        total = total + round_
    return total
