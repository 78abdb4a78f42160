"""The ledger of firms in networks whose every day can be written down: 10 units a day, nothing random."""

import numpy as np
import pytest

from jitagents.accounting.costs import Costs
from jitagents.behaviours.ordering import BaseStock
from jitagents.column import Array
from jitagents.crises import Shock
from jitagents.finance import FirmLedger
from jitagents.model import SupplyModel
from jitagents.worlds import Worlds
from tests.finance.firms import FREE, chain, ledger, row, simulated


def cash(model: SupplyModel, name: str) -> float:
    books = model.treasury
    assert books is not None
    return float(books.credit.net_cash[row(model, name), 0])


def test_a_day_of_a_shop_and_its_source() -> None:
    """The shop sells 10 at 8 and pays 10 at 5 when terms have run; the source works for 2 and buys outside for 3."""
    network = chain(8.0, 5.0, agents={"supplier_1": {"value_added": 2.0, "cost": 5.0}, "shop": {"cost": 5.0}})
    model = simulated(network, ledger(terms=4, customer_terms=2, outside_terms=1), start="empty")
    shop, source = [], []
    for _ in range(12):
        before = cash(model, "shop"), cash(model, "supplier_1")
        model.step()
        shop.append(cash(model, "shop") - before[0])
        source.append(cash(model, "supplier_1") - before[1])
    steady = 10 * 8 - 10 * 5, 10 * 5 - 10 * 2 - 10 * 3
    assert (shop[-1], source[-1]) == pytest.approx(steady, abs=1e-9)
    assert shop[0] == 0.0, "customers pay on the third day"
    assert source[:4] == pytest.approx([-20.0, -50.0, -50.0, -50.0]), "a day of work, then outside bills, no receipts"


def test_terms_of_zero_days_are_paid_at_once() -> None:
    model = simulated(chain(5.0, 5.0), ledger(terms=0, outside_terms=0))
    model.run_for(3)
    assert model.treasury is not None
    assert not model.treasury.open_bills.any()
    assert cash(model, "shop") == cash(model, "supplier_1") == 0.0


@pytest.mark.parametrize("swept", [False, True])
def test_longer_terms_shift_cash_from_seller_to_buyer_and_create_none(swept: bool) -> None:
    """15 more days of 10 units at 5: 750, by variants or by worlds of one model."""
    if swept:
        books = simulated(chain(5.0, 5.0), ledger(terms=np.array([[10.0, 25.0]])), worlds=2, start="empty")
        books.run_for(60)
        assert books.treasury is not None
        short, long = books.treasury.credit.net_cash.T
    else:
        short, long = (at_the_end(terms) for terms in (10.0, 25.0))
    assert long[0] - short[0] == pytest.approx(750.0)
    assert long[1] - short[1] == pytest.approx(-750.0)


def at_the_end(terms: float) -> Array:
    model = simulated(chain(5.0, 5.0), ledger(terms=terms), start="empty")
    model.run_for(60)
    assert model.treasury is not None
    return model.treasury.credit.net_cash[:, 0]


def test_terms_of_a_lane_come_before_those_of_the_ledger() -> None:
    network = chain(5.0, 5.0, 5.0, lanes={"supplier_1": {"terms": 7.0}})
    model = simulated(network, ledger(terms=20.0))
    assert model.treasury is not None
    owed = {
        model.layout.names[seller]: bills
        for seller, bills in zip(model.layout.lane_seller, model.treasury.open_bills[:, 0], strict=True)
    }
    assert owed == {"supplier_1": 7 * 50.0, "supplier_2": 20 * 50.0}


