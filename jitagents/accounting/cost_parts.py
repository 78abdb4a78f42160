"""Parts of the total cost of ownership, at the rates of the cost model."""

from collections.abc import Iterable, Iterator

import numpy as np

from jitagents.accounting import accumulators
from jitagents.accounting.cost_part import CostBasis, CostItem, CostPart
from jitagents.column import Array
from jitagents.layout import PLANT

YEAR = 365.0
STOCK = "Silver, Pyke & Thomas 2017, sec. 1.3"
OWNERSHIP = "Ellram 1995, Int. J. Physical Distribution & Logistics Management 25(8)"


def _held(part: str, basis: CostBasis) -> Iterator[CostItem]:
    """A part of the holding cost: on the stock of agents, on that of the inputs of plants, and on work in process."""
    layout, price = basis.layout, basis.costs.holding(basis.layout, basis.planned)[part]
    rows, inputs, makers = layout.agent_rows, layout.input_rows, layout.maker_rows
    yield CostItem("stock", price[rows], basis.points[rows])
    yield CostItem(accumulators.input_stock, price[inputs], basis.points[inputs])
    by_rate = np.isnan(layout.agent_column("holding_cost"))[:, None]  # one that is stated is of stock on hand
    in_process = by_rate * basis.planned.valuation.in_process * np.asarray(getattr(basis.costs, part)) / YEAR
    yield CostItem(accumulators.in_process, in_process[makers], makers)


class Capital(CostPart):
    """Capital: interest."""

    meaning = "interest on stock on hand and in process"
    source = STOCK

    def items(self, basis: CostBasis) -> Iterable[CostItem]:
        return _held("capital", basis)


class Storage(CostPart):
    """Storage: room and handling."""

    meaning = "room, handling, insurance and taxes of stock on hand and in process"
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


class Pipeline(CostPart):
    """Pipeline: holding of goods under way."""

    meaning = "holding of goods under way, at the agent that they have left"
    source = STOCK

    def items(self, basis: CostBasis) -> Iterable[CostItem]:
        holding = sum(basis.costs.holding(basis.layout, basis.planned).values(), start=np.zeros((1, 1)))
        seller = basis.layout.lane_seller
        yield CostItem(accumulators.under_way, (basis.costs.pipeline * holding)[seller], seller, by_lane=True)


class Backorder(CostPart):
    """Backorders: a penalty for each day of waiting."""

    meaning = "penalty for each backorder of final demand at the end of the day, or of an agent that states one"
    source = "Zipkin 2000, sec. 3.3"

    def items(self, basis: CostBasis) -> Iterable[CostItem]:
        rows = basis.layout.agent_rows
        yield CostItem("owed", basis.costs.backorder(basis.layout, basis.planned)[rows], basis.points[rows])


class Penalty(CostPart):
    """Penalties: transfer payments of sellers that are late, to the buyers that they starve."""

    meaning = "paid by sellers to their buyers for each unit owed beyond its promise at the end of the day"
    source = "Cachon & Zipkin 1999, Management Science 45(7)"

    def items(self, basis: CostBasis) -> Iterable[CostItem]:
        price = basis.costs.penalty * basis.lane_price
        yield CostItem(accumulators.overdue, price, basis.layout.lane_seller, traded=True)


class LostSale(CostPart):
    """Lost sales: their margin, and the price of what they would have paid for."""

    meaning = (
        "margin of the units of final demand that went elsewhere; where purchases and value added count, their part of "
        "the price too, for they are saved"
    )
    source = "Zipkin 2000, sec. 6.5"

    def items(self, basis: CostBasis) -> Iterable[CostItem]:
        markets, costs = basis.layout.market_rows, basis.costs
        margin = costs.margin(basis.planned)
        lost = margin + costs.purchase * np.maximum(basis.value - margin, 0.0)
        yield CostItem(accumulators.lost, lost[markets], basis.points[markets])


class Purchase(CostPart):
    """Purchase: price of what is bought from agents of the network."""

    meaning = (
        "price of the units shipped to a buyer, less all-units discounts of their orders and bad units sent back; tier "
        "and network: of what they buy from others"
    )
    source = "Hadley & Whitin 1963"

    def items(self, basis: CostBasis) -> Iterable[CostItem]:
        buyer, price = basis.layout.lane_buyer, basis.costs.purchase * basis.lane_price
        yield CostItem(accumulators.shipped, price, buyer, traded=True)
        yield CostItem(accumulators.rebated, -price * bool(basis.costs.breaks), buyer, traded=True)
        yield CostItem(accumulators.price_surcharge, price, buyer, traded=True)
        yield CostItem(accumulators.returned, -price, buyer, traded=True)  # what replaces them is free


