"""The application: addresses of its pages, the clock of the game, its start and its end."""

import asyncio
import signal
import socket
from collections.abc import Callable, Sequence

from tornado.httpserver import HTTPServer
from tornado.web import Application, StaticFileHandler

from jitagents.beer_game.server.base import FOLDER, HEADERS, Page, Unknown
from jitagents.beer_game.server.console import (
    BelievedDemand,
    Console,
    ConsolePart,
    Debriefing,
    Projector,
    ProjectorPart,
    Records,
)
from jitagents.beer_game.server.news import News, Status
from jitagents.beer_game.server.player import Belief, ComeBack, Join, Order, Play, SeatPart
from jitagents.beer_game.server.report import Report
from jitagents.beer_game.server.room import Room
from jitagents.beer_game.server.tries import Tries

LARGEST_REQUEST = 16_384
"""Bytes of a request at most: forms have a few words."""
TICK = 1.0
"""Seconds between two looks at the timers."""


class Static(StaticFileHandler):
    """Styles and scripts."""

    def set_extra_headers(self, path: str) -> None:
        for name, value in HEADERS.items():
            self.set_header(name, value if name != "Cache-Control" else "no-cache")


def application(room: Room, addresses: Sequence[str] = (), stop: asyncio.Event | None = None) -> Application:
    """Make the application of a room.

    Args:
        room: whose game is played.
        addresses: at which players join.
        stop: set where the server must not go on.
    """
    pages: dict[str, type[Page]] = {
        "/play": Play, "/play/seat": SeatPart, "/order": Order, "/belief": Belief, "/status": Status, "/news": News,
        "/console": Console,
        "/console/boards": ConsolePart, "/console/projector": Projector, "/console/projector/wall": ProjectorPart,
        "/console/records.csv": Records, "/console/believed.csv": BelievedDemand, "/console/debrief": Debriefing,
        "/console/debrief/report": Report,
    }  # fmt: skip
    joining = {"room": room, "tries": Tries()}

    def end(code: int) -> None:
        if stop is not None:
            stop.set()

    return Application(
        [
            ("/", Join, joining),
            ("/return", ComeBack, joining),
            *((address, page, {"room": room}) for address, page in pages.items()),
            (r"/static/(.+)", Static, {"path": str(FOLDER / "static")}),
        ],
        default_handler_class=Unknown,
        default_handler_args={"room": room},
        cookie_secret=room.game.settings["secret"],
        xsrf_cookies=True,
        xsrf_cookie_kwargs={"samesite": "Lax"},
        websocket_ping_interval=20,
        addresses=list(addresses),
        log_function=lambda handler: None,
        stop=end,
    )


async def serve(room: Room, host: str, port: int, addresses: Sequence[str], ready: Callable[[], None]) -> bool:
    """Serve until the process is asked to stop; the game is on disk then.

    Args:
        room: with the game.
        host, port: where it listens.
        addresses: at which players join.
        ready: called when it listens.

    Returns:
        Whether all went well; False where the disk refused what the game had to keep.

    Raises:
        OSError: the port is taken.
    """
    stop, broken = asyncio.Event(), asyncio.Event()
    server = HTTPServer(application(room, addresses, broken), max_body_size=LARGEST_REQUEST)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.create_server((host, port), family=family)
    listening.setblocking(False)
    server.add_socket(listening)
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop.set)
    ready()
    clock = asyncio.ensure_future(tick(room))
    waits = [asyncio.ensure_future(event.wait()) for event in (stop, broken)]
    await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    for task in (clock, *waits):
        task.cancel()
    server.stop()
    await server.close_all_connections()
    if not broken.is_set():
        room.game.journal.close()
    return not broken.is_set()


async def tick(room: Room) -> None:
    """Close weeks whose time is over, and tell it."""
    while True:
        await asyncio.sleep(TICK)
        room.game.turns.tick()
        await room.game.journal.durable()
        room.tell()
        room.tell_class()
