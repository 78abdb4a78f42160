"""Variance: the variance of orders and of stock relative to that of demand."""

import numpy as np

from jitagents.accounting.measures.measure import Books, Single, ratio
from jitagents.column import Array

ROUNDING = 1e-9
"""Share of the squared mean below which a variance is rounding error and counts as 0."""


def bullwhip(books: Books) -> Array:
    """Bullwhip: amplification of the variance of orders."""
    orders, demand = (
        _variance(books.total(name), books.total(f"{name}_squares"), books.days) for name in ("order", "demand")
    )
    tiers = ratio(_relative(books, "order"), _relative(books, "final"))
    tiers[0] = tiers[-1]
    return books.scopes.stacked(tiers, ratio(orders, demand))


def net_stock_amplification(books: Books) -> Array:
    """Net stock amplification."""
    demand = _variance(books.total("demand"), books.total("demand_squares"), books.days)
    # Mean net stock may be near 0, so rounding errors are measured on the scale of stock and backorders.
    stock, owed = books.total("stock"), books.total("owed")
    net = _variance(stock - owed, books.total("net_squares"), books.days, scale=(stock + owed) / books.days)
    tiers = ratio(*(_variance(*books.spread(name), books.days) for name in ("net", "demand")))
    return books.scopes.stacked(tiers, ratio(net, demand))


def _relative(books: Books, name: str) -> Array:
    """Squared coefficient of variation of a series."""
    total, squares = books.spread(name)
    return ratio(_variance(total, squares, books.days), (total / books.days) ** 2)


def _variance(total: Array, squares: Array, days: int, scale: Array | None = None) -> Array:
    """Variance over the days; 0 where it is rounding error on the scale given (the mean if left out)."""
    mean = total / days
    variance = squares / days - mean**2
    return np.where(variance > ROUNDING * (mean if scale is None else scale) ** 2, variance, 0.0)


MEASURES = (
    Single(
        name="bullwhip",
        unit="ratio",
        label="bullwhip",
        formula=(
            "agent: variance of its orders / variance of its demand; tier: squared coefficient of variation of the "
            "tier's orders / that of final demand; network: its last tier's"
        ),
        source="Chen, Drezner, Ryan & Simchi-Levi 2000; tiers: Fransoo & Wouters 2000",
        of=bullwhip,
        sums=("order_squares", "demand_squares"),
        series=("order", "final"),
    ),
    Single(
        name="net_stock_amplification",
        unit="ratio",
        label="net stock amplification",
        formula=(
            "variance of net stock at the end of the day / variance of demand; tier: of the sums over its agents; "
            "network: over its buyers"
        ),
        source="Disney & Towill 2003, Int. J. Production Economics 85(2)",
        of=net_stock_amplification,
        sums=("demand_squares", "net_squares"),
        series=("net", "demand"),
    ),
)
