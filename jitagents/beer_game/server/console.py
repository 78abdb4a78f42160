"""Pages of the lecturer: the console, the projector, the records, the debrief."""

from collections.abc import Callable
from typing import Any

import pandas as pd
from tornado.web import HTTPError

from jitagents.beer_game.codes import same
from jitagents.beer_game.customers import CUSTOMERS
from jitagents.beer_game.lecturer import ROBOT_NAMES
from jitagents.beer_game.record import write_records
from jitagents.beer_game.refusal import Refused, known, within
from jitagents.beer_game.server.base import KEPT_DAYS, Page
from jitagents.beer_game.server.debrief import class_lines, class_table
from jitagents.beer_game.server.sight import costs
from jitagents.beer_game.settings import CHOICES, MOST_BOARDS
from jitagents.beer_game.setup import DELAYS, LONGEST, SEATS, SHARED
from jitagents.config_directory import choices
from jitagents.errors import InputError

WORDS = {
    "board": "each board by itself", "class": "all boards together", "rule": "are the robot's",
    "last": "are the last ones", "orders": "nothing", "sales": "the customers' orders",
    "stocks": "customers' orders and all stocks",
    "step": "4, from week 5 on 8 (1989)", "uniform": "0 to 8, all alike", "normal": "normal, mean 4",
    "standard": "standard", "halved": "halved", "sterman": "people in the mean", "base_stock": "base stock",
    "pass_through": "passes orders on", "class_mean": "mean of the class",
}  # fmt: skip
"""Words for the values of settings."""
MOST = 999_999
"""Of numbers that have no other limit."""


class Console(Page):
    """The console; opened by the key in its address, which is then taken out of it."""

    async def get(self) -> None:
        """Show the console to the lecturer."""
        key = self.get_query_argument("key", "")
        if key and same(key, self.game.settings["key"]):
            self.set_signed_cookie("console", key, expires_days=KEPT_DAYS, httponly=True, samesite="Lax")
            return self.go("/console")
        self.require_lecturer()
        await self.show_console("")
        return None

    async def post(self) -> None:
        """Do what the lecturer asks for."""
        self.require_lecturer()
        try:
            self.act(self.get_body_argument("act", ""))
        except InputError as fault:
            self.set_status(400)
            return await self.show_console(self.reason(fault))
        await self.settle()
        self.go("/console")
        return None

    async def show_console(self, fault: str) -> None:
        """Show the console."""
        boards = self.game.boards
        await self.show(
            "console.html", fault=fault, addresses=self.settings["addresses"], robots=ROBOT_NAMES,
            rules=choices("ordering"), shares=SHARED, customers=tuple(CUSTOMERS), delays=DELAYS, choices=CHOICES,
            words=WORDS, most=MOST_BOARDS, status=self.room.of_class(), costs=costs, boards=boards,
            number=self.room.number,
        )  # fmt: skip

    def act(self, name: str) -> None:
        """Do an act of the console.

        Raises:
            InputError: the game does not allow it now, or a value is wrong.
        """
        lecturer = self.game.lecturer
        acts: dict[str, Callable[[], None]] = {
            "open": lambda: lecturer.run(True),
            "pause": lambda: lecturer.run(False),
            "next": lambda: lecturer.next_week(self.place("board")),
            "timer": lambda: lecturer.time(self.number("timer")),
            "choose": self.choose,
            "share": lambda: lecturer.share(self.get_body_argument("shared", "")),
            "outage": lambda: lecturer.take_down(self.number("outage", high=LONGEST), self.number("down", 1, LONGEST)),
            "prepare": self.prepare_game,
            "robot": lambda: lecturer.let_play(
                self.get_body_argument("robot", ""), self.place("board"), self.place("seat", len(SEATS))
            ),
            "release": self.release,
            "new": self.room.new_game,
        }
        if name not in acts:
            raise HTTPError(400)
        acts[name]()

    def choose(self) -> None:
        """Change the settings that are there."""
        for name in CHOICES:
            if (value := self.get_body_argument(name, None)) is not None:
                self.game.lecturer.choose(name, value == "yes" if name == "revealed" else value)

    def prepare_game(self) -> None:
        """Change the setup before the game."""
        self.game.lecturer.prepare(
            self.number("boards", 1, MOST_BOARDS),
            customers=known("customers", self.get_body_argument("customers", ""), CUSTOMERS),
            delays=known("delays", self.get_body_argument("delays", ""), DELAYS),
            weeks=self.number("weeks", 1, LONGEST), announced=self.number("announced", 1, LONGEST),
            seed=self.number("seed"),
        )  # fmt: skip

    def release(self) -> None:
        """Take a person out of a seat."""
        board, seat = self.place("board"), self.place("seat", len(SEATS))
        if board is None or seat is None:
            raise Refused("Nobody sits there.")
        self.game.lecturer.release(board, seat)

    def number(self, name: str, low: int = 0, high: int = MOST) -> int:
        """A whole number of the form, between two limits."""
        text = self.get_body_argument(name, "").strip()
        if not (text.isascii() and text.isdigit() and len(text) < 7):
            raise Refused("{name} = {value!r}: must be a whole number.", name=name, value=text[:20])
        return within(name, int(text), low, high)

    def place(self, name: str, count: int | None = None) -> int | None:
        """A board or seat of the form, from 0; None for all."""
        text, most = self.get_body_argument(name, "all"), self.game.boards.count if count is None else count
        if text == "all":
            return None
        return known(name, self.number(name), range(most))


class ForLecturer(Page):
    """A page that only the lecturer's browser may have."""

    def prepare(self) -> None:
        self.require_lecturer()


class ConsolePart(ForLecturer):
    """The part of the console that changes by itself."""

    async def get(self) -> None:
        """Show the boards."""
        status = self.room.of_class()
        await self.show("boards.html", boards=self.game.boards, costs=costs, words=WORDS, status=status)


class Projector(ForLecturer):
    """The page for the wall: the way to join, and each board by its week."""

    template = "projector.html"

    async def get(self) -> None:
        """Show the page."""
        lines = class_lines(self.game) if self.game.settings["revealed"] else {}
        await self.show(
            self.template, boards=self.game.boards, costs=costs, status=self.room.of_class(), lines=lines,
            addresses=self.settings["addresses"],
        )  # fmt: skip


class ProjectorPart(Projector):
    """The part of the page for the wall that changes."""

    template = "wall.html"


class Records(ForLecturer):
    """The records as a file."""

    called = "beer-game"

    async def get(self) -> None:
        """Send the file."""
        text = write_records(self.rows())
        await self.settle()
        self.set_header("Content-Type", "text/csv; charset=utf-8")
        self.set_header("Content-Disposition", f'attachment; filename="{self.called}-{self.room.number:03}.csv"')
        self.finish(text)

    def rows(self) -> pd.DataFrame:
        """The rows of the file."""
        return self.game.records


class BelievedDemand(Records):
    """The orders of the customers that players believe in, as a file."""

    called = "beer-game-believed"

    def rows(self) -> pd.DataFrame:
        return self.game.believed


class Debriefing(ForLecturer):
    """The debrief of the class."""

    async def get(self) -> None:
        """Show orders, net stocks and costs of all boards."""
        values: dict[str, Any] = {"lines": class_lines(self.game), "table": class_table(self.game)}
        await self.show("debrief.html", **values)
