"""Failures of firms, by hand: who loses what, who survives, and what becomes of orders."""

from typing import Any

import numpy as np
import pytest

from jitagents.behaviours.ordering import BaseStock
from jitagents.behaviours.sourcing import Split
from jitagents.crises import Administration, Insolvency, Liquidation, Rescue, Shock
from jitagents.crises.effects import Effect
from jitagents.errors import InputError
from jitagents.finance import Finance
from jitagents.model import SupplyModel
from jitagents.network import Network, listed
from jitagents.relations import Relations
from jitagents.simulation.money.treasury import Treasury
from jitagents.worlds import Worlds
from tests.finance.firms import chain, ledger, row, simulated

START, TERMS, FLOW = 5, 10, 50.0
"""Measured day on which a firm fails, days to pay, and money that flows over each lane a day."""
AMPLE = {"credit_line": 1e6}


def books_of(model: SupplyModel) -> Treasury:
    assert model.treasury is not None
    return model.treasury


def fails(effect: Effect, name: str = "supplier_1", **more: Any) -> dict[str, Any]:
    return {"fails": Shock({"name": name}, effect, start=START, duration=1000), **more}


def line(crisis: dict[str, Any], relation: Relations | None = None, **agents: dict[str, Any]) -> SupplyModel:
    """A shop and three suppliers in a row, each with 10 units a day at 5; world 0 is calm, world 1 in crisis."""
    stated = {name: {**AMPLE, **agents.get(name, {})} for name in ("shop", "supplier_1", "supplier_2", "supplier_3")}
    network = chain(5.0, 5.0, 5.0, 5.0, agents=stated)
    given: dict[str, Any] = {} if relation is None else {"relation": relation}
    return simulated(network, ledger(terms=TERMS), worlds=Worlds(range(1), twins=True), crisis=crisis, **given)


@pytest.mark.parametrize("loss", [0.0, 0.65, 1.0])
@pytest.mark.parametrize("effect", [Liquidation, Administration])
def test_a_customer_that_fails_costs_its_supplier_the_loss_of_its_terms(
    effect: type[Liquidation | Administration], loss: float
) -> None:
    """Loss given default x terms x flow x price, in equity, on that day."""
    severity = 1.0 if effect is Liquidation else 0.5
    shock = Shock({"name": "supplier_1"}, effect(loss_given_default=loss), severity, start=START, duration=1000)
    model = line({"fails": shock})
    books, creditor = books_of(model), row(model, "supplier_2")
    model.run_for(START - 1)
    before = books.equity()[creditor]
    model.step()
    change = books.equity()[creditor] - before
    assert change == pytest.approx([0.0, -loss * TERMS * FLOW])
    assert books.settlement.written_off[:, 1].sum() == pytest.approx(loss * TERMS * FLOW)
    assert books.settlement.failures[:, 1].sum() == 1.0


@pytest.mark.parametrize(("credit", "survives"), [(0.65 * TERMS * FLOW + 1, True), (0.65 * TERMS * FLOW - 1, False)])
def test_a_line_of_credit_that_bears_the_loss_ends_the_cascade(credit: float, survives: bool) -> None:
    """The second in line loses .65 of 10 days of sales, pays its own bills of 10 days, and sells nothing more."""
    crisis = fails(Liquidation(), falling=Insolvency({"name": ["supplier_2", "supplier_3"]}, Liquidation(), grace=3))
    model = line(crisis, supplier_2={"credit_line": credit})
    books, second, third = books_of(model), row(model, "supplier_2"), row(model, "supplier_3")
    failures = np.zeros_like(books.expenses)
    for _ in range(START + TERMS + 10):
        model.step()
        failures += books.settlement.failures
    assert not failures[:, 0].any(), "nobody fails in calm"
    assert failures[second, 1] == float(not survives)
    assert failures[third, 1] == 0.0, "its line bears everything"
    if survives:
        assert books.credit.net_cash[second, 1] == pytest.approx(-0.65 * TERMS * FLOW)


