"""Service: the share of demand that is met, its timing and its completeness."""

from typing import TYPE_CHECKING

import numpy as np

from jitagents.accounting.measures.measure import Single, ratio
from jitagents.column import Array

if TYPE_CHECKING:
    from jitagents.accounting.ledger import Ledger


def fill_rate(books: "Ledger") -> Array:
    """Fill rate (type 2 service)."""
    buyers = books.layout.market_rows
    asked, missed = books.total("demand").copy(), books.total("missed").copy()
    asked[buyers] += books.total("lost")
    missed[buyers] = books.total("wanted") - books.total("filled")
    return 1.0 - ratio(books.flow(missed), books.flow(asked))


def cycle_service_level(books: "Ledger") -> Array:
    """Cycle service level (type 1 service)."""
    over, short = books.total("cycles")
    return 1.0 - ratio(books.flow(short), books.flow(over))


def ready_rate(books: "Ledger") -> Array:
    """Ready rate: share of days with a positive net stock."""
    return _of_agents(books, books.total("ready"))


def otif(books: "Ledger") -> Array:
    """On time in full: share of order lines."""
    customers = np.arange(books.layout.market_rows.stop)
    due, complete = (
        books.at(books.layout.lane_seller, lines) + books.at(customers, customer_lines)
        for lines, customer_lines in zip(books.total("lines"), books.total("customer_lines"), strict=True)
    )
    return ratio(books.flow(complete), books.flow(due))


def lost_units(books: "Ledger") -> Array:
    """Units lost: final demand that went elsewhere."""
    return books.flow(books.at(np.arange(books.layout.market_rows.stop), books.total("lost")))


def orders_placed(books: "Ledger") -> Array:
    """Days with an order, as a share."""
    return _of_agents(books, books.total("orders")[books.layout.agent_rows])


def _of_agents(books: "Ledger", days: Array) -> Array:
    """Convert days of agents to a share of the measured days, a mean over the agents of each scope."""
    return books.flow(days) / books.flow(np.ones((len(days), 1))) / books.days


MEASURES = {
    "fill_rate": Single(
        "share",
        "fill rate",
        "units filled from stock on the day of demand / units demanded (type 2 service); tier: over its agents; "
        "network: at its buyers",
        "Silver, Pyke & Thomas 2017, sec. 6.5",
        fill_rate,
        ("missed", "wanted", "filled", "lost"),
    ),
    "cycle_service_level": Single(
        "share",
        "cycle service level",
        "replenishment cycles, from one receipt to the next, without unmet demand / cycles that were completed (type 1 "
        "service); tier: over the cycles of its agents; network: of its buyers",
        "Silver, Pyke & Thomas 2017, sec. 6.5; Snyder & Shen 2019, sec. 4.3",
        cycle_service_level,
        ("cycles",),
    ),
    "ready_rate": Single(
        "share",
        "ready rate",
        "days at whose end net stock is positive / days; tier: mean over its agents; network: over its buyers",
        "Silver, Pyke & Thomas 2017, sec. 6.5",
        ready_rate,
        ("ready",),
    ),
    "otif": Single(
        "share",
        "on time in full",
        "order lines shipped complete within the promised days / order lines that are due; a line is what is ordered "
        "on a lane, or by all customers of a buyer, on one day; tier: lines to its agents; network: of final customers",
        "Hausman 2004, in The Practice of Supply Chain Management, ch. 4",
        otif,
        ("lines", "customer_lines"),
    ),
    "lost_units": Single(
        "units",
        "units lost",
        "final demand that went elsewhere, over the measured days; tier and network: sum over buyers",
        "Zipkin 2000, sec. 6.5",
        lost_units,
        ("lost",),
    ),
    "orders_placed": Single(
        "share",
        "days with an order",
        "days on which the agent orders (a plant: from its production) / days; tier: mean over its agents; network: "
        "over its buyers",
        "Snyder & Shen 2019, sec. 4.4",
        orders_placed,
        ("orders",),
    ),
}
