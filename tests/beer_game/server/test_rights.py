"""Rights: who may see and send what, tried from outside."""

import asyncio
import json
import re
from pathlib import Path

import pytest
from tornado.httpclient import HTTPClientError

from jitagents.beer_game.server.room import Room
from tests.beer_game.client import Client
from tests.beer_game.serving import lecturer, on_a_server, players


def test_a_person_sends_for_its_own_seat_whatever_it_says(tmp_path: Path) -> None:
    async def scene(room: Room, address: str) -> None:
        first, second = await players(room, address, 2)
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
        first, second = await players(room, address, 2)
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
            assert not re.search(r"\b777\b", body + told)  # tokens have digits too
            assert room.game.seats.players[1].word not in body
        news.close()

    on_a_server(tmp_path, scene)


def test_the_pages_of_the_lecturer_need_the_key(tmp_path: Path) -> None:
    paths = ("", "/boards", "/projector", "/projector/wall", "/records.csv", "/debrief")

    async def scene(room: Room, address: str) -> None:
        (player,) = await players(room, address, 1)
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
