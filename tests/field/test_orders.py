"""Orders of real users' cases, worked out by hand: tiers in a day, reorder points, minima, safety stock, receipts."""

from typing import Any

import numpy as np
import pytest

from jitagents.behaviours.demand import Constant, Normal, Step
from jitagents.behaviours.forecasting import ExponentialSmoothing, Forecasting, Perfect
from jitagents.behaviours.ordering import BaseStock, Jit, MinimumOrder, Ordering, ReorderPoint, SafetyStock
from jitagents.model import SupplyModel
from jitagents.network import Network, listed, serial
from jitagents.simulation.exemptions import Exemption
from tests.science.conftest import levels, recorded, row, z_score

STEP = Step(before=4.0, after=8.0, day=5)


def first_day_of(orders: np.ndarray, units: float) -> int:
    """The first day on which so many are ordered."""
    return int(np.flatnonzero(orders[:, 0] == units)[0]) + 1


# ---------------------------------------------------------------- tiers in a day


@pytest.mark.parametrize("delay", [0, 1])
def test_a_change_of_demand_climbs_six_tiers(delay: int) -> None:
    """In a day without order delay; with a delay of a day, a day a tier."""
    network = serial(stages=6, demand=4.0, order_delay=delay)
    model = SupplyModel(network, demand=STEP, ordering=Jit())
    orders = recorded(model, 14, "order")["order"]
    stages = [row(model, f"stage_{number}") for number in range(1, 7)]
    assert [first_day_of(orders[:, stage], 8.0) for stage in stages] == [5 + delay * tier for tier in range(6)]
    assert set(orders[:, stages].ravel()) == {4.0, 8.0}


def test_a_common_supplier_sees_both_ways_into_a_plant_on_the_same_day() -> None:
    """The mine sells to the plant and to the mill that sells to the plant."""
    agents: list[dict[str, Any]] = [
        {"name": "mine", "kind": "supplier", "item": "ore"}, {"name": "mill", "kind": "plant", "item": "steel"},
        {"name": "plant", "kind": "plant", "item": "car"},
        {"name": "shop", "kind": "buyer", "item": "car", "demand": 4},
    ]  # fmt: skip
    ways = [("mine", "mill"), ("mine", "plant"), ("mill", "plant"), ("plant", "shop")]
    lanes = [{"seller": seller, "buyer": buyer} for seller, buyer in ways]
    model = SupplyModel(listed(name="unequal", agents=agents, lanes=lanes), demand=STEP, ordering=Jit())
    wanted = recorded(model, 6, "demand")["demand"][:, row(model, "mine"), 0]
    assert wanted.tolist() == [8, 8, 8, 8, 16, 16]


# ---------------------------------------------------------------- at the reorder point


def position_and_orders(rule: Any, stock: float, demand: float, days: int = 3) -> tuple[list[float], list[float]]:
    """Position after ordering and orders of one stage on the first days, demanded on day 1 only."""
    network = serial(stages=1, lead_time=30, demand=demand, stock=[stock])
    model = SupplyModel(network, start="empty", demand=Step(before=demand, after=0.0, day=2), ordering=rule)
    found = recorded(model, days, "stock", "on_order", "owed", "order")
    stage = row(model, "stage_1")
    position = found["stock"] + found["on_order"] - found["owed"]
    return position[:, stage, 0].tolist(), found["order"][:, stage, 0].tolist()


@pytest.mark.parametrize(
    ("stock", "demand", "reorder", "batch", "batches", "position", "orders"),
    [
        (0.0, 2.0, 1.0, 1.0, "many", [2, 2, 2], [4, 0, 0]),
        (11.0, 20.0, 10.0, 30.0, "many", [21, 21, 21], [30, 0, 0]),
        (0.0, 0.0, 120.0, 100.0, "many", [200, 200, 200], [200, 0, 0]),
        (0.0, 0.0, 120.0, 100.0, "one", [100, 200, 200], [100, 100, 0]),
        (0.0, 0.0, 100.0, 110.0, "many", [110, 110, 110], [110, 0, 0]),
        (100.0, 0.0, 100.0, 110.0, "one", [210, 210, 210], [110, 0, 0]),
    ],
)
def test_first_orders_at_and_below_the_reorder_point(
    stock: float, demand: float, reorder: float, batch: float, batches: str, position: list[float], orders: list[float]
) -> None:
    rule = ReorderPoint(reorder={"stage_1": reorder, "outside": -1.0}, batch=batch, batches=batches)
    assert position_and_orders(rule, stock, demand) == (position, orders)


