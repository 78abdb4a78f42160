"""Echelon: what lies at a stock point and all the way down from it to the final customers (Clark & Scarf 1960)."""

import numpy as np
from scipy import sparse

from jitagents.behaviours.base import Seen, read_only
from jitagents.column import Array, Rows, Table
from jitagents.flow import Groups, Index
from jitagents.layout import Layout
from jitagents.planning import Planned, passing
from jitagents.simulation.orders import Orders

NEGLIGIBLE = 1e-18
"""A share of a unit that is not followed further round a cycle."""


class Echelon:
    """Echelon positions and demands of the rows that ask for them, worked out once a day, before the order wave.

    With P the units that a row is asked for each unit that another one orders or makes, the echelon position is
    (I - P)^-1 x inventory position, and the echelon demand is (I - P)^-1 x final demand; likewise what final customers
    are owed. An order moves only the echelon position of the row that gives it: what it adds to on order, it adds to
    what its seller owes. Order slips under way count as owed.

    Args:
        layout: rows and lanes.
        planned: the planned shares.
        points: the table of stock points.
        orders: the order slips.
        asking: the rows that ask, ascending.

    Attributes:
        columns: position, demand and what final customers are owed, units `(asking rows, worlds)`, by name in a view.
    """

    def __init__(self, layout: Layout, planned: Planned, points: Table, orders: Orders, asking: Index) -> None:
        self.layout, self.points, self.orders, self.asking = layout, points, orders, asking
        names = ("echelon_position", "echelon_demand", "echelon_owed")
        self.columns = {name: np.zeros((len(asking), points.worlds)) for name in names}
        if len(asking):
            self._downstream = _downstream(passing(layout, planned.share), asking)
            self._of_buyers = self._downstream[:, layout.market_rows]
            self._late = Groups(layout.lane_seller[orders.late], layout.rows)
            self._local = np.empty((layout.rows, points.worlds))

    def show(self, seen: Seen, rows: slice) -> None:
        """Let some rows see theirs, if they ask."""
        first, last = np.searchsorted(self.asking, (rows.start, rows.stop))
        if first < last:
            for name, column in self.columns.items():
                setattr(seen, name, read_only(column[first:last]))

    def count(self, day: int) -> None:
        """Bring them up to date.

        Args:
            day: the day whose slips are still under way: yesterday, as long as today's have not come in.
        """
        if not len(self.asking):
            return
        local, points = self._local, self.points
        np.add(points["stock"], points["on_order"], out=local)
        local -= points["owed"]
        if self.orders.delayed:
            local -= self._late.sum(self.orders.orders_in_transit.under_way(day), np.empty_like(local))
        self.columns["echelon_position"][...] = self._downstream @ local
        for name in ("demand", "owed"):
            self.columns[f"echelon_{name}"][...] = self._of_buyers @ points[name][self.layout.market_rows]

    def lose(self, rows: Rows, units: Array) -> None:
        """Take off what some rows have thrown away since the count, units `(rows, worlds)`."""
        if len(self.asking) and len(units):
            self.columns["echelon_position"] -= self._downstream[:, rows] @ units  # type: ignore[index]  # stubs know no lists of columns


def _downstream(handed_on: sparse.csr_array, asking: Index) -> sparse.csr_array:
    """Rows of (I - P)^-1, by the series I + P + P^2 + …: units of a row that are in each unit of the others."""
    rows = handed_on.shape[0]
    round_ = sparse.csr_array((np.ones(len(asking)), (np.arange(len(asking)), asking)), shape=(len(asking), rows))
    total = round_
    while round_.nnz:
        round_ = round_ @ handed_on
        round_.data[round_.data < NEGLIGIBLE] = 0.0
        round_.eliminate_zeros()
        total = total + round_
    return total
