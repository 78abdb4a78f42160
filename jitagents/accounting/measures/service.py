"""Service: the share of demand that is met, its timing and its completeness."""

import numpy as np

from jitagents.accounting import accumulators
from jitagents.accounting.measures.measure import Single, ratio
from jitagents.accounting.measures.records import WorldLedger
from jitagents.column import Array
from jitagents.flow import Groups


class FillRate(Single):
    """Fill rate (type 2 service)."""

    unit = "share"
    label = "fill rate"
    formula = (
        "units filled from stock on the day of demand / units demanded (type 2 service); tier: over its agents; "
        "network: at its buyers"
    )
    source = "Silver, Pyke & Thomas 2017, sec. 6.5"
    sums = (accumulators.missed, accumulators.wanted, accumulators.filled, accumulators.lost)

    def of(self, ledger: WorldLedger) -> Array:
        buyers = ledger.layout.market_rows
        asked, missed = ledger.total("demand").copy(), ledger.total(accumulators.missed).copy()
        asked[buyers] += ledger.total(accumulators.lost)
        missed[buyers] = ledger.total(accumulators.wanted) - ledger.total(accumulators.filled)
        return 1.0 - ratio(ledger.flow(missed), ledger.flow(asked))


class CycleServiceLevel(Single):
    """Cycle service level (type 1 service)."""

    unit = "share"
    label = "cycle service level"
    formula = (
        "replenishment cycles, from one receipt to the next, without unmet demand / cycles that were completed "
        "(type 1 service); tier: over the cycles of its agents; network: of its buyers"
    )
    source = "Silver, Pyke & Thomas 2017, sec. 6.5; Snyder & Shen 2019, sec. 4.3"
    sums = (accumulators.cycles,)

    def of(self, ledger: WorldLedger) -> Array:
        over, short = ledger.total(accumulators.cycles)
        return 1.0 - ratio(ledger.flow(short), ledger.flow(over))


class ReadyRate(Single):
    """Ready rate: share of days with a positive net stock."""

    unit = "share"
    label = "ready rate"
    formula = "days at whose end net stock is positive / days; tier: mean over its agents; network: over its buyers"
    source = "Silver, Pyke & Thomas 2017, sec. 6.5"
    sums = (accumulators.ready,)

    def of(self, ledger: WorldLedger) -> Array:
        return _of_agents(ledger, ledger.total(accumulators.ready))


class Otif(Single):
    """On time in full: share of order lines."""

    unit = "share"
    label = "on time in full"
    formula = (
        "order lines shipped complete within the promised days / order lines that are due; a line is what is "
        "ordered on a lane, or by all customers of a buyer, on one day; tier: lines to its agents; network: of "
        "final customers"
    )
    source = "Hausman 2004, in The Practice of Supply Chain Management, ch. 4"
    sums = (accumulators.lines, accumulators.customer_lines)

    def of(self, ledger: WorldLedger) -> Array:
        customers = np.arange(ledger.layout.market_rows.stop)
        due, complete = (
            ledger.at(ledger.layout.lane_seller, lines) + ledger.at(customers, customer_lines)
            for lines, customer_lines in zip(
                ledger.total(accumulators.lines), ledger.total(accumulators.customer_lines), strict=True
            )
        )
        return ratio(ledger.flow(complete), ledger.flow(due))


class LostUnits(Single):
    """Units lost: final demand that went elsewhere."""

    unit = "units"
    label = "units lost"
    formula = "final demand that went elsewhere, over the measured days; tier and network: sum over buyers"
    source = "Zipkin 2000, sec. 6.5"
    sums = (accumulators.lost,)

    def of(self, ledger: WorldLedger) -> Array:
        return ledger.flow(ledger.at(np.arange(ledger.layout.market_rows.stop), ledger.total(accumulators.lost)))


class OrdersPlaced(Single):
    """Days with an order, as a share."""

    unit = "share"
    label = "days with an order"
    formula = (
        "days on which the agent orders (a plant: from its production) / days; tier: mean over its agents; "
        "network: over its buyers"
    )
    source = "Snyder & Shen 2019, sec. 4.4"
    sums = (accumulators.orders,)

    def of(self, ledger: WorldLedger) -> Array:
        return _of_agents(ledger, ledger.total(accumulators.orders)[ledger.layout.agent_rows])


class Cancelled(Single):
    """Cancelled orders: value of what is taken back before it is shipped."""

    unit = "money/day"
    label = "orders cancelled"
    formula = (
        "value of the units on order that the agent takes back, inputs included; tier and network: sum over agents"
    )
    source = "Lee, Padmanabhan & Whang 1997, Management Science 43(4), sec. 4"
    sums = (accumulators.cancelled,)

    def of(self, ledger: WorldLedger) -> Array:
        layout = ledger.layout
        value = ledger.total(accumulators.cancelled) * ledger.planned.plan.value[layout.lane_seller]
        rows = np.zeros((layout.rows, ledger.total("order").shape[1]))
        rows += Groups(layout.lane_buyer, layout.rows).sum(value, np.empty((layout.rows, value.shape[1])))
        return ledger.points(rows) / ledger.days


def _of_agents(ledger: WorldLedger, days: Array) -> Array:
    """Convert days of agents to a share of the measured days, a mean over the agents of each scope."""
    return ledger.flow(days) / ledger.flow(np.ones((len(days), 1))) / ledger.days


FILL_RATE, CANCELLED = FillRate(), Cancelled()

MEASURES = (FILL_RATE, CycleServiceLevel(), ReadyRate(), Otif(), LostUnits(), OrdersPlaced(), CANCELLED)
