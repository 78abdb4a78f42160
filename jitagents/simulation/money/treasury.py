"""Treasury: the ledger of all firms, brought up to date at the end of each day."""

from typing import Any, Protocol

import numpy as np

from jitagents.column import Array
from jitagents.continuation import Index, Stateful
from jitagents.finance import Finance, FirmLedger
from jitagents.flow import Groups
from jitagents.simulation.money.bills import Bills
from jitagents.simulation.money.book_values import book_values
from jitagents.simulation.money.credit import Credit
from jitagents.simulation.money.days_late import days_late_of
from jitagents.simulation.money.invoices import Invoices
from jitagents.simulation.money.outside_trade import OutsideTrade
from jitagents.simulation.money.settlement import Settlement
from jitagents.simulation.money.stock_values import StockValues
from jitagents.simulation.money.taxes import Taxes
from jitagents.state import SimulationState
from jitagents.weighted_sums import WeightedSums


class ChargesToday(Protocol):
    """Payments of a day that follow from the cost model, and the rebates that it grants."""

    @property
    def rebated(self) -> Array | None:
        """Units times rebate, share of the price, of what each lane ships today `(lanes, worlds)`; None: none."""

    def paid(self, working: Array | None) -> Array:
        """Money that each agent pays today, less what others pay it `(agents, worlds)`; asked once a day.

        Args:
            working: 0 for agents that pay nothing any more, else 1 `(agents, worlds)`; None: all pay.
        """

    def again(self, model: Any, index: Index) -> "ChargesToday":
        """The same for a model of other worlds; `index` has the world of this model that each of them continues."""


