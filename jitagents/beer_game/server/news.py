"""News: changes told over a websocket, or asked for every few seconds where there is none."""

import json
from typing import Any

from tornado.web import HTTPError
from tornado.websocket import WebSocketClosedError, WebSocketHandler

from jitagents.beer_game.server.base import Page

CLASS = "class"


class Status(Page):
    """The status of a seat, or of the class for the lecturer."""

    def asking(self) -> int | None:
        """Number of the player who asks; None for the lecturer who asks for the class.

        Raises:
            HTTPError: who asks is neither.
        """
        if self.get_query_argument("of", "") == CLASS:
            self.require_lecturer()
            return None
        player = self.player
        if player is None:
            raise HTTPError(403)
        return player.number

    async def get(self) -> None:
        """Answer with the status."""
        number = self.asking()
        status = self.room.of_class() if number is None else self.room.of_player(number)
        await self.settle()
        self.finish(status)


class News(WebSocketHandler, Status):
    """The same as a websocket that tells each change; it takes no messages."""

    async def get(self, *args: Any, **kwargs: Any) -> None:
        self._number = self.asking()
        await WebSocketHandler.get(self, *args, **kwargs)

    def open(self, *args: str, **kwargs: str) -> None:
        """Begin to listen."""
        self.room.listen(self, self._number)

    def tell(self, status: dict[str, object]) -> None:
        """Send a status."""
        try:
            sent = self.write_message(json.dumps(status))
            sent.add_done_callback(lambda done: done.exception())
        except WebSocketClosedError:
            self.room.leave(self)

    def on_message(self, message: str | bytes) -> None:
        self.close()

    def on_close(self) -> None:
        self.room.leave(self)

    def get_compression_options(self) -> None:
        """Send the few bytes as they are."""
