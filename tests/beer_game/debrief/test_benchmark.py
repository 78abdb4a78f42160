"""The best of the rule's parameters on the board, beside the benchmark of 1989."""

from itertools import product

import numpy as np

from jitagents.beer_game import SEATS, Chain, Setup
from jitagents.beer_game.debrief.hindsight import best_base_stock
from jitagents.beer_game.debrief.published import COSTS, TEAM
from jitagents.behaviours.ordering import AnchorAndAdjust, BaseStock

BEST = np.array([[0.0, 1.0, 1.0, 28.0]] * 3 + [[0.0, 1.0, 1.0, 20.0]])
"""Theta, alpha, beta and S' of the benchmark of 1989, by seat."""


def costs(values: np.ndarray) -> np.ndarray:
    """Costs of boards `(seats, boards)` by the parameters of their seats `(boards, seats, 4)`."""
    rules = {seat: AnchorAndAdjust(*values[:, place].T[:, None]) for place, seat in enumerate(SEATS)}
    return Chain(Setup(), rules, range(len(values))).play().cost.sum(axis=0)


def test_the_best_parameters_expect_no_change_and_see_all_of_the_supply_line() -> None:
    moved = [BEST]
    for seat, (number, step) in product(range(4), [(0, 0.2), (1, -0.2), (2, -0.2), (3, 1.0), (3, -1.0), (3, 4.0)]):
        moved.append(BEST.copy())
        moved[-1][seat, number] += step
    rng = np.random.default_rng(0)
    shares, targets = rng.uniform(0, 1, (3000, 4, 3)).round(1), rng.integers(8, 40, (3000, 4, 1))
    drawn = np.concatenate([shares, targets], axis=2)
    found = costs(np.concatenate([np.stack(moved), drawn]))
    assert found[:, 0].tolist() == [36, 44, 52, 48]
    assert found.sum(axis=0).min() == found[:, 0].sum() == 180
    assert found[:, 0].sum() + 4 * 12 * 0.5 == COSTS.at[TEAM, "benchmark of 1989"]


def test_base_stock_in_hindsight_is_the_benchmark_on_the_board_of_1989() -> None:
    """A rule that expects 4 cases, and closes the gap to S' = 28 at once, orders up to 32."""
    levels, found = best_base_stock(Setup(), 36)
    assert (levels, found) == ((32, 32, 32, 24), (36, 44, 52, 48))


def test_no_levels_near_those_of_hindsight_cost_less() -> None:
    setup = Setup(customers="uniform", seed=5, weeks=20)
    levels, found = best_base_stock(setup, 20)
    tried = np.array(levels) + np.array([*product((-2, -1, 0, 1, 2), repeat=4)])
    rules = {seat: BaseStock(level=tried[:, place][None]) for place, seat in enumerate(SEATS)}
    totals = Chain(setup, rules, range(len(tried))).play().cost.sum(axis=(0, 1))
    assert totals.min() == sum(found)
