"""Health: hazards that multiply, against the chain with the multiplied hazard."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from jitagents.behaviours.demand import Constant
from jitagents.behaviours.ordering import Jit
from jitagents.crises import Health, Recurrent
from jitagents.crises.engine.exposure import SalesAndLoad
from jitagents.errors import InputError
from jitagents.model import SupplyModel
from jitagents.network import Network, listed
from jitagents.worlds import Worlds
from tests.crises.conftest import scene
from tests.science.conftest import z_score

FAILURE, REPAIR, DAYS = 0.01, 0.2, 700


def share_down(hazard: float) -> float:
    """Share of days down in the long run, where it fails that many times as often."""
    return hazard * FAILURE / (hazard * FAILURE + REPAIR)


def recurrent(health: Health | None, **more: Any) -> Recurrent:
    usual: dict[str, Any] = {"target": {"name": "mill"}, "mtbf": 1 / FAILURE, "mttr": 1 / REPAIR, "health": health}
    return Recurrent(**usual | more)


def down(health: Health | None, **columns: Any) -> np.ndarray:
    """Share of days down, world by world, of an agent with these columns `(worlds,)`."""
    course = recurrent(health).course(scene(Worlds(range(300)), pd.DataFrame({"name": ["a"]} | columns)))
    days = [course.intensity(day)[0].copy() for day in range(1, DAYS + 1)]
    return np.asarray(np.mean(days[100:], axis=0))


@pytest.mark.parametrize(
    ("health", "columns", "hazard"),
    [
        (Health(), {}, 1.0),
        (Health(region=np.log(3.0)), {"region_risk": [1.0]}, 3.0),
        (Health(region=np.log(3.0)), {"region_risk": [np.nan]}, 1.0),
        (Health(cash=2.0), {"cash_cover": [0.5]}, np.exp(1.0)),
        (Health(cash=2.0, region=-1.0), {"cash_cover": [0.5], "region_risk": [0.5]}, np.exp(0.5)),
    ],
)
def test_a_stated_health_multiplies_the_hazard(health: Health, columns: dict[str, Any], hazard: float) -> None:
    found = down(health, **columns)
    assert abs(z_score(found, share_down(hazard))) < 4
    assert abs(z_score(found, share_down(1.3 * hazard))) > 4


def test_a_health_that_weighs_nothing_changes_no_bit() -> None:
    assert np.array_equal(down(Health(), region_risk=[5.0]), down(None))


def mill(first: float = 75.0, capacity: float = np.inf, outside: float = 0.0) -> Network:
    """A mill that makes 100 a day, `first` of it for one shop and the rest for another."""
    shops = {"one": first, "two": 100.0 - first}
    return listed(
        name="mill",
        whole=False,
        agents=[
            {"name": "mill", "kind": "supplier", "item": "flour", "lead_time": 1, "capacity": capacity},
            *({"name": name, "kind": "buyer", "item": "flour", "demand": rate} for name, rate in shops.items()),
        ],
        lanes=[{"seller": "mill", "buyer": name, "lead_time": 1} for name in shops],
    )


def model(network: Network, health: Health, worlds: int | Worlds = 1, **more: Any) -> SupplyModel:
    cause = recurrent(health, **more)
    return SupplyModel(network, worlds=worlds, demand=Constant(), ordering=Jit(), crisis={"outages": cause})


def test_the_largest_customer_is_told_as_planned_and_as_sold() -> None:
    """Three quarters go to one shop, and 100 of 125 are made; no outage happens."""
    found = model(mill(capacity=125.0), Health(), severity=0.0)
    exposure = SalesAndLoad(found.state, np.flatnonzero(found.state.layout.names == "mill"))
    share, used = exposure.look(28.0)
    assert (share[0, 0], used[0, 0]) == pytest.approx((0.75, 0.8))
    found.run_for(50)
    share, used = exposure.look(28.0)
    assert (share[0, 0], used[0, 0]) == pytest.approx((0.75, 0.8), abs=1e-6)


def test_yesterday_is_remembered_by_its_weight() -> None:
    """A memory of 4 days: a day on which nothing is made for the first of two shops takes a quarter of its sales."""
    found = model(mill(), Health(), severity=0.0)
    exposure = SalesAndLoad(found.state, np.flatnonzero(found.state.layout.names == "mill"))
    found.run_for(2)
    found.lanes["allocated"][:, 0] = np.where(found.planned.lane_rate[:, 0] > 50, 0.0, 25.0)
    found.making["started"][...] = 20.0
    share, _ = exposure.look(4.0)
    assert share[0, 0] == pytest.approx(56.25 / 81.25)


@pytest.mark.parametrize("first", [75.0, 50.0])
def test_a_supplier_that_lives_from_one_customer_fails_as_often_as_that_says(first: float) -> None:
    """A weight of 4: exp(4 x (.75 - .5)) = e times as often, and no more than usual with two equal ones."""
    found = model(mill(first), Health(dependence=4.0, memory=1000.0), worlds=200)
    idle = np.zeros(200)
    for day in range(DAYS):
        found.run_for(1)
        idle += (found.disruptions.active[0][1][0] > 0) * (day >= 100)
    hazard = np.exp(4 * (first / 100 - 0.5))
    assert abs(z_score(idle / (DAYS - 100), share_down(hazard))) < 4
    assert abs(z_score(idle / (DAYS - 100), share_down(1.3 * hazard))) > 4


def test_weights_by_world_are_those_of_each_alone() -> None:
    states = []
    for weights in ([0.0, 6.0], [6.0], [0.0]):
        health = Health(dependence=np.repeat([weights], 3, axis=1), utilisation=1.0, region=0.0)
        found = model(mill(capacity=105.0), health, worlds=Worlds(range(3), levels=len(weights)))
        found.run_for(200)
        states.append(found.points["stock"])
    assert np.array_equal(states[0][:, :3], states[2])
    assert np.array_equal(states[0][:, 3:], states[1])


def test_what_health_needs_is_told_before_the_first_day() -> None:
    with pytest.raises(InputError, match=r"Recurrent\.health: the agents have no column 'cash_cover'"):
        model(mill(), Health(cash=1.0))
    with pytest.raises(InputError, match=r"Recurrent\.health: only agents have customers and capacities"):
        model(mill(), Health(dependence=1.0), target={"seller": "mill"}, what="lane")
