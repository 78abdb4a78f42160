"""The bill: what each running sum costs, who pays for it, and to which part of the costs it belongs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from jitagents.accounting.costs import Costs
from jitagents.accounting.scopes import Index
from jitagents.column import Array
from jitagents.flow import Groups
from jitagents.layout import PLANT, Layout
from jitagents.planning import Planned


@dataclass(frozen=True)
class Item:
    """What a unit of a running sum costs.

    Attributes:
        part: of the costs.
        sum: name of the running sum.
        price: money a unit `(rows of the sum, 1)` or `(rows of the sum, worlds)`.
        payers: row of the stock point that pays for each row of the sum.
    """

    part: str
    sum: str
    price: Array
    payers: Index


class Bill:
    """The items of a cost model on a network; those that cost nothing are left out.

    Args:
        costs: the cost model.
        layout: rows and lanes.
        planned: unit values.
    """

    def __init__(self, costs: Costs, layout: Layout, planned: Planned) -> None:
        self._costs, self._layout, self._planned = costs, layout, planned
        items = (*self._of_stock(), *self._of_service(), *self._of_lanes(), *self._of_work())
        self._items = [item for item in items if np.any(item.price)]

    def sums(self, parts: Iterable[str]) -> set[str]:
        """The running sums that some parts need."""
        return {item.sum for item in self._items if item.part in set(parts)}

    def money(self, parts: Iterable[str], totals: Mapping[str, Array], worlds: int) -> Array:
        """What some parts have cost each stock point `(rows, worlds)`.

        Args:
            parts: of the costs.
            totals: the running sums by name.
            worlds: number of worlds.
        """
        rows = self._layout.rows
        money = np.zeros((rows, worlds))
        for item in self._items:
            if item.part in parts:
                paid = item.price * totals[item.sum]
                money += Groups(item.payers, rows).sum(paid, np.empty((rows, paid.shape[1])))
        return money

    def _of_stock(self) -> list[Item]:
        layout, value = self._layout, self._planned.plan.value
        every = np.arange(layout.rows)
        holding = self._costs.holding(layout, self._planned)
        items = [
            Item(part, name, price[rows], every[rows])
            for part, price in holding.items()
            for name, rows in (("stock", layout.agent_rows), ("input_stock", layout.input_rows))
        ]
        moving = self._costs.pipeline * sum(holding.values(), start=np.zeros((1, 1)))[layout.lane_seller]
        return [
            *items,
            Item("obsolescence", "spoiled", value * self._costs.spoiled, every),
            Item("pipeline", "under_way", moving, layout.lane_seller),
        ]

    def _of_service(self) -> list[Item]:
        layout, firms, buyers = self._layout, self._layout.agent_rows, self._layout.market_rows
        every, value = np.arange(layout.rows), self._planned.plan.value
        owing = self._costs.backorder(layout, self._planned)[firms]
        return [
            Item("backorder", "owed", owing, every[firms]),
            Item("lost_sale", "lost", value[buyers] * self._costs.lost_sale, every[buyers]),
        ]

    def _of_lanes(self) -> list[Item]:
        layout, costs = self._layout, self._costs
        value = self._planned.plan.value[layout.lane_seller]
        stated, freight, load = (layout.lane_column(name)[:, None] for name in ("price", "transport_cost", "load_cost"))
        price = costs.purchase * np.where(np.isnan(stated), value, stated)
        items = [
            ("purchase", "ordered", price),
            ("purchase", "rebated", -price * bool(costs.breaks)),
            ("purchase", "ordered_dearer", price),
            ("transport", "shipped_dearer", freight + costs.transport * value),
            ("transport", "loads_dearer", load),
            ("transport", "shipped", freight + costs.transport * value),
            ("transport", "loads", load),
            ("express", "expressed", costs.express * value),
        ]
        return [Item(part, name, money, layout.lane_buyer) for part, name, money in items]

    def _of_work(self) -> list[Item]:
        layout, costs, makers = self._layout, self._costs, self._layout.maker_rows
        converting = (layout.role[makers] == PLANT)[:, None]
        return [
            Item("ordering", "orders", costs.order * np.ones((layout.rows, 1)), np.arange(layout.rows)),
            Item("line_stop", "line_stops", costs.line_stop * converting, makers),
            Item("overtime", "overtime", costs.overtime * self._planned.plan.value[makers], makers),
        ]
