"""Seats: who sits where, who goes, and what they are called."""

import pytest

from jitagents.beer_game.refusal import Refused
from tests.beer_game.conftest import Made, seated


def test_people_are_seated_board_by_board_or_where_they_like(made: Made) -> None:
    game = made(boards=2)
    players = [game.seats.join(), game.seats.join("Zoë"), game.seats.join(place=(1, 3))]
    assert [(player.board, player.seat) for player in players] == [(0, 0), (0, 1), (1, 3)]
    with pytest.raises(Refused, match="This seat is taken"):
        game.seats.join(place=(0, 0))
    with pytest.raises(Refused, match="This seat is taken"):
        game.seats.join(place=(2, 0))
    for _ in range(5):
        game.seats.join()
    with pytest.raises(Refused, match="All seats are taken"):
        game.seats.join()


def test_names_are_short_and_in_one_line(made: Made) -> None:
    assert made().seats.join(" a\n b " + "x" * 90).name == "a b " + "x" * 20


def test_a_released_seat_is_played_by_its_robot_and_can_be_taken_again(made: Made) -> None:
    game = made()
    first, second = seated(game, 2)
    game.turns.order(first, 1, 4)
    game.lecturer.release(0, 1)
    assert game.boards.week == [2]  # nobody is waited for any more
    assert second.board is None
    with pytest.raises(Refused, match="You have no seat"):
        game.turns.order(second, 2, 4)
    again = game.seats.join("Ada")
    assert again.seat == 1
    game.turns.order(first, 2, 4)
    game.turns.order(again, 2, 4)
    names = game.records.query("seat == 'wholesaler'")["player"].tolist()
    assert names == ["", "Ada"]  # the robot gave the first order


def test_orders_keep_the_name_of_who_gave_them(made: Made) -> None:
    game = made()
    first, second = game.seats.join("Ada"), game.seats.join()
    game.lecturer.run(True)
    for player in (first, second):
        game.turns.order(player, 1, 4)
    game.lecturer.release(0, 0)
    game.turns.order(second, 2, 4)
    for found in (game, made()):
        assert found.records["player"].tolist() == ["Ada", "player 2", "", "", "", "player 2", "", ""]
