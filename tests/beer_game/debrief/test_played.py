"""Boards from their records: replayed to the case, with another player, and refused where they are not whole."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jitagents.beer_game import SEATS, Board, Chain, Setup, records_of, robot
from jitagents.beer_game.debrief import Played, simulated_class
from jitagents.beer_game.debrief.published import RULE
from jitagents.errors import InputError
from tests.beer_game.debrief.conftest import passed_on

SETUPS = [
    Setup(weeks=12),
    Setup(weeks=12, customers="uniform", seed=3),
    Setup(weeks=12, customers="normal", delays="halved"),
    Setup(weeks=12, outage=4, down=3),
]


@settings(max_examples=4)
@given(setup=st.sampled_from(SETUPS), seed=st.integers(0, 999), most=st.sampled_from([1, 9, 60]))
def test_players_with_their_deviations_play_the_same_board_again(setup: Setup, seed: int, most: int) -> None:
    """Whatever they ordered: the rule and the deviations together are the orders, so that all else follows."""
    orders = np.random.default_rng(seed).integers(0, most, (setup.weeks, len(SEATS), 2)).astype(float)
    records = records_of(Chain(setup, None, range(2)).play(orders), ["a", "b"], people=np.ones(orders.shape, bool))
    played = Played(records, setup)
    again = played.replayed()
    for name in ("order", "stock", "backlog", "slip", "cost"):
        np.testing.assert_array_equal(getattr(again, name), getattr(played.weeks, name))
    np.testing.assert_array_equal(played.weeks.order, orders)


def test_another_player_in_a_seat_is_that_player() -> None:
    played = Played(simulated_class(3, seed=2)[0])
    setup = played.setup
    with_base_stock = played.replayed({"wholesaler": robot("base_stock", setup)})
    position = with_base_stock.net_stock + with_base_stock.supply_line
    wanted = np.maximum(40 - position[:, 1], 0)
    np.testing.assert_array_equal(with_base_stock.order[:, 1], wanted)
    everybody = played.replayed({seat: robot("pass_through", setup) for seat in SEATS})
    assert played.costs(everybody).to_numpy().tolist() == [[330, 242, 154, 66, 792]] * 3


def test_a_player_without_deviations_keeps_to_the_rule() -> None:
    """The board of four by hand: order = max(0, L + alpha (S' - net stock - beta supply line)), to the nearest case."""
    played = Played(simulated_class(2, seed=5)[0])
    rule = played.player("factory", deviating=False)
    weeks = played.replayed({"factory": rule})
    for board in range(2):
        theta, alpha, beta, target = played.estimates[3, board].values
        expected = 4.0
        for week in range(36):
            expected += theta * (weeks.slip[week, 3, board] - expected)
            gap = target - weeks.net_stock[week, 3, board] - beta * weeks.supply_line[week, 3, board]
            assert weeks.order[week, 3, board] == max(np.floor(expected + alpha * gap + 0.5), 0.0)


def test_only_weeks_that_all_boards_have_played_count() -> None:
    board = Board(Setup(), {seat: robot("sterman", Setup()) for seat in SEATS[1:]})
    for _ in range(7):
        board.order("retailer", 5)
    longer = passed_on(Setup()).assign(board="2")
    played = Played(pd.concat([board.records, longer]))
    assert (played.length, played.boards) == (7, ("1", "2"))
    assert played.people[:, :, 0].all(axis=0).tolist() == [True, False, False, False]
    assert not played.people[:, :, 1].any()


def test_a_class_is_drawn_around_the_means_of_1989() -> None:
    _, truth = simulated_class(400, setup=Setup(weeks=2))
    for name in ("alpha", "target"):  # hardly cut
        values = truth[name].to_numpy()
        assert abs(values.mean() - RULE[name]) / (values.std() / np.sqrt(len(values))) < 4
    assert truth.groupby("seat").size().tolist() == [400] * 4


def faulty() -> dict[str, tuple[pd.DataFrame, Setup, str]]:
    setup = Setup()
    whole = passed_on(setup)
    twice = pd.concat([whole, whole.iloc[[5]]])
    return {
        "no column": (whole.drop(columns="slip"), setup, "there is no column 'slip'"),
        "a row is missing": (whole.drop(index=41), setup, "board 1, wholesaler, week 11 is missing"),
        "a row stands twice": (twice, setup, "board 1, wholesaler, week 2 stands there twice"),
        "other customers": (whole, replace(setup, customers="uniform"), "is not that of a game of this setup"),
        "other delays": (whole, replace(setup, delays="halved"), "is not that of a game of this setup"),
        "one week": (whole[whole["week"] == 1], setup, "must be 2 to 36"),
        "nothing": (whole[:0], setup, "must be 2 to 36"),
        "too long": (whole, replace(setup, weeks=20), "must be 2 to 20"),
    }


@pytest.mark.parametrize("fault", faulty())
def test_records_that_are_not_whole_are_refused(fault: str) -> None:
    records, setup, words = faulty()[fault]
    with pytest.raises(InputError, match=words):
        Played(records, setup)
