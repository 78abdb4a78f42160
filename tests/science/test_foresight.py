"""Perfect foresight: where lead times are constant, every stock point ends every day with nothing, and owes nothing."""

from typing import Any

import numpy as np
import pytest

from jitagents.behaviours.demand import AutoRegressive, Demand, NegativeBinomial, Poisson, Seasonal
from jitagents.behaviours.forecasting import ExponentialSmoothing, Inaccurate, Perfect, Planned
from jitagents.behaviours.information import Delayed
from jitagents.behaviours.ordering import Mrp, SafetyStock
from jitagents.behaviours.sourcing import Split
from jitagents.crises import Shock
from jitagents.model import SupplyModel
from jitagents.network import Network, listed, serial
from jitagents.worlds import Worlds

BEGINNING = 40
"""Days in which what was ordered before day 1 leaves the network."""


def line(**changes: Any) -> Network:
    setup: dict[str, Any] = {"stages": 4, "lead_time": [1, 3, 2, 4], "demand": 20.0, "demand_sd": 7.0}
    return serial(**setup | changes)


def assembly() -> Network:
    """Two plants that share a component, lanes of different length, late orders, production of zero and two days."""
    agents: list[dict[str, Any]] = [
        {"name": "ore", "kind": "supplier", "item": "ore", "lead_time": 3},
        {"name": "glass", "kind": "supplier", "item": "glass", "lead_time": 0},
        {"name": "mill", "kind": "plant", "item": "steel", "lead_time": 2},
        {"name": "works", "kind": "plant", "item": "car", "lead_time": 0},
        {"name": "depot", "kind": "supplier", "item": "car"},
        {"name": "town", "kind": "buyer", "item": "car", "demand": 12.0, "demand_sd": 5.0},
        {"name": "city", "kind": "buyer", "item": "car", "demand": 6.0, "demand_sd": 4.0},
    ]
    lanes = [
        {"seller": "ore", "buyer": "mill", "quantity": 3, "lead_time": 2, "order_delay": 1},
        {"seller": "mill", "buyer": "works", "quantity": 2, "lead_time": 4},
        {"seller": "glass", "buyer": "works", "quantity": 4, "lead_time": 1},
        {"seller": "works", "buyer": "depot", "lead_time": 2, "order_delay": 2},
        {"seller": "depot", "buyer": "town", "lead_time": 1},
        {"seller": "works", "buyer": "city", "lead_time": 3},
    ]
    return listed(name="cars", agents=agents, lanes=lanes)


def knowing(network: Network, demand: Demand | None = None, **changes: Any) -> SupplyModel:
    setup: dict[str, Any] = {"ordering": SafetyStock(z=0.0), "forecasting": Perfect(), "worlds": 5, "rng": 2} | changes
    return SupplyModel(network, demand=demand or NegativeBinomial(), **setup)


def ends(model: SupplyModel, days: int = 30) -> np.ndarray:
    """Net stock at the end of each of the days after the beginning `(days, rows, worlds)`."""
    model.run_for(BEGINNING)
    kept = []
    for _ in range(days):
        model.step()
        kept.append(model.points["stock"] - model.points["owed"])
    return np.array(kept)


@pytest.mark.parametrize("demand", [Poisson(), NegativeBinomial(), AutoRegressive(clip=True), Seasonal(period=9)])
@pytest.mark.parametrize("network", [line(), line(order_delay=[1, 2, 0]), assembly()], ids=["line", "late", "assembly"])
def test_net_stock_is_exactly_zero_at_every_stage(network: Network, demand: Demand) -> None:
    model = knowing(network, demand)
    assert not ends(model).any()
    assert model.points["order"].std(axis=1).min() > 0
    guessing = ends(knowing(network, demand, forecasting=ExponentialSmoothing())).any(axis=(0, 2))
    assert guessing[model.planned.plan.lead_time[:, 0] > 0].all()


def test_it_is_zero_in_continuous_units_too() -> None:
    """Of two sources, one far and one near, each gets its share of what will be needed."""
    network = line(whole=False)
    assert np.abs(ends(knowing(network, AutoRegressive(clip=True)))).max() < 1e-9
    agents = [
        {"name": "far", "kind": "supplier", "item": "x", "lead_time": 2},
        {"name": "near", "kind": "supplier", "item": "x", "lead_time": 1},
        {"name": "shop", "kind": "buyer", "item": "x", "demand": 8.0},
    ]
    lanes = [
        {"seller": name, "buyer": "shop", "lead_time": 3, "share": share}
        for name, share in (("far", 0.3), ("near", 0.7))
    ]
    two = listed(name="two", agents=agents, lanes=lanes, whole=False)
    assert np.abs(ends(knowing(two, Poisson(), sourcing=Split()))).max() < 1e-9


def test_a_surge_is_not_foreseen_and_the_calm_twin_knows_nothing_of_it() -> None:
    surge = {"surge": Shock({"kind": "buyer"}, "demand", severity=0.5, start=BEGINNING + 5, duration=3)}
    net = ends(knowing(line(), worlds=Worlds(range(3), twins=True, entropy=2), crisis=surge))
    assert not net[..., :3].any()
    assert net[..., 3:].any()
    assert not net[:4].any()


@pytest.mark.parametrize("forecasting", [Planned(base=Perfect(), horizon=1), Inaccurate(base=Perfect(), spread=0.0)])
def test_what_wraps_it_hands_the_question_on(forecasting: Any) -> None:
    assert not ends(knowing(line(), forecasting=forecasting)).any()
    blurred = Inaccurate(base=Perfect(), spread=0.1) if isinstance(forecasting, Inaccurate) else Planned(base=Perfect())
    assert ends(knowing(line(), forecasting=blurred)).any()


def test_it_is_seen_whatever_the_records_show() -> None:
    """Records that are a day old act as a longer lead time, foresight or not."""
    assert not ends(knowing(line(), information=Delayed(days=0))).any()
    assert ends(knowing(line(), information=Delayed(days=1))).any()


def test_nothing_is_drawn_ahead_if_nobody_asks() -> None:
    """Nor does it change the demand that comes."""
    blind, seeing = (knowing(line(), forecasting=rule) for rule in (ExponentialSmoothing(), Perfect()))
    assert not blind.extras.extras
    for _ in range(300):
        blind.step()
        seeing.step()
        assert np.array_equal(blind.buyers.get("wanted"), seeing.buyers.get("wanted"))


@pytest.mark.parametrize("network", [line(order_delay=[1, 2, 0]), assembly()], ids=["line", "assembly"])
def test_the_days_to_come_are_known_one_by_one_where_a_rule_plans_ahead(network: Network) -> None:
    """What is foreseen for a day is what every row is asked for on that day; plans made of it leave nothing over."""
    model = knowing(network, ordering=Mrp(horizon=20))
    assert not ends(model).any()
    foreseen: list[np.ndarray] = []
    for _ in range(25):
        model.step()
        for past, path in enumerate(reversed(foreseen[-20:])):
            np.testing.assert_allclose(path[past], model.points["demand"], atol=1e-9)
        foreseen.append(model.extras.extras["future_path"].copy())
    assert foreseen[0].shape == (20, model.layout.rows, 5)
