"""The server: who may see and send what, tried from outside; answers wait for the disk; a small class plays."""

import asyncio
import csv
import io
import json
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from tornado.httpclient import HTTPClientError

from jitagents.beer_game import command
from jitagents.beer_game.server.room import Room
from tests.beer_game.client import Client
from tests.beer_game.load import play
from tests.beer_game.serving import Process, lecturer, served

type Scene = Callable[[Room, str], Awaitable[None]]


def on_a_server(directory: Path, scene: Scene, boards: int = 2) -> None:
    """Run a scene on a server in this process."""

    async def run() -> None:
        async with served(directory, boards) as (room, address):
            await scene(room, address)

    asyncio.run(run())


async def seated(room: Room, address: str, count: int, **form: Any) -> list[Client]:
    """Clients of players who have joined, and a game that runs."""
    clients = [Client(address) for _ in range(count)]
    for client in clients:
        assert (await client.join(room.game.settings["code"], **form)).code == 303
    room.game.run(True)
    return clients


def test_only_the_code_opens_the_game(tmp_path: Path) -> None:
    async def scene(room: Room, address: str) -> None:
        client = Client(address)
        assert (await client.join("XXXX")).code == 400
        assert not room.game.players
        assert (await client.get("/play/seat")).code == 403
        answer = await client.join(f" {room.game.settings['code'].lower()} ")
        assert (answer.code, answer.headers["Location"]) == (303, "/play")
        assert b"Retailer" in (await client.get("/play")).body or b"retailer" in (await client.get("/play")).body
        assert (await client.join(room.game.settings["code"], xsrf=False)).code == 403  # a form of another site

    on_a_server(tmp_path, scene)


def test_guessing_ends_after_some_tries(tmp_path: Path) -> None:
    async def scene(room: Room, address: str) -> None:
        client = Client(address)
        codes = [(await client.post("/return", word=f"bababababa{n}")).code for n in range(22)]
        assert codes[:20] == [400] * 20
        assert codes[20:] == [429, 429]
        assert (await client.join(room.game.settings["code"])).code == 429

    on_a_server(tmp_path, scene)


def test_a_person_sends_for_its_own_seat_whatever_it_says(tmp_path: Path) -> None:
    async def scene(room: Room, address: str) -> None:
        first, second = await seated(room, address, 2)
        forged = {"board": 0, "seat": 1, "player": 2, "number": 2, "place": "0/1"}
        assert (await first.order(1, 17, **forged)).code == 200
        assert room.game.boards.ordered(0, 0, 1) == 17
        assert room.game.boards.ordered(0, 1, 1) is None
        stranger = Client(address)
        signed = second.cookies["player"]
        as_first = signed.replace("|4:Mg==|", "|4:MQ==|")  # the number 1 in the place of 2, under the signature of 2
        assert as_first != signed
        for cookie in ("2", signed[:-4] + "0000", as_first):
            stranger.cookies = {"_xsrf": second.cookies["_xsrf"], "player": cookie}
            assert (await stranger.order(1, 5)).code == 403
            assert (await stranger.get("/play/seat")).code == 403
            assert (await stranger.get("/status")).code == 403
            assert (await stranger.get("/play")).code == 303
            with pytest.raises(HTTPClientError, match="403"):
                await stranger.listen()
        assert room.game.boards.ordered(0, 1, 1) is None

    on_a_server(tmp_path, scene)


def test_nobody_sees_another_seat(tmp_path: Path) -> None:
    """Orders of the neighbours, stocks, customers: not in the page, nor in the part, nor in the news."""

    async def scene(room: Room, address: str) -> None:
        first, second = await seated(room, address, 2)
        news = await second.listen()
        await news.read_message()
        await first.order(1, 777)
        told = await asyncio.wait_for(news.read_message(), 5)
        assert isinstance(told, str)
        assert set(json.loads(told)) == {"key", "waiting"}
        for path in (
            "/play",
            "/play/seat",
            "/play/seat?seat=0",
            "/play/seat?board=0&seat=0",
            "/status",
            "/status?of=1",
        ):
            body = (await second.get(path)).body.decode()
            assert "777" not in body + told
            assert room.game.players[1].word not in body
        news.close()

    on_a_server(tmp_path, scene)


def test_the_pages_of_the_lecturer_need_the_key(tmp_path: Path) -> None:
    paths = ("", "/boards", "/projector", "/projector/wall", "/records.csv", "/debrief")

    async def scene(room: Room, address: str) -> None:
        (player,) = await seated(room, address, 1)
        for path in (*(f"/console{path}" for path in paths), "/console?key=wrong", "/status?of=class"):
            assert (await player.get(path)).code == 403, path
        with pytest.raises(HTTPClientError, match="403"):
            await player.listen("/news?of=class")
        assert (await player.post("/console", act="pause")).code == 403
        assert room.game.settings["phase"] == "open"
        for path in ("/console/nothing", "/static/../command.py", "/static/%2e%2e/command.py", "/game-001.sqlite"):
            assert (await player.get(path)).code in (403, 404), path
        teacher = await lecturer(room, address)
        for path in paths:
            answer = await teacher.get(f"/console{path}")
            assert answer.code == 200, path
            assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
            assert room.game.settings["key"] not in answer.body.decode()

    on_a_server(tmp_path, scene)


def test_names_are_text_wherever_they_stand(tmp_path: Path) -> None:
    hostile = "<script>alert(1)</script>"[:24]

    async def scene(room: Room, address: str) -> None:
        (player,) = await seated(room, address, 1, name=hostile)
        room.game.join("=HYPERLINK(A1)")
        room.game.next_week()
        teacher = await lecturer(room, address)
        for client, path in ((player, "/play"), (teacher, "/console"), (teacher, "/console/boards")):
            body = (await client.get(path)).body.decode()
            assert "<script>alert" not in body
            assert "&lt;script&gt;alert" in body
        table = list(csv.DictReader(io.StringIO((await teacher.get("/console/records.csv")).body.decode())))
        assert [row["player"] for row in table] == [hostile, "'=HYPERLINK(A1)", "", ""]

    on_a_server(tmp_path, scene)


