"""Service: the share of demand that is met, its timing and its completeness."""

import numpy as np

from jitagents.accounting.measures.measure import Single, WorldLedger, ratio
from jitagents.column import Array


def fill_rate(ledger: WorldLedger) -> Array:
    """Fill rate (type 2 service)."""
    buyers = ledger.layout.market_rows
    asked, missed = ledger.total("demand").copy(), ledger.total("missed").copy()
    asked[buyers] += ledger.total("lost")
    missed[buyers] = ledger.total("wanted") - ledger.total("filled")
    return 1.0 - ratio(ledger.flow(missed), ledger.flow(asked))


def cycle_service_level(ledger: WorldLedger) -> Array:
    """Cycle service level (type 1 service)."""
    over, short = ledger.total("cycles")
    return 1.0 - ratio(ledger.flow(short), ledger.flow(over))


def ready_rate(ledger: WorldLedger) -> Array:
    """Ready rate: share of days with a positive net stock."""
    return _of_agents(ledger, ledger.total("ready"))


def otif(ledger: WorldLedger) -> Array:
    """On time in full: share of order lines."""
    customers = np.arange(ledger.layout.market_rows.stop)
    due, complete = (
        ledger.at(ledger.layout.lane_seller, lines) + ledger.at(customers, customer_lines)
        for lines, customer_lines in zip(ledger.total("lines"), ledger.total("customer_lines"), strict=True)
    )
    return ratio(ledger.flow(complete), ledger.flow(due))


def lost_units(ledger: WorldLedger) -> Array:
    """Units lost: final demand that went elsewhere."""
    return ledger.flow(ledger.at(np.arange(ledger.layout.market_rows.stop), ledger.total("lost")))


def orders_placed(ledger: WorldLedger) -> Array:
    """Days with an order, as a share."""
    return _of_agents(ledger, ledger.total("orders")[ledger.layout.agent_rows])


def _of_agents(ledger: WorldLedger, days: Array) -> Array:
    """Convert days of agents to a share of the measured days, a mean over the agents of each scope."""
    return ledger.flow(days) / ledger.flow(np.ones((len(days), 1))) / ledger.days


FILL_RATE = Single(
    name="fill_rate",
    unit="share",
    label="fill rate",
    formula=(
        "units filled from stock on the day of demand / units demanded (type 2 service); tier: over its agents; "
        "network: at its buyers"
    ),
    source="Silver, Pyke & Thomas 2017, sec. 6.5",
    of=fill_rate,
    sums=("missed", "wanted", "filled", "lost"),
)

MEASURES = (
    FILL_RATE,
    Single(
        name="cycle_service_level",
        unit="share",
        label="cycle service level",
        formula=(
            "replenishment cycles, from one receipt to the next, without unmet demand / cycles that were completed "
            "(type 1 service); tier: over the cycles of its agents; network: of its buyers"
        ),
        source="Silver, Pyke & Thomas 2017, sec. 6.5; Snyder & Shen 2019, sec. 4.3",
        of=cycle_service_level,
        sums=("cycles",),
    ),
    Single(
        name="ready_rate",
        unit="share",
        label="ready rate",
        formula="days at whose end net stock is positive / days; tier: mean over its agents; network: over its buyers",
        source="Silver, Pyke & Thomas 2017, sec. 6.5",
        of=ready_rate,
        sums=("ready",),
    ),
    Single(
        name="otif",
        unit="share",
        label="on time in full",
        formula=(
            "order lines shipped complete within the promised days / order lines that are due; a line is what is "
            "ordered on a lane, or by all customers of a buyer, on one day; tier: lines to its agents; network: of "
            "final customers"
        ),
        source="Hausman 2004, in The Practice of Supply Chain Management, ch. 4",
        of=otif,
        sums=("lines", "customer_lines"),
    ),
    Single(
        name="lost_units",
        unit="units",
        label="units lost",
        formula="final demand that went elsewhere, over the measured days; tier and network: sum over buyers",
        source="Zipkin 2000, sec. 6.5",
        of=lost_units,
        sums=("lost",),
    ),
    Single(
        name="orders_placed",
        unit="share",
        label="days with an order",
        formula=(
            "days on which the agent orders (a plant: from its production) / days; tier: mean over its agents; "
            "network: over its buyers"
        ),
        source="Snyder & Shen 2019, sec. 4.4",
        of=orders_placed,
        sums=("orders",),
    ),
)
