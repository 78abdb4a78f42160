"""The console: its buttons do what they say."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from jitagents.beer_game.server.room import Room
from tests.beer_game.serving import lecturer, on_a_server


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
        player = game.seats.join()
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
        fault = (await teacher.post("/console", act="timer", timer=4000)).body.decode()
        assert "minuteur = 4000 : doit être compris entre 0 et 3600." in fault
        assert b"Ouvrir" in (await teacher.get("/console")).body

    on_a_server(tmp_path, scene)
