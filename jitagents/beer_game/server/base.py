"""Base of all pages of the server: the person who asks, the language, and an answer that waits for the disk."""

import sqlite3
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from tornado.web import HTTPError, RequestHandler

from jitagents.beer_game.codes import same
from jitagents.beer_game.game import Game
from jitagents.beer_game.refusal import Refused
from jitagents.beer_game.seats import Player
from jitagents.beer_game.server.chart import chart
from jitagents.beer_game.server.room import Room
from jitagents.beer_game.setup import SEATS
from jitagents.errors import InputError
from jitagents.translation import LANGUAGES, Translation

FOLDER = Path(str(files("jitagents.beer_game")))
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
KEPT_DAYS = 30
"""Days for which a browser keeps its seat."""


@cache
def templates() -> Environment:
    """The templates of the pages; whatever is put into them is escaped."""
    loader = FileSystemLoader(FOLDER / "templates")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


@cache
def translation(language: str) -> Translation:
    """Sentences of the pages in a language."""
    return Translation(language, FOLDER / "translations")


class Page(RequestHandler):
    """A page of the game."""

    def initialize(self, room: Room) -> None:
        """Take the room whose game is played."""
        self.room = room

    def set_default_headers(self) -> None:
        for name, value in HEADERS.items():
            self.set_header(name, value)
        self.clear_header("Server")

    @property
    def game(self) -> Game:
        """The game that is played."""
        return self.room.game

    @property
    def player(self) -> Player | None:
        """The player whose browser asks."""
        number = self.get_signed_cookie("player", max_age_days=KEPT_DAYS)
        return self.game.seats.players.get(int(number)) if number else None

    @property
    def is_lecturer(self) -> bool:
        """Whether the lecturer's browser asks."""
        key = self.get_signed_cookie("console", max_age_days=KEPT_DAYS)
        return key is not None and same(key.decode(), self.game.settings["key"])

    def require_lecturer(self) -> None:
        """Refuse everybody but the lecturer."""
        if not self.is_lecturer:
            raise HTTPError(403)

    @property
    def said(self) -> Translation:
        """Sentences in the language of the game."""
        return translation(self.game.settings["language"])

    async def show(self, template: str, **values: Any) -> None:
        """Answer with a page, once all that it shows is on disk."""
        page = templates().get_template(template).render(
            t=self.said, game=self.game, seats=SEATS, languages=LANGUAGES, draw=self.draw,
            xsrf=self.xsrf_token.decode(), language=self.game.settings["language"], **values,
        )  # fmt: skip
        await self.settle()
        self.finish(page)

    def draw(self, lines: Mapping[str, Sequence[float]], title: str, weeks: int | None = None) -> Markup:
        """Draw lines over the weeks, with their names in the language of the game."""
        said = {self.said(name): line for name, line in lines.items()}
        return chart(said, weeks or self.game.setup.weeks, self.said(title), self.said("week"))

    async def settle(self) -> None:
        """Wait for the disk, then tell who listens; a server that cannot keep what it is told must not go on."""
        try:
            await self.game.journal.durable()
        except sqlite3.Error as error:
            sys.stderr.write(f"{self.game.journal.path}: {error}\n")
            self.settings["stop"](1)
            raise HTTPError(507) from error
        self.room.tell()

    def reason(self, fault: InputError) -> str:
        """Why something is refused, in the language of the game if the game itself refuses it."""
        return fault.told(self.said) if isinstance(fault, Refused) else str(fault)

    def go(self, address: str) -> None:
        """Send the browser on to another page."""
        self.redirect(address, status=303)

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        sentences = {
            403: "This page is not for you.",
            404: "There is no such page.",
            429: "Too many wrong tries; wait a minute.",
        }
        said = self.said(sentences.get(status_code, "This cannot be done."))
        page = templates().get_template("error.html")
        self.finish(page.render(t=self.said, language=self.game.settings["language"], said=said, xsrf=""))


class Unknown(Page):
    """An address without a page."""

    def prepare(self) -> None:
        raise HTTPError(404)
