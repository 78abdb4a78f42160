"""First come, first served: each customer has a binomial part of what a depot owes (Graves 1985)."""

from typing import Any

import numpy as np
import pytest
from scipy import stats

from jitagents.behaviours.allocation import Claims, OldestFirst
from jitagents.behaviours.allocation.unit_by_unit import hypergeometric, unit_by_unit
from jitagents.behaviours.base import remember
from jitagents.behaviours.demand import Poisson
from jitagents.behaviours.ordering import BaseStock
from jitagents.flow import Groups
from jitagents.model import SupplyModel
from jitagents.network import listed
from tests.science.conftest import poisson_law, z_score

MEANS = {"north": 1.0, "south": 2.0}


@pytest.mark.parametrize(("exposed", "level"), [(1, 3.0), (4, 10.0)])
def test_parts_of_what_a_depot_owes_are_binomial(exposed: int, level: float) -> None:
    """B = (Poisson - level)+ is owed in all; a shop that wants a share p of the units has Bin(B, p) of it."""
    agents: list[dict[str, Any]] = [
        {"name": "outside", "kind": "supplier", "item": "tea", "lead_time": 0},
        {"name": "depot", "kind": "supplier", "item": "tea"},
        *({"name": name, "kind": "buyer", "item": "tea", "demand": mean} for name, mean in MEANS.items()),
    ]
    lanes: list[dict[str, Any]] = [{"seller": "depot", "buyer": name} for name in MEANS]
    lanes.append({"seller": "outside", "buyer": "depot", "lead_time": exposed})
    levels = {"outside": 0.0, "depot": level, "north": 5.0, "south": 5.0}
    model = SupplyModel(
        listed(name="depots", agents=agents, lanes=lanes), worlds=4000, demand=Poisson(),
        ordering=BaseStock(level=levels), allocation=OldestFirst(),
    )  # fmt: skip
    model.run_for(20)
    law, total = poisson_law(exposed * sum(MEANS.values())), np.arange(400)
    owed = np.maximum(total - level, 0.0).astype(np.int64)
    north = model.network.lanes["buyer"].to_numpy()[model.layout.lane_order].tolist().index("north")
    found, share = model.lanes["owed"][north], MEANS["north"] / sum(MEANS.values())
    for units in (0, 1, 2):
        exact = float(law @ stats.binom.pmf(units, owed, share))
        assert abs(z_score((found == units).astype(float), exact)) < 4
    square = float(law @ (owed * share * (1 - share) + (owed * share) ** 2))
    assert abs(z_score(found**2, square)) < 4


@pytest.mark.parametrize(
    ("marked", "total", "sample"), [(3, 9, 4), (1, 2, 1), (0, 5, 2), (5, 5, 3), (40, 60, 30), (7, 400, 390)]
)
def test_a_draw_without_replacement_has_its_law(marked: int, total: int, sample: int) -> None:
    """A grid of chances gives each number as often as its probability says."""
    grid = (np.arange(20000) + 0.5) / 20000
    drawn = hypergeometric(grid, *(np.full(20000, float(units)) for units in (marked, total, sample)))
    exact = stats.hypergeom.pmf(np.arange(total + 1), total, marked, sample)
    assert np.abs(np.bincount(drawn.astype(int), minlength=total + 1) / 20000 - exact).max() < 2e-4


@pytest.mark.parametrize("scale", [1.0, 1e3, 1e8])
def test_whole_units_are_served_to_the_last(scale: float) -> None:
    rng = np.random.default_rng(1)
    wanted = np.floor(rng.uniform(0, 10 * scale, (6, 200)))
    groups = Groups(np.array([0, 1, 0, 0, 1, 2]), 3)
    available = np.floor(rng.uniform(0, 20 * scale, (3, 200)))
    given = unit_by_unit(groups, available, wanted, rng.random((6, 200)))
    total = groups.sum(wanted, np.empty_like(available))
    assert np.array_equal(groups.sum(given, np.empty_like(available)), np.minimum(available, total))
    assert (given >= 0).all()
    assert (given <= wanted).all()
    assert not (given % 1).any()


def test_an_earlier_day_is_served_before_a_later_one() -> None:
    """Four of day 1 and six of day 2 on two lanes; seven units: the four, and three of the six, whatever is drawn."""
    rule, groups = OldestFirst(horizon=5), Groups(np.zeros(3, dtype=np.int64), 1)
    memory, priority = remember(rule, 3, 1), np.ones((3, 1))
    for day, available, owed, ordered in ((1, 0.0, [4, 0, 0], [4, 0, 0]), (2, 7.0, [4, 3, 3], [0, 3, 3])):
        waiting, today = (np.array(numbers, dtype=float)[:, None] for numbers in (owed, ordered))
        claims = Claims(waiting, today, priority, groups, True, day, np.full((3, 1), 0.7))
        given = rule(np.array([[available]]), claims, memory)
    assert given[0, 0] == 4
    assert given[1:].sum() == 3


def test_the_newest_of_what_a_customer_cancels_is_no_longer_waited_for() -> None:
    """One customer orders 4 and 5, another one 6 on the day between; the first cancels 5, then all but 3 are served."""
    rule, groups = OldestFirst(horizon=5), Groups(np.zeros(2, dtype=np.int64), 1)
    memory, priority = remember(rule, 2, 1), np.ones((2, 1))
    days = ((0.0, [4, 0], [4, 0], 0), (0.0, [4, 6], [0, 6], 0), (0.0, [9, 6], [5, 0], 0), (7.0, [4, 6], [0, 0], 5))
    for day, (available, *units, cancelled) in enumerate(days, 1):
        waiting, today = (np.array(numbers, dtype=float)[:, None] for numbers in units)
        taken = np.array([[cancelled], [0.0]])
        claims = Claims(waiting, today, priority, groups, True, day, np.full((2, 1), 0.7), taken)
        given = rule(np.array([[available]]), claims, memory)
    assert given[:, 0].tolist() == [4, 3]
    assert memory["owed_by_age"].sum(axis=0)[:, 0].tolist() == [0, 3]