def test_a_word_brings_back_the_seat_in_another_browser(tmp_path: Path) -> None:
    async def scene(room: Room, address: str) -> None:
        await seated(room, address, 1)
        other = Client(address)
        assert (await other.post("/return", word="nobody")).code == 400
        assert (await other.post("/return", word=f" {room.game.players[1].word.upper()} ")).code == 303
        assert (await other.order(1, 6)).code == 200
        assert len(room.game.players) == 1

    on_a_server(tmp_path, scene)


def test_orders_are_taken_once_and_refused_with_a_reason(tmp_path: Path) -> None:
    async def scene(room: Room, address: str) -> None:
        first, second = await seated(room, address, 2)
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
        (player,) = await seated(room, address, 1)
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


def test_the_console_does_what_its_buttons_say(tmp_path: Path) -> None:
    async def scene(room: Room, address: str) -> None:
        teacher, game = await lecturer(room, address), room.game
        setup: dict[str, Any] = {
            "boards": 3,
            "customers": "uniform",
            "delays": "halved",
            "weeks": 12,
            "announced": 20,
            "seed": 7,
        }
        assert (await teacher.post("/console", act="prepare", **setup)).code == 303
        assert (game.boards.count, game.setup.weeks, game.setup.delays) == (3, 12, "halved")
        player = game.join()
        acts: list[tuple[dict[str, Any], Callable[[], object], object]] = [
            ({"act": "open"}, lambda: game.settings["phase"], "open"),
            ({"act": "timer", "timer": 90}, lambda: game.settings["timer"], 90),
            ({"act": "choose", "pace": "class", "language": "fr"}, lambda: game.settings["language"], "fr"),
            ({"act": "choose", "revealed": "yes"}, lambda: game.settings["revealed"], True),
            ({"act": "share", "shared": "stocks"}, lambda: game.setup.shared, "stocks"),
            ({"act": "outage", "outage": 9, "down": 2}, lambda: (game.setup.outage, game.setup.down), (9, 2)),
            ({"act": "robot", "robot": "kanban", "board": 1, "seat": 2}, lambda: game.boards.robots[1][2], "kanban"),
            ({"act": "next"}, lambda: game.boards.week, [2, 1, 1]),
            ({"act": "release", "board": 0, "seat": 0}, lambda: player.board, None),
            ({"act": "pause"}, lambda: game.settings["phase"], "paused"),
        ]
        for form, found, wanted in acts:
            assert (await teacher.post("/console", **form)).code == 303, form
            assert found() == wanted, form
        wrong: list[dict[str, Any]] = [
            {"act": "prepare", **setup}, {"act": "timer", "timer": -3}, {"act": "choose", "pace": "slow"},
            {"act": "robot", "robot": "cannibal"}, {"act": "robot", "robot": "jit", "board": 3}, {"act": "nothing"},
            {"act": "release", "board": 2, "seat": 1}, {"act": "outage", "outage": 1, "down": 1},
        ]  # fmt: skip
        for form in wrong:
            assert (await teacher.post("/console", **form)).code == 400, form
        assert (await teacher.post("/console", act="new")).code == 303
        assert (room.number, room.game.settings["phase"]) == (2, "lobby")
        assert b"Ouvrir" in (await teacher.get("/console")).body

    on_a_server(tmp_path, scene)


def test_a_small_class_plays_and_none_of_its_orders_is_lost(tmp_path: Path) -> None:
    server = Process(tmp_path, _free_port(), boards=3)
    try:
        players = asyncio.run(play(server, 12, weeks=4, think=0.2))
    finally:
        assert server.stop() == 0
    assert sum(len(player.acknowledged) for player in players) == 48


def test_the_command_says_what_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.run(["--boards", "51", "--port", "0", "--host", "room"]) == 2
    said = capsys.readouterr().err
    for part in ("--boards 51: must lie between 1 and 50", "--port 0", "--host room: must be an address"):
        assert part in said.replace("\n", " ")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        assert command.run(["--port", port, "--directory", str(tmp_path / "game")]) == 2
    assert "another --port may be free" in capsys.readouterr().err.replace("\n", " ")
    (tmp_path / "file").write_text("")
    assert command.run(["--directory", str(tmp_path / "file")]) == 2


def test_it_says_who_can_reach_it(capsys: pytest.CaptureFixture[str]) -> None:
    settings: dict[str, object] = {"code": "ABCD", "key": "secret"}
    for arguments, words in (
        ([], ("http://127.0.0.1:8200", "only this machine can reach it")),
        (["--host", "0.0.0.0"], ("everybody in the network", "http://127.0.0.1:8200/console?key=secret")),
    ):
        asked = command.parser().parse_args(arguments)
        command.announce(asked, settings, command.addresses_of(asked.host, asked.port))
        said = capsys.readouterr().out
        assert all(word in said for word in words), said
    assert "0.0.0.0" not in said


def test_without_the_extra_one_sentence_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "find_spec", lambda name: None)
    assert command.run([]) == 2
    assert "pip install 'jitagents[lab]'" in capsys.readouterr().err.replace("\n", " ")


def test_the_engine_does_not_import_the_server() -> None:
    check = "import sys, jitagents.beer_game, jitagents.cli; assert 'tornado' not in sys.modules"
    subprocess.run([sys.executable, "-c", check], check=True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
