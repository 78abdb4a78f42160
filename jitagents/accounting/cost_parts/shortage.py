"""Shortage: waiting customers, late sellers, lost sales, and lines that stop."""

from collections.abc import Iterable

import numpy as np

from jitagents.accounting import accumulators, line_stop_accumulators, order_line_accumulators
from jitagents.accounting.cost_part import OWNERSHIP, CostBasis, CostItem, CostPart
from jitagents.stock_points import PLANT


class Backorder(CostPart):
    """Backorders: a penalty for each day of waiting."""

    meaning = "penalty for each backorder of final demand at the end of the day, or of an agent that states one"
    source = "Zipkin 2000, sec. 3.3"

    def items(self, basis: CostBasis) -> Iterable[CostItem]:
        rows = basis.layout.agent_rows
        yield CostItem("owed", basis.costs.backorder(basis.layout, basis.planned)[rows], basis.points[rows])


class Penalty(CostPart):
    """Penalties: transfer payments of sellers that are late, to the buyers that they starve."""

    meaning = (
        "paid by sellers to their buyers, by the rate or as relations state it, for each unit owed beyond its promise "
        "at the end of the day, and where they keep its stock, for each unit of it outside their limits"
    )
    source = "Cachon & Zipkin 1999, Management Science 45(7)"

    def items(self, basis: CostBasis) -> Iterable[CostItem]:
        seller, terms = basis.layout.lane_seller, basis.planned.terms
        price = basis.costs.penalty * basis.lane_price
        yield CostItem(order_line_accumulators.overdue, price, seller, traded=True)
        if terms is None:
            return
        agreed = terms.penalty * basis.lane_price
        yield CostItem(order_line_accumulators.overdue, agreed, seller, traded=True)
        yield CostItem(accumulators.outside_limits, terms.outside * basis.lane_price, seller, traded=True)
        for days in np.unique(terms.penalty_days[np.isfinite(terms.penalty_days)]):
            beyond = agreed * (terms.penalty_days == days)
            yield CostItem(order_line_accumulators.overdue_by(int(days)), -beyond, seller, traded=True)


class Bonus(CostPart):
    """Bonus: transfer payments of buyers to sellers that ship on time."""

    meaning = "paid by buyers to their sellers, as relations state it, for each unit that is shipped by its promise"
    source = "Cachon 2003, Supply Chain Coordination with Contracts, in Handbooks in OR & MS 11"

    def items(self, basis: CostBasis) -> Iterable[CostItem]:
        if (terms := basis.planned.terms) is not None:
            price = terms.bonus * basis.lane_price
            yield CostItem(order_line_accumulators.shipped_on_time, price, basis.layout.lane_buyer, traded=True)


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


class LineStop(CostPart):
    """Line stops: days on which a plant stands still."""

    meaning = "days on which a plant with open orders starts nothing"
    source = OWNERSHIP

    def items(self, basis: CostBasis) -> Iterable[CostItem]:
        makers, planned = basis.layout.maker_rows, basis.planned
        plants = (basis.layout.role[makers] == PLANT)[:, None]
        usual = basis.costs.line_stop * planned.plan.rate[makers] * planned.valuation.value_added[makers]
        stated = basis.layout.agent_column("line_stop_cost")[makers, None]
        yield CostItem(line_stop_accumulators.line_stops, np.where(np.isnan(stated), usual * plants, stated), makers)
