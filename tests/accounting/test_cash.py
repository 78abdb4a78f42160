"""The measures of cash in networks whose books can be written down: 10 units a day, nothing random."""

from typing import Any

import numpy as np
import pytest

from jitagents.accounting.costs import Costs
from jitagents.accounting.daily import DAILY
from jitagents.accounting.ledger import Ledger
from jitagents.accounting.measures.cash import MEASURES
from jitagents.behaviours.ordering import BaseStock
from jitagents.crises import Liquidation, Shock
from jitagents.finance import FirmLedger
from jitagents.model import SupplyModel
from jitagents.network import Network
from jitagents.worlds import Worlds
from tests.accounting.conftest import Floats, told
from tests.finance.firms import FREE, chain, ledger, simulated

SCOPES = ("agent:shop", "agent:supplier_1", "agent:supplier_2", "tier:0", "network")
WARMUP, DAYS = 30, 50


def kept(network: Network, finance: FirmLedger, costs: Costs = FREE, **given: Any) -> Ledger:
    model = simulated(network, finance, costs, warmup=WARMUP, **given)
    found = Ledger(model, costs, DAYS, measures=MEASURES, daily=[DAILY["cash"]])
    model.observers.append(found)
    model.run_for(WARMUP + DAYS)
    return found


def one(found: Ledger, name: str, scope: str = "network") -> float:
    return float(told(found, name, scope)[0])


def priced() -> Network:
    """The shop buys at 8 and sells at 10; its supplier adds 3 to what costs 4; the source works for 1, buys for 2."""
    agents = {
        "shop": {"value_added": 0.0}, "supplier_1": {"value_added": 3.0},
        "supplier_2": {"value_added": 1.0, "cost": 3.0},
    }  # fmt: skip
    return chain(10.0, 8.0, 4.0, agents=agents)


@pytest.mark.parametrize(("customers", "terms", "outside"), [(0, 45, 45), (20, 30, 0), (7, 0, 12)])
def test_days_of_receivables_and_payables_are_the_terms(customers: int, terms: int, outside: int) -> None:
    found = kept(priced(), ledger(terms=terms, customer_terms=customers, outside_terms=outside))
    receivable = {"agent:shop": customers, "agent:supplier_1": terms, "agent:supplier_2": terms, "network": customers}
    payable = {"agent:shop": terms, "agent:supplier_1": terms, "agent:supplier_2": outside, "network": outside}
    for scope, days in receivable.items():
        assert one(found, "days_receivable", scope) == pytest.approx(days), scope
    for scope, days in payable.items():
        assert one(found, "days_payable", scope) == pytest.approx(days), scope
    assert one(found, "days_receivable", "tier:0") == customers
    assert one(found, "days_payable", "tier:0") == pytest.approx(terms)


def test_days_of_stock_are_stock_at_cost_over_the_cost_of_sales() -> None:
    """A shop holds 3 days and has one on the way, at the price of 8 at which it buys; the network's own cost is 6."""
    found = kept(priced(), ledger(), ordering=BaseStock(level=50.0))
    model_stock = one(found, "days_inventory", "agent:shop")
    owned = float(found.total(MEASURES[0].sums[0])[0, 0]) / DAYS
    assert model_stock == pytest.approx(owned / (10 * 8))
    assert owned % 80.0 == pytest.approx(0.0, abs=1e-9), "whole days of stock"
    every = float(found.total(MEASURES[0].sums[0])[:, 0].sum()) / DAYS
    assert one(found, "days_inventory") == pytest.approx(every / (10 * (0 + 3 + 1 + 2)))


def test_the_cash_cycle_is_the_sum_of_its_parts_and_times_the_flow_the_working_capital() -> None:
    """Where nothing is earned and worked, every day of the cycle ties up a day of purchases."""
    found = kept(chain(5.0, 5.0, 5.0), ledger(terms=20, customer_terms=35, outside_terms=10))
    for scope in SCOPES:
        days = (one(found, f"days_{part}", scope) for part in ("inventory", "receivable", "payable"))
        stock, given, taken = days
        assert one(found, "cash_conversion_cycle", scope) == pytest.approx(stock + given - taken)
        assert one(found, "working_capital", scope) == pytest.approx(50.0 * (stock + given - taken))


