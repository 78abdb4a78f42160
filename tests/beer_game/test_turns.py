"""Turns: which orders are taken, and when weeks close."""

import pytest

from jitagents.beer_game.boards import CLASS_MEAN
from jitagents.beer_game.refusal import Refused
from tests.beer_game.conftest import Clock, Made, seated, slip


def test_a_week_closes_by_itself_and_robots_fill_the_empty_seats(made: Made) -> None:
    game = made()
    game.lecturer.let_play("pass_through")
    first, second = seated(game, 2)
    game.turns.order(first, 1, 4)
    assert game.boards.week == [1]
    assert game.turns.missing(0) == [1]
    game.turns.order(second, 1, 4)
    assert game.boards.week == [2]
    assert game.records["by"].tolist() == ["person", "person", "rule", "rule"]
    for week in range(2, 37):
        for player in (first, second):
            game.turns.order(player, week, slip(game, player))
    assert game.boards.over(0)
    assert game.records.groupby("seat", sort=False)["cost"].sum().tolist() == [330, 242, 154, 66]


def test_an_order_is_never_counted_twice(made: Made) -> None:
    game = made()
    first, second = seated(game, 2)
    assert [game.turns.order(first, 1, 7), game.turns.order(first, 1, "7")] == [7, 7]
    with pytest.raises(Refused, match="Your order stands"):
        game.turns.order(first, 1, 8)
    game.turns.order(second, 1, 5)
    assert game.turns.order(first, 1, 7) == 7  # an answer that was lost is asked for again
    for week, message in ((1, "Your order stands"), (0, "This week is closed"), (3, "This week is closed")):
        with pytest.raises(Refused, match=message):
            game.turns.order(first, week, 9)
    assert game.records["order"].tolist()[:2] == [7, 5]
    again = made()
    assert again.records["order"].tolist()[:2] == [7, 5]
    assert again.turns.order(again.seats.players[1], 1, 7) == 7


@pytest.mark.parametrize("cases", ["-1", "1000", "2.5", "", "1e2", "drop table"])
def test_what_is_no_order_is_refused(made: Made, cases: str) -> None:
    game = made()
    (player,) = seated(game, 1)
    with pytest.raises(Refused, match="Order a whole number of cases"):
        game.turns.order(player, 1, cases)
    assert game.boards.week == [1]


def test_nobody_orders_before_the_game_is_opened_or_while_it_pauses(made: Made) -> None:
    game = made()
    player = game.seats.join()
    with pytest.raises(Refused, match="not running"):
        game.turns.order(player, 1, 4)
    game.lecturer.run(True)
    game.turns.order(player, 1, 4)
    game.lecturer.run(False)
    with pytest.raises(Refused, match="not running"):
        game.turns.order(player, 2, 4)


def test_all_boards_together_wait_for_the_slowest(made: Made) -> None:
    game = made(boards=2)
    players = [game.seats.join(place=(board, 0)) for board in (0, 1)]
    game.lecturer.choose("pace", "class")
    game.lecturer.run(True)
    game.turns.order(players[0], 1, 4)
    assert game.boards.week == [1, 1]
    game.turns.order(players[1], 1, 4)
    assert game.boards.week == [2, 2]
    game.turns.order(players[0], 2, 4)
    game.lecturer.choose("pace", "board")
    assert game.boards.week == [3, 2]


def test_the_timer_closes_weeks(made: Made, clock: Clock) -> None:
    game = made()
    game.seats.join()
    game.lecturer.time(60)
    assert game.turns.left(0) is None
    game.lecturer.run(True)
    clock.now = 59.0
    game.turns.tick()
    assert (game.turns.left(0), game.boards.week) == (1.0, [1])
    clock.now = 60.0
    game.turns.tick()
    assert (game.turns.left(0), game.boards.week) == (60.0, [2])
    game.lecturer.run(False)
    clock.now = 500.0
    game.turns.tick()
    assert game.boards.week == [2]


def test_seconds_are_counted_from_the_opening_of_the_week(made: Made, clock: Clock) -> None:
    game = made()
    player = game.seats.join()
    clock.now = 100.0
    game.lecturer.run(True)
    clock.now = 107.5
    game.turns.order(player, 1, 4)
    clock.now = 110.0
    game.turns.order(player, 2, 4)
    assert game.records.query("seat == 'retailer'")["seconds"].tolist() == [7.5, 2.5]


def test_the_mean_player_of_the_class_orders_what_others_order(made: Made) -> None:
    game = made(boards=3)
    players = [game.seats.join(place=(board, 0)) for board in range(2)] + [game.seats.join(place=(2, 1))]
    game.lecturer.let_play(CLASS_MEAN, 2, 0)
    game.lecturer.run(True)
    for player, cases in zip(players, (10, 15, 4), strict=True):
        game.turns.order(player, 1, cases)
    assert game.boards.given[0, 0].tolist() == [10, 15, 12]  # 12.5, to the nearest even
