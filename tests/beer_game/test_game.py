"""A game: seats, weeks, robots, the lecturer's acts, and that it goes on from its journal as it was."""

import asyncio
import sqlite3
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from jitagents.beer_game.boards import CLASS_MEAN
from jitagents.beer_game.codes import LETTERS, new_code, new_word, same
from jitagents.beer_game.game import Game, Player, Refused
from jitagents.beer_game.journal import DECISION, Journal
from jitagents.beer_game.server.room import Room
from jitagents.beer_game.server.sight import pipeline, shared_lines
from jitagents.beer_game.server.tries import MOST, Tries
from jitagents.errors import InputError

type Made = Callable[..., Game]


class Clock:
    """Time that a test sets."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def made(tmp_path: Path, clock: Clock) -> Iterator[Made]:
    """Makes games; called again, it opens the same journal as after a crash."""
    journals: list[Journal] = []

    def make(**settings: Any) -> Game:
        for journal in journals:
            journal.close()
        journals[:] = [Journal(tmp_path / "game.sqlite")]
        return Game(journals[0], clock=clock, **settings)

    yield make
    for journal in journals:
        journal.close()


def seated(game: Game, count: int) -> list[Player]:
    players = [game.join() for _ in range(count)]
    game.run(True)
    return players


def slip(game: Game, player: Player) -> int:
    assert player.board is not None
    assert player.seat is not None
    return game.boards.view(player.board, player.seat).slip


def test_people_are_seated_board_by_board_or_where_they_like(made: Made) -> None:
    game = made(boards=2)
    assert [(player.board, player.seat) for player in (game.join(), game.join("Zoë"), game.join(place=(1, 3)))] == [
        (0, 0), (0, 1), (1, 3),
    ]  # fmt: skip
    with pytest.raises(Refused, match="This seat is taken"):
        game.join(place=(0, 0))
    with pytest.raises(Refused, match="This seat is taken"):
        game.join(place=(2, 0))
    for _ in range(5):
        game.join()
    with pytest.raises(Refused, match="All seats are taken"):
        game.join()


def test_names_are_short_and_in_one_line(made: Made) -> None:
    assert made().join(" a\n b " + "x" * 90).name == "a b " + "x" * 20


def test_a_week_closes_by_itself_and_robots_fill_the_empty_seats(made: Made) -> None:
    game = made()
    game.let_play("pass_through")
    first, second = seated(game, 2)
    game.order(first, 1, 4)
    assert game.boards.week == [1]
    assert game.missing(0) == [1]
    game.order(second, 1, 4)
    assert game.boards.week == [2]
    assert game.records()["by"].tolist() == ["person", "person", "rule", "rule"]
    for week in range(2, 37):
        for player in (first, second):
            game.order(player, week, slip(game, player))
    assert game.boards.over(0)
    assert game.records().groupby("seat", sort=False)["cost"].sum().tolist() == [330, 242, 154, 66]


def test_an_order_is_never_counted_twice(made: Made) -> None:
    game = made()
    first, second = seated(game, 2)
    assert [game.order(first, 1, 7), game.order(first, 1, "7")] == [7, 7]
    with pytest.raises(Refused, match="Your order stands"):
        game.order(first, 1, 8)
    game.order(second, 1, 5)
    assert game.order(first, 1, 7) == 7  # an answer that was lost is asked for again
    for week, message in ((1, "Your order stands"), (0, "This week is closed"), (3, "This week is closed")):
        with pytest.raises(Refused, match=message):
            game.order(first, week, 9)
    assert game.records()["order"].tolist()[:2] == [7, 5]
    again = made()
    assert again.records()["order"].tolist()[:2] == [7, 5]
    assert again.order(again.players[1], 1, 7) == 7


@pytest.mark.parametrize("cases", ["-1", "1000", "2.5", "", "1e2", "drop table"])
def test_what_is_no_order_is_refused(made: Made, cases: str) -> None:
    game = made()
    (player,) = seated(game, 1)
    with pytest.raises(Refused, match="Order a whole number of cases"):
        game.order(player, 1, cases)
    assert game.boards.week == [1]


def test_nobody_orders_before_the_game_is_opened_or_while_it_pauses(made: Made) -> None:
    game = made()
    player = game.join()
    with pytest.raises(Refused, match="not running"):
        game.order(player, 1, 4)
    game.run(True)
    game.order(player, 1, 4)
    game.run(False)
    with pytest.raises(Refused, match="not running"):
        game.order(player, 2, 4)


def test_all_boards_together_wait_for_the_slowest(made: Made) -> None:
    game = made(boards=2)
    players = [game.join(place=(board, 0)) for board in (0, 1)]
    game.choose("pace", "class")
    game.run(True)
    game.order(players[0], 1, 4)
    assert game.boards.week == [1, 1]
    game.order(players[1], 1, 4)
    assert game.boards.week == [2, 2]
    game.order(players[0], 2, 4)
    game.choose("pace", "board")
    assert game.boards.week == [3, 2]


def test_the_lecturer_closes_the_week_of_those_who_are_behind(made: Made) -> None:
    game = made(boards=2)
    players = [game.join(place=(board, 0)) for board in (0, 1)]
    game.choose("missing", "last")
    game.run(True)
    game.order(players[0], 1, 31)
    game.next_week()
    assert game.boards.week == [2, 2]
    game.next_week(0)
    assert game.boards.week == [3, 2]
    orders = game.boards.given[:2, 0]
    assert orders[0].tolist() == [31, 4]  # nobody has ordered at the second board: what customers order
    assert orders[1, 0] == 31


def test_the_timer_closes_weeks(made: Made, clock: Clock) -> None:
    game = made()
    game.join()
    game.time(60)
    assert game.left(0) is None
    game.run(True)
    clock.now = 59.0
    game.tick()
    assert (game.left(0), game.boards.week) == (1.0, [1])
    clock.now = 60.0
    game.tick()
    assert (game.left(0), game.boards.week) == (60.0, [2])
    game.run(False)
    clock.now = 500.0
    game.tick()
    assert game.boards.week == [2]


def test_seconds_are_counted_from_the_opening_of_the_week(made: Made, clock: Clock) -> None:
    game = made()
    player = game.join()
    clock.now = 100.0
    game.run(True)
    clock.now = 107.5
    game.order(player, 1, 4)
    clock.now = 110.0
    game.order(player, 2, 4)
    assert game.records().query("seat == 'retailer'")["seconds"].tolist() == [7.5, 2.5]


def test_a_released_seat_is_played_by_its_robot_and_can_be_taken_again(made: Made) -> None:
    game = made()
    first, second = seated(game, 2)
    game.order(first, 1, 4)
    game.release(0, 1)
    assert game.boards.week == [2]  # nobody is waited for any more
    assert second.board is None
    with pytest.raises(Refused, match="You have no seat"):
        game.order(second, 2, 4)
    assert game.join().seat == 1


def test_the_mean_player_of_the_class_orders_what_others_order(made: Made) -> None:
    game = made(boards=3)
    players = [game.join(place=(board, 0)) for board in range(2)] + [game.join(place=(2, 1))]
    game.let_play(CLASS_MEAN, 2, 0)
    game.run(True)
    for player, cases in zip(players, (10, 15, 4), strict=True):
        game.order(player, 1, cases)
    assert game.boards.given[0, 0].tolist() == [10, 15, 12]  # 12.5, to the nearest even


def test_an_outage_comes_when_it_is_announced_and_not_before(made: Made) -> None:
    game = made()
    game.let_play("pass_through")
    (player,) = seated(game, 1)
    for week in range(1, 5):
        game.order(player, week, slip(game, player))
    before = game.records()
    with pytest.raises(Refused, match="no board has open yet"):
        game.take_down(5, 3)
    game.take_down(6, 3)
    pd.testing.assert_frame_equal(game.records(), before)
    for week in range(5, 12):
        game.order(player, week, slip(game, player))
    brewery = game.records().query("seat == 'factory'").set_index("week")["received"]
    assert brewery.loc[5:10].tolist() == [4, 0, 0, 0, 12, 0]  # what was in the boxes comes out at once
    with pytest.raises(Refused, match="is down already"):
        game.take_down(30, 3)


def test_boxes_hold_what_comes_next(made: Made) -> None:
    game = made()
    players, rng = seated(game, 4), np.random.default_rng(5)
    boxes = []
    for week in range(1, 21):
        boxes.append([pipeline(game.boards, 0, seat) for seat in range(4)])
        for player in players:
            game.order(player, week, int(rng.integers(0, 15)))
    received = game.boards.shown(0)[0].received[..., 0]
    for week, (now, then) in enumerate(pairwise(boxes), start=1):
        for seat in range(4):
            boxed, later = now[seat], then[seat]
            assert boxed is not None
            assert later is not None
            assert boxed[0] == received[week, seat]
            assert boxed[1] == later[0]


def test_what_is_shared_is_what_the_setup_says(made: Made) -> None:
    game = made()
    seated(game, 1)
    assert shared_lines(game, 0) == {}
    game.share("sales")
    assert shared_lines(game, 0) == {"customers": {"customers": [4.0]}}
    game.share("stocks")
    assert set(shared_lines(game, 0)) == {"customers", "stocks"}
    game.share("orders")
    game.choose("revealed", True)
    assert shared_lines(game, 0) == {}  # revealed when it is over
    for _ in range(36):
        game.next_week()
    assert set(shared_lines(game, 0)) == {"customers", "stocks", "orders"}


def test_the_setup_is_changed_before_the_game_only(made: Made) -> None:
    game = made()
    game.join(place=(0, 2))
    game.prepare(3, customers="uniform", delays="halved", weeks=20, announced=30, seed=4)
    assert (game.boards.count, game.setup.weeks, game.boards.given.shape) == (3, 20, (20, 4, 3))
    with pytest.raises(InputError, match="announced"):
        game.prepare(3, weeks=40)
    for boards in (0, 51):
        with pytest.raises(Refused, match="between 1 and 50"):
            game.prepare(boards)
    game.run(True)
    with pytest.raises(Refused, match="has been opened"):
        game.prepare(2)
    again = made()
    assert (again.setup, again.boards.count) == (game.setup, 3)


def test_a_game_goes_on_from_its_journal_as_it_was(made: Made) -> None:
    """After any acts, killed at any time: the journal holds all that the game knew."""
    game, rng = made(boards=3), np.random.default_rng(8)
    players = [game.join(f"p{number}") for number in range(7)]
    game.let_play("base_stock", 1, 3)
    game.choose("missing", "last")
    game.run(True)
    for act in range(120):
        player = players[int(rng.integers(7))]
        if player.board is not None and player.seat in game.missing(player.board):
            game.order(player, game.boards.week[player.board], int(rng.integers(20)))
        if act == 50:
            game.release(0, 2)
            game.take_down(30, 2)
        if act % 40 == 39:
            game.next_week()
    before = game.records()
    assert before["week"].max() > 10
    again = made()
    pd.testing.assert_frame_equal(again.records(), before)
    for name in ("settings", "setup", "players", "taken"):
        assert getattr(again, name) == getattr(game, name)
    assert again.boards.week == game.boards.week
    np.testing.assert_array_equal(again.boards.given, game.boards.given)


def test_a_week_that_was_complete_when_the_power_failed_is_closed(made: Made) -> None:
    """The last order was on disk, and the closing of its week was not."""
    game = made()
    seated(game, 1)
    game.journal.write(DECISION, 0, 0, 1, 6, 1, 1.0)
    again = made()
    assert again.boards.week == [2]
    assert again.boards.ordered(0, 0, 1) == 6


def test_the_disk_holds_a_decision_once(tmp_path: Path) -> None:
    """A journal that is told another one acknowledges nothing more; the game goes on from what the disk has."""
    journal = Journal(tmp_path / "game.sqlite")
    journal.write(DECISION, 0, 0, 1, 4, 1, 2.0)
    journal.flush()
    journal.write(DECISION, 0, 0, 1, 5, 1, 2.0)
    for _ in range(2):
        with pytest.raises(sqlite3.IntegrityError):
            journal.flush()
    with pytest.raises(sqlite3.IntegrityError):
        journal.close()
    again = Journal(tmp_path / "game.sqlite")
    assert [row[3] for row in again.rows("decision")] == [4]
    again.close()


def test_one_server_has_the_journal_and_others_are_told(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "game.sqlite")
    with pytest.raises(InputError, match="another server has it open"):
        Journal(tmp_path / "game.sqlite")
    journal.close()
    (tmp_path / "other.sqlite").write_text("no base " * 200)
    with pytest.raises(InputError, match="no journal of a beer game"):
        Journal(tmp_path / "other.sqlite")
    with pytest.raises(InputError, match="unable to open"):
        Journal(tmp_path / "missing" / "game.sqlite")


def test_a_new_game_keeps_the_seats_and_the_old_records(tmp_path: Path) -> None:
    room = Room(tmp_path)
    player = room.game.join("Ada")
    room.game.run(True)
    room.game.order(player, 1, 9)
    before, code = room.game.records(), room.game.settings["code"]
    room.new_game()
    assert (room.game.settings["phase"], room.game.boards.week, room.game.settings["code"]) == ("lobby", [1], code)
    assert room.game.players == {1: player}
    assert (tmp_path / "records-001.csv").read_text().count("\n") == 1 + len(before)
    room.game.journal.close()
    again = Room(tmp_path)
    assert (again.number, again.game.players) == (2, {1: player})
    again.game.journal.close()


def test_codes_have_letters_that_nobody_confuses() -> None:
    codes = [new_code() for _ in range(200)]
    assert {*"".join(codes)} <= set(LETTERS)
    assert not {*"0O1IQS5Z2G6"} & set(LETTERS)
    assert {len(code) for code in codes} == {4}
    assert len({new_word() for _ in range(200)}) == 200
    assert same(" ab Cd", "ABCD")
    assert not same("ABCE", "ABCD")


def test_guesses_are_counted_for_a_minute(clock: Clock) -> None:
    tries = Tries(clock)
    for _ in range(MOST):
        assert not tries.too_many("10.0.0.1")
        tries.wrong("10.0.0.1")
    assert tries.too_many("10.0.0.1")
    assert not tries.too_many("10.0.0.2")
    clock.now = 61.0
    assert not tries.too_many("10.0.0.1")


def test_what_a_full_disk_refused_is_kept_until_there_is_room(tmp_path: Path) -> None:
    """Nothing is acknowledged that is not on disk, nothing is dropped, and the game goes on."""
    journal = Journal(tmp_path / "game.sqlite")

    async def play() -> None:
        journal.set("language", "en")
        await journal.durable()
        (pages,) = journal._base.execute("PRAGMA page_count").fetchone()
        journal._base.execute(f"PRAGMA max_page_count={pages}")
        journal.write(DECISION, 0, 0, 1, 4, None, 1.0)
        journal.set("long", "x" * 200_000)
        with pytest.raises(sqlite3.Error, match="full"):
            await journal.durable()
        assert not [*journal.rows("decision")]
        journal._base.execute("PRAGMA max_page_count=100000")
        journal.write(DECISION, 0, 1, 1, 5, None, 1.0)
        await asyncio.wait_for(journal.durable(), 10)

    asyncio.run(play())
    assert [row[3] for row in journal.rows("decision")] == [4, 5]
    journal.close()
