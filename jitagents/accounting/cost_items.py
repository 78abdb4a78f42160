"""Cost items: the prices of all parts of a cost model on a network, and the money that they come to."""

from collections.abc import Iterator, Mapping

import numpy as np

from jitagents.accounting.accumulator import Setup
from jitagents.accounting.cost_part import CostBasis, CostItem
from jitagents.accounting.costs import Costs
from jitagents.column import Array
from jitagents.flow import Groups
from jitagents.layout import Layout
from jitagents.planning import Planned


class CostItems:
    """The items of a cost model on a network; items without a price are left out.

    Args:
        costs: the cost model.
        layout: rows and lanes.
        planned: unit values.
    """

    def __init__(self, costs: Costs, layout: Layout, planned: Planned) -> None:
        self._rows, self._lanes, basis = layout.rows, len(layout.lane_buyer), CostBasis(costs, layout, planned)
        self._buyers = layout.lane_buyer
        self._items = {
            name: [item for item in part.items(basis) if np.any(item.price)] for name, part in costs.all_parts.items()
        }

    def sums(self, part: str = "") -> set[str | Setup]:
        """The sums that a part needs; an empty name: that all parts need."""
        return {item.sum for item in self._of(part)}

    def money(self, part: str, totals: Mapping[str | Setup, Array], worlds: int) -> Array:
        """Cost of a part at each stock point `(rows, worlds)`.

        Args:
            part: name; empty: of all parts.
            totals: the values of the sums.
            worlds: number of worlds.
        """
        money = np.zeros((self._rows, worlds))
        for item in self._of(part):
            paid = item.price * totals[item.sum]
            money += Groups(item.payers, self._rows).sum(paid, np.empty((self._rows, paid.shape[1])))
        return money

    def trade(self, part: str, totals: Mapping[str | Setup, Array], worlds: int) -> Array:
        """Money of a part that goes from agent to agent, on each lane `(lanes, worlds)`."""
        money = np.zeros((self._lanes, worlds))
        for item in self._of(part):
            if item.traded:
                money += item.price * totals[item.sum]
        return money

    def of_lanes(self, part: str, totals: Mapping[str | Setup, Array], share: Array) -> Array:
        """Money of a part on each lane `(lanes, worlds)`, as its buyer sees it.

        That is what is paid for the lane, whoever pays, less what its seller pays its buyer, and the lane's share of
        what is paid at the stock point that it fills.

        Args:
            part: name; empty: of all parts.
            totals: the values of the sums.
            share: of each lane in what its stock point receives `(lanes, worlds)`.
        """
        lanes, at_points = np.zeros_like(share), np.zeros((self._rows, share.shape[1]))
        for item in self._of(part):
            paid = item.price * totals[item.sum]
            if item.traded or item.by_lane:
                gains = item.traded and not np.array_equal(item.payers, self._buyers)
                lanes += -paid if gains else paid
            else:
                at_points += Groups(item.payers, self._rows).sum(paid, np.empty((self._rows, paid.shape[1])))
        return lanes + share * at_points[self._buyers]

    def _of(self, part: str) -> Iterator[CostItem]:
        for name, items in self._items.items():
            if part in ("", name):
                yield from items