class Outside(CostPart):
    """Outside purchases: materials and goods that no agent of the network sells."""

    meaning = "cost of what is bought outside the network for the units started, or resold"
    source = OWNERSHIP

    def items(self, basis: CostBasis) -> Iterable[CostItem]:
        return _worked(basis.costs.purchase * basis.planned.valuation.outside, basis)


class ValueAdded(CostPart):
    """Value added: own work."""

    meaning = "own work on the units started, or resold"
    source = OWNERSHIP

    def items(self, basis: CostBasis) -> Iterable[CostItem]:
        return _worked(basis.costs.value_added * basis.planned.valuation.value_added, basis)


def _worked(price: Array, basis: CostBasis) -> Iterator[CostItem]:
    """Money for each unit that a maker starts, and that another agent passes on."""
    rows, makers = basis.layout.agent_rows, basis.layout.maker_rows
    resold = price[rows].copy()
    resold[makers] = 0.0
    yield CostItem(accumulators.started, price[makers], makers)
    yield CostItem("output", resold, basis.points[rows])


class Transport(CostPart):
    """Transport: freight by the unit and by the load."""

    meaning = "freight of shipments by the unit and by the load, or a share of their value where no lane states it"
    source = OWNERSHIP

    def items(self, basis: CostBasis) -> Iterable[CostItem]:
        buyer = basis.layout.lane_buyer
        freight, load = (basis.layout.lane_column(name)[:, None] for name in ("transport_cost", "load_cost"))
        unit = np.where((freight > 0) | (load > 0), freight, basis.costs.transport * basis.lane_value)
        yield CostItem(accumulators.freight_surcharge, unit, buyer, by_lane=True)
        yield CostItem(accumulators.loads_surcharge, load, buyer, by_lane=True)
        yield CostItem(accumulators.shipped, unit, buyer, by_lane=True)
        yield CostItem(accumulators.loads, load, buyer, by_lane=True)


class Duty(CostPart):
    """Duty: a share of the price, paid at a border."""

    meaning = "duty on the price of the units shipped, less discounts and bad units sent back, at the buyer"
    source = OWNERSHIP

    def items(self, basis: CostBasis) -> Iterable[CostItem]:
        buyer = basis.layout.lane_buyer
        duty = basis.costs.purchase * basis.lane_price * basis.layout.lane_column("duty")[:, None]
        yield CostItem(accumulators.shipped, duty, buyer, by_lane=True)
        yield CostItem(accumulators.rebated, -duty * bool(basis.costs.breaks), buyer, by_lane=True)
        yield CostItem(accumulators.price_surcharge, duty, buyer, by_lane=True)
        yield CostItem(accumulators.returned, -duty, buyer, by_lane=True)


class Express(CostPart):
    """Express: premium for haste."""

    meaning = "premium for units sent express, at the buyer"
    source = OWNERSHIP

    def items(self, basis: CostBasis) -> Iterable[CostItem]:
        premium = basis.costs.express * basis.lane_value
        yield CostItem(accumulators.expressed, premium, basis.layout.lane_buyer, by_lane=True)


class Ordering(CostPart):
    """Ordering: fixed cost of an order or a run."""

    meaning = "fixed cost of each order placed on a lane, inputs included, or run started"
    source = "Harris 1913"

    def items(self, basis: CostBasis) -> Iterable[CostItem]:
        buyer, runs = basis.layout.lane_buyer, np.zeros((basis.layout.rows, 1))
        runs[basis.layout.maker_rows] = 1.0
        yield CostItem(accumulators.orders, basis.costs.order * runs, basis.points)
        stated = basis.layout.lane_column("order_cost")[:, None]
        each = np.where(np.isnan(stated), basis.costs.order, stated)
        yield CostItem(accumulators.orders_on_lanes, each, buyer, by_lane=True)


class Administration(CostPart):
    """Administration: people, audits and tools that a source needs."""

    meaning = "audits, travel, people and tools of each source, as its lane states them, used or not"
    source = OWNERSHIP

    def items(self, basis: CostBasis) -> Iterable[CostItem]:
        a_day = basis.layout.lane_column("administration")[:, None] / YEAR
        yield CostItem(accumulators.lane_days, a_day, basis.layout.lane_buyer, by_lane=True)


