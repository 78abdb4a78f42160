"""Cash: money that the flow of goods ties up, who finances it, and who runs out of it."""

import numpy as np

from jitagents.accounting import cash_accumulators as cash
from jitagents.accounting.measures.measure import Single, ratio
from jitagents.accounting.measures.records import WorldLedger
from jitagents.column import Array

RICHARDS = "Richards & Laughlin 1980, Financial Management 9(1)"
OTHERS = "tier and network: what its agents owe one another is left out"


def _received(ledger: WorldLedger, lanes: Array, agents: Array) -> Array:
    """Money that sellers of a scope have to get from others `(scopes, worlds)`."""
    earned = ledger.at(ledger.layout.lane_seller, lanes) + agents
    return ledger.every(earned) - ledger.scopes.within @ lanes


def _spent(ledger: WorldLedger, lanes: Array, agents: Array) -> Array:
    """Money that buyers of a scope have to pay others `(scopes, worlds)`."""
    paid = ledger.at(ledger.layout.owner[ledger.layout.lane_buyer], lanes) + agents
    return ledger.every(paid) - ledger.scopes.within @ lanes


class DaysInventory(Single):
    """Days inventory outstanding."""

    unit = "days"
    label = "days inventory outstanding"
    formula = (
        "mean stock owned, raw, in process, finished and under way, at cost / cost of sales a day; tier and network: "
        "cost of what is sold to others"
    )
    source = RICHARDS
    sums = (cash.stock_at_cost, cash.cost_of_sales, cash.shipped_value)

    def of(self, ledger: WorldLedger) -> Array:
        stock, cost, within = (ledger.total(of) for of in self.sums)
        return ratio(ledger.every(stock), ledger.every(cost) - ledger.scopes.within @ within)


class DaysReceivable(Single):
    """Days sales outstanding."""

    unit = "days"
    label = "days sales outstanding"
    formula = f"mean receivables / sales a day; {OTHERS}"
    source = RICHARDS
    sums = (cash.open_bills, cash.owed_by_customers, cash.invoiced, cash.sold)

    def of(self, ledger: WorldLedger) -> Array:
        bills, owed, invoiced, sold = (ledger.total(of) for of in self.sums)
        return ratio(_received(ledger, bills, owed), _received(ledger, invoiced, sold))


class DaysPayable(Single):
    """Days payable outstanding."""

    unit = "days"
    label = "days payable outstanding"
    formula = f"mean payables for goods / purchases a day; 0 where nothing is bought; {OTHERS}"
    source = RICHARDS
    sums = (cash.open_bills, cash.owed_outside, cash.invoiced, cash.bought)

    def of(self, ledger: WorldLedger) -> Array:
        bills, owed, invoiced, bought = (ledger.total(of) for of in self.sums)
        owing, purchases = _spent(ledger, bills, owed), _spent(ledger, invoiced, bought)
        return np.where((owing == 0.0) & (purchases == 0.0), 0.0, ratio(owing, purchases))


class CashConversionCycle(Single):
    """Cash conversion cycle."""

    unit = "days"
    label = "cash conversion cycle"
    formula = "days inventory outstanding + days sales outstanding - days payable outstanding"
    source = RICHARDS
    sums = (*dict.fromkeys((*DaysInventory.sums, *DaysReceivable.sums, *DaysPayable.sums)),)

    def of(self, ledger: WorldLedger) -> Array:
        return DaysInventory().of(ledger) + DaysReceivable().of(ledger) - DaysPayable().of(ledger)


class WorkingCapital(Single):
    """Working capital: money that operations tie up."""

    unit = "money"
    label = "working capital"
    formula = "mean of stock owned, at cost, + receivables - payables for goods; tier and network: sum over agents"
    source = RICHARDS
    sums = (cash.stock_at_cost, cash.open_bills, cash.owed_by_customers, cash.owed_outside)

    def of(self, ledger: WorldLedger) -> Array:
        stock, bills, customers, outside = (ledger.total(of) for of in self.sums)
        owed = _received(ledger, bills, customers) - _spent(ledger, bills, outside)
        return (ledger.every(stock) + owed) / ledger.days


