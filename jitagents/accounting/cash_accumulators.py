"""Accumulators of the ledger of firms; NaN where no money is followed."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from jitagents.accounting.accumulator import Accumulator, Last, Setup, Sum
from jitagents.column import Array

if TYPE_CHECKING:
    from jitagents.accounting.measures.records import WorldLedger
    from jitagents.model import SupplyModel
    from jitagents.simulation.money.treasury import Treasury

type Today = Callable[["Treasury"], Array]


class Least(Accumulator):
    """The least of daily values, infinite before the first measured day."""

    def __init__(self, shape: tuple[int, ...], today: Callable[[], Array]) -> None:
        super().__init__(np.full(shape, np.inf))
        self._today = today

    def add(self) -> None:
        np.minimum(self.total, self._today(), out=self.total)


def _of_treasury(today: Today, *, lanes: bool = False, kind: type[Sum | Last] = Sum) -> Setup:
    """Set up the sum, or the last value, of a number of agents or lanes."""

    def make(model: "SupplyModel", ledger: "WorldLedger") -> Accumulator:
        rows = model.lanes.rows if lanes else model.layout.agent_rows.stop
        shape, treasury = (rows, model.worlds.count), model.treasury
        return Accumulator(np.full(shape, np.nan)) if treasury is None else kind(shape, lambda: today(treasury))

    return make


def least_cash(model: "SupplyModel", ledger: "WorldLedger") -> Accumulator:
    """Least cash less debt at the end of a day, money `(scopes, worlds)`."""
    shape, treasury = (len(ledger.scopes.names), model.worlds.count), model.treasury
    if treasury is None:
        return Accumulator(np.full(shape, np.nan))
    return Least(shape, lambda: ledger.every(treasury.credit.net_cash))


# Over the rows of agents, money days or money:
stock_at_cost = _of_treasury(lambda treasury: treasury.stock.total())
owed_by_customers = _of_treasury(lambda treasury: treasury.outside.owed_by_customers)
owed_outside = _of_treasury(lambda treasury: treasury.outside.owed_to_suppliers)
debt = _of_treasury(lambda treasury: treasury.credit.debt)
sold = _of_treasury(lambda treasury: treasury.outside.sold)
bought = _of_treasury(lambda treasury: treasury.outside.bought)
interest = _of_treasury(lambda treasury: treasury.interest)
tax = _of_treasury(lambda treasury: treasury.tax)
growth = _of_treasury(lambda treasury: treasury.equity() - treasury.opening_equity, kind=Last)
cost_of_sales = _of_treasury(lambda treasury: treasury.cost_of_sales)
# days, and failures:
short = _of_treasury(lambda treasury: np.minimum(treasury.credit.of_agents(treasury.credit.short_days), 1.0))
failures = _of_treasury(lambda treasury: treasury.settlement.failures)
# and of lanes:
open_bills = _of_treasury(lambda treasury: treasury.open_bills, lanes=True)
invoiced = _of_treasury(lambda treasury: treasury.invoiced, lanes=True)
shipped_value = _of_treasury(lambda treasury: treasury.shipped_value, lanes=True)
