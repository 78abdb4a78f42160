"""Glides: the position of stock points, and of chains of them, moves to the target of a new rule by equal steps."""

from typing import Any

import pytest

from jitagents.behaviours.ordering import BaseStock, Jit, Ordering
from jitagents.model import SupplyModel
from jitagents.network import serial
from jitagents.simulation.exemptions import Exemption
from jitagents.simulation.regimes import When
from tests.simulation.test_regimes import CHAIN, days_of


def shops(stages: int, before: Ordering, after: Ordering, glide: float, **when: Any) -> Any:
    """Orders of the stages of a chain, which all change from one rule to another on one day `(days, stages)`."""
    network = serial(stages=stages, lead_time=2, demand=10.0, whole=False)
    exempt = [Exemption({}, ordering=after, when=When(start=5, glide=glide, **when))]
    model = SupplyModel(network, ordering=before, exemptions=exempt, **CHAIN)
    order = days_of(model, 80)["points.order"][:, :, 0]
    return order[:, [model.layout.names.tolist().index(f"stage_{stage}") for stage in range(1, stages + 1)]]


@pytest.mark.parametrize("rule", [Jit, BaseStock])
@pytest.mark.parametrize(("before", "after"), [(10.0, 0.5), (9.0, 4.0)])
def test_the_hole_of_a_jump_grows_with_every_stage(rule: Any, before: float, after: float) -> None:
    """All stages give up c days of cover on one day: stage k orders nothing for k x c days."""
    order = shops(4, rule(cover=before), rule(cover=after), 0.0)
    holes = [int((order[:, stage] < 1e-9).sum()) for stage in range(4)]
    assert holes == [int(stage * (before - after)) for stage in range(1, 5)]


@pytest.mark.parametrize("rule", [Jit, BaseStock])
def test_a_glide_lowers_the_orders_of_stage_k_by_k_steps(rule: Any) -> None:
    """Five days of cover in 50 days: stage k orders 10 x (1 - k / 10) while the target goes down, and 10 again then."""
    order = shops(4, rule(cover=6.0), rule(cover=1.0), 50.0)
    for stage in range(1, 5):
        units = order[:, stage - 1]
        assert units[:4] == pytest.approx(10)
        assert units[4:54] == pytest.approx(10 * (1 - stage / 10))
        assert units[54:] == pytest.approx(10)


@pytest.mark.parametrize("rule", [Jit, BaseStock])
def test_a_target_that_rises_glides_too(rule: Any) -> None:
    order = shops(2, rule(cover=1.0), rule(cover=3.0), 10.0)
    assert order[4:14, 0] == pytest.approx(12)
    assert order[4:14, 1] == pytest.approx(14)
    assert order[14:] == pytest.approx(10)


def test_a_glide_ends_where_the_jump_ends() -> None:
    """Total orders are the same; a part of a day counts as one."""
    jump, glide = (shops(1, BaseStock(cover=8.0), BaseStock(cover=2.0), days) for days in (0.0, 7.5))
    assert glide.sum() == pytest.approx(jump.sum())
    assert glide[4:11] == pytest.approx(10 - 60 / 7.5)
    assert glide[11] == pytest.approx(10 - 30 / 7.5)


def test_a_switch_back_while_gliding_forgets_what_was_kept_back() -> None:
    order = shops(1, BaseStock(cover=6.0), BaseStock(cover=1.0), 50.0, end=14)[:, 0]
    assert order[4:14] == pytest.approx(9)
    assert order[14] == pytest.approx(20)  # ten units less than the usual level
    assert order[15:] == pytest.approx(10)