class Debt(Single):
    """Debt: money drawn on credit lines."""

    unit = "money"
    label = "debt"
    formula = "mean debt at the end of the day; tier and network: sum over agents"
    source = "Miller & Orr 1966, Quarterly J. Economics 80(3)"
    sums = (cash.debt,)

    def of(self, ledger: WorldLedger) -> Array:
        return ledger.every(ledger.total(cash.debt)) / ledger.days


class Interest(Single):
    """Interest: of debt, less that of cash."""

    unit = "money/day"
    label = "interest"
    formula = "mean interest of a day on debt, less that on cash; tier and network: sum over agents"
    source = RICHARDS
    sums = (cash.interest,)

    def of(self, ledger: WorldLedger) -> Array:
        return ledger.every(ledger.total(cash.interest)) / ledger.days


class Tax(Single):
    """Tax: on the profit of firms."""

    unit = "money/day"
    label = "tax"
    formula = "mean tax of a day on profit, as it accrues; tier and network: sum over agents"
    source = "IAS 12, Income Taxes (current tax)"
    sums = (cash.tax,)

    def of(self, ledger: WorldLedger) -> Array:
        return ledger.every(ledger.total(cash.tax)) / ledger.days


class LowestCash(Single):
    """Lowest cash: the worst evening."""

    unit = "money"
    label = "lowest cash"
    formula = "least cash less debt at the end of a day; tier and network: least sum over agents"
    source = "Miller & Orr 1966, Quarterly J. Economics 80(3), whose lower limit it is"
    sums = (cash.least_cash,)

    def of(self, ledger: WorldLedger) -> Array:
        return ledger.total(cash.least_cash)


class DaysShort(Single):
    """Days short of cash."""

    unit = "days"
    label = "days short of cash"
    formula = (
        "days at whose end the firm of an agent is beyond its credit line or has bills overdue for want of cash; tier "
        "and network: sum over agents"
    )
    source = "Code de commerce, art. L631-1 (cessation des paiements)"
    sums = (cash.short,)

    def of(self, ledger: WorldLedger) -> Array:
        return ledger.every(ledger.total(cash.short))


class Defaults(Single):
    """Defaults: agents that fail."""

    unit = "agents"
    label = "defaults"
    formula = "agents that are wound up, put under administration or rescued; tier and network: sum over agents"
    source = "Jacobson & von Schedvin 2015, Econometrica 83(4)"
    sums = (cash.failures,)

    def of(self, ledger: WorldLedger) -> Array:
        return ledger.every(ledger.total(cash.failures))


class NetMargin(Single):
    """Net margin: profit of a unit of sales."""

    unit = "share"
    label = "net margin"
    formula = "growth of equity / sales; equity, after tax, as in return on capital; tier and network: sales to others"
    source = "Silver, Pyke & Thomas 2017, sec. 1.3"
    sums = (cash.growth, cash.invoiced, cash.sold)

    def of(self, ledger: WorldLedger) -> Array:
        growth, invoiced, sold = (ledger.total(of) for of in self.sums)
        return ratio(ledger.every(growth), _received(ledger, invoiced, sold))


class ReturnOnCapital(Single):
    """Return on capital employed."""

    unit = "1/year"
    label = "return on capital"
    formula = (
        "365 x (growth of equity + interest paid) / (days x working capital); equity: cash - debt + receivables + "
        "stock at cost - payables - tax owed; NaN where the working capital is not positive"
    )
    source = "Silver, Pyke & Thomas 2017, sec. 1.3"
    sums = (*WorkingCapital.sums, cash.growth, cash.interest)

    def of(self, ledger: WorldLedger) -> Array:
        earned = ledger.every(ledger.total(cash.growth) + ledger.total(cash.interest))
        capital = WorkingCapital().of(ledger)
        return ratio(365.0 / ledger.days * earned, np.where(capital > 0.0, capital, np.nan))


MEASURES = (
    DaysInventory(), DaysReceivable(), DaysPayable(), CashConversionCycle(), WorkingCapital(), Debt(), Interest(),
    Tax(), LowestCash(), DaysShort(), Defaults(), NetMargin(), ReturnOnCapital(),
)  # fmt: skip
