"""Small inputs of real users with their right values, worked out by hand."""

from math import nan
from typing import Any

import pytest

from jitagents.accounting.costs import Costs
from jitagents.behaviours.demand import Constant, Normal, Poisson
from jitagents.behaviours.ordering import BaseStock, Jit, Ordering, ReorderPoint
from jitagents.crises import Lane, Shock
from jitagents.model import SupplyModel
from jitagents.network import Network, listed, serial
from tests.science.conftest import one_stage, recorded, row, run, single, z_score


def test_a_reorder_point_counts_what_is_on_order() -> None:
    """Lead time 12, longer than a cycle: the position runs 170 to 130, so that 10 to 50 are on hand."""
    ordering = ReorderPoint(reorder={"stage_1": 120.0, "outside": -1.0}, batch=50.0)
    network = serial(stages=1, lead_time=12, demand=10.0)
    model = SupplyModel(network, demand=Constant(), ordering=ordering)
    recorded(model, 100, "stock")
    found, stage = recorded(model, 100, "stock", "order", "owed"), row(model, "stage_1")
    assert found["stock"][:, stage].mean() == 30
    assert (found["order"][:, stage] > 0).mean() == 0.2
    assert not found["owed"][:, stage].any()


def test_three_measures_of_service() -> None:
    found = one_stage(1, Poisson(10.0), 14.0, 1.0, 1.0, days=200)
    assert abs(z_score(found["on_hand"], 4.186937)) < 4
    assert abs(z_score(found["backorders"], 0.186937)) < 4
    assert abs(z_score(found["fill_rate"], 0.981306)) < 4
    setup: dict[str, Any] = {"worlds": 500, "demand": Poisson(10.0)}
    ordering = BaseStock(level={"stage_1": 14.0, "outside": 0.0})
    ledger = run(single(1, Poisson(10.0)), days=200, warmup=10, ordering=ordering, **setup)
    scope, measured = ledger.scopes.names.index("agent:stage_1"), ledger.metrics()
    assert abs(z_score(measured["cycle_service_level"][scope], 0.916542)) < 4
    assert abs(z_score(measured["ready_rate"][scope], 0.864464)) < 4


def test_textbook_lead_times_of_0_are_a_newsvendor() -> None:
    network = serial(
        stages=2, lead_time=[1, 0], demand=50.0, demand_sd=10.0, holding_cost=[2, 1], backorder_cost=[2, 0], whole=False
    )
    ordering = BaseStock(level={"stage_1": 50.0, "stage_2": 0.0})
    ledger = run(
        network,
        days=200,
        warmup=20,
        worlds=500,
        start="empty",
        demand=Normal(),
        ordering=ordering,
        costs=Costs(pipeline=0.0),
    )
    assert abs(z_score(ledger.metrics()["cost"][0], 15.9577)) < 4


def test_the_fill_rate_of_an_input_counts_units_of_the_input() -> None:
    """Three parts a unit: the same share of three times the units; days without shortage and ready days stay."""
    agents: list[dict[str, Any]] = [
        {"name": "shop", "kind": "buyer", "item": "car", "demand": 10},
        {"name": "plant", "kind": "plant", "item": "car", "lead_time": 1},
        {"name": "maker", "kind": "supplier", "item": "part"},
    ]
    lanes = [
        {"seller": "plant", "buyer": "shop", "lead_time": 1},
        {"seller": "maker", "buyer": "plant", "lead_time": 1, "quantity": 3},
    ]
    levels = {"shop": 40.0, "plant": 0.0, "plant/part": 42.0, "maker": 10_000.0}
    model = SupplyModel(
        listed(name="parts", agents=agents, lanes=lanes), worlds=500, demand=Poisson(), ordering=BaseStock(level=levels)
    )
    recorded(model, 10, "stock")
    found, part = recorded(model, 200, "demand", "owed", "stock"), row(model, "plant/part")
    demand, owed, stock = (found[name][:, part] for name in ("demand", "owed", "stock"))
    assert abs(z_score((demand - owed).sum(axis=0) / demand.sum(axis=0), 0.981306)) < 4
    assert abs(z_score(owed.mean(axis=0), 3 * 0.186937)) < 4
    assert abs(z_score((owed == 0).mean(axis=0), 0.916542)) < 4
    assert abs(z_score((stock > 0).mean(axis=0), 0.864464)) < 4


@pytest.mark.parametrize("rule", [BaseStock(level={"stage_1": 50.0, "outside": 0.0}), Jit(cover=0.0)])
@pytest.mark.parametrize(("goods", "owed"), [("wait", 530), ("pass", 280), ("lost", 780)])
def test_a_lane_closes_with_goods_on_it(goods: str, owed: float, rule: Ordering) -> None:
    """Unit-days owed; rules that look at the position, as just-in-time does, order again what is lost."""
    model = SupplyModel(
        serial(stages=1, lead_time=5, demand=10.0), demand=Constant(),
        ordering=rule,
        crisis={"closed": Shock({"buyer": "stage_1"}, Lane(goods), start=60, duration=7)},
    )  # fmt: skip
    found = recorded(model, 100, "owed")["owed"]
    assert found[:, row(model, "stage_1")].sum() == owed
    assert not found[-1].any()


@pytest.mark.parametrize("perishing", ["stage_1", "stage_2"])
@pytest.mark.parametrize(("life", "spoiled", "bought"), [(1.0, 4, 14), (2.0, 0, 10)])
def test_goods_that_perish_are_bought_again(perishing: str, life: float, spoiled: float, bought: float) -> None:
    """Every day alike; what spoils is not on hand in the evening, and costs nothing to hold."""
    network = serial(stages=3, lead_time=1, demand=10.0)
    agents = network.agents.assign(shelf_life=[life if name == perishing else nan for name in network.agents["name"]])
    levels = {"stage_1": 10.0, "stage_2": 100.0, "stage_3": 100.0} | {perishing: 14.0}
    model = SupplyModel(
        Network.of(agents, network.lanes, name="perishing"), demand=Constant(), ordering=BaseStock(level=levels)
    )
    recorded(model, 10, "stock")
    found, stage = recorded(model, 20, "spoiled", "order", "output", "owed", "stock"), row(model, perishing)
    for name, units in {"spoiled": spoiled, "order": bought, "output": 10, "owed": 0, "stock": 4 - spoiled}.items():
        assert set(found[name][:, stage, 0]) == {units}, name
