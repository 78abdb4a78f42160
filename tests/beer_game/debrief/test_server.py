"""The debrief from the console: for the lecturer alone, of the boards as they are."""

import asyncio
from itertools import product
from pathlib import Path

import pytest

from jitagents.beer_game import SEATS
from jitagents.beer_game.debrief import debrief
from tests.beer_game.client import Client
from tests.beer_game.serving import lecturer, served

WEEKS = 4


def test_the_lecturer_gets_the_debrief_of_his_boards(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        debrief, "STEPS", {"believed_demand": debrief.STEPS["believed_demand"]}
    )  # one is as good as eight here

    async def run() -> None:
        async with served(tmp_path, 1) as (room, address):
            console = await lecturer(room, address)
            room.game.lecturer.prepare(1, weeks=WEEKS)
            early = await console.get("/console/debrief/report")
            assert early.code == 400
            assert b"must be 2 to 4" in early.body
            game = room.game
            players = [game.seats.join("<b>&") for _ in SEATS]
            game.lecturer.run(True)
            for week, player in product(range(1, WEEKS + 1), players):
                game.turns.order(player, week, 5)
            game.beliefs.tell(players[2], dict(enumerate((4, 9, 31, 7), start=1)))
            assert (await Client(address).get("/console/debrief/report")).code == 403
            answer = await console.get("/console/debrief/report")
            assert answer.code == 200
            text = answer.body.decode()
            assert f"Boards: 1. Weeks: {WEEKS}." in text
            assert text.count("<section") == 2
            assert "The distributor believed in up to 31, in week 3." in text
            assert "<b>" not in text
            assert "script" not in answer.headers["Content-Security-Policy"]

    asyncio.run(run())
