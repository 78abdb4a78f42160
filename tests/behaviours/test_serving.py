"""Serving: who waits, who is lost, who stays away."""

from typing import Any

import numpy as np
import pytest

from jitagents.behaviours.base import remember
from jitagents.behaviours.demand import Constant, Poisson
from jitagents.behaviours.ordering import BaseStock, Jit
from jitagents.behaviours.serving import Backorder, Goodwill, LostSale, PartlyLost, Serving
from jitagents.model import SupplyModel
from jitagents.network import serial
from jitagents.worlds import Worlds

UNMET = np.array([[0.0, 5.0, 7.0]])


def lost(rule: Serving, whole: bool = False) -> list[float]:
    return rule(UNMET, np.full((1, 3), 8.0), remember(rule, 1, 3), whole)[0].tolist()


def test_who_is_lost() -> None:
    assert lost(Backorder()) == [0, 0, 0]
    assert lost(LostSale()) == [0, 5, 7]
    assert lost(PartlyLost(waiting=0.25)) == [0, 3.75, 5.25]
    assert lost(PartlyLost(waiting=0.25), whole=True) == [0, 4, 5]


def came(model: SupplyModel, days: int) -> np.ndarray:
    """What the customers of each day wanted `(days, worlds)`."""
    wanted = []
    for _ in range(days):
        model.step()
        wanted.append(model.buyers.get("wanted")[0])
    return np.array(wanted)


def recursion(days: int, supply: float, leaving: float, returning: float, final: float = 10.0) -> list[float]:
    """Demand day by day where `supply` units are on the shelf every day, and nobody waits."""
    loyalty, wanted = 1.0, []
    for _ in range(days):
        demand = loyalty * final
        loyalty -= leaving * loyalty * max(demand - supply, 0.0) / demand
        loyalty += returning * (1.0 - loyalty)
        wanted.append(demand)
    return wanted


@pytest.mark.parametrize(("leaving", "returning"), [(0.3, 0.05), (1.0, 0.0), (0.0, 0.5)])
def test_goodwill_follows_its_recursion(leaving: float, returning: float) -> None:
    """Continuous units, and a source that makes 6 of the 10 units a day that all customers together want."""
    network = serial(stages=2, demand=10.0, stock=[6, 6], capacity=6.0, whole=False)
    rule = Goodwill(leaving=leaving, returning=returning)
    model = SupplyModel(network, worlds=2, demand=Constant(), serving=rule, ordering=Jit(), start="empty")
    wanted = came(model, 40)[:, 0]
    assert wanted == pytest.approx(recursion(40, 6.0, leaving, returning), rel=1e-12)
    assert wanted[-1] < 10 or not leaving


def test_nobody_leaves_who_was_served() -> None:
    full: dict[str, Any] = {"worlds": 3, "demand": Poisson(), "ordering": BaseStock(level=100.0)}
    plain, kept = (came(SupplyModel(serial(demand=5.0), serving=rule, **full), 30) for rule in (LostSale(), Goodwill()))
    assert np.array_equal(plain, kept)


@pytest.mark.parametrize("final", [1.0, 3.0])
def test_rounding_to_whole_units_loses_nobody(final: float) -> None:
    """At any time what came is what the recursion says, to half a unit, though less than a unit may come a day."""
    rule, memory = Goodwill(leaving=0.5, returning=0.0), {"away": np.full((1, 1), 0.87), "rest": np.zeros((1, 1))}
    total = 0.0
    for day in range(1, 200):
        wanted = np.full((1, 1), final)
        rule.attract(wanted, memory, whole=True)
        assert wanted % 1 == 0
        total += wanted.item()
        assert abs(total - 0.13 * final * day) <= 0.5 + 1e-9


@pytest.mark.parametrize("rule", [Backorder(), PartlyLost(waiting=0.25)])
def test_what_becomes_of_today_is_the_other_rules_matter(rule: Serving) -> None:
    goodwill = Goodwill(rule=rule, leaving=0.4, returning=0.0)
    memory = remember(goodwill, 1, 3)
    found = goodwill(UNMET, np.full((1, 3), 8.0), memory, False)
    assert found[0].tolist() == lost(rule)
    assert memory["away"][0] == pytest.approx([0.0, 0.4 * 5 / 8, 0.4 * 7 / 8])


def test_a_parameter_may_differ_by_level() -> None:
    worlds = Worlds(range(2), levels=2)
    setup: dict[str, Any] = {"demand": Poisson(), "ordering": BaseStock(level=5.0)}
    network = serial(stages=2, demand=5.0, capacity=4.0)
    together = came(
        SupplyModel(network, worlds=worlds, serving=Goodwill(leaving=worlds.by_level([0.1, 0.9])), **setup), 30
    )
    for level, leaving in enumerate((0.1, 0.9)):
        alone = came(SupplyModel(network, worlds=2, serving=Goodwill(leaving=leaving), **setup), 30)
        assert np.array_equal(together[:, 2 * level : 2 * level + 2], alone)
    assert (together[:, :2] != together[:, 2:]).any()
