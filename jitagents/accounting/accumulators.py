"""Accumulators over the measured days, each set up only if a measure needs it."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from jitagents.accounting.accumulator import Accumulator
from jitagents.accounting.cycles import Cycles
from jitagents.accounting.order_lines import OrderLines
from jitagents.column import Array
from jitagents.flow import ROUNDING

if TYPE_CHECKING:
    from jitagents.accounting.measures.measure import WorldLedger
    from jitagents.model import SupplyModel

type Setup = Callable[["SupplyModel", "WorldLedger"], Accumulator]


class Sum(Accumulator):
    """The sum of daily values.

    Args:
        shape: of the sum.
        today: gives the value of the day; flags count as 0 and 1.
    """

    def __init__(self, shape: tuple[int, ...], today: Callable[[], Array | npt.NDArray[np.bool_]]) -> None:
        super().__init__(np.zeros(shape))
        self._today = today

    def add(self) -> None:
        self.total += self._today()


class Longest(Accumulator):
    """The longest run of consecutive days with a flag.

    Args:
        shape: of the count.
        today: gives the flags of the day.
    """

    def __init__(self, shape: tuple[int, ...], today: Callable[[], npt.NDArray[np.bool_]]) -> None:
        super().__init__(np.zeros(shape))
        self._today, self._run = today, np.zeros(shape)

    def add(self) -> None:
        self._run += 1.0
        self._run *= self._today()
        np.maximum(self.total, self._run, out=self.total)


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


def _input_stock(model: "SupplyModel", ledger: "WorldLedger") -> Accumulator:
    stock = model.points["stock"][model.layout.input_rows]
    return Sum(stock.shape, lambda: stock)


def _missed(model: "SupplyModel", ledger: "WorldLedger") -> Accumulator:
    demand, owed = (model.points[name][model.layout.agent_rows] for name in ("demand", "owed"))
    missed = np.empty_like(demand)
    return Sum(demand.shape, lambda: np.minimum(demand, owed, out=missed))


def _squares(name: str) -> Setup:
    """Set up the sum of squares of a column of the agents."""

    def make(model: "SupplyModel", ledger: "WorldLedger") -> Accumulator:
        column = model.points[name][model.layout.agent_rows]
        squares = np.empty_like(column)
        return Sum(column.shape, lambda: np.multiply(column, column, out=squares))

    return make


def _net_squares(model: "SupplyModel", ledger: "WorldLedger") -> Accumulator:
    stock, owed = (model.points[name][model.layout.agent_rows] for name in ("stock", "owed"))
    return Sum(stock.shape, lambda: np.square(stock - owed))


def _ready(model: "SupplyModel", ledger: "WorldLedger") -> Accumulator:
    stock, owed = (model.points[name][model.layout.agent_rows] for name in ("stock", "owed"))
    return Sum(stock.shape, lambda: stock > owed + ROUNDING)


def _received(model: "SupplyModel", ledger: "WorldLedger") -> Accumulator:
    received = model.received[model.layout.agent_rows]
    return Sum(received.shape, lambda: received)


def _orders(model: "SupplyModel", ledger: "WorldLedger") -> Accumulator:
    order = model.points["order"]
    return Sum(order.shape, lambda: order > 0)


def _line_stops(model: "SupplyModel", ledger: "WorldLedger") -> Accumulator:
    return Sum(model.making["started"].shape, _stopped(model))


def _longest_stop(model: "SupplyModel", ledger: "WorldLedger") -> Accumulator:
    return Longest(model.making["started"].shape, _stopped(model))


def _stopped(model: "SupplyModel") -> Callable[[], npt.NDArray[np.bool_]]:
    """Give the flags of makers that start nothing today, although they have open orders."""
    waiting, started = model.making["open_orders"], model.making["started"]
    return lambda: (started == 0) & (waiting > ROUNDING)


def _rebated(model: "SupplyModel", ledger: "WorldLedger") -> Accumulator:
    ordered = model.lanes["ordered"]
    return Sum(ordered.shape, lambda: ordered * ledger.costs.discount(ordered))


def _surcharge(name: str, factor: str) -> Setup:
    """Set up the sum of a column of lanes times the rise of its price in a crisis; 0 where prices never change."""

    def make(model: "SupplyModel", ledger: "WorldLedger") -> Accumulator:
        if name not in model.lanes or not model.disruptions.prices_change:
            return Accumulator(np.zeros((model.lanes.rows, 1)))
        column, today = model.lanes[name], model.disruptions.today

        def added() -> Array:
            change: Array | None = getattr(today, factor)
            if change is None:
                return np.zeros((1, 1))
            paid = column * (1.0 - ledger.costs.discount(column)) if name == "ordered" else column
            return paid * (change - 1.0)

        return Sum(column.shape, added)

    return make


def _lines(model: "SupplyModel", ledger: "WorldLedger") -> Accumulator:
    ordered = model.lanes["ordered"]
    return OrderLines(ordered, ordered, model.lanes["owed"], ledger.promise)


def _customer_lines(model: "SupplyModel", ledger: "WorldLedger") -> Accumulator:
    waiting, owed = (model.points[name][model.layout.market_rows] for name in ("demand", "owed"))
    return OrderLines(model.buying["wanted"], waiting, owed, ledger.promise)


ACCUMULATORS: dict[str, Setup] = {
    # agents
    "missed": _missed,
    "order_squares": _squares("order"),
    "demand_squares": _squares("demand"),
    "net_squares": _net_squares,
    "ready": _ready,
    "on_order": _of_agents("on_order"),
    "received": _received,
    "cycles": lambda model, ledger: Cycles(model),
    # plants' inputs; all stock points
    "input_stock": _input_stock,
    "orders": _orders,
    "buffers": lambda model, ledger: Accumulator(model.buffers),  # the same every day
    "spoiled": _column("points", "spoiled"),
    # makers
    "open_orders": _column("making", "open_orders"),
    "line_stops": _line_stops,
    "longest_stop": _longest_stop,
    "overtime": _column("making", "overtime"),
    # buyers
    "wanted": _column("buying", "wanted"),
    "filled": _column("buying", "filled"),
    "lost": _column("buying", "lost"),
    "customer_lines": _customer_lines,
    # lanes
    "under_way": _column("lanes", "under_way"),
    "ordered": _column("lanes", "ordered"),
    "rebated": _rebated,
    "ordered_surcharge": _surcharge("ordered", "price_factor"),
    "shipped": _column("lanes", "allocated"),
    "shipped_surcharge": _surcharge("allocated", "freight_factor"),
    "loads_surcharge": _surcharge("loads", "freight_factor"),
    "loads": _column("lanes", "loads"),
    "expressed": _column("lanes", "expressed"),
    "lines": _lines,
}
"""Set-up of each accumulator besides the accounted columns, over the rows of its table."""
