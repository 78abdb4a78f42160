"""Goods lost under way, inputs of a plant and the explosion of a bill of materials, by hand."""

from typing import Any

import pytest

from jitagents.behaviours.demand import Constant, Poisson
from jitagents.behaviours.ordering import BaseStock, Jit
from jitagents.crises import Lane, Shock
from jitagents.errors import InputError
from jitagents.model import SupplyModel
from jitagents.network import listed, serial
from tests.science.conftest import recorded, row, z_score


def test_what_is_lost_is_ordered_again_by_just_in_time_too() -> None:
    """Just in time looks at the position, from which what is lost is taken: after the closure all is made good."""
    network = serial(stages=1, lead_time=5, demand=10.0, stock=[0])
    model = SupplyModel(
        network, demand=Constant(), ordering=Jit(cover=0.0),
        crisis={"closed": Shock({"buyer": "stage_1"}, Lane("lost"), start=60, duration=7)},
    )  # fmt: skip
    found, stage = recorded(model, 100, "owed", "order"), row(model, "stage_1")
    assert found["order"][59, stage, 0] == 60
    assert found["owed"][:, stage].sum() == 780
    assert not found["owed"][80:, stage].any()


def test_service_of_an_input_counts_units_of_the_input() -> None:
    """Three units of ore for a car, Poisson 10 cars a day; 42 units of ore cover 14 cars."""
    agents = [
        {"name": "mine", "kind": "supplier", "item": "ore", "lead_time": 0, "stock": 0},
        {"name": "plant", "kind": "plant", "item": "car", "lead_time": 0, "stock": 0},
        {"name": "shop", "kind": "buyer", "item": "car", "demand": 10},
    ]
    lanes: list[dict[str, Any]] = [
        {"seller": "mine", "buyer": "plant", "quantity": 3},
        {"seller": "plant", "buyer": "shop"},
    ]
    levels = {"mine": 0.0, "plant": 0.0, "plant/ore": 42.0, "shop": 100.0}
    network = listed(name="input", agents=agents, lanes=lanes)
    ordering = BaseStock(level=levels)
    model = SupplyModel(network, worlds=500, demand=Poisson(), ordering=ordering)
    recorded(model, 10, "stock")
    found, ore = recorded(model, 100, "demand", "owed", "stock"), row(model, "plant/ore")
    wanted, short = found["demand"][:, ore].sum(axis=0), found["owed"][:, ore].sum(axis=0)
    assert not (found["demand"][:, ore] % 3).any()
    assert abs(z_score(1.0 - short / wanted, 1 - 0.186937 / 10)) < 4
    assert abs(z_score((found["owed"][:, ore] == 0).mean(axis=0), 0.916542)) < 4
    assert abs(z_score((found["stock"][:, ore] > 0).mean(axis=0), 0.864464)) < 4


def car(use: int, days: float) -> Any:
    """A part that goes by boat into two assemblies of a car, the second of which takes four of the first."""
    agents: list[dict[str, Any]] = [
        {"name": "T33", "kind": "supplier", "item": "steel"}, {"name": "T26", "kind": "plant", "item": "frame"},
        {"name": "T29", "kind": "plant", "item": "door"}, {"name": "final", "kind": "plant", "item": "car"},
        {"name": "market", "kind": "buyer", "item": "car", "demand": 410},
    ]  # fmt: skip
    lanes: list[dict[str, Any]] = [
        {"seller": "T33", "buyer": "T26", "quantity": 2}, {"seller": "T26", "buyer": "T29", "quantity": use,
        "lead_time": days}, {"seller": "T29", "buyer": "final", "quantity": 2}, {"seller": "final", "buyer": "market"},
    ]  # fmt: skip
    return listed(name="car", agents=agents, lanes=lanes)


def test_a_bill_of_materials_is_exploded_and_fills_the_boat() -> None:
    """Doors 2 a car, frames 4, steel 8, so 3,280 a day; 1,640 frames a day for 48 days at sea are 78,720."""
    model = SupplyModel(car(2, 48.0), demand=Constant(), ordering=Jit())
    rate = {name: float(model.planned.plan.rate[row(model, name), 0]) for name in ("T29", "T26", "T33")}
    assert rate == {"T29": 820, "T26": 1640, "T33": 3280}
    boat = [model.layout.names[row] for row in model.layout.lane_seller].index("T26")
    for _ in range(5):
        model.step()
        assert model.lanes["under_way"][boat, 0] == 78720


def test_a_lead_time_of_0_in_a_table_is_told_with_its_lane() -> None:
    with pytest.raises(InputError, match=r"T26.*T29.*lead_time = 0.*comes in tomorrow"):
        car(2, 0.0)
