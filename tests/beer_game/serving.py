"""Servers of the game for tests: within this process, or one of its own that can be killed."""

import asyncio
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets

from jitagents.beer_game.server.app import application
from jitagents.beer_game.server.room import Room
from tests.beer_game.client import Client

type Scene = Callable[[Room, str], Awaitable[None]]


@asynccontextmanager
async def served(directory: Path, boards: int = 1) -> AsyncIterator[tuple[Room, str]]:
    """A room that is served on a free port: the room and its address."""
    room, sockets = Room(directory, boards=boards), bind_sockets(0, "127.0.0.1")
    server = HTTPServer(application(room))
    server.add_sockets(sockets)
    try:
        yield room, f"http://127.0.0.1:{sockets[0].getsockname()[1]}"
    finally:
        server.stop()
        await server.close_all_connections()
        await asyncio.sleep(0)
        room.game.journal.close()


async def lecturer(room: Room, address: str) -> Client:
    """The lecturer's browser, which has been at the console."""
    client = Client(address)
    await client.get(f"/console?key={room.game.settings['key']}")
    return client


def on_a_server(directory: Path, scene: Scene, boards: int = 2) -> None:
    """Run a scene on a server in this process."""

    async def run() -> None:
        async with served(directory, boards) as (room, address):
            await scene(room, address)

    asyncio.run(run())


async def players(room: Room, address: str, count: int, **form: Any) -> list[Client]:
    """Clients of players who have joined, and a game that runs."""
    clients = [Client(address) for _ in range(count)]
    for client in clients:
        assert (await client.join(room.game.settings["code"], **form)).code == 303
    room.game.lecturer.run(True)
    return clients


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Process:
    """A server in a process of its own, as the command starts it.

    Attributes:
        address: of the server.
        code: of the game.
        console: address of the console with its key.
    """

    def __init__(self, directory: Path, port: int, boards: int = 1) -> None:
        self._command = [
            sys.executable, "-m", "jitagents", "beer-game", "--directory", str(directory), "--port", str(port),
            "--boards", str(boards),
        ]  # fmt: skip
        self.address = f"http://127.0.0.1:{port}"
        self.start()

    def start(self) -> None:
        """Start it, and wait until it has said where it is."""
        self._process = subprocess.Popen(self._command, stdout=subprocess.PIPE, text=True, env=dict(os.environ))
        assert self._process.stdout is not None
        said = "".join(self._process.stdout.readline() for _ in range(4))
        code, console = re.search(r"code (\w{4})", said), re.search(r"http\S+key=\S+", said)
        assert code is not None, said
        assert console is not None, said
        self.code, self.console = code[1], console[0]

    def kill(self) -> None:
        """End it at once, as a loss of power would."""
        self._process.kill()
        self._end()

    def stop(self) -> int:
        """Ask it to stop."""
        self._process.send_signal(signal.SIGTERM)
        return self._end()

    def _end(self) -> int:
        code = self._process.wait(timeout=20)
        assert self._process.stdout is not None
        self._process.stdout.close()
        return code
