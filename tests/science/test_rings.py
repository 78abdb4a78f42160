"""Rings and diamonds under an outage: what is lost where, by counting days."""

from typing import Any

import numpy as np
import pytest

from jitagents.behaviours.demand import Constant
from jitagents.behaviours.ordering import Jit
from jitagents.behaviours.serving import Backorder
from jitagents.behaviours.sourcing import Split
from jitagents.crises import Shock
from jitagents.model import SupplyModel
from jitagents.network import Network, listed
from jitagents.worlds import Worlds
from tests.science.conftest import recorded, row

UNITS, START = 10.0, 3


def lost(network: Network, struck: str, duration: float, days: int = 60) -> tuple[SupplyModel, np.ndarray]:
    """Units that each row delivers less than its calm twin, day by day `(days, rows)`."""
    outage = Shock({"name": struck}, start=START, duration=duration)
    model = SupplyModel(
        network, worlds=Worlds(twins=True), demand=Constant(), ordering=Jit(cover=0.0), sourcing=Split(),
        serving=Backorder(), crisis={"outage": outage},
    )  # fmt: skip
    output = recorded(model, days, "output")["output"]
    return model, output[:, :, 0] - output[:, :, 1]


def days_of(model: SupplyModel, less: np.ndarray, name: str) -> list[int]:
    """Days on which an agent delivers less than its twin."""
    return (1 + np.flatnonzero(less[:, row(model, name)] > 1e-9)).tolist()


def diamond(together: bool, cover: float) -> Network:
    """A mine, two works, a plant and a shop; the works make the same part, half of it each, or one part each."""
    parts = ("left", "right") if together else ("part", "part")
    exact: dict[str, Any] = {"kind": "plant", "lead_time": 0, "capacity": UNITS if together else UNITS / 2}
    agents = [
        {"name": "mine", "kind": "supplier", "item": "ore"},
        *({"name": name, "item": part} | exact for name, part in zip(("left", "right"), parts, strict=True)),
        {"name": "plant", "kind": "plant", "item": "car", "lead_time": 0},
        {"name": "shop", "kind": "buyer", "item": "car", "demand": UNITS, "stock": cover * UNITS},
    ]
    ends = [("mine", "left"), ("mine", "right"), ("left", "plant"), ("right", "plant"), ("plant", "shop")]
    return listed(name="diamond", agents=agents, lanes=[{"seller": a, "buyer": b} for a, b in ends], whole=False)


@pytest.mark.parametrize("duration", [1.0, 4.0, 9.0])
@pytest.mark.parametrize("cover", [0.0, 1.0, 3.0])
@pytest.mark.parametrize(("together", "share"), [(True, 1.0), (False, 0.5)])
def test_a_diamond_loses_the_share_that_cannot_be_replaced(
    together: bool, share: float, cover: float, duration: float
) -> None:
    """Plants at capacity make up for nothing: max(0, share x duration - cover) days are lost for good."""
    model, less = lost(diamond(together, cover), "left", duration)
    days = less[:, row(model, "shop")].sum() / UNITS
    assert days == pytest.approx(max(0.0, share * duration - cover), abs=1e-9)


def ring(cover: float) -> Network:
    """Press and forge: the press needs a tool of the forge for every five parts, the forge a part for every tool."""
    agents: list[dict[str, Any]] = [
        {"name": "mine", "kind": "supplier", "item": "ore"},
        {"name": "press", "kind": "plant", "item": "part", "lead_time": 1, "capacity": UNITS, "stock": cover * UNITS},
        {"name": "forge", "kind": "plant", "item": "tool", "lead_time": 1, "capacity": UNITS / 5},
        {"name": "shop", "kind": "buyer", "item": "part", "demand": 0.8 * UNITS, "stock": 0.0},
    ]
    lanes: list[dict[str, Any]] = [
        {"seller": "mine", "buyer": "press"},
        {"seller": "press", "buyer": "shop"},
        {"seller": "press", "buyer": "forge", "lead_time": 2, "order_delay": 1},
        {"seller": "forge", "buyer": "press", "quantity": 0.2},
    ]
    return listed(name="ring", agents=agents, lanes=lanes, whole=False)


@pytest.mark.parametrize("duration", [1, 2, 5])
def test_an_outage_goes_round_a_ring_once(duration: int) -> None:
    """The forge stops for as many days as the press did, three days later; the press then uses the tools that came in
    while it was down, so that nothing comes round a second time."""
    model, less = lost(ring(0.0), "press", duration)
    down = list(range(START, START + duration))
    assert days_of(model, less, "press") == down
    assert days_of(model, less, "shop") == [day + 1 for day in down]
    assert days_of(model, less, "forge") == [day + 3 for day in down]
    total = {name: less[:, row(model, name)].sum() for name in ("press", "forge", "shop")}
    assert total == pytest.approx({"press": UNITS * duration, "forge": 2 * duration, "shop": 8 * duration}, abs=1e-9)
