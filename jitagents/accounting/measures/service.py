"""Service: the share of demand that is met, its timing and its completeness."""

import numpy as np

from jitagents.accounting import accumulators, order_line_accumulators
from jitagents.accounting.accumulator import Setup
from jitagents.accounting.measures.measure import Single, ratio
from jitagents.accounting.measures.records import WorldLedger
from jitagents.column import Array
from jitagents.flow import Groups
from jitagents.parameters import Number


class FillRate(Single):
    """Fill rate (type 2 service)."""

    unit = "share"
    label = "fill rate"
    formula = (
        "units filled from stock on the day of demand / units demanded (type 2 service); tier: over its agents; "
        "network: at its buyers; by value where there are several items"
    )
    source = "Silver, Pyke & Thomas 2017, sec. 6.5"
    sums = (accumulators.missed, accumulators.wanted, accumulators.filled, accumulators.lost)

    def of(self, ledger: WorldLedger) -> Array:
        buyers = ledger.layout.market_rows
        asked, missed = ledger.total("demand").copy(), ledger.total(accumulators.missed).copy()
        asked[buyers] += ledger.total(accumulators.lost)
        missed[buyers] = ledger.total(accumulators.wanted) - ledger.total(accumulators.filled)
        return 1.0 - ratio(ledger.weighed_flow(missed), ledger.weighed_flow(asked))


class CycleServiceLevel(Single):
    """Cycle service level (type 1 service)."""

    unit = "share"
    label = "cycle service level"
    formula = (
        "replenishment cycles, from one receipt to the next, without unmet demand / cycles that were completed (type "
        "1 service); where something is received every day, each day is a cycle, and this is the share of days "
        "without unmet demand; tier: over the cycles of its agents, which count alike; network: of its buyers"
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
    formula = (
        "days at whose end net stock is positive / days; tier: mean over its agents, which count alike; network: over "
        "its buyers"
    )
    source = "Silver, Pyke & Thomas 2017, sec. 6.5"
    sums = (accumulators.ready,)

    def of(self, ledger: WorldLedger) -> Array:
        ready = ledger.total(accumulators.ready)
        return ledger.flow(ready) / ledger.flow(np.ones((len(ready), 1))) / ledger.days


class Otif(Single):
    """On time in full: share of order lines received complete by the promised date."""

    unit = "share"
    label = "on time in full"
    formula = (
        "order lines received complete at the customer's dock by the promised date / order lines that are due; the "
        "promised date: the day on which the seller knows of the order + the promised days (`promise`) + the planned "
        "lead time of the lane; a line is what is ordered on a lane, or by all customers of a buyer, on one day; "
        "final customers take their goods at the buyer, without a lane; tier: lines to its agents; network: of final "
        "customers"
    )
    source = "SCOR 12.0, RL.1.1 perfect order: RL.2.1 in full, RL.2.2 to the customer's commit date"
    sums = (order_line_accumulators.delivered_lines, order_line_accumulators.customer_lines)

    def of(self, ledger: WorldLedger) -> Array:
        return _complete(ledger, order_line_accumulators.delivered_lines)


class ShippedOnTime(Single):
    """Shipped on time in full: share of order lines that leave the seller complete within the promised days."""

    unit = "share"
    label = "shipped on time in full"
    formula = (
        "order lines shipped complete within the promised days (`promise`) / order lines that are due, whatever "
        "happens on the way; lines, tier and network as in on time in full"
    )
    source = "Hausman 2004, in The Practice of Supply Chain Management, ch. 4"
    sums = (order_line_accumulators.lines, order_line_accumulators.customer_lines)

    def of(self, ledger: WorldLedger) -> Array:
        return _complete(ledger, order_line_accumulators.lines)


class LostUnits(Single):
    """Units lost: final demand that went elsewhere."""

    unit = "units"
    label = "units lost"
    formula = (
        "final demand that went elsewhere, over the measured days; tier and network: sum over buyers; none where there "
        "are several items: see the demand lost"
    )
    source = "Zipkin 2000, sec. 6.5"
    sums = (accumulators.lost,)

    def of(self, ledger: WorldLedger) -> Array:
        return _lost(ledger, 1.0) + ledger.scopes.several_flow


class LostDemand(Single):
    """Demand lost: price of the final demand that went elsewhere."""

    unit = "money"
    label = "demand lost"
    formula = "price of the units lost, over the measured days; tier and network: sum over buyers"
    source = "Zipkin 2000, sec. 6.5"
    sums = (accumulators.lost,)

    def of(self, ledger: WorldLedger) -> Array:
        return _lost(ledger, ledger.planned.plan.value[ledger.layout.market_rows])


class OrdersPlaced(Single):
    """Orders placed a day."""

    unit = "orders/day"
    label = "orders placed a day"
    formula = (
        "orders to suppliers / days; what is ordered on a lane on one day is an order, so that two suppliers make "
        "two; none for agents without suppliers; tier: mean over its agents with suppliers; network: over its buyers"
    )
    source = "Snyder & Shen 2019, sec. 4.4"
    sums = (accumulators.orders_on_lanes,)

    def of(self, ledger: WorldLedger) -> Array:
        buyers = ledger.layout.owner[ledger.layout.lane_buyer]
        orders = ledger.at(buyers, ledger.total(accumulators.orders_on_lanes))
        with_suppliers = ledger.at(buyers, np.ones((len(buyers), 1))) > 0
        return ratio(ledger.flow(orders), ledger.flow(with_suppliers.astype(float))) / ledger.days


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


def _lost(ledger: WorldLedger, value: Number) -> Array:
    """Final demand that went elsewhere, each unit times its value `(scopes, worlds)`."""
    buyers = np.arange(ledger.layout.market_rows.stop)
    return ledger.flow(ledger.at(buyers, ledger.total(accumulators.lost) * value))


def _complete(ledger: WorldLedger, lines_of_lanes: Setup) -> Array:
    """Divide the complete lines of sellers and of buyers' customers by those that are due."""
    customers = np.arange(ledger.layout.market_rows.stop)
    due, complete = (
        ledger.at(ledger.layout.lane_seller, lines) + ledger.at(customers, customer_lines)
        for lines, customer_lines in zip(
            ledger.total(lines_of_lanes), ledger.total(order_line_accumulators.customer_lines), strict=True
        )
    )
    return ratio(ledger.flow(complete), ledger.flow(due))


FILL_RATE, CANCELLED = FillRate(), Cancelled()

MEASURES = (
    FILL_RATE, CycleServiceLevel(), ReadyRate(), Otif(), ShippedOnTime(), LostUnits(), LostDemand(), OrdersPlaced(),
    CANCELLED,
)  # fmt: skip