@pytest.mark.parametrize("cover", [0.0, 3.0])
@pytest.mark.parametrize(("customers", "suppliers"), [(0, 0), (30, 0), (0, 45), (20, 35)])
def test_cash_tied_up_is_flow_times_cover_and_terms(cover: float, customers: int, suppliers: int) -> None:
    """The identity of the cash cycle: d x cost x (days of stock + terms given - terms taken)."""
    network = chain(5.0, 5.0)
    ordering = BaseStock(level=10 * (cover + 2))  # 20 are on order or under way when the day ends
    finance = ledger(terms=suppliers, customer_terms=customers)
    model = simulated(network, finance, ordering=ordering)
    model.run_for(100)
    books, shop = model.treasury, row(model, "shop")
    assert books is not None
    stock = float(books.stock.total()[shop, 0])
    tied = stock + books.receivables[shop, 0] - books.payables[shop, 0]
    days = stock / 50.0
    assert tied == pytest.approx(50.0 * (days + customers - suppliers))
    assert days == pytest.approx(stock_days(model, shop))


def stock_days(model: SupplyModel, shop: int) -> float:
    return float((model.points["stock"][shop, 0] + model.lanes["under_way"][0, 0]) / 10)


def test_consignment_moves_stock_from_one_balance_sheet_to_the_other() -> None:
    """Goods under way and in the shop are the source's; cash, profit and the sum of both firms stay."""
    owned, kept = (
        simulated(chain(5.0, 5.0), ledger(terms=10, invoiced=when), ordering=BaseStock(level=60.0))
        for when in ("shipment", "use")
    )
    for model in (owned, kept):
        model.run_for(40)
    first, second = owned.treasury, kept.treasury
    assert first is not None
    assert second is not None
    goods = 5.0 * (owned.points["stock"][0, 0] + owned.lanes["under_way"][0, 0])
    assert goods > 100.0
    moved = second.stock.total() - first.stock.total()
    np.testing.assert_allclose(moved[:, 0], [-goods, goods])
    np.testing.assert_allclose(second.credit.net_cash, first.credit.net_cash)
    np.testing.assert_allclose(second.open_bills, first.open_bills)
    for name in owned.points:
        assert np.array_equal(owned.points[name], kept.points[name]), name


def test_what_is_invoiced_at_receipt_is_owed_a_lead_time_later() -> None:
    early, late = (
        simulated(chain(5.0, 5.0, lanes={"supplier_1": {"lead_time": 4, "invoiced": when}}), ledger(), start="empty")
        for when in ("shipment", "receipt")
    )
    owed = np.zeros((2, 20))
    for day in range(20):
        for at, model in enumerate((early, late)):
            model.step()
            assert model.treasury is not None
            owed[at, day] = model.treasury.open_bills[0, 0]
    assert owed[0].any()
    np.testing.assert_allclose(owed[1, 4:], owed[0, :-4])


def test_interest_by_hand() -> None:
    """A fixed cost of a tenth of sales of 50 a day draws on the credit line; interest compounds daily."""
    finance = ledger(fixed_cost=0.1, interest=0.365, terms=0, outside_terms=0, line=1000.0)
    model = simulated(chain(5.0, 5.0), finance)
    debt = 0.0
    for _ in range(30):
        model.step()
        debt = debt * 1.001 + 5.0
        assert cash(model, "shop") == pytest.approx(-debt)


def test_cash_bears_interest_only_if_it_is_said() -> None:
    for rate, gain in ((0.0, 0.0), (0.365, 100.0 * (1.001**20 - 1))):
        network = chain(5.0, 5.0, agents={"shop": {"cash": 100.0}})
        model = simulated(network, ledger(deposit=rate, terms=0, outside_terms=0))
        model.run_for(20)
        assert cash(model, "shop") == pytest.approx(100.0 + gain)


def test_agents_of_a_firm_share_cash_and_credit() -> None:
    """One lacks 100, the other has 60 more than nothing: together they owe 40."""
    model = simulated(chain(5.0, 5.0, agents={name: {"firm": "both"} for name in ("shop", "supplier_1")}), ledger())
    assert model.treasury is not None
    credit = model.treasury.credit
    credit.net_cash[:, 0] = [-100.0, 60.0]
    assert credit.debt[:, 0].tolist() == [40.0, 0.0]
    credit.count(None)
    assert credit.short_days[:, 0].tolist() == [1.0], "40 beyond a line of 0"


