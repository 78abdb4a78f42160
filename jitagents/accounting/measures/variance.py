"""Variance: the variance of orders and of stock relative to that of demand, and how far orders fall."""

import numpy as np

from jitagents.accounting import accumulators, order_windows
from jitagents.accounting.measures.measure import Single, ratio
from jitagents.accounting.measures.records import WorldLedger
from jitagents.accounting.summed_series import NET_STOCK, ORDER
from jitagents.column import Array

ROUNDING = 1e-9
"""Share of the squared mean below which a variance is rounding error and counts as 0."""


class Bullwhip(Single):
    """Bullwhip: amplification of the variance of orders."""

    unit = "ratio"
    label = "bullwhip"
    formula = (
        "agent: variance of its orders / variance of what it is asked for, at a buyer all that customers want, lost "
        "sales too; tier: squared coefficient of variation of the tier's orders / that of what customers want, both "
        "by value where there are several items; network: its last tier's"
    )
    source = "Chen, Drezner, Ryan & Simchi-Levi 2000; tiers: Fransoo & Wouters 2000"
    sums = (accumulators.order_squares, accumulators.asked, accumulators.asked_squares, accumulators.asked_of_scopes)
    series = (ORDER,)

    def of(self, ledger: WorldLedger) -> Array:
        orders = _variance(ledger.total("order"), ledger.total(accumulators.order_squares), ledger.days)
        wanted, squares = ledger.total(accumulators.asked_of_scopes)[:, :1]
        tiers = ratio(_relative(*ledger.spread(ORDER), ledger.days), _relative(wanted, squares, ledger.days))
        tiers[0] = tiers[-1]
        return ledger.scopes.stacked(tiers, ratio(orders, _of_asked(ledger)))


class NetStockAmplification(Single):
    """Net stock amplification."""

    unit = "ratio"
    label = "net stock amplification"
    formula = (
        "variance of net stock at the end of the day / variance of what is asked for, lost sales included; tier: of "
        "the sums over its agents, by value where it has several items; network: over its buyers"
    )
    source = "Disney & Towill 2003, Int. J. Production Economics 85(2)"
    sums = (accumulators.asked, accumulators.asked_squares, accumulators.asked_of_scopes, accumulators.net_squares)
    series = (NET_STOCK,)

    def of(self, ledger: WorldLedger) -> Array:
        # Mean net stock may be near 0, so rounding errors are measured on the scale of stock and backorders.
        stock, owed = ledger.total("stock"), ledger.total("owed")
        net = _variance(
            stock - owed, ledger.total(accumulators.net_squares), ledger.days, scale=(stock + owed) / ledger.days
        )
        spreads = (ledger.spread(NET_STOCK), ledger.total(accumulators.asked_of_scopes))
        tiers = ratio(*(_variance(total, squares, ledger.days) for total, squares in spreads))
        return ledger.scopes.stacked(tiers, ratio(net, _of_asked(ledger)))


class OrderDrop(Single):
    """Largest monthly drop of orders."""

    unit = "share"
    label = "largest monthly drop of orders"
    formula = (
        "1 - least orders that come in on 30 days in a row / 30 x planned flow, 0 if never less; tier and network: of "
        "the sums over agents, by value where there are several items; none in less than 30 days"
    )
    source = "Udenio, Fransoo & Peels 2015, Int. J. Production Economics 165 (destocking)"
    sums = (order_windows.least_month,)

    def of(self, ledger: WorldLedger) -> Array:
        rate = ledger.planned.plan.rate[ledger.layout.agent_rows]
        usual = order_windows.MONTH * ledger.weighed_every(np.broadcast_to(rate, (len(rate), ledger.worlds)))
        return np.maximum(1.0 - ratio(ledger.total(order_windows.least_month), usual), 0.0)


def _of_asked(ledger: WorldLedger) -> Array:
    """Variance of what each agent is asked for."""
    return _variance(ledger.total(accumulators.asked), ledger.total(accumulators.asked_squares), ledger.days)


def _relative(total: Array, squares: Array, days: int) -> Array:
    """Squared coefficient of variation over the days."""
    return ratio(_variance(total, squares, days), (total / days) ** 2)


def _variance(total: Array, squares: Array, days: int, scale: Array | None = None) -> Array:
    """Variance over the days; 0 where it is rounding error, of a unit or on the scale given (the mean if left out)."""
    mean = total / days
    variance = squares / days - mean**2
    error = np.maximum(ROUNDING * (mean if scale is None else scale) ** 2, ROUNDING**2)
    return np.where(variance > error, variance, 0.0)


MEASURES = (Bullwhip(), NetStockAmplification(), OrderDrop())
