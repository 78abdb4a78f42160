"""Price, cost and margin: the roll-up through the bill of materials, and the money that a network pays others."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jitagents.accounting.costs import Costs
from jitagents.accounting.ledger import Ledger
from jitagents.behaviours.demand import Constant
from jitagents.behaviours.ordering import Jit
from jitagents.behaviours.serving import Backorder
from jitagents.behaviours.sourcing import Split
from jitagents.config import composed, plain
from jitagents.errors import InputError
from jitagents.model import SupplyModel
from jitagents.network import Network, listed
from jitagents.scenario.setup import costs_of
from tests.accounting.conftest import by_name, kept, told
from tests.properties.case import DAYS, WARMUP, Case
from tests.properties.cases import cases

FREE = Costs(capital=0, storage=0, obsolescence=0, backorder_rate=0, lost_sale=0)


def chain(mine: dict[str, Any], mill: dict[str, Any], shop: dict[str, Any], quantity: float = 3.0) -> Network:
    """A mine outside, a mill that works for two days, a shop; goods travel for four days and for one."""
    agents = [
        {"name": "mine", "kind": "supplier", "item": "ore", "lead_time": 0} | mine,
        {"name": "mill", "kind": "plant", "item": "bar", "lead_time": 2} | mill,
        {"name": "shop", "kind": "buyer", "item": "bar", "demand": 5} | shop,
    ]
    lanes = [
        {"seller": "mine", "buyer": "mill", "quantity": quantity, "lead_time": 4, "transport_cost": 0.1},
        {"seller": "mill", "buyer": "shop", "lead_time": 1, "transport_cost": 0.2, "price": 30.0},
    ]
    return listed(name="chain", agents=agents, lanes=lanes)


def ran(network: Network, costs: Costs = FREE) -> Ledger:
    """Forty days without chance: five bars a day are sold, made and shipped, and fifteen units of ore."""
    return kept(network, 40, warmup=20, costs=costs, demand=Constant(), ordering=Jit(cover=2.0), serving=Backorder())


def worth(network: Network, name: str, **stages: Any) -> dict[str, float]:
    model = SupplyModel(network, **stages)
    row, money = list(model.layout.names).index(name), model.planned.valuation
    return {
        column: float(getattr(money, column)[row, 0])
        for column in ("price", "cost", "value_added", "outside", "margin", "in_process")
    }


STATED = chain({"value": 4, "cost": 3, "value_added": 1}, {"value": 30, "value_added": 6}, {"value": 40, "cost": 17})


def test_the_cost_rolls_up_and_the_price_is_as_stated() -> None:
    assert worth(STATED, "mine") == {
        "price": 4, "cost": 3, "value_added": 1, "outside": 2, "margin": 1, "in_process": 2.5
    }  # fmt: skip
    mill = {"price": 30, "cost": 6 + 3 * 3, "value_added": 6, "outside": 0, "margin": 15, "in_process": 12}
    assert worth(STATED, "mill") == mill
    assert worth(STATED, "mill/ore")["cost"] == 3
    assert worth(STATED, "shop") == {
        "price": 40, "cost": 17, "value_added": 2, "outside": 0, "margin": 23, "in_process": 16
    }  # fmt: skip


def test_a_value_alone_is_price_and_cost() -> None:
    network = chain({"value": 4}, {"value": 30}, {"value": 40})
    assert worth(network, "mine")["outside"] == 4
    for name, added in (("mine", 0), ("mill", 30 - 3 * 4), ("shop", 10)):
        found = worth(network, name)
        assert found["cost"] == found["price"]
        assert found["margin"] == 0
        assert found["value_added"] == added


def test_the_cost_of_two_sources_is_their_mean_by_share() -> None:
    agents = [
        {"name": "near", "kind": "supplier", "item": "x", "cost": 10},
        {"name": "far", "kind": "supplier", "item": "x", "cost": 6},
        {"name": "shop", "kind": "buyer", "item": "x", "demand": 5, "value_added": 1.5, "value": 20},
    ]
    lanes = [{"seller": "near", "buyer": "shop", "share": 0.25}, {"seller": "far", "buyer": "shop", "share": 0.75}]
    assert (
        worth(listed(name="two", agents=agents, lanes=lanes), "shop", sourcing=Split())["cost"]
        == 0.25 * 10 + 0.75 * 6 + 1.5
    )


def test_a_cost_below_its_parts_is_refused() -> None:
    network = chain({"cost": 3}, {"cost": 12, "value_added": 6}, {})
    told = r"network\.agents: mill: cost = 12 is less than its value_added and what it buys for a unit, 15 in all"
    with pytest.raises(InputError, match=told):
        SupplyModel(network)


@settings(max_examples=25)
@given(cases(), st.lists(st.floats(0, 50), min_size=40, max_size=40))
def test_the_cost_of_a_plant_is_its_work_and_its_inputs(case: Case, work: list[float]) -> None:
    """On any network: cost(plant) = value added + sum of quantity x cost(input)."""
    for agent, added in zip(case.agents, work, strict=False):
        agent["value_added"] = added
    model = case.model(crisis=False)
    layout, money = model.layout, model.planned.valuation
    first = layout.input_rows.start
    for row in range(layout.agent_rows.stop):
        inputs = np.flatnonzero(layout.plant_of_input == row)
        parts = sum(float(layout.input_quantity[one] * money.cost[first + one, 0]) for one in inputs)
        lanes = np.flatnonzero(layout.lane_buyer == row)
        parts += sum(float(model.planned.share[one, 0] * money.cost[layout.lane_seller[one], 0]) for one in lanes)
        assert money.cost[row, 0] == pytest.approx(float(money.value_added[row, 0]) + parts, rel=1e-9, abs=1e-9)


def test_the_network_pays_for_what_comes_from_outside_and_for_its_work() -> None:
    """A lossless chain without chance: outside purchases + value added + holding + freight."""
    costs = Costs(capital=0.365, storage=0, obsolescence=0, pipeline=0, purchase=1, value_added=1, backorder_rate=0)
    books = ran(STATED, costs)
    outside, work, freight = 15 * 2.0, 15 * 1.0 + 5 * 6.0 + 5 * 2.0, 15 * 0.1 + 5 * 0.2
    held = told(books, "stock_value", "network") * 0.001
    assert told(books, "cost", "network") == pytest.approx(outside + work + freight + held, rel=1e-12)
    assert told(books, "cost_purchase", "network") == pytest.approx(0, abs=1e-9)
    assert told(books, "cost_purchase", "agent:shop") == pytest.approx(5 * 30, rel=1e-12)
    assert told(books, "cost_purchase", "agent:mill") == pytest.approx(15 * 4, rel=1e-12)


def test_work_in_process_is_worth_its_inputs_and_half_of_the_work() -> None:
    """By Little's law the mill has 5 x 2 bars in process; no other stock is on hand but two days of cover each."""
    books = ran(STATED)
    assert told(books, "work_in_process", "agent:mill") == pytest.approx(10, rel=1e-12)
    on_hand = told(books, "stock_value", "agent:mill") - 10 * (9 + 6 / 2)
    assert on_hand == pytest.approx(10 * 15 + 30 * 3, rel=1e-12)
    under_way = 15 * 4 * 3 + 5 * 1 * 15
    tied_up, value = (told(books, name, "network") for name in ("cash_tied_up", "stock_value"))
    assert tied_up - value == pytest.approx(under_way, rel=1e-12)