def test_rebates_rises_of_prices_and_discounts_are_on_the_invoice() -> None:
    network = chain(5.0, 5.0)
    costs = Costs(capital=0, storage=0, obsolescence=0, backorder_rate=0, breaks={10: 0.1})
    crisis = {"dear": Shock({"name": "supplier_1"}, "price", severity=0.5, start=1, duration=100)}
    worlds = Worlds(range(1), twins=True)
    model = simulated(network, ledger(discount=0.02), costs, worlds=worlds, crisis=crisis)
    model.run_for(5)
    assert model.treasury is not None
    # a tenth off for orders of 10, on the price of the day
    calm, dear = model.treasury.invoiced[0]
    assert calm == pytest.approx(10 * 5 * 0.98 * 0.9)
    assert dear == pytest.approx(10 * 5 * 0.98 * 1.5 * 0.9)


def test_costs_that_are_paid_are_in_cash_and_others_are_not() -> None:
    """Room for the stock, freight, cover of a currency and orders are paid; interest and losses of value are not."""
    network = chain(5.0, 5.0, lanes={"supplier_1": {"transport_cost": 0.3, "hedging": 0.02}})
    costs = Costs(
        capital=0.5, storage=0.365, obsolescence=0.5, engineering_changes=1.0, order=2.0, backorder_rate=0
    )  # fmt: skip
    model = simulated(network, ledger(terms=0, outside_terms=0), costs, ordering=BaseStock(level=40.0))
    before = cash(model, "shop")
    model.run_for(1)
    stock = model.points["stock"][0, 0]
    assert before - cash(model, "shop") == pytest.approx(stock * 5 * 0.001 + 10 * 0.3 + 10 * 5 * 0.02 + 2.0)


def test_freight_is_dearer_from_the_first_day_of_a_shock_on() -> None:
    crisis = {"dear": Shock({}, "freight", severity=0.5, start=3, duration=2)}
    network = chain(5.0, 5.0, lanes={"supplier_1": {"transport_cost": 0.3}})
    model = simulated(network, ledger(terms=0, outside_terms=0), worlds=Worlds(range(1), twins=True), crisis=crisis)
    paid = []
    for _ in range(6):
        model.step()
        assert model.treasury is not None
        paid.append(model.treasury.expenses[row(model, "shop")].copy())
    assert np.transpose(paid) == pytest.approx(np.array([[3.0] * 6, [3.0, 3.0, 4.5, 4.5, 3.0, 3.0]]))


def test_penalties_go_from_seller_to_buyer() -> None:
    """The source ships nothing for some days: what it pays for each unit owed, the shop receives."""
    crisis = {"out": Shock({"name": "supplier_1"}, "supply", start=3, duration=4)}
    costs = Costs(capital=0, storage=0, obsolescence=0, backorder_rate=0, penalty=0.02, lost_sale=0.0)
    model = simulated(chain(5.0, 5.0), ledger(), costs, worlds=Worlds(range(1), twins=True), crisis=crisis)
    free = simulated(chain(5.0, 5.0), ledger(), FREE, worlds=Worlds(range(1), twins=True), crisis=crisis)
    for one in (model, free):
        one.run_for(12)
    assert model.treasury is not None
    assert free.treasury is not None
    change = (model.treasury.credit.net_cash - free.treasury.credit.net_cash)[:, 1]
    assert change[0] > 0.0
    assert change.sum() == pytest.approx(0.0, abs=1e-9)


def test_the_ledger_changes_no_flow_of_goods() -> None:
    network = chain(7.0, 6.0, 5.0)
    with_money, without = (simulated(network, finance, worlds=3) for finance in (FirmLedger(), FirmLedger(terms=3)))
    plain = SupplyModel(network, worlds=3, demand=with_money.stages.demand, ordering=BaseStock())
    for model in (with_money, without, plain):
        model.run_for(30)
    for name in plain.points:
        assert np.array_equal(plain.points[name], with_money.points[name]), name
        assert np.array_equal(plain.points[name], without.points[name]), name
