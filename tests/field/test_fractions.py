"""Whole units keep the mean: of final demand, and of what is lost."""

from typing import Any

import numpy as np
import pytest

from jitagents.behaviours.demand import AutoRegressive, Constant, Demand, Gamma, Normal, Poisson, Seasonal
from jitagents.behaviours.ordering import BaseStock, Jit, LotMultiples, MinimumOrder
from jitagents.behaviours.serving import PartlyLost
from jitagents.errors import InputError
from jitagents.model import SupplyModel
from jitagents.network import serial
from jitagents.simulation.customers import in_whole_units
from tests.behaviours.conftest import plan, seen
from tests.science.conftest import z_score


def total(model: SupplyModel, table: str, name: str, days: int) -> np.ndarray:
    """Sum over some days of the buyer's column, by world."""
    found = np.zeros(model.worlds.count)
    for _ in range(days):
        model.step()
        found += getattr(model, table)[name][0]
    return found


@pytest.mark.parametrize(("demand", "served"), [(0.4, 40), (1.5, 150), (0.01, 1)])
def test_constant_demand_of_broken_units_is_served_in_the_long_run(demand: float, served: float) -> None:
    model = SupplyModel(serial(stages=1, demand=demand), demand=Constant(), ordering=Jit(cover=100.0))
    assert abs(total(model, "points", "output", 100)[0] - served) < 1


@pytest.mark.parametrize("law", [Gamma(), Seasonal(period=10), Normal(), AutoRegressive()])
def test_laws_of_broken_units_keep_their_mean(law: Demand) -> None:
    model = SupplyModel(serial(stages=1, demand=0.4, demand_sd=0.3), worlds=400, demand=law, ordering=Jit(cover=100.0))
    mean = total(model, "buying", "wanted", 200) / 200
    assert abs(z_score(mean, 0.4)) < 4


def test_whole_numbers_stay_as_they_are_whatever_is_left_over() -> None:
    units = np.random.default_rng(1).poisson(3.0, (50, 4)).astype(float)
    for rest in (0.0, 0.3, 0.999):
        assert np.array_equal(in_whole_units(units, np.full(4, rest))[0], units)


@pytest.mark.parametrize(
    "law", [Normal(1.0, 2.0, clip=True), Normal(0.4, 0.3, clip=True, whole=True), AutoRegressive(1.0, 2.0, clip=True)]
)
def test_plans_are_made_for_what_clipped_laws_draw(law: Any) -> None:
    model = SupplyModel(serial(stages=1, whole=False), worlds=400, demand=law, ordering=Jit(cover=100.0))
    assert abs(z_score(total(model, "buying", "wanted", 100) / 100, model.planned.plan.rate[0, 0])) < 4


@pytest.mark.parametrize(
    ("waiting", "demand", "lost"), [(0.5, 1.0, 50), (0.4, 1.0, 60), (0.5, 3.0, 150), (0.0, 2.0, 200), (1.0, 2.0, 0)]
)
def test_what_is_partly_lost_is_carried_over(waiting: float, demand: float, lost: float) -> None:
    model = SupplyModel(
        serial(stages=1, demand=demand, stock=0.0, capacity=0.0), demand=Constant(), start="empty",
        ordering=BaseStock(level=0.0), serving=PartlyLost(waiting=waiting),
    )  # fmt: skip
    assert total(model, "buying", "lost", 100)[0] == lost


@pytest.mark.parametrize(("lot", "ordered"), [(3.0, [15, 15, 15, 15, 15, 18, 18]), (4.0, [16, 16, 16, 16, 16, 16, 20])])
def test_packs_around_a_minimum_meet_both(lot: float, ordered: list[float]) -> None:
    wanted = BaseStock(level=np.array([[1.0], [6], [12], [13], [15], [16], [18]]))
    rule = LotMultiples(MinimumOrder(wanted, quantity=15.0), lot=lot)
    assert rule(seen(plan(rows=7)), {})[:, 0].tolist() == ordered


def test_a_minimum_around_packs_that_it_would_break_is_refused() -> None:
    with pytest.raises(InputError, match="put LotMultiples around MinimumOrder"):
        MinimumOrder(LotMultiples(BaseStock(), lot=4.0), quantity=15.0)
    MinimumOrder(LotMultiples(BaseStock(), lot=3.0), quantity=15.0)


def test_poisson_demand_is_not_touched() -> None:
    runs = [
        SupplyModel(serial(stages=1, demand=3.0, whole=whole), worlds=5, demand=Poisson()) for whole in (True, False)
    ]
    one, other = (total(model, "buying", "wanted", 60) for model in runs)
    assert np.array_equal(one, other)