def test_what_a_firm_that_is_wound_up_leaves() -> None:
    """The rest is paid at once; nothing is ordered from it or for it, and nothing is owed on its lanes any more."""
    model = line(fails(Liquidation(loss_given_default=0.6)))
    books, gone, layout = books_of(model), row(model, "supplier_1"), model.layout
    own = layout.lane_buyer == gone
    model.run_for(START - 1)
    cash = books.credit.net_cash[row(model, "supplier_2"), 1]
    model.step()
    assert not books.open_bills[own, 1].any()
    paid = books.credit.net_cash[row(model, "supplier_2"), 1] - cash
    assert paid == pytest.approx(0.4 * TERMS * FLOW - FLOW), "less its own bill of today"
    for _ in range(6):
        model.step()
        lanes = own | (layout.lane_seller == gone)
        assert not model.lanes["allocated"][lanes, 1].any()
        assert not model.lanes["owed"][lanes, 1].any()
        assert not model.lanes["ordered"][lanes, 1].any()
    for name in ("supplier_2", "supplier_3"):
        assert model.points["order"][row(model, name), 1] == 0.0, "no phantom demand climbs on"
        assert model.points["order"][row(model, name), 0] == 10.0
    assert books.expenses[gone, 1] == 0.0


def test_a_firm_that_is_wound_up_reserves_nothing_more() -> None:
    """Half of a flow of 50 a day, at a tenth of the price: each buyer pays its seller 2.5 as long as both live."""
    model = line(fails(Liquidation()), Relations(reserved=0.5, reservation_fee=0.1))
    books, gone, seller = books_of(model), row(model, "supplier_1"), row(model, "supplier_2")
    fees = []
    for _ in range(START + 1):
        model.step()
        fees.append(books.expenses[[gone, seller]])
    assert np.array(fees[: START - 1]) == pytest.approx(np.zeros((START - 1, 2, 2)), abs=1e-9), "what one pays another"
    assert fees[-1] == pytest.approx(np.array([[0.0, 0.0], [0.0, 2.5]]))


def test_the_debtors_of_a_firm_that_is_wound_up_go_on_paying() -> None:
    model = line(fails(Liquidation()))
    books = books_of(model)
    model.run_for(START)
    sold = model.layout.lane_seller == row(model, "supplier_1")
    open_bills = books.open_bills[sold, 1].sum()
    assert open_bills == pytest.approx((TERMS - 1) * FLOW)
    model.run_for(TERMS)
    assert books.open_bills[sold, 1].sum() == pytest.approx(0.0, abs=1e-9)


def test_administration_pays_a_part_of_old_bills_and_all_of_new_ones() -> None:
    shock = Shock({"name": "supplier_1"}, Administration(loss_given_default=0.5), 0.001, start=START, duration=1000)
    model = line({"fails": shock})
    books, lane = books_of(model), model.layout.lane_buyer == row(model, "supplier_1")
    model.run_for(START)
    assert books.open_bills[lane, 1] == pytest.approx((0.5 * TERMS - 0.5) * FLOW + FLOW, rel=0.01)
    paid = []
    for _ in range(TERMS + 3):
        before, invoiced = books.open_bills[lane, 1], books.invoiced
        before = before.copy()
        model.step()
        paid.append(float((before + invoiced[lane, 1] - books.open_bills[lane, 1])[0]))
    assert paid[: TERMS - 1] == pytest.approx([0.5 * FLOW] * (TERMS - 1), rel=0.01)
    assert paid[TERMS - 1 :] == pytest.approx([FLOW] * 4, rel=0.01)


def test_prices_rise_under_administration() -> None:
    shock = Shock({"name": "supplier_1"}, Administration(price=0.2), 0.001, start=START, duration=1000)
    model = line({"fails": shock})
    model.run_for(START + 2)
    lane = model.layout.lane_seller == row(model, "supplier_1")
    calm, crisis = books_of(model).invoiced[lane][0]
    assert crisis / calm == pytest.approx(1.2, rel=0.01)


