"""Planning runs and frozen zones of MRP: orders that stand, by hand and in a model."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from jitagents.behaviours.base import remember
from jitagents.behaviours.demand import Constant, Normal
from jitagents.behaviours.forecasting import ExponentialSmoothing
from jitagents.behaviours.ordering import BaseStock, Mrp
from jitagents.errors import InputError
from jitagents.model import SupplyModel
from jitagents.network import serial
from jitagents.simulation.exemptions import Exemption
from tests.behaviours.conftest import plan, seen

OUTSIDE = [Exemption({"name": "outside"}, ordering=BaseStock(level=0.0))]
DAYS, BEFORE = 40, 10


def days(units: list[float]) -> np.ndarray:
    return np.array(units, dtype=float).reshape(-1, 1, 1)


def planned(rule: Mrp, day: int, **records: Any) -> list[float]:
    """The orders of today and of the days ahead, where 10, 12, 8 and 5 were planned from today on."""
    view, memory = seen(plan(lead_time=2.0), day, forecast=10.0, **records), remember(rule, 1, 1)
    view.gross = days([10, 30, 0, 40, 20, 10])
    memory["releases"][...] = days([10, 12, 8, 5])
    return [rule(view, memory).item(), *rule.releases(memory)[:, 0, 0].tolist()]


def test_a_frozen_zone_stands_and_the_rest_makes_good_what_it_lacks() -> None:
    """25 on hand: up to 15, 15, 55, 75 and 85 are needed; 22 are frozen, 33, 20 and 10 follow."""
    assert planned(Mrp(horizon=4), 1, stock=25.0) == [15, 0, 40, 20, 10]
    assert planned(Mrp(horizon=4, frozen=2), 1, stock=25.0) == [10, 12, 33, 20, 10]
    assert planned(Mrp(horizon=4, frozen=2), 1, stock=50.0) == [10, 12, 8, 20, 10]


def test_between_runs_what_was_planned_is_released() -> None:
    rule = Mrp(horizon=4, every=3)
    assert planned(rule, 1, stock=25.0) == planned(rule, 4, stock=25.0) == [15, 0, 40, 20, 10]
    assert planned(rule, 2, stock=25.0) == planned(rule, 3, stock=0.0) == [10, 12, 8, 5, 10]


def test_a_run_that_falls_on_a_day_of_rest_is_held_on_the_next_day_and_nothing_that_was_planned_is_lost() -> None:
    view, memory = seen(plan(2, lead_time=2.0), 5, stock=25.0, forecast=10.0), remember(Mrp(horizon=4), 2, 1)
    view.gross, view.rested = np.tile(days([10, 30, 0, 40, 20, 10]), (1, 2, 1)), np.array([[1.0], [0.0]])
    memory["releases"][...] = days([10, 12, 8, 5])
    rule = Mrp(horizon=4, every=3, frozen=1)
    order = rule(view, memory)
    assert order[:, 0].tolist() == [22, 10]
    assert rule.releases(memory)[:, 0, 0].tolist() == [0, 33, 20, 10]
    assert rule.releases(memory)[:, 1, 0].tolist() == [12, 8, 5, 10]


def test_lots_of_a_period_make_good_what_a_plan_that_stands_lacks() -> None:
    """Two days are frozen without orders, and the next lot, of the fourth day, takes what is lacking up to it."""
    rule, known = Mrp(horizon=6, lot_sizing="period", review=3, frozen=2), plan(lead_time=1.0)
    view, memory = seen(known, 6, forecast=10.0), remember(rule, 1, 1)
    view.gross = days([10] * 7)
    assert rule(view, memory).item() == 0
    assert rule.releases(memory)[:, 0, 0].tolist() == [0, 0, 30 + 30, 0, 0, 30]


def test_a_plan_stands_within_its_filters() -> None:
    """25 on hand: 15, 15, 55, 75 and 85 are needed up to the days ahead, and 10, 22, 30, 35 and 45 are planned.

    Three days on, 35, 45, 55, 65 and 75 are planned: 75 are 15.4 % more than 65. With 46 on hand 0, 0, 34, 54 and 64
    are needed: nothing of the first two days.
    """
    stand, new = [10, 12, 8, 5, 10], [15, 0, 40, 20, 10]
    assert planned(Mrp(horizon=4, filter_share=1.0), 1, stock=25.0) == new
    assert planned(Mrp(horizon=4, filter_share=1.0, filter_days=1), 1, stock=25.0) == stand
    assert planned(Mrp(horizon=4, filter_share=0.15, filter_days=3), 1, stock=25.0) == new
    assert planned(Mrp(horizon=4, filter_share=0.16, filter_days=3), 1, stock=25.0) == stand
    assert planned(Mrp(horizon=4, filter_share=0.5, filter_days=2), 1, stock=46.0) == stand
    assert planned(Mrp(horizon=4, filter_share=0.5, filter_days=1), 1, stock=46.0) == [0, 0, 34, 20, 10]


@pytest.mark.parametrize("days", [0, 1, 3])
def test_an_order_that_moves_by_the_days_of_the_filter_stays_where_it_is(days: int) -> None:
    """A lot that is wanted a day later every day stands for so many days, and no longer."""
    rule, known = Mrp(horizon=6, filter_days=days), plan(rate=0.0, lead_time=1.0)
    memory = remember(rule, 1, 1)
    memory["releases"][...] = np.array([0, 0, 0, 0, 50, 0]).reshape(-1, 1, 1)
    found = []
    for later in range(3):
        view, held = seen(known, 1, forecast=0.0), {name: part.copy() for name, part in memory.items()}
        view.gross = np.array([0, 0, 0, 0, *([0] * later), 50, *([0] * (3 - later))], dtype=float).reshape(-1, 1, 1)
        rule(view, held)
        found.append(int(np.flatnonzero(rule.releases(held)[:, 0, 0])[0]) + 1)
    assert found == [4 if later <= days else 4 + later for later in range(3)]


def test_a_plan_that_stands_within_its_filters_goes_on_in_lots() -> None:
    """Days that it does not reach had the mean flow, which is no lot."""
    made = plans(Mrp(horizon=8, lot_sizing="fixed", lot=120.0, filter_days=20, filter_share=1.0), Normal(50.0, 9.0))
    assert set(np.unique(np.round(made, 6))) == {0.0, 120.0}


def test_a_plan_must_last() -> None:
    with pytest.raises(InputError, match=r"every \+ Mrp.frozen = 12: must be at most horizon \+ 1 = 11"):
        Mrp(horizon=10, every=7, frozen=5)


def plans(rule: Mrp, demand: Any) -> np.ndarray:
    """What was planned at the end of each day for this and the days ahead `(days, 1 + horizon, worlds)`."""
    network = serial(stages=1, lead_time=3, demand=50.0, whole=False)
    model = SupplyModel(
        network, worlds=3, demand=demand, ordering=rule, forecasting=ExponentialSmoothing(), exemptions=OUTSIDE
    )
    row, made = model.by_name["stage_1"].row, []
    for _ in range(BEFORE + DAYS):
        model.step()
        schedule = model.decision_of(row).schedule
        assert schedule is not None
        made.append(np.concatenate((model.points["order"][[row]], schedule.releases[:, 0])))
    return np.stack(made)[BEFORE:]


def changes(made: np.ndarray) -> np.ndarray:
    """Change of each plan against that of the day before, by days ahead `(horizon,)`."""
    return np.abs(made[1:, :-1] - made[:-1, 1:]).sum(axis=(0, 2))


def test_filters_calm_plans_and_lose_nothing() -> None:
    """The wider they are, the less plans change; what was put off comes in the end, since stock stays where it was."""
    demand = Normal(50.0, 9.0)
    rules = [Mrp(horizon=8, safety=2.0, filter_share=share) for share in (0.0, 0.2, 0.5)]
    made = [plans(rule, demand) for rule in rules]
    nervous = [changes(one).sum() for one in made]
    assert nervous[0] > nervous[1] > nervous[2] > 0
    ordered = [one[:, 0].mean() for one in made]
    assert ordered == pytest.approx([50.0] * 3, abs=3.0)


@pytest.mark.parametrize("frozen", [1, 4, 8])
def test_nothing_changes_within_the_frozen_zone(frozen: int) -> None:
    """Nervousness of the frozen days is 0, and all of it lies behind them."""
    free, found = (changes(plans(Mrp(horizon=8, frozen=days), Normal(50.0, 9.0))) for days in (0, frozen))
    assert (free > 0).all()
    assert (found[:frozen] == 0).all()
    assert (found[frozen:] > 0).all()


def test_plans_change_at_runs_only() -> None:
    made = plans(Mrp(horizon=8, every=5), Normal(50.0, 9.0))
    changed = np.abs(made[1:, :-2] - made[:-1, 1:-1]).sum(axis=(1, 2)) > 0
    assert np.flatnonzero(changed).tolist() == [day for day in range(DAYS - 1) if (BEFORE + 1 + day) % 5 == 0]


CHANGES: list[dict[str, Any]] = [{"frozen": 5}, {"every": 7}, {"every": 3, "frozen": 4}, {"filter_share": 0.3}]


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("lots", ["lot_for_lot", "fixed", "period"])
def test_where_all_comes_as_planned_it_does_not_matter_what_stands(change: dict[str, Any], lots: str) -> None:
    rule = Mrp(horizon=10, lot_sizing=lots, lot=120.0)
    daily, standing = (plans(one, Constant(50.0))[:, 0] for one in (rule, replace(rule, **change)))
    np.testing.assert_allclose(standing, daily, atol=1e-9)
