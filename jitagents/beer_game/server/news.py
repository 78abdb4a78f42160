"""News: what has changed, over a websocket, or asked for every few seconds where there is none."""

import json
from typing import Any

from tornado.web import HTTPError
from tornado.websocket import WebSocketClosedError, WebSocketHandler

from jitagents.beer_game.server.base import Page

CLASS = "class"


class Status(Page):
    """The status of a seat, or of the class for the lecturer."""

    def status(self, of_class: bool) -> dict[str, object]:
        """Status of who asks; nobody else's.

        Raises:
            HTTPError: who asks is nobody, or no lecturer.
        """
        if of_class:
            self.require_lecturer()
            return self.room.of_class()
        player = self.player
        if player is None:
            raise HTTPError(403)
        return self.room.of_seat(player.board, player.seat)

    async def get(self) -> None:
        """Answer with the status."""
        status = self.status(self.get_query_argument("of", "") == CLASS)
        await self.settle()
        self.finish(status)


class News(WebSocketHandler, Status):
    """The same as a websocket that tells each change; it takes no messages."""

    async def get(self, *args: Any, **kwargs: Any) -> None:
        self._of_class = self.get_query_argument("of", "") == CLASS
        self.status(self._of_class)
        await WebSocketHandler.get(self, *args, **kwargs)

    def open(self, *args: str, **kwargs: str) -> None:
        """Begin to listen."""
        self.room.listen(self, lambda: self.status(self._of_class))
        self.room.tell()

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
