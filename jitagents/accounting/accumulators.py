"""Accumulators over the measured days, each set up only if a measure or a cost part needs it."""

from typing import TYPE_CHECKING

import numpy as np

from jitagents.accounting.accumulator import Accumulator, Setup, Sum
from jitagents.accounting.compared_flows import orders as orders_to
from jitagents.accounting.cycles import Cycles
from jitagents.accounting.rebates import Rebates
from jitagents.column import Array
from jitagents.flow import ROUNDING
from jitagents.parameters import LARGEST
from jitagents.weighted_sums import WeightedSums

if TYPE_CHECKING:
    from jitagents.accounting.measures.records import WorldLedger
    from jitagents.model import SupplyModel


def _column(table: str, name: str) -> Setup:
    """Set up the sum of a column; it stays 0 where no behaviour and no network declares the column."""

    def make(model: "SupplyModel", ledger: "WorldLedger") -> Accumulator:
        columns = getattr(model, table)
        if name not in columns:
            return Accumulator(np.zeros((columns.rows, 1)))
        column = columns[name]
        return Sum(column.shape, lambda: column)

    return make


def _of_agents(name: str) -> Setup:
    """Set up the sum of a column of the agents, without the inputs of plants."""

    def make(model: "SupplyModel", ledger: "WorldLedger") -> Accumulator:
        column = model.points[name][model.layout.agent_rows]
        return Sum(column.shape, lambda: column)

    return make


def input_stock(model: "SupplyModel", ledger: "WorldLedger") -> Accumulator:
    """Stock on hand of the inputs of plants, unit days `(inputs, worlds)`."""
    stock = model.points["stock"][model.layout.input_rows]
    return Sum(stock.shape, lambda: stock)


def missed(model: "SupplyModel", ledger: "WorldLedger") -> Accumulator:
    """Demand that was not met on its day, units `(agents, worlds)`."""
    demand, owed = (model.points[name][model.layout.agent_rows] for name in ("demand", "owed"))
    least = np.empty_like(demand)
    return Sum(demand.shape, lambda: np.minimum(demand, owed, out=least))


def _squares(name: str) -> Setup:
    """Set up the sum of squares of a column of the agents."""

    def make(model: "SupplyModel", ledger: "WorldLedger") -> Accumulator:
        column = model.points[name][model.layout.agent_rows]
        squares = np.empty_like(column)
        return Sum(column.shape, lambda: np.multiply(column, column, out=squares))

    return make


def asked(model: "SupplyModel", ledger: "WorldLedger") -> Accumulator:
    """Units asked for, at buyers also those that went elsewhere `(agents, worlds)`."""
    return Sum(model.points["demand"][model.layout.agent_rows].shape, orders_to(model))


def asked_squares(model: "SupplyModel", ledger: "WorldLedger") -> Accumulator:
    """Squares of the units asked for on a day `(agents, worlds)`."""
    today = orders_to(model)
    return Sum(model.points["demand"][model.layout.agent_rows].shape, lambda: np.square(today()))


def asked_of_scopes(model: "SupplyModel", ledger: "WorldLedger") -> Accumulator:
    """Units asked for in the network and its tiers, and their daily sums squared `(2, network and tiers, worlds)`.

    By value where there are several items.
    """
    today, scopes = orders_to(model), ledger.scopes
    weighed = WeightedSums(scopes.weighed_flow[: scopes.daily, model.layout.agent_rows])
    both = np.empty((2, scopes.daily, model.worlds.count))

    def powers() -> Array:
        weighed.write(today(), both[0])
        np.multiply(both[0], both[0], out=both[1])
        return both

    return Sum(both.shape, powers)


def net_squares(model: "SupplyModel", ledger: "WorldLedger") -> Accumulator:
    """Squares of stock less backorders `(agents, worlds)`."""
    stock, owed = (model.points[name][model.layout.agent_rows] for name in ("stock", "owed"))
    return Sum(stock.shape, lambda: np.square(stock - owed))


def ready(model: "SupplyModel", ledger: "WorldLedger") -> Accumulator:
    """Days at whose end net stock is positive `(agents, worlds)`."""
    stock, owed = (model.points[name][model.layout.agent_rows] for name in ("stock", "owed"))
    return Sum(stock.shape, lambda: stock > owed + ROUNDING)


def received(model: "SupplyModel", ledger: "WorldLedger") -> Accumulator:
    """Units received `(agents, worlds)`."""
    units = model.received[model.layout.agent_rows]
    return Sum(units.shape, lambda: units)


def in_process(model: "SupplyModel", ledger: "WorldLedger") -> Accumulator:
    """Units started and not finished: on order from production, and not waiting for it `(makers, worlds)`."""
    rows, waiting = model.layout.maker_rows, model.making["open_orders"]
    on_order = model.points["on_order"]
    return Sum(waiting.shape, lambda: on_order[rows] - waiting)


