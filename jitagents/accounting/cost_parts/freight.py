"""Freight: transport, haste and duty."""

from collections.abc import Iterable

import numpy as np

from jitagents.accounting import accumulators
from jitagents.accounting.cost_part import OWNERSHIP, CostBasis, CostItem, CostPart


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
        buyer = basis.layout.lane_buyer
        duty = basis.costs.purchase * basis.lane_price * basis.layout.lane_column("duty")[:, None]
        yield CostItem(accumulators.shipped, duty, buyer, by_lane=True)
        yield CostItem(accumulators.rebated, -duty * bool(basis.costs.breaks), buyer, by_lane=True)
        yield CostItem(accumulators.price_surcharge, duty, buyer, by_lane=True)
        yield CostItem(accumulators.returned, -duty, buyer, by_lane=True)