def test_a_firm_is_rescued_by_its_customers_and_nothing_stops() -> None:
    model = line(fails(Rescue()))
    books, supplier, shop = books_of(model), row(model, "supplier_1"), row(model, "shop")
    model.run_for(START - 1)
    books.credit.net_cash[supplier] = -700.0
    books.credit.net_cash[shop] = 0.0
    model.step()
    calm, crisis = books.credit.net_cash[[supplier, shop]].T
    assert (crisis - calm).tolist() == pytest.approx([700.0, -700.0])
    assert (model.points["output"][supplier] == 10.0).all()


@pytest.mark.parametrize("grace", [0, 4])
def test_a_firm_fails_on_the_morning_after_its_grace(grace: int) -> None:
    """Its line of 100 bears 4 days of 25; it is short from the end of the fifth day on."""
    network = chain(5.0, 5.0, 5.0, agents={"shop": AMPLE, "supplier_1": {"credit_line": 100.0}, "supplier_2": AMPLE})
    crisis = {"falling": Insolvency({"name": "supplier_1"}, Liquidation(), grace=grace)}
    finance = ledger(terms=0, outside_terms=0, fixed_cost=0.5)
    model = simulated(network, finance, worlds=Worlds(range(1), twins=True), crisis=crisis)
    days = []
    for day in range(1, 16):
        model.step()
        if books_of(model).settlement.failures.any():
            days.append(day)
    assert days == [5 + grace + 1]


def test_bills_that_a_firm_cannot_pay_wait_and_make_it_short() -> None:
    """A shop with credit for three bills of 50, whose customers stay away: two days later, the rest waits."""
    network = chain(5.0, 5.0, agents={"shop": {"cash": 120.0}, "supplier_1": AMPLE})
    model = simulated(network, ledger(terms=TERMS, pays="as_able", line=0.0))
    books = books_of(model)
    books.worth.sold[...] = 0.0
    model.run_for(4)
    assert books.credit.net_cash[0, 0] == 0.0
    assert books.arrears[0, 0] == pytest.approx(4 * FLOW - 120.0)
    assert books.credit.short_days[0, 0] == 2.0
    assert books.open_bills[0, 0] == pytest.approx(TERMS * FLOW + 80.0)


def two_sources() -> Network:
    return listed(
        name="two",
        agents=[
            {"name": "shop", "kind": "buyer", "item": "part", "demand": 10, "value": 5},
            *({"name": name, "kind": "supplier", "item": "part", "value": 5} for name in ("first", "second")),
        ],
        lanes=[{"seller": name, "buyer": "shop", "lead_time": 2} for name in ("first", "second")],
        whole=False,
    )  # fmt: skip


def test_customers_with_another_source_order_there_at_once_what_is_void() -> None:
    crisis = {"fails": Shock({"name": "first"}, Liquidation(), start=START, duration=1000)}
    finance = ledger(line=1000.0)
    model = simulated(two_sources(), finance, worlds=Worlds(range(1), twins=True), crisis=crisis, sourcing=Split(),
                      ordering=BaseStock(level=60.0))  # fmt: skip
    model.run_for(START + 20)
    lanes = {model.layout.names[seller]: lane for lane, seller in enumerate(model.layout.lane_seller)}
    assert model.lanes["ordered"][lanes["first"]].tolist() == [5.0, 0.0]
    assert model.lanes["ordered"][lanes["second"]].tolist() == [5.0, 10.0]
    assert (model.buying["filled"][0] == 10.0).all()
    np.testing.assert_allclose(model.points["on_order"][0, 0], model.points["on_order"][0, 1])


def test_firms_fail_only_where_money_is_followed() -> None:
    with pytest.raises(InputError, match="take finance=ledger"):
        SupplyModel(chain(5.0, 5.0), crisis={"falling": Insolvency()}, finance=Finance())
    with pytest.raises(InputError, match="only agents fail"):
        Insolvency(what="lane")
