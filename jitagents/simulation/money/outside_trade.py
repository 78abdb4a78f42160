"""Outside trade: sales to final customers, and purchases from suppliers outside the network."""

import numpy as np

from jitagents.column import Array, compact
from jitagents.continuation import Stateful
from jitagents.finance import FirmLedger
from jitagents.simulation.money.bills import Bills
from jitagents.simulation.money.book_values import BookValues
from jitagents.state import SimulationState


class OutsideTrade(Stateful):
    """Sales and purchases of agents outside the network, and the bills for them.

    Args:
        state: of the model.
        worth: prices.
        finance: terms of payment.

    Attributes:
        sold, bought: today, money `(agents, worlds)`.
        owed_by_customers, owed_to_suppliers: open bills, money `(agents, worlds)`.
    """

    changing = ("owed_by_customers", "owed_to_suppliers", "_customers", "_suppliers")

    def __init__(self, state: SimulationState, worth: BookValues, finance: FirmLedger) -> None:
        layout, worlds = state.layout, state.worlds.count
        self._state, self._worth, self._markets = state, worth, layout.market_rows
        buying = np.flatnonzero(worth.outside.any(axis=1))
        self._buying = compact(buying)
        shape = (4, layout.agent_rows.stop, worlds)
        self.sold, self.bought, self.owed_by_customers, self.owed_to_suppliers = np.zeros(shape)
        self._customers = _bills(np.asarray(finance.customer_terms), layout.market_rows.stop, worlds)
        self._suppliers = _bills(np.asarray(finance.outside_terms), len(buying), worlds)

    def open(self) -> None:
        """Write the open bills of the mean flow before day 1."""
        rate = self._state.planned.plan.rate[self._state.layout.agent_rows]
        sales, purchases = (self._worth.sold * rate)[self._markets], (self._worth.outside * rate)[self._buying]
        self.owed_by_customers[self._markets] = self._customers.fill(sales)
        self.owed_to_suppliers[self._buying] = self._suppliers.fill(purchases)

    def trade(self, day: int, made: Array, cash: Array) -> None:
        """Sell and buy, collect and pay.

        Args:
            day: today.
            made: units that each agent works on today `(agents, worlds)`.
            cash: of agents, changed by what is collected and paid `(agents, worlds)`.
        """
        markets, buying = self._markets, self._buying
        sold, bought = self._customers.today(day), self._suppliers.today(day)
        np.multiply(self._worth.sold[markets], self._state.points["output"][markets], out=sold)
        np.multiply(self._worth.outside[buying], made[buying], out=bought)
        collected, paid = self._customers.exchange(day), self._suppliers.exchange(day)
        self.sold[markets], self.bought[buying] = sold, bought
        self.owed_by_customers[markets] += sold - collected
        cash[markets] += collected
        self.owed_to_suppliers[buying] += bought - paid
        cash[buying] -= paid

    def write_off(self, share: Array) -> None:
        """Strike out a share of what each agent owes suppliers `(agents, worlds)`."""
        self.owed_to_suppliers *= 1.0 - share
        self._suppliers.cut(share[self._buying])


def _bills(terms: Array, rows: int, worlds: int) -> Bills:
    return Bills(np.broadcast_to(np.atleast_2d(terms), (rows, terms.size)), worlds)
