"""Pages of players: join by the code, come back by a word or a cookie, see the seat, order."""

from typing import Any

from tornado.web import HTTPError

from jitagents.beer_game.codes import same
from jitagents.beer_game.refusal import Refused
from jitagents.beer_game.seats import Player
from jitagents.beer_game.server.base import KEPT_DAYS, Page
from jitagents.beer_game.server.room import Room
from jitagents.beer_game.server.sight import pipeline, seat_lines, shared_lines
from jitagents.beer_game.server.tries import Tries
from jitagents.beer_game.settings import OPEN
from jitagents.beer_game.setup import SEATS

ANY = "any"


class Join(Page):
    """The first page: a code, and a seat if one is wished for."""

    def initialize(self, room: Room, tries: Tries | None = None) -> None:
        super().initialize(room)
        self.tries = tries or Tries()

    async def get(self) -> None:
        """Show the form, or the seat of who has one."""
        player = self.player
        if player is not None and player.board is not None:
            return self.go("/play")
        await self.show("join.html", fault="", code=self.get_query_argument("code", "")[:8])
        return None

    async def post(self) -> None:
        """Seat a person who knows the code."""
        self.limit()
        code = self.get_body_argument("code", "")
        if not same(code, self.game.settings["code"]):
            self.tries.wrong(str(self.request.remote_ip))
            return await self.refuse(self.said("There is no game with this code."), code)
        try:
            player = self.game.seats.join(self.get_body_argument("name", "")[:200], self.place())
        except Refused as fault:
            return await self.refuse(fault.told(self.said), code)
        await self.enter(player)
        return None

    def place(self) -> tuple[int, int] | None:
        """The board and seat that are wished for."""
        board, _, seat = self.get_body_argument("place", ANY).partition("/")
        if not (board.isdecimal() and seat.isdecimal()):
            return None
        return int(board), int(seat)

    def limit(self) -> None:
        """Refuse an address that guesses."""
        if self.tries.too_many(str(self.request.remote_ip)):
            raise HTTPError(429)

    async def enter(self, player: Player) -> None:
        """Give the browser the cookie of a player."""
        await self.settle()
        self.set_signed_cookie(
            "player", str(player.number), expires_days=KEPT_DAYS, httponly=True, samesite="Lax"
        )  # fmt: skip
        self.go("/play")

    async def refuse(self, fault: str, code: str) -> None:
        """Show the form again, with what is wrong."""
        self.set_status(400)
        await self.show("join.html", fault=fault, code=code[:8])


class ComeBack(Join):
    """The way back from another browser, by the word of a player."""

    async def get(self) -> None:
        self.go("/")

    async def post(self) -> None:
        self.limit()
        player = self.game.seats.come_back(self.get_body_argument("word", "")[:60])
        if player is None:
            self.tries.wrong(str(self.request.remote_ip))
            return await self.refuse(self.said("Nobody has this word."), "")
        await self.enter(player)
        return None


class Play(Page):
    """The seat of a player."""

    template = "play.html"

    async def get(self) -> None:
        """Show what the seat sees."""
        player = self.player
        if player is None or player.board is None or player.seat is None:
            return self.go("/")
        await self.show(self.template, fault="", **self.seat(player, player.board, player.seat))
        return None

    def seat(self, player: Player, board: int, seat: int) -> dict[str, Any]:
        """All that the page of a seat shows."""
        game, boards = self.game, self.game.boards
        view, over = boards.view(board, seat), boards.over(board)
        return {
            "player": player, "board": board, "seat": seat, "view": view, "over": over,
            "status": self.room.of_seat(board, seat), "left": game.turns.left(board),
            "ordered": None if over else boards.ordered(board, seat, view.week),
            "running": game.settings["phase"] == OPEN, "setup": game.setup,
            "pipeline": pipeline(boards, board, seat), "own": seat_lines(boards, board, seat),
            "shared": shared_lines(game, board), "down": seat == len(SEATS) - 1 and _is_down(game, view.week),
            "asked": game.beliefs.weeks if game.beliefs.asked(board, seat) else [],
            "believed": game.beliefs.told(board, seat),
        }  # fmt: skip


def _is_down(game: Any, week: int) -> bool:
    return bool(game.setup.outage) and 0 <= week - game.setup.outage < game.setup.down


class SeatPart(Play):
    """The part of the page of a seat that changes."""

    template = "seat.html"

    async def get(self) -> None:
        player = self.player
        if player is None or player.board is None or player.seat is None:
            raise HTTPError(403)
        await self.show(self.template, fault="", **self.seat(player, player.board, player.seat))


class Sent(Play):
    """Something that a player sends: for the seat whose cookie the browser has, whatever else it sends."""

    async def post(self) -> None:
        """Take it; the answer comes when it is on disk."""
        player = self.player
        if player is None:
            raise HTTPError(403)
        scripted = self.request.headers.get("Accept", "").startswith("application/json")
        try:
            taken = self.take(player)
        except Refused as fault:
            await self.settle()
            return await self.refuse(player, fault.told(self.said), scripted)
        await self.settle()
        if scripted:
            self.finish(taken)
        else:
            self.go("/play")
        return None

    def take(self, player: Player) -> dict[str, object]:
        """Take what a player sends, and return what stands.

        Raises:
            Refused: the game does not allow it.
        """
        raise NotImplementedError

    async def refuse(self, player: Player, fault: str, scripted: bool) -> None:
        """Say why it was not taken."""
        self.set_status(409)
        if scripted:
            self.finish({"fault": fault})
        elif player.board is None or player.seat is None:
            self.go("/")
        else:
            await self.show(self.template, **{**self.seat(player, player.board, player.seat), "fault": fault})


class Order(Sent):
    """The order of a week."""

    def take(self, player: Player) -> dict[str, object]:
        text = self.get_body_argument("week", "")
        week = int(text) if text.isdecimal() and len(text) < 4 else 0
        return {"order": self.game.turns.order(player, week, self.get_body_argument("cases", ""))}


class Belief(Sent):
    """The orders of the customers that a player believes in."""

    def take(self, player: Player) -> dict[str, object]:
        beliefs = self.game.beliefs
        beliefs.tell(player, {week: self.get_body_argument(f"week{week}", "") for week in beliefs.weeks})
        return {}
