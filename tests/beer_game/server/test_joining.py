"""Joining from outside: the code, the word, and those who guess."""

import csv
import io
from pathlib import Path

from jitagents.beer_game.server.room import Room
from tests.beer_game.client import Client
from tests.beer_game.serving import lecturer, on_a_server, players


def test_only_the_code_opens_the_game(tmp_path: Path) -> None:
    async def scene(room: Room, address: str) -> None:
        client = Client(address)
        assert (await client.join("XXXX")).code == 400
        assert not room.game.seats.players
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


def test_a_word_brings_back_the_seat_in_another_browser(tmp_path: Path) -> None:
    async def scene(room: Room, address: str) -> None:
        await players(room, address, 1)
        other = Client(address)
        assert (await other.post("/return", word="nobody")).code == 400
        assert (await other.post("/return", word=f" {room.game.seats.players[1].word.upper()} ")).code == 303
        assert (await other.order(1, 6)).code == 200
        assert len(room.game.seats.players) == 1

    on_a_server(tmp_path, scene)


def test_names_are_text_wherever_they_stand(tmp_path: Path) -> None:
    hostile = "<script>alert(1)</script>"[:24]

    async def scene(room: Room, address: str) -> None:
        (player,) = await players(room, address, 1, name=hostile)
        other = room.game.seats.join("=HYPERLINK(A1)")
        for one in (room.game.seats.players[1], other):
            room.game.turns.order(one, 1, 4)
        teacher = await lecturer(room, address)
        for client, path in ((player, "/play"), (teacher, "/console"), (teacher, "/console/boards")):
            body = (await client.get(path)).body.decode()
            assert "<script>alert" not in body
            assert "&lt;script&gt;alert" in body
        table = list(csv.DictReader(io.StringIO((await teacher.get("/console/records.csv")).body.decode())))
        assert [row["player"] for row in table] == [hostile, "'=HYPERLINK(A1)", "", ""]

    on_a_server(tmp_path, scene)
