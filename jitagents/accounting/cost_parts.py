"""Parts of the total cost of ownership, at the rates of the cost model."""

from collections.abc import Iterable, Iterator

import numpy as np

from jitagents.accounting import accumulators
from jitagents.accounting.cost_part import CostBasis, CostItem, CostPart
from jitagents.column import Array
from jitagents.layout import PLANT

STOCK = "Silver, Pyke & Thomas 2017, sec. 1.3"
OWNERSHIP = "Ellram 1995, Int. J. Physical Distribution & Logistics Management 25(8)"


def lane_price(basis: CostBasis) -> Array:
    """Price of a unit on each lane: as stated, or else its value, money `(lanes, 1)`."""
    stated = basis.layout.lane_column("price")[:, None]
    return np.where(np.isnan(stated), basis.lane_value, stated)


def _on_hand(part: str, basis: CostBasis) -> Iterator[CostItem]:
    """A part of the holding cost, on the stock of agents and of the inputs of plants."""
    price = basis.costs.holding(basis.layout, basis.planned)[part]
    rows, inputs = basis.layout.agent_rows, basis.layout.input_rows
    yield CostItem("stock", price[rows], basis.points[rows])
    yield CostItem(accumulators.input_stock, price[inputs], basis.points[inputs])


class Capital(CostPart):
    """Capital: interest."""

    meaning = "interest on stock on hand"
    source = STOCK

    def items(self, basis: CostBasis) -> Iterable[CostItem]:
        return _on_hand("capital", basis)


class Storage(CostPart):
    """Storage: room and handling."""

    meaning = "room, handling, insurance and taxes of stock on hand"
    source = STOCK

    def items(self, basis: CostBasis) -> Iterable[CostItem]:
        return _on_hand("storage", basis)


class Obsolescence(CostPart):
    """Obsolescence: stock on hand loses value, and what perishes has lost it."""

    meaning = "loss of value of stock on hand, and the value of units that perished"
    source = STOCK

    def items(self, basis: CostBasis) -> Iterable[CostItem]:
        yield from _on_hand("obsolescence", basis)
        yield CostItem(accumulators.spoiled, basis.value * basis.costs.spoiled, basis.points)


class Pipeline(CostPart):
    """Pipeline: holding of goods under way."""

    meaning = "holding of goods under way, at the agent that they have left"
    source = STOCK

    def items(self, basis: CostBasis) -> Iterable[CostItem]:
        holding = sum(basis.costs.holding(basis.layout, basis.planned).values(), start=np.zeros((1, 1)))
        seller = basis.layout.lane_seller
        yield CostItem(accumulators.under_way, (basis.costs.pipeline * holding)[seller], seller)


class Backorder(CostPart):
    """Backorders: a penalty for each day of waiting."""

    meaning = "penalty for each backorder at the end of the day"
    source = "Zipkin 2000, sec. 3.3"

    def items(self, basis: CostBasis) -> Iterable[CostItem]:
        rows = basis.layout.agent_rows
        yield CostItem("owed", basis.costs.backorder(basis.layout, basis.planned)[rows], basis.points[rows])


class LostSale(CostPart):
    """Lost sales: their margin."""

    meaning = "margin of the units of final demand that went elsewhere"
    source = "Zipkin 2000, sec. 6.5"

    def items(self, basis: CostBasis) -> Iterable[CostItem]:
        markets = basis.layout.market_rows
        yield CostItem(accumulators.lost, basis.value[markets] * basis.costs.lost_sale, basis.points[markets])


class Purchase(CostPart):
    """Purchase: price of what is ordered and not cancelled."""

    meaning = "price of the units ordered and not cancelled, less all-units discounts, at the buyer"
    source = "Hadley & Whitin 1963"

    def items(self, basis: CostBasis) -> Iterable[CostItem]:
        buyer, price = basis.layout.lane_buyer, basis.costs.purchase * lane_price(basis)
        yield CostItem(accumulators.ordered, price, buyer)
        yield CostItem(accumulators.cancelled, -price, buyer)
        yield CostItem(accumulators.rebated, -price * bool(basis.costs.breaks), buyer)
        yield CostItem(accumulators.ordered_surcharge, price, buyer)


class Transport(CostPart):
    """Transport: freight by the unit and by the load."""

    meaning = "freight of shipments by the unit and by the load, at the buyer"
    source = OWNERSHIP

    def items(self, basis: CostBasis) -> Iterable[CostItem]:
        buyer = basis.layout.lane_buyer
        freight, load = (basis.layout.lane_column(name)[:, None] for name in ("transport_cost", "load_cost"))
        unit = freight + basis.costs.transport * basis.lane_value
        yield CostItem(accumulators.shipped_surcharge, unit, buyer)
        yield CostItem(accumulators.loads_surcharge, load, buyer)
        yield CostItem(accumulators.shipped, unit, buyer)
        yield CostItem(accumulators.loads, load, buyer)


class Express(CostPart):
    """Express: premium for haste."""

    meaning = "premium for units sent express, at the buyer"
    source = OWNERSHIP

    def items(self, basis: CostBasis) -> Iterable[CostItem]:
        yield CostItem(accumulators.expressed, basis.costs.express * basis.lane_value, basis.layout.lane_buyer)


class Ordering(CostPart):
    """Ordering: fixed cost of an order or a run."""

    meaning = "fixed cost of each order placed or run started, inputs included"
    source = "Harris 1913"

    def items(self, basis: CostBasis) -> Iterable[CostItem]:
        yield CostItem(accumulators.orders, basis.costs.order * np.ones((basis.layout.rows, 1)), basis.points)


class Cancellation(CostPart):
    """Cancellation: a fee for what is taken back."""

    meaning = "fee for the units on order that are cancelled, at the buyer"
    source = OWNERSHIP

    def items(self, basis: CostBasis) -> Iterable[CostItem]:
        fee = basis.costs.cancel_fee * lane_price(basis)
        yield CostItem(accumulators.cancelled, fee, basis.layout.lane_buyer)


class LineStop(CostPart):
    """Line stops: days on which a plant stands still."""

    meaning = "days on which a plant with open orders starts nothing"
    source = OWNERSHIP

    def items(self, basis: CostBasis) -> Iterable[CostItem]:
        makers = basis.layout.maker_rows
        plants = (basis.layout.role[makers] == PLANT)[:, None]
        yield CostItem(accumulators.line_stops, basis.costs.line_stop * plants, makers)


class Overtime(CostPart):
    """Overtime: premium for work beyond the usual hours."""

    meaning = "premium for units made on overtime"
    source = OWNERSHIP

    def items(self, basis: CostBasis) -> Iterable[CostItem]:
        makers = basis.layout.maker_rows
        yield CostItem(accumulators.overtime, basis.costs.overtime * basis.value[makers], makers)


PARTS: dict[str, CostPart] = {
    "capital": Capital(),
    "storage": Storage(),
    "obsolescence": Obsolescence(),
    "pipeline": Pipeline(),
    "backorder": Backorder(),
    "lost_sale": LostSale(),
    "purchase": Purchase(),
    "transport": Transport(),
    "express": Express(),
    "ordering": Ordering(),
    "cancellation": Cancellation(),
    "line_stop": LineStop(),
    "overtime": Overtime(),
}
"""The parts that every cost model has, in the order of tables. A cost model may have further ones of its own."""
