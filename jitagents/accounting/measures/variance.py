"""Variance: the variance of orders and of stock relative to that of demand."""

import numpy as np

from jitagents.accounting import accumulators
from jitagents.accounting.measures.measure import Single, ratio
from jitagents.accounting.measures.records import WorldLedger
from jitagents.accounting.series import SummedSeries
from jitagents.accounting.summed_series import DEMAND, FINAL_DEMAND, NET_STOCK, ORDER
from jitagents.column import Array

ROUNDING = 1e-9
"""Share of the squared mean below which a variance is rounding error and counts as 0."""


class Bullwhip(Single):
    """Bullwhip: amplification of the variance of orders."""

    unit = "ratio"
    label = "bullwhip"
    formula = (
        "agent: variance of its orders / variance of its demand; tier: squared coefficient of variation of the "
        "tier's orders / that of final demand; network: its last tier's"
    )
    source = "Chen, Drezner, Ryan & Simchi-Levi 2000; tiers: Fransoo & Wouters 2000"
    sums = (accumulators.order_squares, accumulators.demand_squares)
    series = (ORDER, FINAL_DEMAND)

    def of(self, ledger: WorldLedger) -> Array:
        orders, demand = (
            _variance(ledger.total(name), ledger.total(squares), ledger.days)
            for name, squares in (("order", accumulators.order_squares), ("demand", accumulators.demand_squares))
        )
        tiers = ratio(_relative(ledger, ORDER), _relative(ledger, FINAL_DEMAND))
        tiers[0] = tiers[-1]
        return ledger.scopes.stacked(tiers, ratio(orders, demand))


class NetStockAmplification(Single):
    """Net stock amplification."""

    unit = "ratio"
    label = "net stock amplification"
    formula = (
        "variance of net stock at the end of the day / variance of demand; tier: of the sums over its agents; "
        "network: over its buyers"
    )
    source = "Disney & Towill 2003, Int. J. Production Economics 85(2)"
    sums = (accumulators.demand_squares, accumulators.net_squares)
    series = (NET_STOCK, DEMAND)

    def of(self, ledger: WorldLedger) -> Array:
        demand = _variance(ledger.total("demand"), ledger.total(accumulators.demand_squares), ledger.days)
        # Mean net stock may be near 0, so rounding errors are measured on the scale of stock and backorders.
        stock, owed = ledger.total("stock"), ledger.total("owed")
        net = _variance(
            stock - owed, ledger.total(accumulators.net_squares), ledger.days, scale=(stock + owed) / ledger.days
        )
        tiers = ratio(*(_variance(*ledger.spread(series), ledger.days) for series in (NET_STOCK, DEMAND)))
        return ledger.scopes.stacked(tiers, ratio(net, demand))


def _relative(ledger: WorldLedger, series: SummedSeries) -> Array:
    """Squared coefficient of variation of a series."""
    total, squares = ledger.spread(series)
    return ratio(_variance(total, squares, ledger.days), (total / ledger.days) ** 2)


def _variance(total: Array, squares: Array, days: int, scale: Array | None = None) -> Array:
    """Variance over the days; 0 where it is rounding error on the scale given (the mean if left out)."""
    mean = total / days
    variance = squares / days - mean**2
    return np.where(variance > ROUNDING * (mean if scale is None else scale) ** 2, variance, 0.0)


MEASURES = (Bullwhip(), NetStockAmplification())
