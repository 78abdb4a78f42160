"""Whole units stay whole and none is lost, whatever numbers a network states; continuous ones stay numbers."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from jitagents.behaviours import allocation, demand, ordering, sourcing
from jitagents.behaviours.criticality import Criticality
from jitagents.errors import InputError
from jitagents.model import SupplyModel
from jitagents.network import Network, listed, serial
from tests.properties.books import WorldLedger, state

DAYS = 40


def check(model: SupplyModel, days: int = DAYS) -> None:
    """Balance every day."""
    books, before = WorldLedger(model), state(model)
    for _ in range(days):
        model.step()
        now = state(model)
        books.check_day(before, now)
        before = now


def check_or_refuse(build: Callable[[], SupplyModel]) -> None:
    """A number that makes parts of whole units is rounded, or refused before day 1."""
    try:
        model = build()
    except InputError:
        return
    check(model)


def two_shops(van: float = np.inf, **source: Any) -> Network:
    """A source with two customers, and a van between them."""
    agents = [
        {"name": "source", "kind": "supplier", "item": "x"} | source,
        {"name": "left", "kind": "buyer", "item": "x", "demand": 4},
        {"name": "right", "kind": "buyer", "item": "x", "demand": 4},
    ]
    lanes = [{"seller": "source", "buyer": name, "carrier": "van"} for name in ("left", "right")]
    return listed(name="two", agents=agents, lanes=lanes, carriers=[{"name": "van", "capacity": van}])


def test_a_capacity_that_is_no_whole_number() -> None:
    check_or_refuse(lambda: SupplyModel(two_shops(capacity=6.5), worlds=5, demand=demand.Poisson()))


def test_a_carrier_that_loads_no_whole_number() -> None:
    check_or_refuse(lambda: SupplyModel(two_shops(van=6.5), worlds=5, demand=demand.Poisson()))


@pytest.mark.parametrize(
    "law", [demand.Gamma(sd=2.0), demand.Normal(sd=2.0, clip=True), demand.Constant(mean=2.3), demand.Step(before=1.5)]
)
def test_demand_that_is_no_whole_number(law: demand.Demand) -> None:
    check_or_refuse(lambda: SupplyModel(two_shops(), worlds=5, demand=law))


@pytest.mark.parametrize("whole", [True, False])
def test_shares_that_miss_one_by_what_is_tolerated(whole: bool) -> None:
    """Every unit ordered reaches a seller, though three times .333333 is less than 1."""
    agents: list[dict[str, Any]] = [{"name": f"source_{n}", "kind": "supplier", "item": "x"} for n in range(3)]
    agents.append({"name": "shop", "kind": "buyer", "item": "x", "demand": 1e6})
    lanes = [{"seller": f"source_{n}", "buyer": "shop", "share": 0.333333} for n in range(3)]
    network = listed(name="three", agents=agents, lanes=lanes, whole=whole)
    check(SupplyModel(network, demand=demand.Constant(), sourcing=sourcing.Split()))


@pytest.mark.parametrize("rule", [allocation.OldestFirst(), allocation.Priority(), allocation.Proportional()])
def test_rounding_of_continuous_units_makes_no_nonsense(rule: allocation.Allocation) -> None:
    """A plant that has 1e-17 units less than nothing of an input must not divide by zero."""
    agents: list[dict[str, Any]] = [
        {"name": "shop", "kind": "supplier", "item": "ore"},
        {"name": "mill", "kind": "plant", "item": "steel", "lead_time": 0},
        {"name": "mine", "kind": "supplier", "item": "ore", "lead_times": "1:0.5 3:0.5", "capacity": 3.575},
        {"name": "a", "kind": "buyer", "item": "ore", "demand": 2.25},
        {"name": "b", "kind": "buyer", "item": "ore", "demand": 3.25},
        {"name": "c", "kind": "buyer", "item": "steel", "demand": 0.25},
    ]
    lanes: list[dict[str, Any]] = [
        {"seller": "mine", "buyer": "shop"}, {"seller": "mine", "buyer": "mill", "quantity": 1.375},
        {"seller": "shop", "buyer": "a"}, {"seller": "shop", "buyer": "b"}, {"seller": "mill", "buyer": "c"},
    ]  # fmt: skip
    network = listed(name="mill", agents=agents, lanes=lanes, whole=False)
    check(SupplyModel(network, worlds=50, rng=7, demand=demand.Constant(), allocation=rule))


def test_a_production_time_of_zero_days_can_be_drawn() -> None:
    """Mean on order is mean demand x mean time, so a drawn zero must not count as the longest time."""
    network = serial(stages=2, lead_time=1, demand=1.0, stock=[20, 0])
    network.agents["lead_times"] = ["", "0:0.5 2:0.5"]
    model = SupplyModel(network, worlds=2000, start="empty", demand=demand.Constant(), ordering=ordering.Jit())
    model.run_for(20)
    on_order = model.by_name["stage_2"].on_order
    assert abs(on_order.mean() - 1.0) < 4 * on_order.std() / np.sqrt(2000)
    check(model)


@pytest.mark.parametrize("names", [["stage_2"], ["stage_1", "stage_2"]])
def test_money_is_spent_once_and_on_whom_it_is_meant_for(names: list[str]) -> None:
    """The budget of a hybrid holds for the whole network, not for each part of it that is simulated together."""
    network = serial(stages=4, demand=10.0, value=[4, 3, 2, 1], whole=False)
    hybrid = ordering.Hybrid(days=None, money=1000.0, criticality=Criticality(names=names))
    stocks = [
        SupplyModel(network, demand=demand.Constant(), ordering=rule).points["stock"].copy()
        for rule in (ordering.Jit(), hybrid)
    ]
    added = (stocks[1] - stocks[0])[:, 0]
    model = SupplyModel(network, demand=demand.Constant())
    assert added @ model.planned.plan.value[:, 0] == pytest.approx(1000)
    assert set(model.layout.names[added > 0]) == set(names)