def test_working_capital_of_the_network_is_that_of_its_agents() -> None:
    found = kept(priced(), ledger(terms=25, customer_terms=5))
    agents = sum(one(found, "working_capital", f"agent:{name}") for name in ("shop", "supplier_1", "supplier_2"))
    assert one(found, "working_capital") == pytest.approx(agents)


def test_debt_lowest_cash_and_days_short() -> None:
    """A fixed cost of 5 a day: 150 are owed when measuring begins, and the line of 200 is passed ten days later."""
    finance = ledger(terms=0, outside_terms=0, fixed_cost=0.1)
    network = chain(5.0, 5.0, agents={"shop": {"credit_line": 200.0}, "supplier_1": {"cash": 1e6}})
    found = kept(network, finance)
    debts = 5.0 * np.arange(WARMUP + 1, WARMUP + DAYS + 1)
    assert one(found, "debt", "agent:shop") == pytest.approx(debts.mean())
    assert one(found, "lowest_cash", "agent:shop") == pytest.approx(-debts.max())
    assert one(found, "days_short", "agent:shop") == (debts > 200.0).sum()
    assert one(found, "days_short") == (debts > 200.0).sum()
    assert one(found, "debt") == pytest.approx(debts.mean()), "the source has none"
    cash = found.histories[:, 0, 0, 0]
    np.testing.assert_allclose(cash, 1e6 - 2 * debts, rtol=1e-6)


def test_interest_is_that_of_debt_less_that_of_cash() -> None:
    """A fixed cost of 5 a day is borrowed at .001 a day; the source has 10,000, at .0001 a day."""
    finance = ledger(terms=0, outside_terms=0, fixed_cost=0.1, line=100.0, interest=0.365, deposit=0.0365)
    network = chain(5.0, 5.0, agents={"supplier_1": {"cash": 10000.0}})
    found = kept(network, finance)
    before = {"agent:shop": 0.0, "agent:supplier_1": 10000.0}
    paid: dict[str, list[float]] = {name: [] for name in before}
    for _ in range(WARMUP + DAYS):
        for name, money in before.items():
            paid[name].append(-money * (0.001 if money < 0.0 else 0.0001))
            before[name] = money - paid[name][-1] - 5.0
    for name, days in paid.items():
        assert one(found, "interest", name) == pytest.approx(np.mean(days[WARMUP:])), name
    assert one(found, "interest") == pytest.approx(sum(np.mean(days[WARMUP:]) for days in paid.values()))


def test_net_margin() -> None:
    """The shop keeps 2 of 10, its supplier 1 of 8, the source 1 of 4; of all three, 4 of the 10 that customers pay."""
    found = kept(priced(), ledger(terms=5, customer_terms=20))
    for scope, margin in {
        "agent:shop": 0.2,
        "agent:supplier_1": 1 / 8,
        "agent:supplier_2": 1 / 4,
        "network": 0.4,
    }.items():
        assert one(found, "net_margin", scope) == pytest.approx(margin), scope


def test_return_on_capital() -> None:
    """The shop earns 20 a day on its working capital, interest on debt being a return of lenders."""
    for rate in (0.0, 0.1):
        network = chain(10.0, 8.0, 4.0, agents={"shop": {"cost": 8.0}, "supplier_1": {"cost": 8.0}})
        found = kept(network, ledger(terms=5, customer_terms=20, interest=rate))
        capital = one(found, "working_capital", "agent:shop")
        assert one(found, "return_on_capital", "agent:shop") == pytest.approx(365 * 20.0 / capital)


def test_defaults_are_counted_once() -> None:
    crisis = {"fails": Shock({"name": "supplier_1"}, Liquidation(), start=7, duration=1000)}
    found = kept(chain(5.0, 5.0, 5.0), ledger(line=1e6), worlds=Worlds(range(1), twins=True), crisis=crisis)
    for scope in ("network", "tier:1", "agent:supplier_1"):
        assert told(found, "defaults", scope).tolist() == [0.0, 1.0]
    assert told(found, "defaults", "agent:shop").tolist() == [0.0, 0.0]


def test_without_a_ledger_of_firms_there_are_no_such_numbers() -> None:
    model = SupplyModel(chain(5.0, 5.0))
    found = Ledger(model, FREE, 3, measures=MEASURES, daily=[DAILY["cash"]])
    model.observers.append(found)
    model.run_for(3)
    numbers: dict[str, Floats] = found.metrics()
    assert all(np.isnan(values).all() for values in numbers.values())
    assert np.isnan(found.histories).all()
