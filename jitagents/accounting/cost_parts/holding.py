"""Holding: capital, room, loss of value, engineering changes, and goods under way."""

from collections.abc import Iterable, Iterator

import numpy as np

from jitagents.accounting import accumulators
from jitagents.accounting.cost_part import YEAR, CostBasis, CostItem, CostPart
from jitagents.accounting.scopes import Index
from jitagents.column import Array
from jitagents.layout import Layout
from jitagents.planning import Planned

STOCK = "Silver, Pyke & Thomas 2017, sec. 1.3"


def _held(part: str, basis: CostBasis) -> Iterator[CostItem]:
    """A part of the holding cost: on the stock of agents, on that of the inputs of plants, and on work in process."""
    layout, planned, costs = basis.layout, basis.planned, basis.costs
    price, rows, inputs = costs.holding(layout, planned)[part], layout.agent_rows, layout.input_rows
    yield CostItem("stock", price[rows], basis.points[rows])
    yield CostItem(accumulators.input_stock, price[inputs], basis.points[inputs])
    by_rate = np.isnan(layout.agent_column("holding_cost"))[:, None]  # one that is stated is of stock on hand
    if part == "storage" and (room := costs.room(layout)) is not None:  # so is one by volume
        by_rate = by_rate & np.isnan(room)
    makers = layout.maker_rows
    in_process = (by_rate * planned.valuation.in_process)[makers]
    yield CostItem(accumulators.in_process, in_process * costs.holding_rates(layout, makers)[part] / YEAR, makers)
    if (terms := planned.terms) is not None:  # stock of buyers that is still their sellers'
        seller, buyer, of_sellers = layout.lane_seller, layout.lane_buyer, terms.at_use * planned.share
        theirs = costs.holding(layout, planned, buyer, seller)[part]
        yield CostItem(accumulators.stock_at_buyers, of_sellers * theirs, seller)
        yield CostItem(accumulators.stock_at_buyers, -of_sellers * price[buyer], buyer)


def owner_under_way(layout: Layout, planned: Planned) -> Index:
    """Row of who owns the goods on each lane: the agent that they have left, or a buyer whose they are already."""
    if (terms := planned.terms) is None:
        return layout.lane_seller
    return np.where(terms.at_shipment[:, 0] > 0.0, layout.lane_buyer, layout.lane_seller)


def held_under_way(basis: CostBasis) -> Array:
    """Holding cost a unit and day of the stock of each lane's seller, without room by volume, which goods leave behind.

    Returns:
        `(lanes, 1)` or `(lanes, worlds)`; the cost of capital is that of the owner of what is under way.
    """
    layout, planned, costs = basis.layout, basis.planned, basis.costs
    held = costs.holding(layout, planned, layout.lane_seller, owner_under_way(layout, planned))
    if (room := costs.room(layout)) is not None:
        held["storage"] = held["storage"] * np.isnan(room[layout.lane_seller])
    return sum(held.values(), start=np.zeros((1, 1)))


class Capital(CostPart):
    """Capital: interest."""

    meaning = "interest on stock on hand and in process"
    source = STOCK

    def items(self, basis: CostBasis) -> Iterable[CostItem]:
        return _held("capital", basis)


class Storage(CostPart):
    """Storage: room and handling."""

    meaning = "room, handling, insurance and taxes of stock on hand and in process; by volume, of stock on hand"
    source = STOCK

    def items(self, basis: CostBasis) -> Iterable[CostItem]:
        return _held("storage", basis)


class Obsolescence(CostPart):
    """Obsolescence: stock on hand loses value, and what perishes or disappears has lost it."""

    meaning = "loss of value of stock on hand and in process, and the cost of units that perished or disappeared"
    source = STOCK

    def items(self, basis: CostBasis) -> Iterable[CostItem]:
        yield from _held("obsolescence", basis)
        for gone in (accumulators.spoiled, accumulators.shrunk):
            yield CostItem(gone, basis.planned.valuation.cost * basis.costs.spoiled, basis.points)


class EngineeringChange(CostPart):
    """Engineering changes: a write-off of units to the former drawing."""

    meaning = (
        "expected write-off of stock on hand, in process and under way at engineering changes, at the agent that holds "
        "it, or will"
    )
    source = "Terwiesch & Loch 1999, J. Product Innovation Management 16(2)"

    def items(self, basis: CostBasis) -> Iterable[CostItem]:
        layout, worth, costs = basis.layout, basis.planned.valuation, basis.costs
        rate = np.asarray(costs.engineering_changes) * costs.written_off / YEAR
        cost, in_process, makers = worth.cost * rate, worth.in_process * rate, layout.maker_rows
        for of, rows in (("stock", layout.agent_rows), (accumulators.input_stock, layout.input_rows)):
            yield CostItem(of, cost[rows], basis.points[rows])
        yield CostItem(accumulators.in_process, in_process[makers], makers)
        yield CostItem(accumulators.under_way, cost[layout.lane_buyer], layout.lane_buyer, by_lane=True)


class Pipeline(CostPart):
    """Pipeline: holding of goods under way."""

    meaning = "holding of goods under way, at the agent that they have left, or at a buyer whose they are already"
    source = STOCK

    def items(self, basis: CostBasis) -> Iterable[CostItem]:
        owner = owner_under_way(basis.layout, basis.planned)
        yield CostItem(accumulators.under_way, basis.costs.pipeline * held_under_way(basis), owner, by_lane=True)
