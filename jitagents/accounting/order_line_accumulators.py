"""Accumulators of order lines: those due, those on time in full, and what is owed beyond its promise."""

from functools import cache
from typing import TYPE_CHECKING

from jitagents.accounting.accumulator import Accumulator, Setup
from jitagents.accounting.order_lines import DeliveredLines, OnTime, OrderLines, Overdue

if TYPE_CHECKING:
    from jitagents.accounting.measures.records import WorldLedger
    from jitagents.model import SupplyModel


def lines(model: "SupplyModel", ledger: "WorldLedger") -> Accumulator:
    """Order lines due on lanes, and those shipped on time in full `(2, lanes, worlds)`."""
    units = model.lanes["ordered"]
    return OrderLines(units, units, model.lanes["owed"], ledger.promise, model.lanes.get("cancelled"))


def overdue(model: "SupplyModel", ledger: "WorldLedger") -> Accumulator:
    """Units owed on lanes beyond their promise, unit days `(lanes, worlds)`."""
    return Overdue(model.lanes, ledger.promise)


@cache
def overdue_by(days: int) -> Setup:
    """Set up units owed on lanes by so many days more than their promise, unit days `(lanes, worlds)`."""
    return lambda model, ledger: Overdue(model.lanes, ledger.promise + days)


def shipped_on_time(model: "SupplyModel", ledger: "WorldLedger") -> Accumulator:
    """Units of orders that are shipped by their promise `(lanes, worlds)`."""
    return OnTime(model.lanes, ledger.promise)


def delivered_lines(model: "SupplyModel", ledger: "WorldLedger") -> Accumulator:
    """Order lines due at the ends of lanes, and those received on time in full `(2, lanes, worlds)`."""
    return DeliveredLines(model.lanes, ledger.promise + model.planned.times.planned)


def customer_lines(model: "SupplyModel", ledger: "WorldLedger") -> Accumulator:
    """Order lines due to final customers, and those on time in full `(2, buyers, worlds)`."""
    waiting, owed = (model.points[name][model.layout.market_rows] for name in ("demand", "owed"))
    return OrderLines(model.buying["wanted"], waiting, owed, ledger.promise)