class Cancellation(CostPart):
    """Cancellation: a fee for what is taken back."""

    meaning = "fee for the units on order that are cancelled, at the buyer"
    source = OWNERSHIP

    def items(self, basis: CostBasis) -> Iterable[CostItem]:
        fee = basis.costs.cancel_fee * basis.lane_price
        yield CostItem(accumulators.cancelled, fee, basis.layout.lane_buyer, traded=True)


class LineStop(CostPart):
    """Line stops: days on which a plant stands still."""

    meaning = "days on which a plant with open orders starts nothing"
    source = OWNERSHIP

    def items(self, basis: CostBasis) -> Iterable[CostItem]:
        makers, planned = basis.layout.maker_rows, basis.planned
        plants = (basis.layout.role[makers] == PLANT)[:, None]
        usual = basis.costs.line_stop * planned.plan.rate[makers] * planned.valuation.value_added[makers]
        stated = basis.layout.agent_column("line_stop_cost")[makers, None]
        yield CostItem(accumulators.line_stops, np.where(np.isnan(stated), usual * plants, stated), makers)


class Changeover(CostPart):
    """Changeovers: set-ups of a line that makes several items."""

    meaning = "fixed cost of each changeover of a line, at the maker of the item that follows"
    source = "Silver, Pyke & Thomas 2017, sec. 10.4"

    def items(self, basis: CostBasis) -> Iterable[CostItem]:
        makers = basis.layout.maker_rows
        yield CostItem(accumulators.changeovers, basis.costs.changeover * np.ones((len(makers), 1)), makers)


class Overtime(CostPart):
    """Overtime: premium for work beyond the usual hours."""

    meaning = "premium for units made on overtime"
    source = OWNERSHIP

    def items(self, basis: CostBasis) -> Iterable[CostItem]:
        makers = basis.layout.maker_rows
        yield CostItem(accumulators.overtime, basis.costs.overtime * basis.value[makers], makers)


class Quality(CostPart):
    """Quality: expected cost of bad units."""

    meaning = "expected cost of bad quality of the units shipped, as their lane states it, at the buyer"
    source = "Degraeve & Roodhooft 1999, European Management Journal 17(4)"

    def items(self, basis: CostBasis) -> Iterable[CostItem]:
        price = basis.layout.lane_column("quality_cost")[:, None]
        yield CostItem(accumulators.shipped, price, basis.layout.lane_buyer, by_lane=True)


class Sorting(CostPart):
    """Sorting: inspection of what is received."""

    meaning = "inspection of the units that customers look at before they use them"
    source = "Porteus 1986, Operations Research 34(1)"

    def items(self, basis: CostBasis) -> Iterable[CostItem]:
        yield CostItem(accumulators.inspected, basis.costs.sorting * basis.value, basis.points)


class Returns(CostPart):
    """Returns: handling of bad units that customers send back."""

    meaning = "handling and freight of bad units that are sent back, at the seller"
    source = OWNERSHIP

    def items(self, basis: CostBasis) -> Iterable[CostItem]:
        handling = basis.costs.returns * basis.lane_price
        yield CostItem(accumulators.returned, handling, basis.layout.lane_seller, by_lane=True)


class Scrap(CostPart):
    """Scrap: bad units at cost."""

    meaning = "cost of the units that are scrapped by their maker, and of those that are sent back to a seller"
    source = "Porteus 1986, Operations Research 34(1)"

    def items(self, basis: CostBasis) -> Iterable[CostItem]:
        cost, makers, sellers = (
            basis.costs.scrap * basis.planned.valuation.cost, basis.layout.maker_rows, basis.layout.lane_seller,
        )  # fmt: skip
        yield CostItem(accumulators.scrapped, cost[makers], makers)
        yield CostItem(accumulators.returned, cost[sellers], sellers, by_lane=True)


PARTS: dict[str, CostPart] = {
    "capital": Capital(),
    "storage": Storage(),
    "obsolescence": Obsolescence(),
    "pipeline": Pipeline(),
    "backorder": Backorder(),
    "penalty": Penalty(),
    "lost_sale": LostSale(),
    "purchase": Purchase(),
    "outside": Outside(),
    "value_added": ValueAdded(),
    "transport": Transport(),
    "duty": Duty(),
    "express": Express(),
    "ordering": Ordering(),
    "administration": Administration(),
    "cancellation": Cancellation(),
    "line_stop": LineStop(),
    "changeover": Changeover(),
    "overtime": Overtime(),
    "quality": Quality(),
    "sorting": Sorting(),
    "returns": Returns(),
    "scrap": Scrap(),
}
"""The parts that every cost model has, in the order of tables. A cost model may have further ones of its own."""
