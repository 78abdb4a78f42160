"""Treasury: the ledger of all firms, brought up to date at the end of each day."""

from typing import Any, Protocol

import numpy as np

from jitagents.column import Array
from jitagents.continuation import Stateful
from jitagents.finance import Finance, FirmLedger
from jitagents.flow import Groups
from jitagents.simulation.money.bills import Bills, Days
from jitagents.simulation.money.book_values import book_values
from jitagents.simulation.money.credit import Credit
from jitagents.simulation.money.invoices import Invoices
from jitagents.simulation.money.settlement import Settlement
from jitagents.simulation.money.stock_values import StockValues
from jitagents.state import SimulationState
from jitagents.worlds import Drawn


class ChargesToday(Protocol):
    """What the cost model makes agents pay on a day, and the rebates that it grants."""

    @property
    def rebated(self) -> Array | None:
        """Units times rebate, share of the price, of what each lane ships today `(lanes, worlds)`; None: none."""

    def paid(self) -> Array:
        """Money that each agent pays today, less what others pay it `(agents, worlds)`; asked once a day."""

    def again(self, model: Any) -> "ChargesToday":
        """The same for another model."""


class Treasury(Stateful):
    """The money of firms: every amount that one account loses, another one wins, or the world outside does.

    Args:
        state: of the model.
        finance: terms, credit and rates.

    Attributes:
        worth: prices and book values.
        credit: cash and debt.
        stock: value of stock, by owner.
        charges: what the cost model makes agents pay; None: nothing.
        invoiced: invoices of today, less credit notes, money `(lanes, worlds)`.
        open_bills: invoiced and not paid `(lanes, worlds)`.
        arrears: of these, due and not paid `(lanes, worlds)`.
        sold, owed_by_customers: sales to final customers today, and what these owe `(agents, worlds)`.
        bought, owed_outside: purchases outside the network today, and what is owed for them `(agents, worlds)`.
        expenses: wages, fixed cost, duty, charges and interest of today `(agents, worlds)`.
        interest: of today `(agents, worlds)`.
        bills, outside_bills: by the day on which they fall due, of lanes, and of agents outside the network.
        settlement: of the debts of firms that fail; `written_off` is what creditors lose today.
    """

    changing = (
        "credit", "open_bills", "arrears", "owed_by_customers", "owed_outside", "_invoices", "bills", "_customers",
        "outside_bills", "_late", "settlement", "opening_equity",
    )  # fmt: skip

    def __init__(self, state: SimulationState, finance: FirmLedger) -> None:
        layout, worlds = state.layout, state.worlds.count
        self._state, self._finance = state, finance
        self.worth = book_values(layout, state.planned, finance)
        self._invoices = Invoices(state, finance.invoiced)
        self.stock = StockValues(state, self.worth, self._invoices)
        self.credit = Credit(layout, finance, self.worth.sales, worlds)
        self.charges: ChargesToday | None = None
        agents, lanes = layout.agent_rows.stop, len(layout.lane_buyer)
        self._sellers = Groups(layout.lane_seller, agents)
        self._buyers = Groups(layout.owner[layout.lane_buyer], agents)
        self.invoiced, self.open_bills, self.arrears = np.zeros((3, lanes, worlds))
        self.sold, self.owed_by_customers, self.bought, self.owed_outside = np.zeros((4, agents, worlds))
        self.expenses, self.interest, self.opening_equity = np.zeros((3, agents, worlds))
        late = 0 if finance.lateness is None else finance.lateness.longest
        border = layout.lane_column("duty")[:, None] if "duty" in layout.network.lanes else np.zeros((lanes, 1))
        self._duty = border + np.asarray(finance.duty)
        stated = layout.lane_column("terms")[:, None]
        self.bills = Bills(np.where(np.isnan(stated), np.asarray(finance.terms), stated), worlds, late)
        self._customers, self.outside_bills = (
            Bills(np.broadcast_to(np.atleast_2d(terms), (agents, np.size(terms))), worlds)
            for terms in (finance.customer_terms, finance.outside_terms)
        )
        self._late = None if finance.lateness is None else _uniform(state)
        self.settlement = Settlement(state, self)
        state.points.add("short")

    def open(self, steady: bool) -> None:
        """Open the books before day 1.

        Args:
            steady: bills of the mean flow are open; otherwise none.
        """
        self._invoices.open()
        if steady:
            worth, planned, agents = self.worth, self._state.planned, self._state.layout.agent_rows
            rate = planned.plan.rate[agents]
            self.open_bills[...] = self.bills.fill(worth.price * planned.lane_rate)
            self.owed_by_customers[...] = self._customers.fill(worth.sold * rate)
            self.owed_outside[...] = self.outside_bills.fill(worth.outside * rate)
        self.opening_equity[...] = self.equity()

    def close(self, price_factor: Array | None) -> None:
        """Close the books of today.

        Args:
            price_factor: today's factor on the prices of lanes `(lanes, worlds)`; None: they are as planned.
        """
        day = self._state.clock.day
        self.settlement.settle()
        self._trade(day, price_factor)
        self._spend()
        self.credit.net_cash -= self.expenses
        self._pay_outside(day)
        self._pay_bills(day)
        self.credit.count(self._buyers.sum(self.arrears, np.empty_like(self.expenses)))
        agents = self._state.layout.agent_rows
        self._state.points["short"][agents] = self.credit.of_agents(self.credit.short_days)
        if self._state.clock.measured == 0:
            self.opening_equity[...] = self.equity()

    def _trade(self, day: int, factor: Array | None) -> None:
        """Invoice what changes owners, and what customers and outside suppliers sell and buy."""
        state, worth = self._state, self.worth
        units = self._invoices.units()
        np.multiply(units, worth.price, out=self.invoiced)
        if "returned" in state.lanes:
            self.invoiced -= worth.price * state.lanes["returned"]
        if factor is not None:
            self.invoiced += worth.price * units * (factor - 1.0)
        if self.charges is not None and (rebated := self.charges.rebated) is not None:
            self.invoiced -= worth.price * rebated
        self.open_bills += self.invoiced
        self.bills.add(day, self.invoiced, self._days_late())
        agents, points = state.layout.agent_rows, state.points
        np.multiply(worth.sold, points["output"][agents], out=self.sold)
        np.multiply(worth.outside, self._made(), out=self.bought)
        for owed, bills, money in (
            (self.owed_by_customers, self._customers, self.sold), (self.owed_outside, self.outside_bills, self.bought),
        ):  # fmt: skip
            owed += money
            bills.add(day, money)

    def _days_late(self) -> Days | None:
        if self._late is None or self._finance.lateness is None:
            return None
        uniform = np.empty_like(self.invoiced)
        self._late.on(self._state.clock.day, uniform)
        return self._finance.lateness.days(uniform)

    def _made(self) -> Array:
        """Units that each agent works on today: started by makers, passed on by others `(agents, worlds)`."""
        layout = self._state.layout
        made = self._state.points["output"][layout.agent_rows].copy()
        made[layout.maker_rows] = self._state.making["started"]
        return made

    def _spend(self) -> None:
        """Add up what is paid on its day."""
        finance, worth, out = self._finance, self.worth, self.expenses
        fixed = np.asarray(finance.fixed_wages)
        out[...] = worth.wages * (1.0 - fixed) * self._made()
        rate = self._state.planned.plan.rate[self._state.layout.agent_rows]
        working = self.settlement.working
        out += working * (fixed * worth.wages * rate + np.asarray(finance.fixed_cost) * worth.sales)
        if self._duty.any():
            out += self._buyers.sum(self._duty * self.invoiced, np.empty_like(out))
        if self.charges is not None:
            out += working * self.charges.paid()
        self.interest[...] = working * self.credit.interest()
        out += self.interest

    def _pay_outside(self, day: int) -> None:
        """Final customers pay, and outside suppliers are paid."""
        collected, paid = self._customers.due(day), self.outside_bills.due(day)
        self.owed_by_customers -= collected
        self.owed_outside -= paid
        self.credit.net_cash += collected
        self.credit.net_cash -= paid

    def _pay_bills(self, day: int) -> None:
        """Agents pay one another what is due, or the part that they can."""
        due = self.bills.due(day)
        if self._finance.pays == "as_able":
            due += self.arrears
            share = self.credit.payable_share(self._buyers.sum(due, np.empty_like(self.expenses)))
            paid = due * self._buyers.spread(share)
            np.subtract(due, paid, out=self.arrears)
            due = paid
        self.move(due)

    def move(self, paid: Array) -> None:
        """Move money from the buyer of each lane to its seller, and take it off the open bills `(lanes, worlds)`."""
        cash, sums = self.credit.net_cash, np.empty_like(self.expenses)
        cash += self._sellers.sum(paid, sums)
        cash -= self._buyers.sum(paid, sums)
        self.open_bills -= paid

    @property
    def receivables(self) -> Array:
        """What others owe each agent, money `(agents, worlds)`."""
        return self._sellers.sum(self.open_bills, np.empty_like(self.expenses)) + self.owed_by_customers

    @property
    def payables(self) -> Array:
        """What each agent owes others for what it has bought, money `(agents, worlds)`."""
        return self._buyers.sum(self.open_bills, np.empty_like(self.expenses)) + self.owed_outside

    @property
    def cost_of_sales(self) -> Array:
        """What agents have shipped and served today, at cost, money `(agents, worlds)`."""
        agents = self._state.layout.agent_rows
        return self.worth.cost[agents] * self._state.points["output"][agents]

    @property
    def shipped_value(self) -> Array:
        """What lanes have taken today, at the price of their buyers, money `(lanes, worlds)`."""
        return self.worth.price * self._state.lanes["allocated"]

    def equity(self) -> Array:
        """What an agent owns less what it owes, stock at cost, money `(agents, worlds)`."""
        return self.credit.net_cash + self.receivables + self.stock.total() - self.payables


def treasury_of(state: SimulationState, finance: Finance) -> Treasury | None:
    """The treasury of a model; None if no money is followed."""
    return Treasury(state, finance) if isinstance(finance, FirmLedger) else None


def _uniform(state: SimulationState) -> Drawn:
    """Uniform numbers of every day for each lane, drawn in the order of names."""
    rank = state.layout.lane_name_rank
    sampler = lambda rng, day, days, _: rng.random((days, len(rank)))[:, rank]  # noqa: E731
    return Drawn(state.worlds, "finance.lateness", [sampler], len(rank))
