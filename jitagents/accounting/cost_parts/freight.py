"""Freight: transport, haste, and what borders add: duty and currency."""

from collections.abc import Iterable, Iterator

import numpy as np

from jitagents.accounting import accumulators
from jitagents.accounting.cost_part import OWNERSHIP, CostBasis, CostItem, CostPart
from jitagents.column import Array


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


class Express(CostPart):
    """Express: premium for haste."""

    meaning = "premium for units sent express, at the buyer"
    source = OWNERSHIP

    def items(self, basis: CostBasis) -> Iterable[CostItem]:
        premium = basis.costs.express * basis.lane_value
        yield CostItem(accumulators.expressed, premium, basis.layout.lane_buyer, by_lane=True)


class Duty(CostPart):
    """Duty: a share of the price, paid at a border."""

    meaning = "duty on the price of the units shipped, less discounts and bad units sent back, at the buyer"
    source = OWNERSHIP

    def items(self, basis: CostBasis) -> Iterable[CostItem]:
        return _on_the_price(basis.costs.purchase * basis.lane_price, "duty", basis)


class Currency(CostPart):
    """Currency: cover against its changes from the order to the payment."""

    meaning = (
        "cost of cover against the currency of a lane, or of the risk, a share of the price of the units shipped, less "
        "discounts and bad units sent back, at the buyer"
    )
    source = "Carter & Vickery 1989, J. Purchasing and Materials Management 25(3)"

    def items(self, basis: CostBasis) -> Iterable[CostItem]:
        return _on_the_price(basis.lane_price, "hedging", basis)


def _on_the_price(price: Array, column: str, basis: CostBasis) -> Iterator[CostItem]:
    """A share of the price that lanes state, of what is paid for the units shipped."""
    money, buyer = price * basis.layout.lane_column(column)[:, None], basis.layout.lane_buyer
    yield CostItem(accumulators.shipped, money, buyer, by_lane=True)
    yield CostItem(accumulators.rebated, -money * bool(basis.costs.breaks), buyer, by_lane=True)
    yield CostItem(accumulators.price_surcharge, money, buyer, by_lane=True)
    yield CostItem(accumulators.returned, -money, buyer, by_lane=True)
