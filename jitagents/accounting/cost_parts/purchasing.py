"""Purchasing: purchases, own work, orders, and the administration of sources."""

from collections.abc import Iterable, Iterator

import numpy as np

from jitagents.accounting import accumulators, panel_accumulators
from jitagents.accounting.cost_part import OWNERSHIP, YEAR, CostBasis, CostItem, CostPart
from jitagents.column import Array


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

    meaning = (
        "audits, travel, people and tools of each source, as its lane or relation states them; of a panel, while it is "
        "in use"
    )
    source = OWNERSHIP

    def items(self, basis: CostBasis) -> Iterable[CostItem]:
        terms, a_year = basis.planned.terms, basis.layout.lane_column("administration")[:, None]
        a_day = (a_year if terms is None else a_year + terms.administration) / YEAR
        yield CostItem(panel_accumulators.kept, a_day, basis.layout.lane_buyer, by_lane=True)


class Qualification(CostPart):
    """Qualification: samples, audits and tools before a supplier may deliver."""

    meaning = "qualification of candidates, on the day on which it begins"
    source = OWNERSHIP

    def items(self, basis: CostBasis) -> Iterable[CostItem]:
        stated = basis.layout.lane_column("qualification_cost")[:, None]
        each = np.where(np.isnan(stated), basis.costs.qualification, stated)
        yield CostItem(panel_accumulators.qualifications, each, basis.layout.lane_buyer, by_lane=True)


class Volume(CostPart):
    """Volume: the higher price of suppliers that have only a part of a flow."""

    meaning = "what a supplier with a share of a flow asks beyond the price of the whole; tier and network: of others"
    source = "Henderson 1974, The Experience Curve (Boston Consulting Group), for the form of the curve"

    def items(self, basis: CostBasis) -> Iterable[CostItem]:
        price = basis.lane_price * np.any(basis.costs.volume)
        yield CostItem(panel_accumulators.volume_surcharge, price, basis.layout.lane_buyer, traded=True)


class Reservation(CostPart):
    """Reservation: a fee for what is reserved."""

    meaning = "fee paid by buyers to their sellers, as relations state it, for each unit reserved, used or not"
    source = "Cachon 2003, Supply Chain Coordination with Contracts, in Handbooks in OR & MS 11"

    def items(self, basis: CostBasis) -> Iterable[CostItem]:
        if (terms := basis.planned.terms) is not None:
            fee = terms.reservation_fee * basis.lane_price * terms.reserved * basis.planned.lane_rate
            yield CostItem(accumulators.lane_days, fee, basis.layout.lane_buyer, traded=True)


class Cancellation(CostPart):
    """Cancellation: a fee for what is taken back."""

    meaning = "fee for the units on order that are cancelled, at the buyer"
    source = OWNERSHIP

    def items(self, basis: CostBasis) -> Iterable[CostItem]:
        fee = basis.costs.cancel_fee * basis.lane_price
        yield CostItem(accumulators.cancelled, fee, basis.layout.lane_buyer, traded=True)
