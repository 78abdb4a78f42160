"""Revenue and profit: money that agents of a scope get from others, and the rest of it after all costs."""

import numpy as np

from jitagents.accounting import accumulators
from jitagents.accounting.accumulator import Setup
from jitagents.accounting.cost_items import CostItems
from jitagents.accounting.cost_part import CostBasis
from jitagents.accounting.measures.cost import COST
from jitagents.accounting.measures.measure import Single
from jitagents.accounting.measures.records import WorldLedger
from jitagents.column import Array

SPT = "Silver, Pyke & Thomas 2017, sec. 1.3"


class Revenue(Single):
    """Revenue: price of what is shipped to others."""

    unit = "money/day"
    label = "revenue a day"
    formula = (
        "mean daily price of what is shipped, less all-units discounts and bad units sent back, fees for cancelled "
        "orders, penalties of late sellers, fees for what is reserved, bonuses of sellers, and the price of what is "
        "served to final demand; tier and network: of what others pay"
    )
    source = SPT
    sums = (
        accumulators.shipped, accumulators.rebated, accumulators.price_surcharge, accumulators.returned,
        accumulators.cancelled,
    )  # fmt: skip

    def needs(self, items: CostItems) -> set[str | Setup]:
        return {*self.sums, *items.sums("penalty"), *items.sums("bonus"), *items.sums("reservation")}

    def of(self, ledger: WorldLedger) -> Array:
        layout, basis = ledger.layout, CostBasis(ledger.costs, ledger.layout, ledger.planned)
        shipped, rebated, surcharge, returned, cancelled = (ledger.total(of) for of in self.sums)
        units = shipped - rebated + surcharge - returned + ledger.costs.cancel_fee * cancelled
        paid = basis.lane_price * units + ledger.trade("bonus") + ledger.trade("reservation")
        sold = np.zeros((layout.agent_rows.stop, ledger.worlds))
        sold[layout.market_rows] = basis.value[layout.market_rows] * ledger.total("output")[layout.market_rows]
        penalties = ledger.trade("penalty")
        earned = ledger.at(layout.lane_seller, paid) + sold + ledger.at(layout.owner[layout.lane_buyer], penalties)
        return (ledger.every(earned) - ledger.scopes.within @ (paid + penalties)) / ledger.days


class Profit(Single):
    """Profit: revenue less cost."""

    unit = "money/day"
    label = "profit a day"
    formula = (
        "revenue - cost, the margin of lost sales left out of it: they bring no revenue; all purchases and the value "
        "added are to count, as under costs=ownership"
    )
    source = SPT
    sums = Revenue.sums

    def needs(self, items: CostItems) -> set[str | Setup]:
        return {*self.sums, *items.sums()}

    def of(self, ledger: WorldLedger) -> Array:
        return Revenue().of(ledger) - COST.of(ledger) + ledger.cost("lost_sale") / ledger.days


MEASURES = (Revenue(), Profit())
