"""The journal: a game goes on from it as it was, whenever it was killed."""

import asyncio
import sqlite3
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from jitagents.beer_game.journal import DECISION, Journal
from jitagents.beer_game.server.room import Room
from jitagents.errors import InputError
from tests.beer_game.conftest import Made, seated


def test_a_game_goes_on_from_its_journal_as_it_was(made: Made) -> None:
    """After any acts, killed at any time: the journal holds all that the game knew."""
    game, rng = made(boards=3), np.random.default_rng(8)
    players = [game.seats.join(f"p{number}") for number in range(7)]
    game.lecturer.let_play("base_stock", 1, 3)
    game.lecturer.choose("missing", "last")
    game.lecturer.run(True)
    for act in range(120):
        player = players[int(rng.integers(7))]
        if player.board is not None and player.seat in game.turns.missing(player.board):
            game.turns.order(player, game.boards.week[player.board], int(rng.integers(20)))
        if act == 50:
            game.lecturer.release(0, 2)
            game.lecturer.take_down(30, 2)
        if act % 40 == 39:
            game.lecturer.next_week()
    before = game.records
    assert before["week"].max() > 10
    again = made()
    pd.testing.assert_frame_equal(again.records, before)
    assert (again.settings, again.setup) == (game.settings, game.setup)
    assert (again.seats.players, again.seats.taken) == (game.seats.players, game.seats.taken)
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


def test_a_new_game_keeps_the_seats_and_the_old_records(tmp_path: Path) -> None:
    room = Room(tmp_path)
    player = room.game.seats.join("Ada")
    room.game.lecturer.run(True)
    room.game.turns.order(player, 1, 9)
    before, code = room.game.records, room.game.settings["code"]
    room.new_game()
    assert (room.game.settings["phase"], room.game.boards.week, room.game.settings["code"]) == ("lobby", [1], code)
    assert room.game.seats.players == {1: player}
    assert (tmp_path / "records-001.csv").read_text().count("\n") == 1 + len(before)
    room.game.journal.close()
    again = Room(tmp_path)
    assert (again.number, again.game.seats.players) == (2, {1: player})
    again.game.journal.close()