def orders_on_lanes(model: "SupplyModel", ledger: "WorldLedger") -> Accumulator:
    """Days with an order on a lane `(lanes, worlds)`."""
    placed = model.lanes["placed" if "placed" in model.lanes else "ordered"]
    return Sum(placed.shape, lambda: placed > 0)


def lane_days(model: "SupplyModel", ledger: "WorldLedger") -> Accumulator:
    """Days, the same for each lane `(lanes, 1)`."""
    today = np.ones((model.lanes.rows, 1))
    return Sum(today.shape, lambda: today)


def orders(model: "SupplyModel", ledger: "WorldLedger") -> Accumulator:
    """Days with an order, or a start of production `(rows, worlds)`."""
    order = model.points["order"]
    return Sum(order.shape, lambda: order > 0)


def rebated(model: "SupplyModel", ledger: "WorldLedger") -> Accumulator:
    """Units shipped times the all-units discount of their orders, on the price of the day `(lanes, worlds)`."""
    return (
        Rebates(model, ledger.costs.discount) if ledger.costs.breaks else Accumulator(np.zeros((model.lanes.rows, 1)))
    )


def _surcharge(name: str, factor: str) -> Setup:
    """Set up the sum of a column of lanes times the rise of its price in a crisis; 0 where prices never change."""

    def make(model: "SupplyModel", ledger: "WorldLedger") -> Accumulator:
        if name not in model.lanes or not model.disruptions.prices_change:
            return Accumulator(np.zeros((model.lanes.rows, 1)))
        column, today, nothing = model.lanes[name], model.disruptions.today, np.zeros((model.lanes.rows, 1))

        def added() -> Array:
            change: Array | None = getattr(today, factor)
            return nothing if change is None else column * (change - 1.0)

        return Sum(column.shape, added)

    return make


def stock_at_buyers(model: "SupplyModel", ledger: "WorldLedger") -> Accumulator:
    """Stock on hand that each lane fills, together with the other lanes of its buyer, unit days `(lanes, worlds)`."""
    stock, buyer = model.points["stock"], model.layout.lane_buyer
    return Sum((len(buyer), stock.shape[1]), lambda: stock[buyer])


def outside_limits(model: "SupplyModel", ledger: "WorldLedger") -> Accumulator:
    """Units by which stock leaves the limits that sellers keep, of each lane its planned share `(lanes, worlds)`.

    Stock on hand at the end of the day, unit days.
    """
    planned, stock, buyer = model.planned, model.points["stock"], model.layout.lane_buyer
    if (terms := planned.terms) is None:
        return Accumulator(np.zeros((len(buyer), 1)))
    rate = planned.plan.rate[buyer]
    least, most = terms.least * rate, np.where(np.isinf(terms.most), np.inf, rate) * np.minimum(terms.most, LARGEST)

    def today() -> Array:
        held = stock[buyer]
        return planned.share * (np.maximum(least - held, 0.0) + np.maximum(held - most, 0.0))

    return Sum((len(buyer), stock.shape[1]), today)


def cycles(model: "SupplyModel", ledger: "WorldLedger") -> Accumulator:
    """Replenishment cycles, and those with unmet demand `(2, agents, worlds)`."""
    return Cycles(model)


def buffers(model: "SupplyModel", ledger: "WorldLedger") -> Accumulator:
    """Stock that budgets add, the same every day `(rows, 1)`."""
    return Accumulator(model.buffers)


# Over the rows of agents:
order_squares = _squares("order")
on_order = _of_agents("on_order")
# of all stock points:
spoiled, shrunk, inspected = (_column("points", name) for name in ("spoiled", "shrunk", "inspected"))
# of makers:
open_orders, overtime, started, scrapped, escaped, setup, changeovers = (
    _column("making", name)
    for name in ("open_orders", "overtime", "started", "scrapped", "escaped", "setup", "changeovers")
)
# of buyers:
wanted, filled, lost, handed_back, bad_sold = (
    _column("buying", name) for name in ("wanted", "filled", "lost", "handed_back", "bad_sold")
)
# and of lanes:
under_way, ordered, shipped, loads, expressed, cancelled = (
    _column("lanes", name) for name in ("under_way", "ordered", "allocated", "loads", "expressed", "cancelled")
)
arrived, bad_received, returned = (_column("lanes", name) for name in ("arrived", "bad_received", "returned"))
price_surcharge = _surcharge("allocated", "price_factor")
freight_surcharge = _surcharge("allocated", "freight_factor")
loads_surcharge = _surcharge("loads", "freight_factor")
