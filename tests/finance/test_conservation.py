"""On random networks: no money is lost or made, and the balance sheet of every agent balances, to the cent."""

from collections.abc import Iterator
from typing import Any
from unittest import mock

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jitagents.accounting.charges import charge
from jitagents.accounting.costs import Costs
from jitagents.column import Array
from jitagents.crises import Administration, Insolvency, Liquidation, Rescue
from jitagents.model import SupplyModel
from jitagents.simulation.money import taxes
from jitagents.simulation.money.treasury import Treasury
from tests.properties.case import DAYS, Case
from tests.properties.cases import cases
from tests.properties.rules import LEDGERS

PAID = Costs(order=3.0, penalty=0.02, transport=0.03, line_stop=0.2, breaks={5: 0.1}, cancel_fee=0.1)
"""A cost model with payments of all kinds, some of them between agents."""


@pytest.fixture(autouse=True, scope="module")
def short_years() -> Iterator[None]:
    """Fiscal years of twelve days, of which a test has two."""
    with mock.patch.multiple(taxes, QUARTERS=(3, 6, 9, 12), YEAR=12):
        yield


def balance(books: Treasury) -> dict[str, Array]:
    """A copy of the accounts of all agents and lanes."""
    return {
        "cash": books.credit.net_cash.copy(), "bills": books.open_bills.copy(), "equity": books.equity(),
        "customers": books.outside.owed_by_customers.copy(), "suppliers": books.outside.owed_to_suppliers.copy(),
        "stock": books.stock.total(), "receivables": books.receivables, "payables": books.payables,
        "tax": books.tax * 0.0 if books.taxes is None else books.taxes.owed.copy(),
    }  # fmt: skip


def same(left: Array, right: Array, what: str) -> None:
    """Equal to the cent, or to 1e-9 of the largest."""
    scale = max(np.abs(left).max(initial=0.0), np.abs(right).max(initial=0.0))
    assert np.abs(left - right).max(initial=0.0) <= max(0.005, 1e-9 * scale), what


def every_day(model: SupplyModel) -> None:
    """Step through the days of a case: cash changes by what comes and goes, and every balance sheet balances."""
    books, layout = model.treasury, model.layout
    assert books is not None
    buyer, seller = layout.owner[layout.lane_buyer], layout.lane_seller
    before = balance(books)
    for _ in range(DAYS):
        model.step()
        now = balance(books)
        change = {name: now[name] - before[name] for name in now}
        outside, paid = books.outside, books.expenses
        settlement = books.settlement
        settled = books.invoiced - change["bills"] - settlement.written_off
        came, went, billed, owing = np.zeros((4, *paid.shape))
        np.add.at(came, seller, settled)
        np.add.at(went, buyer, settled)
        bank, suppliers, state = settlement.forgone
        collected, spent = outside.sold - change["customers"], outside.bought - change["suppliers"] - suppliers
        other = collected - spent - paid - (books.tax - change["tax"] - state) + bank + settlement.rescued
        same(change["cash"], came - went + other, "cash of each agent")
        same(change["cash"].sum(axis=0), other.sum(axis=0), "cash of all agents")
        np.add.at(billed, seller, books.invoiced)
        np.add.at(owing, buyer, books.invoiced)
        np.add.at(billed, seller, -settlement.written_off)
        np.add.at(owing, buyer, -settlement.written_off)
        profit = billed + outside.sold - owing - outside.bought - paid + change["stock"]
        profit += bank + suppliers + state + settlement.rescued - books.tax
        same(change["equity"], profit, "growth of equity is the profit of the day")
        sheet = now["cash"] + now["receivables"] + now["stock"] - now["payables"] - now["tax"]
        same(sheet, now["equity"], "what is owned and what is owed")
        claims, debts = (
            (now[all_of] - now[outer]).sum(axis=0)
            for all_of, outer in (("receivables", "customers"), ("payables", "suppliers"))
        )
        same(claims, debts, "claims of agents are debts of agents")
        before = now


@settings(max_examples=25)
@given(cases(), st.sampled_from(LEDGERS), st.data())
def test_money_is_conserved_and_books_balance_every_day(case: Case, finance: Any, draw: st.DataObject) -> None:
    case.stages["finance"] = finance
    failing = draw.draw(st.sampled_from([None, Liquidation(loss_given_default=0.4), Administration(), Rescue()]))
    if failing is not None:
        case.crisis["failing"] = Insolvency(what=failing, grace=1, duration=draw.draw(st.sampled_from([None, 4.0])))
    every_day(charge(case.model(), PAID))


@settings(max_examples=15)
@given(cases())
def test_open_bills_are_the_invoices_of_the_last_days(case: Case) -> None:
    """Of a ledger that pays in full and on the due day, on lanes with terms of their own."""
    for number, lane in enumerate(case.lanes):
        lane["terms"] = (3, 0, 7)[number % 3]
    case.stages["finance"] = LEDGERS[3]
    case.start = "empty"
    model = case.model()
    books = model.treasury
    assert books is not None
    terms, invoiced = model.layout.lane_column("terms").astype(int), list[Array]()
    for _ in range(DAYS):
        model.step()
        invoiced.append(books.invoiced.copy())
        for row, days in enumerate(terms.tolist()):
            last = [one[row] for one in invoiced[-days:]] if days else []
            same(books.open_bills[row], np.sum(last, axis=0) * np.ones(2), f"lane {row}")


@settings(max_examples=15)
@given(cases())
def test_invoices_are_the_goods_at_their_price(case: Case) -> None:
    """Worked out again from the tables of the network; nothing is sent back."""
    case.stages["finance"], case.crisis = LEDGERS[3], {}
    model = case.model()
    books, lanes = model.treasury, model.network.lanes.iloc[model.layout.lane_order]
    assert books is not None
    value = model.network.agents.set_index("name")["value"]
    price = lanes["price"].fillna(lanes["seller"].map(value)).to_numpy(dtype=float)[:, None]
    for _ in range(DAYS):
        model.step()
        back = model.lanes.get("returned")
        kept = model.lanes["allocated"] - (0.0 if back is None else back)
        same(books.invoiced, 0.98 * price * kept, "invoices")
