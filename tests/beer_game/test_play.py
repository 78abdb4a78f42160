"""The engine of the beer game: every week of every seat as on the table, whatever is ordered."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jitagents.beer_game import ROBOTS, SEATS, Chain, Setup, play, robot
from jitagents.beer_game.play import COUNTED, Weeks
from jitagents.errors import InputError
from tests.beer_game.table import Table

VARIANTS: dict[str, tuple[Setup, dict[str, Any]]] = {
    "standard": (Setup(), {}),
    "halved": (Setup(delays="halved"), {"mail": 1, "lorry": 1, "brewing": 2}),
    "down": (Setup(outage=6, down=3), {"down": (6, 7, 8)}),
}


@pytest.fixture(scope="module", params=VARIANTS, ids=str)
def variant(request: pytest.FixtureRequest) -> tuple[Chain, Setup, dict[str, Any]]:
    setup, table = VARIANTS[request.param]
    return Chain(setup, boards=range(2)), setup, table


def told(weeks: Weeks, board: int = 0) -> list[list[tuple[int, ...]]]:
    """What was counted, by week and seat."""
    columns = np.stack([getattr(weeks, name)[..., board] for name in COUNTED], axis=-1).astype(int)
    return [[tuple(seat) for seat in week] for week in columns.tolist()]


@given(orders=st.lists(st.lists(st.integers(0, 40), min_size=4, max_size=4), min_size=1, max_size=24))
@settings(max_examples=15)
def test_every_week_is_as_on_the_table(variant: tuple[Chain, Setup, dict[str, Any]], orders: list[list[int]]) -> None:
    chain, _, delays = variant
    both = np.stack([np.array(orders, float), np.array(orders[::-1], float)], axis=-1)
    weeks = chain.play(both, weeks=len(orders))
    for board, some in enumerate((orders, orders[::-1])):
        table = Table(**delays)
        by_hand = [table.play(week, 4 if week < 5 else 8, one) for week, one in enumerate(some, start=1)]
        assert told(weeks, board) == by_hand


def test_pass_through_costs_what_it_must() -> None:
    setup = Setup()
    weeks = play(setup, {seat: robot("pass_through", setup) for seat in SEATS})
    assert weeks.cost.sum(axis=0)[:, 0].tolist() == [330, 242, 154, 66]
    table = Table()
    assert told(weeks) == [table.play(week, 4 if week < 5 else 8, None) for week in range(1, 37)]


def test_a_chain_that_is_played_again_forgets_what_was_played_before() -> None:
    setup = Setup(customers="normal", outage=9)
    rules = {"retailer": robot("sterman", setup), "factory": robot("safety_stock", setup)}
    again, wild = Chain(setup, rules), np.full((20, 4, 1), 33.0)
    again.play(wild)
    for name, column in vars(again.play()).items():
        np.testing.assert_array_equal(column, getattr(play(setup, rules), name), err_msg=name)


def test_a_rule_takes_over_from_a_person_with_the_memory_of_all_weeks() -> None:
    """Who has given the orders that a rule would have given changes nothing, in any week."""
    setup = Setup()
    alone = play(setup)
    shared = np.where(np.arange(36)[:, None, None] < 17, alone.order, np.nan)
    for name, column in vars(play(setup, given=shared)).items():
        np.testing.assert_array_equal(column, getattr(alone, name), err_msg=name)


def test_boards_do_not_touch_each_other() -> None:
    orders = np.random.default_rng(3).integers(0, 30, (12, 4, 5)).astype(float)
    together = play(Setup(), given=orders)
    for board in range(5):
        alone = play(Setup(), given=orders[..., [board]])
        np.testing.assert_array_equal(alone.stock[..., 0], together.stock[..., board])


def test_customers_are_the_same_on_all_boards_and_differ_by_seed() -> None:
    slips = [Chain(Setup(customers="uniform", seed=seed), boards=(1, 7)).play().slip[:, 0] for seed in (1, 2)]
    assert (slips[0][:, 0] == slips[0][:, 1]).all()
    assert (slips[0] != slips[1]).any()
    assert {*np.unique(slips)} <= set(range(9))


@pytest.mark.parametrize(("customers", "variance"), [("uniform", 80 / 12), ("normal", 1.6**2 + 1 / 12)])
def test_drawn_customers_have_the_moments_that_are_told(customers: str, variance: float) -> None:
    units = np.concatenate([Setup(customers=customers, weeks=200, announced=200, seed=s).law.units for s in range(50)])
    assert abs(units.mean() - 4) < 4 * np.sqrt(variance / units.size) + 0.01  # cut at 0
    assert units.var() == pytest.approx(variance, rel=0.05)


def test_robots_know_the_delays() -> None:
    standard, halved = Setup(), Setup(delays="halved")
    assert [standard.delay(seat) for seat in SEATS] == [4, 4, 4, 3]
    assert [halved.delay(seat) for seat in SEATS] == [2, 2, 2, 2]
    cost = {name: play(standard, {seat: robot(name, standard) for seat in SEATS}).cost.sum() for name in ROBOTS}
    assert cost["base_stock"] < cost["pass_through"] < cost["sterman"]


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"customers": "steps"}, "did you mean 'step'"),
        ({"shared": "all"}, "allowed"),
        ({"weeks": 0}, "between 1 and 200"),
        ({"weeks": 60}, "announced = 50: must be 60 or more"),
        ({"outage": -1}, "between 0 and 200"),
        ({"seed": 1.5}, "whole"),
    ],
)
def test_a_setup_that_cannot_be_played_is_refused(wrong: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        Setup(**wrong)


def test_an_unknown_robot_is_refused() -> None:
    with pytest.raises(InputError, match="did you mean 'sterman'"):
        robot("stermann", Setup())
    with pytest.raises(InputError, match=r"ordering\.covr"):
        robot("kanban", Setup(), ["ordering.covr=1"])
