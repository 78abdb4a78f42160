"""Holding: capital, room, loss of value, and goods under way."""

from collections.abc import Iterable, Iterator

import numpy as np

from jitagents.accounting import accumulators
from jitagents.accounting.cost_part import YEAR, CostBasis, CostItem, CostPart

STOCK = "Silver, Pyke & Thomas 2017, sec. 1.3"


def _held(part: str, basis: CostBasis) -> Iterator[CostItem]:
    """A part of the holding cost: on the stock of agents, on that of the inputs of plants, and on work in process."""
    layout, price = basis.layout, basis.costs.holding(basis.layout, basis.planned)[part]
    rows, inputs, makers = layout.agent_rows, layout.input_rows, layout.maker_rows
    yield CostItem("stock", price[rows], basis.points[rows])
    yield CostItem(accumulators.input_stock, price[inputs], basis.points[inputs])
    by_rate = np.isnan(layout.agent_column("holding_cost"))[:, None]  # one that is stated is of stock on hand
    in_process = by_rate * basis.planned.valuation.in_process * np.asarray(getattr(basis.costs, part)) / YEAR
    yield CostItem(accumulators.in_process, in_process[makers], makers)
    if (terms := basis.planned.terms) is not None:  # stock of buyers that is still their sellers'
        of_sellers = terms.at_use * basis.planned.share * price[layout.lane_buyer]
        yield CostItem(accumulators.stock_at_buyers, of_sellers, layout.lane_seller)
        yield CostItem(accumulators.stock_at_buyers, -of_sellers, layout.lane_buyer)


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

    meaning = "holding of goods under way, at the agent that they have left, or at a buyer whose they are already"
    source = STOCK

    def items(self, basis: CostBasis) -> Iterable[CostItem]:
        holding = sum(basis.costs.holding(basis.layout, basis.planned).values(), start=np.zeros((1, 1)))
        seller, terms = basis.layout.lane_seller, basis.planned.terms
        holder = seller if terms is None else np.where(terms.at_shipment[:, 0] > 0.0, basis.layout.lane_buyer, seller)
        yield CostItem(accumulators.under_way, (basis.costs.pipeline * holding)[seller], holder, by_lane=True)
