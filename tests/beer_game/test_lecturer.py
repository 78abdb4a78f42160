"""The lecturer's acts: weeks that are closed, outages, what is shared, and the setup."""

import pandas as pd
import pytest

from jitagents.beer_game.refusal import Refused
from jitagents.beer_game.server.sight import shared_lines
from jitagents.errors import InputError
from tests.beer_game.conftest import Made, seated, slip


def test_the_lecturer_closes_the_week_of_those_who_are_behind(made: Made) -> None:
    game = made(boards=2)
    players = [game.seats.join(place=(board, 0)) for board in (0, 1)]
    game.lecturer.choose("missing", "last")
    game.lecturer.run(True)
    game.turns.order(players[0], 1, 31)
    game.lecturer.next_week()
    assert game.boards.week == [2, 2]
    game.lecturer.next_week(0)
    assert game.boards.week == [3, 2]
    orders = game.boards.given[:2, 0]
    assert orders[0].tolist() == [31, 4]  # nobody has ordered at the second board: what customers order
    assert orders[1, 0] == 31


def test_an_outage_comes_when_it_is_announced_and_not_before(made: Made) -> None:
    game = made()
    game.lecturer.let_play("pass_through")
    (player,) = seated(game, 1)
    for week in range(1, 5):
        game.turns.order(player, week, slip(game, player))
    before = game.records
    with pytest.raises(Refused, match="no board has open yet"):
        game.lecturer.take_down(5, 3)
    game.lecturer.take_down(6, 3)
    pd.testing.assert_frame_equal(game.records, before)
    for week in range(5, 12):
        game.turns.order(player, week, slip(game, player))
    brewery = game.records.query("seat == 'factory'").set_index("week")["received"]
    assert brewery.loc[5:10].tolist() == [4, 0, 0, 0, 12, 0]  # what was in the boxes comes out at once
    with pytest.raises(Refused, match="is down already"):
        game.lecturer.take_down(30, 3)


def test_what_is_shared_is_what_the_setup_says(made: Made) -> None:
    game = made()
    seated(game, 1)
    assert shared_lines(game, 0) == {}
    game.lecturer.share("sales")
    assert shared_lines(game, 0) == {"customers": {"customers": [4.0]}}
    game.lecturer.share("stocks")
    assert set(shared_lines(game, 0)) == {"customers", "stocks"}
    game.lecturer.share("orders")
    game.lecturer.choose("revealed", True)
    assert shared_lines(game, 0) == {}  # revealed when it is over
    for _ in range(36):
        game.lecturer.next_week()
    assert set(shared_lines(game, 0)) == {"customers", "stocks", "orders"}


def test_the_setup_is_changed_before_the_game_only(made: Made) -> None:
    game = made()
    game.seats.join(place=(0, 2))
    game.lecturer.prepare(3, customers="uniform", delays="halved", weeks=20, announced=30, seed=4)
    assert (game.boards.count, game.setup.weeks, game.boards.given.shape) == (3, 20, (20, 4, 3))
    with pytest.raises(InputError, match="announced"):
        game.lecturer.prepare(3, weeks=40)
    for boards in (0, 51):
        with pytest.raises(Refused, match="between 1 and 50"):
            game.lecturer.prepare(boards)
    game.lecturer.run(True)
    with pytest.raises(Refused, match="has been opened"):
        game.lecturer.prepare(2)
    again = made()
    assert (again.setup, again.boards.count) == (game.setup, 3)
