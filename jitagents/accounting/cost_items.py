"""Cost items: the price of each accumulator, the stock point that pays, and the part of the cost that it belongs to."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from jitagents.accounting.cost_parts import CostPart
from jitagents.accounting.costs import Costs
from jitagents.accounting.scopes import Index
from jitagents.column import Array
from jitagents.flow import Groups
from jitagents.layout import PLANT, Layout
from jitagents.planning import Planned


@dataclass(frozen=True)
class CostItem:
    """The price of one accumulator.

    Attributes:
        part: of the cost.
        sum: name of the accumulator.
        price: money a unit `(rows of the accumulator, 1)` or `(rows of the accumulator, worlds)`.
        payers: row of the stock point that pays for each row of the accumulator.
    """

    part: CostPart
    sum: str
    price: Array
    payers: Index

    def __post_init__(self) -> None:
        CostPart(self.part)  # refuses a part that does not exist


class CostItems:
    """The items of a cost model on a network; items without a price are left out.

    Args:
        costs: the cost model.
        layout: rows and lanes.
        planned: unit values.
    """

    def __init__(self, costs: Costs, layout: Layout, planned: Planned) -> None:
        self._costs, self._layout, self._planned = costs, layout, planned
        items = (*self._of_stock(), *self._of_service(), *self._of_lanes(), *self._of_work())
        self._items = [item for item in items if np.any(item.price)]

    def sums(self, parts: Iterable[CostPart]) -> set[str]:
        """Names of the accumulators that some parts need."""
        return {item.sum for item in self._items if item.part in set(parts)}

    def money(self, parts: Collection[CostPart], totals: Mapping[str, Array], worlds: int) -> Array:
        """Cost of some parts at each stock point `(rows, worlds)`.

        Args:
            parts: of the cost.
            totals: the accumulators' values by name.
            worlds: number of worlds.
        """
        rows = self._layout.rows
        money = np.zeros((rows, worlds))
        for item in self._items:
            if item.part in parts:
                paid = item.price * totals[item.sum]
                money += Groups(item.payers, rows).sum(paid, np.empty((rows, paid.shape[1])))
        return money

    def _of_stock(self) -> list[CostItem]:
        layout, value = self._layout, self._planned.plan.value
        points = np.arange(layout.rows)
        holding = self._costs.holding(layout, self._planned)
        items = [
            CostItem(part, name, price[rows], points[rows])
            for part, price in holding.items()
            for name, rows in (("stock", layout.agent_rows), ("input_stock", layout.input_rows))
        ]
        under_way = self._costs.pipeline * sum(holding.values(), start=np.zeros((1, 1)))[layout.lane_seller]
        return [
            *items,
            CostItem(CostPart.OBSOLESCENCE, "spoiled", value * self._costs.spoiled, points),
            CostItem(CostPart.PIPELINE, "under_way", under_way, layout.lane_seller),
        ]

    def _of_service(self) -> list[CostItem]:
        layout, agents, markets = self._layout, self._layout.agent_rows, self._layout.market_rows
        points, value = np.arange(layout.rows), self._planned.plan.value
        penalty = self._costs.backorder(layout, self._planned)[agents]
        return [
            CostItem(CostPart.BACKORDER, "owed", penalty, points[agents]),
            CostItem(CostPart.LOST_SALE, "lost", value[markets] * self._costs.lost_sale, points[markets]),
        ]

    def _of_lanes(self) -> list[CostItem]:
        layout, costs = self._layout, self._costs
        value = self._planned.plan.value[layout.lane_seller]
        stated, freight, load = (layout.lane_column(name)[:, None] for name in ("price", "transport_cost", "load_cost"))
        price = costs.purchase * np.where(np.isnan(stated), value, stated)
        items = [
            (CostPart.PURCHASE, "ordered", price),
            (CostPart.PURCHASE, "rebated", -price * bool(costs.breaks)),
            (CostPart.PURCHASE, "ordered_surcharge", price),
            (CostPart.TRANSPORT, "shipped_surcharge", freight + costs.transport * value),
            (CostPart.TRANSPORT, "loads_surcharge", load),
            (CostPart.TRANSPORT, "shipped", freight + costs.transport * value),
            (CostPart.TRANSPORT, "loads", load),
            (CostPart.EXPRESS, "expressed", costs.express * value),
        ]
        return [CostItem(part, name, money, layout.lane_buyer) for part, name, money in items]

    def _of_work(self) -> list[CostItem]:
        layout, costs, makers = self._layout, self._costs, self._layout.maker_rows
        converting = (layout.role[makers] == PLANT)[:, None]
        return [
            CostItem(CostPart.ORDERING, "orders", costs.order * np.ones((layout.rows, 1)), np.arange(layout.rows)),
            CostItem(CostPart.LINE_STOP, "line_stops", costs.line_stop * converting, makers),
            CostItem(CostPart.OVERTIME, "overtime", costs.overtime * self._planned.plan.value[makers], makers),
        ]
