"""Orders that are sent: taken once, on disk when they are acknowledged, and none lost."""

import asyncio
import json
import sqlite3
from pathlib import Path

from jitagents.beer_game.server.room import Room
from tests.beer_game.load import play
from tests.beer_game.serving import Process, free_port, on_a_server, players


def test_orders_are_taken_once_and_refused_with_a_reason(tmp_path: Path) -> None:
    async def scene(room: Room, address: str) -> None:
        first, second = await players(room, address, 2)
        answers = await asyncio.gather(*(first.order(1, 12) for _ in range(8)))
        assert [json.loads(answer.body) for answer in answers] == [{"order": 12}] * 8
        again = await first.order(1, 13)
        assert (again.code, json.loads(again.body)) == (409, {"fault": "Your order stands."})
        plain = await second.post("/order", week=1, cases="many")
        assert plain.code == 409
        assert b"whole number of cases" in plain.body
        assert (await second.post("/order", week=1, cases=4)).code == 303
        assert (await first.order(1, 12)).code == 200  # late: the week is closed, and this order was in it
        assert (await first.order(1, 3)).code == 409
        assert room.game.boards.week[0] == 2
        assert room.game.boards.given[0, :2, 0].tolist() == [12, 4]

    on_a_server(tmp_path, scene)


def test_an_order_is_on_disk_when_it_is_acknowledged(tmp_path: Path) -> None:
    async def scene(room: Room, address: str) -> None:
        (player,) = await players(room, address, 1)
        for week in range(1, 4):
            await player.order(week, week * 3)
            copy = sqlite3.connect(":memory:")  # what a process that opens the files now would read
            for path in tmp_path.glob("game-001.sqlite*"):
                (tmp_path / f"copy{path.name}").write_bytes(path.read_bytes())
            copy = sqlite3.connect(tmp_path / "copygame-001.sqlite")
            kept = copy.execute("SELECT week, cases FROM decision WHERE seat = 0 ORDER BY week").fetchall()
            copy.close()
            assert kept == [(number, number * 3) for number in range(1, week + 1)]

    on_a_server(tmp_path, scene)


def test_a_small_class_plays_and_none_of_its_orders_is_lost(tmp_path: Path) -> None:
    server = Process(tmp_path, free_port(), boards=3)
    try:
        players = asyncio.run(play(server, 12, weeks=4, think=0.2))
    finally:
        assert server.stop() == 0
    assert sum(len(player.acknowledged) for player in players) == 48