class Treasury(Stateful):
    """The money of firms: every amount that one account loses, another one wins, or the world outside does.

    Args:
        state: of the model.
        finance: terms, credit and rates.

    Attributes:
        worth: prices and book values.
        credit: cash and debt.
        outside: trade with final customers and with suppliers outside the network.
        stock: value of stock, by owner.
        charges: what the cost model makes agents pay; None: nothing.
        invoiced: invoices of today, less credit notes, money `(lanes, worlds)`.
        open_bills: invoiced and not paid `(lanes, worlds)`.
        arrears: of these, due and not paid `(lanes, worlds)`.
        expenses: wages, fixed cost, duty, charges and interest of today `(agents, worlds)`.
        interest: of today `(agents, worlds)`.
        taxes: on profit; None: there are none.
        bills: of lanes, by the day on which they fall due.
        settlement: of the debts of firms that fail; `written_off` is what creditors lose today.
    """

    changing = (
        "credit", "outside", "open_bills", "arrears", "bills", "opening_equity", "charges", "taxes", "_invoices",
        "_late",
    )  # fmt: skip

    def __init__(self, state: SimulationState, finance: FirmLedger) -> None:
        layout, worlds = state.layout, state.worlds.count
        self._state, self._finance = state, finance
        self.worth = book_values(layout, state.planned, finance)
        self._invoices = Invoices(state, finance.invoiced)
        self.stock = StockValues(state, self.worth, self._invoices)
        self.credit = Credit(layout, finance, self.worth.sales, worlds)
        self.charges: ChargesToday | None = None
        self.taxes = None if np.ndim(finance.tax) == 0 and finance.tax == 0 else Taxes(finance.tax, self.credit)
        agents, lanes = layout.agent_rows.stop, len(layout.lane_buyer)
        self._sellers, buyer = Groups(layout.lane_seller, agents), layout.owner[layout.lane_buyer]
        self._buyers = Groups(buyer, agents)
        entries = np.tile(np.arange(lanes), 2), np.concatenate((layout.lane_seller, buyer))
        signs = np.repeat((1.0, -1.0), lanes)
        self._to_sellers = WeightedSums((signs, entries[::-1]), shape=(agents, lanes))
        self._as_able = finance.pays == "as_able"
        self.invoiced, self.open_bills, self.arrears = np.zeros((3, lanes, worlds))
        self.outside = OutsideTrade(state, self.worth, finance)
        self.expenses, self.interest, self.opening_equity, self._made = np.zeros((4, agents, worlds))
        fixed, rate = np.asarray(finance.fixed_wages), state.planned.plan.rate[layout.agent_rows]
        self._wages = self.worth.wages * (1.0 - fixed)
        self._standing = fixed * self.worth.wages * rate + np.asarray(finance.fixed_cost) * self.worth.sales
        border = layout.lane_column("duty")[:, None] if "duty" in layout.network.lanes else np.zeros((lanes, 1))
        self._duty = border + np.asarray(finance.duty)
        self._stands, self._bears_duty = bool(self._standing.any()), bool(self._duty.any())
        stated = layout.lane_column("terms")[:, None]
        self.bills = Bills(np.where(np.isnan(stated), np.asarray(finance.terms), stated), worlds, finance.latest)
        self._late = days_late_of(state, finance)
        self.settlement = Settlement(state, self)
        state.points.add("short")

    def open(self, steady: bool) -> None:
        """Open the books before day 1.

        Args:
            steady: bills of the mean flow are open; otherwise none.
        """
        self._invoices.open()
        if steady:
            self.open_bills[...] = self.bills.fill(self.worth.price * self._state.planned.lane_rate)
            self.outside.open()
        self.opening_equity[...] = self.equity()
        if self.taxes is not None:
            self.taxes.open(self.opening_equity)

    def close(self, price_factor: Array | None) -> None:
        """Close the books of today.

        Args:
            price_factor: today's factor on the prices of lanes `(lanes, worlds)`; None: they are as planned.
        """
        day = self._state.clock.day
        self.settlement.settle()
        self._count_made()
        self._invoice(day, price_factor)
        self._spend()
        self.credit.net_cash -= self.expenses
        self.outside.trade(day, self._made, self.credit.net_cash)
        self._pay_bills(day)
        if self.taxes is not None:
            self.taxes.close(day, self.equity(), self.settlement.working)
        if self.credit.count(self._sum_of_buyers(self.arrears) if self._as_able else None):
            agents = self._state.layout.agent_rows
            self._state.points["short"][agents] = self.credit.of_agents(self.credit.short_days)
        if self._state.clock.measured == 0:
            self.opening_equity[...] = self.equity()

    def _count_made(self) -> None:
        """Units that each agent works on today: started by makers, passed on by others."""
        layout = self._state.layout
        self._made[...] = self._state.points["output"][layout.agent_rows]
        self._made[layout.maker_rows] = self._state.making["started"]

    def _invoice(self, day: int, price_factor: Array | None) -> None:
        """Invoice what changes owners on lanes, less what is sent back and rebates."""
        price, units, self.invoiced = self.worth.price, self._invoices.units(), self.bills.today(day)
        np.multiply(units, price, out=self.invoiced)
        if price_factor is not None:
            self.invoiced *= price_factor
        if "returned" in self._state.lanes:
            self.invoiced -= price * self._state.lanes["returned"]
        if self.charges is not None and (rebated := self.charges.rebated) is not None:
            self.invoiced -= price * rebated
        self.open_bills += self.invoiced

    def _spend(self) -> None:
        """Add up what is paid on its day."""
        out, working = self.expenses, self.settlement.working
        np.multiply(self._wages, self._made, out=out)
        if self._stands:
            out += self._standing if working is None else working * self._standing
        if self._bears_duty:
            out += self._sum_of_buyers(self._duty * self.invoiced)
        self.credit.interest(self.interest)
        if working is not None:
            self.interest *= working
        out += self.interest
        if self.charges is not None:
            out += self.charges.paid(working)

    def _pay_bills(self, day: int) -> None:
        """Agents pay one another what is due, or the part that they can."""
        paid = self.bills.exchange(day, None if self._late is None else self._late.on(day))
        if self._as_able:
            due = paid + self.arrears
            paid = due * self._buyers.spread(self.credit.payable_share(self._sum_of_buyers(due)))
            np.subtract(due, paid, out=self.arrears)
        self.move(paid)

    def move(self, paid: Array) -> None:
        """Move money from the buyer of each lane to its seller, and take it off the open bills `(lanes, worlds)`."""
        self.credit.net_cash += self._to_sellers @ paid
        self.open_bills -= paid

    def _sum_of_buyers(self, lanes: Array) -> Array:
        """Sum over the lanes on which each agent buys `(agents, worlds)`."""
        return self._buyers.sum(lanes)

    @property
    def receivables(self) -> Array:
        """Money that others owe each agent `(agents, worlds)`."""
        return self._sellers.sum(self.open_bills) + self.outside.owed_by_customers

    @property
    def payables(self) -> Array:
        """Money that each agent owes others for its purchases `(agents, worlds)`."""
        return self._sum_of_buyers(self.open_bills) + self.outside.owed_to_suppliers

    @property
    def cost_of_sales(self) -> Array:
        """Units that agents have shipped and served today, at cost, money `(agents, worlds)`."""
        agents = self._state.layout.agent_rows
        return self.worth.cost[agents] * self._state.points["output"][agents]

    @property
    def shipped_value(self) -> Array:
        """Units that lanes have taken today, at the price of their buyers, money `(lanes, worlds)`."""
        return self.worth.price * self._state.lanes["allocated"]

    def equity(self) -> Array:
        """Assets of each agent, stock at cost, less its debts, tax too, money `(agents, worlds)`."""
        worth = self.credit.net_cash + self.receivables + self.stock.total() - self.payables
        return worth if self.taxes is None else worth - self.taxes.owed

    @property
    def tax(self) -> Array:
        """Tax of today on profit, paid or not, money `(agents, worlds)`."""
        return np.zeros_like(self.expenses) if self.taxes is None else self.taxes.accrued


def treasury_of(state: SimulationState, finance: Finance) -> Treasury | None:
    """The treasury of a model; None if no money is followed."""
    return Treasury(state, finance) if isinstance(finance, FirmLedger) else None