def test_each_firm_has_its_own_profit_and_the_network_the_sum() -> None:
    books = ran(STATED, Costs(**vars(FREE) | {"purchase": 1.0, "value_added": 1.0}))
    profit = {name: float(told(books, "profit", f"agent:{name}")[0]) for name in ("mine", "mill", "shop")}
    assert profit == pytest.approx({
        "mine": 15 * (4 - 3), "mill": 5 * (30 - 6) - 15 * (4 + 0.1), "shop": 5 * (40 - 30 - 2 - 0.2)
    }, rel=1e-12)  # fmt: skip
    assert told(books, "profit", "network") == pytest.approx(sum(profit.values()), rel=1e-12)
    assert told(books, "revenue", "network") == pytest.approx(5 * 40, rel=1e-12)


@settings(max_examples=15)
@given(cases())
def test_money_between_agents_is_conserved(case: Case) -> None:
    """Whatever happens, the profits of the agents add up to the profit of the network."""
    model = case.model()
    ledger = Ledger(
        model,
        costs_of(plain(composed(["costs=ownership", "costs.penalty=0.1"]))),
        DAYS,
        measures=by_name(["profit", "cost"]),
    )
    model.observers.append(ledger)
    model.run_for(DAYS + WARMUP)
    profit = ledger.metrics()["profit"]
    agents = profit[ledger.scopes.daily :].sum(axis=0)
    np.testing.assert_allclose(agents, profit[0], rtol=1e-9, atol=1e-9 * np.abs(profit).max())
