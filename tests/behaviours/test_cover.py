"""Cover by role: what one number does for all, a mapping does for buyers, suppliers, sources, plants and inputs."""

from typing import Any

import numpy as np
import pytest

from jitagents.behaviours.base import ROLES
from jitagents.behaviours.ordering import (
    BaseStock,
    EchelonBaseStock,
    Hybrid,
    Jit,
    Levelled,
    MinMax,
    Ordering,
    PeriodicReview,
    ReorderPoint,
)
from jitagents.behaviours.placement import Uniform
from jitagents.config import composed, plain
from jitagents.errors import InputError
from jitagents.model import SupplyModel
from jitagents.scenario.setup import network_of
from jitagents.simulation.exemptions import Exemption
from jitagents.worlds import Worlds
from tests.behaviours.conftest import plan

RULES = (Jit, BaseStock, PeriodicReview, MinMax, ReorderPoint, EchelonBaseStock, Levelled)


def opening(rule: Ordering, **known: Any) -> np.ndarray:
    stock_points = plan(len(ROLES), role=list(ROLES), **known)
    return np.asarray(rule.fit(stock_points).opening(stock_points)) / 10.0


def automotive(rule: Ordering, **more: Any) -> SupplyModel:
    network = network_of(plain(composed(["network=automotive", "study=single"])))
    return SupplyModel(network, worlds=Worlds(range(3)), ordering=rule, **more)


@pytest.mark.parametrize("rule", RULES)
def test_days_by_role_are_added_where_the_role_is(rule: type[Any]) -> None:
    """A source is a supplier where nothing else is said, and `other` is everybody else."""
    none = opening(rule(cover=0.0))
    days = opening(rule(cover={"buyer": 45.0, "supplier": 3, "other": 0.5})) - none
    assert days[:, 0] == pytest.approx([45, 3, 3, 0.5, 0.5])
    days = opening(rule(cover={"buyer": 45.0, "source": 20.0, "other": 0.5})) - none
    assert days[:, 0] == pytest.approx([45, 0.5, 20, 0.5, 0.5])


@pytest.mark.parametrize("rule", RULES)
def test_the_same_days_for_every_role_are_one_number(rule: type[Any]) -> None:
    assert np.array_equal(opening(rule(cover=1.7)), opening(rule(cover=dict.fromkeys(ROLES, 1.7))))


def test_the_days_of_a_role_may_differ_by_world() -> None:
    days = opening(Jit(cover={"buyer": np.array([[1.0, 9.0]]), "other": 0.5})) - opening(Jit(cover=0.0))
    assert days == pytest.approx(np.array([[1, 9], [0.5, 0.5], [0.5, 0.5], [0.5, 0.5], [0.5, 0.5]]))


def test_dealers_with_days_of_their_own_are_an_exemption_of_buyers() -> None:
    """To the last bit; the roles are those of a real network."""
    by_role = automotive(Jit(cover={"buyer": 45.0, "other": 0.5}))
    exempted = automotive(Jit(cover=0.5), exemptions=[Exemption({"kind": "buyer"}, ordering=Jit(cover=45.0))])
    for model in (by_role, exempted):
        model.run_for(30)
    for name in ("stock", "order", "owed"):
        there = dict(zip(exempted.layout.names, exempted.points[name], strict=True))
        assert all(
            np.array_equal(units, there[row])
            for row, units in zip(by_role.layout.names, by_role.points[name], strict=True)
        )


def test_a_budget_stays_one_for_the_whole_network() -> None:
    """So it does with cover by role; an exempted hybrid has a budget of its own, and its rows get another share."""
    rule: dict[str, Any] = {"days": None, "money": 1e6, "placement": Uniform()}
    by_role = automotive(Hybrid(cover={"buyer": 45.0, "other": 0.5}, **rule))
    plain_one = automotive(Hybrid(cover=0.5, **rule))
    value = plain_one.state.planned.plan.cost
    spent = [float((model.buffers * value).sum(axis=0)[0]) for model in (by_role, plain_one)]
    assert spent == pytest.approx([1e6, 1e6])
    exempted = automotive(
        Hybrid(cover=0.5, **rule), exemptions=[Exemption({"kind": "buyer"}, ordering=Hybrid(cover=45.0, **rule))]
    )
    assert float((exempted.buffers * value).sum(axis=0)[0]) > 1.5e6


@pytest.mark.parametrize(
    ("cover", "message"),
    [
        ({"buyr": 45, "other": 1}, r"ordering\.cover\.buyr: there is no role 'buyr'; did you mean 'buyer'\?"),
        ({"buyer": 45}, r"none for the role 'supplier' \(row_1\); it must be stated, or 'other'"),
        ({"buyer": -1, "other": 1}, r"ordering\.cover\.buyer = -1: must be a number of days, 0 or more"),
        ({"buyer": "many", "other": 1}, r"ordering\.cover\.buyer = 'many': must be a number"),
        ({"buyer": float("nan"), "other": 1}, r"ordering\.cover\.buyer = nan: must be a number"),
        ({}, r"none for the role 'buyer'"),
    ],
)
def test_what_is_wrong_is_told(cover: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        opening(Jit(cover=cover))