def test_work_in_process_counts_at_the_reorder_point() -> None:
    """A plant whose product is eight days in production and four on the lane, in the place of a lane of twelve days."""
    agents = [
        {"name": "outside", "kind": "supplier", "item": "ore", "lead_time": 0},
        {"name": "plant", "kind": "plant", "item": "tea", "lead_time": 8, "stock": 50},
        {"name": "shop", "kind": "buyer", "item": "tea", "demand": 10},
    ]
    lanes = [
        {"seller": "outside", "buyer": "plant", "stock": 500},
        {"seller": "plant", "buyer": "shop", "lead_time": 4},
    ]
    reorder = {"shop": 40.0, "plant": 80.0, "plant/ore": 450.0, "outside": -1.0}
    network = listed(name="plant", agents=agents, lanes=lanes)
    model = SupplyModel(network, demand=Constant(), ordering=ReorderPoint(reorder=reorder, batch=50.0))
    recorded(model, 100, "stock")
    found, plant, shop = (
        recorded(model, 100, "order", "on_order", "stock", "owed"),
        row(model, "plant"),
        row(model, "shop"),
    )
    assert (found["order"][:, [plant, shop]] > 0).mean(axis=0).ravel().tolist() == [0.2, 0.2]
    assert found["on_order"][:, plant].max() <= 130
    assert found["stock"][:, shop].mean() == 30
    assert not found["owed"][:, shop].any()


# ---------------------------------------------------------------- minima, safety stock, receipts


def two_customers(first: float, second: float) -> Network:
    """Two shops that buy from one stock point, which buys from outside."""
    agents = [
        {"name": "depot", "kind": "supplier", "item": "tea", "lead_time": 9, "stock": 0},
        {"name": "north", "kind": "buyer", "item": "tea", "demand": first, "stock": 0},
        {"name": "south", "kind": "buyer", "item": "tea", "demand": second, "stock": 0},
    ]
    lanes = [{"seller": "depot", "buyer": "north"}, {"seller": "depot", "buyer": "south"}]
    return listed(name="two customers", agents=agents, lanes=lanes)


def order_of_the_depot(network: Network, rule: Ordering, **more: Any) -> float:
    model = SupplyModel(network, start="empty", demand=Constant(), ordering=rule, **more)
    return float(recorded(model, 1, "order")["order"][0, row(model, "depot"), 0])


@pytest.mark.parametrize(("minimum", "ordered"), [(5.0, 5), (7.0, 7), (1.0, 5)])
def test_a_minimum_holds_for_a_purchase_and_not_for_each_customer(minimum: float, ordered: float) -> None:
    levels = {"depot": 0.0, "north": 0.0, "south": 0.0}
    rule = MinimumOrder(BaseStock(level=levels), quantity=minimum)
    depot = [Exemption({"name": "depot"}, ordering=rule)]
    assert order_of_the_depot(two_customers(3.0, 2.0), BaseStock(level=levels), exemptions=depot) == ordered


def test_safety_stock_of_two_draws_counts_once() -> None:
    """Nothing on hand, 250 and 1,000 are drawn today, 100 are to be kept."""
    levels = {"depot": 100.0, "north": 0.0, "south": 0.0}
    assert order_of_the_depot(two_customers(250.0, 1000.0), BaseStock(level=levels)) == 1350


@pytest.mark.parametrize(("safety", "ordered"), [(10.0, 0), (11.0, 1)])
def test_open_receipts_count_once(safety: float, ordered: float) -> None:
    """On hand 12, 5 wanted today, 3 due: 10 are left, and as much is to be kept."""
    agents = [
        {"name": "shop", "kind": "buyer", "item": "tea", "demand": 5, "stock": 12},
        {"name": "outside", "kind": "supplier", "item": "tea", "lead_time": 0, "stock": 0},
    ]
    lanes = [{"seller": "outside", "buyer": "shop", "lead_time": 4, "under_way": "3@2"}]
    model = SupplyModel(
        listed(name="receipts", agents=agents, lanes=lanes), start="empty", demand=Constant(),
        ordering=BaseStock(level={"shop": safety, "outside": 0.0}),
    )  # fmt: skip
    assert recorded(model, 1, "order")["order"][0, row(model, "shop"), 0] == ordered


# ---------------------------------------------------------------- the safety factor


def rise_of_net_stock(forecasting: Forecasting) -> np.ndarray:
    """Mean net stock gained by the second unit of z, by replication; exposed for 4 days."""
    worlds, z = levels([0.0, 1.0, 2.0], replications=60)
    network = serial(stages=1, lead_time=4, demand=100.0, demand_sd=20.0, whole=False)
    model = SupplyModel(network, worlds=worlds, demand=Normal(), forecasting=forecasting, ordering=SafetyStock(z=z))
    recorded(model, 200, "stock")
    found, stage = recorded(model, 300, "stock", "owed"), row(model, "stage_1")
    _, one, two = (found["stock"] - found["owed"])[:, stage].mean(axis=0).reshape(3, -1)
    return np.asarray(two - one)


def test_the_safety_factor_raises_net_stock() -> None:
    """By sqrt(4) x 20 x sqrt(2 / (2 - 0.02)) = 40.2 a unit; 39.9 with the spread of the estimate."""
    assert abs(z_score(rise_of_net_stock(ExponentialSmoothing(alpha=0.02)), 39.9)) < 4


def test_the_safety_factor_does_nothing_where_no_forecast_errs() -> None:
    assert np.abs(rise_of_net_stock(Perfect())).max() < 1e-9
