"""Estimates of a player's rule: slopes, coverage, true values, and players whose orders do not tell."""

from collections.abc import Iterator

import numpy as np
import pytest

from jitagents.beer_game import SEATS, Setup
from jitagents.beer_game.debrief import Estimate, Orders, Played, estimate, simulated_class
from jitagents.beer_game.debrief.estimate import PARAMETERS
from jitagents.beer_game.debrief.likelihood import loss

TRUE = np.array([0.4, 0.3, 0.35, 15.0])


def seen(rng: np.random.Generator, weeks: int, values: np.ndarray, sd: float, start: float = 4.0) -> Orders:
    """A player who sees independent numbers, so that what he sees does not follow from what he ordered."""
    net, line, slip = rng.normal(5, 12, weeks), rng.normal(20, 8, weeks), rng.uniform(0, 16, weeks).round()
    blank = Orders(net, line, slip, np.zeros(weeks), np.ones(weeks, bool), start)
    order = np.maximum(np.floor(blank.indicated(values) + rng.normal(0, sd, weeks) + 0.5), 0.0)
    return Orders(net, line, slip, order, np.ones(weeks, bool), start)


def test_expected_orders_are_smoothed_by_hand() -> None:
    orders = Orders(np.zeros(3), np.zeros(3), np.array([8.0, 0.0, 4.0]), np.zeros(3), np.ones(3, bool), 4.0)
    assert orders.expected(0.5).tolist() == [6.0, 3.0, 3.5]
    assert orders.expected(0.0).tolist() == [4.0, 4.0, 4.0]
    assert orders.expected(1.0).tolist() == [8.0, 0.0, 4.0]
    assert orders.indicated(np.array([0.5, 0.25, 0.5, 8.0])).tolist() == [8.0, 5.0, 5.5]


def test_slopes_are_those_of_the_rule() -> None:
    orders = seen(np.random.default_rng(0), 20, TRUE, 2.0)
    indicated, slopes = orders.sloped(TRUE)
    np.testing.assert_allclose(indicated, orders.indicated(TRUE))
    for number in range(4):
        move = np.eye(4)[number] * 1e-6
        np.testing.assert_allclose(
            slopes[number], (orders.indicated(TRUE + move) - orders.indicated(TRUE - move)) / 2e-6, atol=1e-6
        )


def test_derivatives_of_the_likelihood_are_those_of_its_logarithm() -> None:
    orders = seen(np.random.default_rng(7), 40, np.array([0.4, 0.6, 0.35, 5.0]), 3.0)
    assert (orders.order == 0).any()
    at = np.array([0.3, 0.5, 0.2, 9.0, 0.8])
    for number in range(5):
        move = np.eye(5)[number] * 1e-6
        slope = (loss(at + move, orders)[0] - loss(at - move, orders)[0]) / 2e-6
        assert loss(at, orders)[1][number] == pytest.approx(slope, rel=1e-5)


@pytest.fixture(scope="module")
def players() -> list[Estimate]:
    rng = np.random.default_rng(1)
    return [estimate(seen(rng, 36, TRUE, 1.5)) for _ in range(100)]


def test_intervals_hold_the_true_values_as_often_as_they_say(players: list[Estimate]) -> None:
    for number, name in enumerate(PARAMETERS):
        told = [one for one in players if name not in one.notes]
        assert len(told) > 0.6 * len(players)
        inside = np.mean([abs(one.values[number] - TRUE[number]) < one.quantile * one.errors[number] for one in told])
        assert abs(inside - 0.95) / np.sqrt(0.95 * 0.05 / len(told)) < 4, name


def test_means_of_the_estimates_are_the_true_values(players: list[Estimate]) -> None:
    values = np.array([one.values for one in players])
    z = (values.mean(axis=0) - TRUE) / (values.std(axis=0, ddof=1) / np.sqrt(len(values)))
    assert (np.abs(z[:3]) < 4).all(), z
    assert abs(np.median(values[:, 3]) - TRUE[3]) < 4 * np.median([one.errors[3] for one in players]) / 12


def test_true_values_of_players_of_a_board_lie_within_four_standard_errors() -> None:
    records, truth = simulated_class(4, seed=3, setup=Setup(weeks=150, announced=150))
    found = Played(records, Setup(weeks=150, announced=150)).estimates
    told = 0
    for (seat, board), one in found.items():
        true = truth[(truth["seat"] == SEATS[seat]) & (truth["board"] == str(board + 1))].iloc[0]
        for number, name in enumerate(PARAMETERS):
            if name not in one.notes:
                told += 1
                assert abs(one.values[number] - true[name]) < 4 * one.errors[number], (board, seat, name)
    assert told > 0.8 * 4 * 4 * len(PARAMETERS)


def test_the_cut_at_nothing_is_no_bias() -> None:
    """Many orders are 0; least squares, which takes them for what was wanted, finds too small an alpha."""
    rare = np.array([0.4, 0.6, 0.35, 5.0])
    orders = seen(np.random.default_rng(2), 3000, rare, 3.0)
    assert (orders.order == 0).mean() > 0.25
    found = estimate(orders)
    assert (np.abs(found.values - rare) < 4 * found.errors).all()
    causes = np.stack([np.ones(3000), orders.net_stock, orders.supply_line, orders.slip], axis=1)
    naive = -np.linalg.lstsq(causes, orders.order)[0][1]
    assert naive < 0.6 - 8 * found.errors[1]


def test_who_passes_orders_on_has_no_wanted_stock() -> None:
    rng = np.random.default_rng(4)
    slip = rng.integers(0, 9, 36).astype(float)
    found = estimate(Orders(rng.normal(0, 9, 36), rng.normal(20, 5, 36), slip, slip, np.ones(36, bool), 4.0))
    assert found.notes == {"theta": "at 1", "alpha": "at 0", "beta": "not identified", "target": "not identified"}
    assert found.r2 == pytest.approx(1.0)
    assert np.isnan(found.errors).all()


def silent() -> Iterator[np.ndarray]:
    yield np.zeros(12)
    yield np.full(12, 4.0)
    yield np.r_[5.0, np.zeros(11)]


@pytest.mark.parametrize("order", silent(), ids=["nothing", "always four", "once"])
def test_orders_that_do_not_vary_tell_nothing_and_do_no_harm(order: np.ndarray) -> None:
    net, line = np.linspace(12, -20, 12), np.full(12, 16.0)
    found = estimate(Orders(net, line, np.full(12, 4.0), order, np.ones(12, bool), 4.0))
    assert np.isfinite(found.values).all()
    assert "theta" in found.notes
    assert np.isnan(found.r2) == (order.std() == 0)


def test_deviations_lead_back_to_the_orders() -> None:
    orders = seen(np.random.default_rng(5), 60, TRUE, 4.0)
    found = estimate(orders)
    again = np.maximum(np.floor(orders.indicated(found.values) + found.deviations + 0.5), 0.0)
    assert again.tolist() == orders.order.tolist()
    assert (found.deviations[orders.order == 0] <= 0).all()


def test_weeks_of_a_robot_are_not_explained() -> None:
    rng = np.random.default_rng(6)
    full = seen(rng, 80, TRUE, 2.0)
    used = np.arange(80) < 50
    order = np.where(used, full.order, 99.0)
    with_robot = Orders(full.net_stock, full.supply_line, full.slip, order, used, 4.0)
    alone = Orders(full.net_stock[:50], full.supply_line[:50], full.slip[:50], full.order[:50], used[:50], 4.0)
    np.testing.assert_allclose(estimate(with_robot).values, estimate(alone).values, rtol=1e-3)
    assert estimate(with_robot).weeks == 50
