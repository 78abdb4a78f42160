"""Command line of the beer game: serves it on this machine, or in the network of a room when asked."""

import asyncio
import ipaddress
import signal
import socket
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping, Sequence
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import NoReturn

from rich.markup import escape

from jitagents import console
from jitagents.beer_game.settings import MOST_BOARDS
from jitagents.errors import InputError
from jitagents.translation import LANGUAGES

HERE, PORT, BAD_INPUT, BROKEN = "127.0.0.1", 8200, 2, 1
NO_EXTRA = (
    "the beer game needs the extra `lab`: pip install 'jitagents[lab]', or uv run --extra lab jitagents beer-game"
)


def run(arguments: Sequence[str]) -> int:
    """Serve the game until it is stopped; return the exit code."""
    before = signal.signal(signal.SIGTERM, _leave)  # until the server listens, and takes it itself
    try:
        return _served(arguments)
    finally:
        signal.signal(signal.SIGTERM, before)


def _served(arguments: Sequence[str]) -> int:
    asked = parser().parse_args(arguments)
    if find_spec("tornado") is None:
        console.complain([NO_EXTRA])
        return BAD_INPUT
    from jitagents.beer_game.server.app import serve
    from jitagents.beer_game.server.room import Room

    try:
        check(asked)
        room = Room(asked.directory, boards=asked.boards, language=asked.language)
        addresses = addresses_of(asked.host, asked.port)
        ready = partial(announce, asked, room.game.settings, addresses)
        return 0 if asyncio.run(serve(room, asked.host, asked.port, addresses, ready)) else BROKEN
    except InputError as error:
        console.complain(error.faults)
    except OSError as error:
        console.complain([f"{asked.host}:{asked.port}: {error.strerror or error}; another --port may be free"])
    return BAD_INPUT


def _leave(*_: object) -> NoReturn:
    """End well, when the process is asked to before there is anything to keep."""
    raise SystemExit(0)


def parser() -> ArgumentParser:
    """The arguments of the command."""
    made = ArgumentParser(prog="jitagents beer-game", description="Serve the beer game.", allow_abbrev=False)
    made.add_argument("--host", default=HERE, metavar="ADDRESS", help="0.0.0.0 opens it to the network of the room")
    made.add_argument("--port", type=int, default=PORT, help=f"of the server ({PORT})")
    made.add_argument("--boards", type=int, default=1, help=f"of four seats, 1 to {MOST_BOARDS}; of a new game")
    made.add_argument(
        "--directory",
        type=Path,
        default=Path("beer-game"),
        metavar="DIR",
        help="of the game, which goes on if it has one",
    )
    made.add_argument("--language", choices=tuple(LANGUAGES), default="en", help="of a new game")
    return made


def check(asked: Namespace) -> None:
    """Check the arguments.

    Raises:
        InputError: a number is out of its limits, or the host is no address.
    """
    faults = []
    for name, low, high in (("port", 1, 65535), ("boards", 1, MOST_BOARDS)):
        if not low <= (value := getattr(asked, name)) <= high:
            faults.append(f"--{name} {value}: must lie between {low} and {high}")
    try:
        ipaddress.ip_address("127.0.0.1" if asked.host == "localhost" else asked.host)
    except ValueError:
        faults.append(f"--host {asked.host}: must be an address of this machine, as {HERE} or 0.0.0.0")
    if faults:
        raise InputError(*faults)


def addresses_of(host: str, port: int) -> list[str]:
    """Addresses at which players join."""
    if host == "localhost" or not ipaddress.ip_address(host).is_unspecified:
        return [f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"]
    return [f"http://{_in_the_room()}:{port}"]


def _in_the_room() -> str:
    """Address of this machine in the network that it would send by; nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
            return str(probe.getsockname()[0])
        except OSError:
            return socket.gethostname()


def announce(asked: Namespace, settings: Mapping[str, object], addresses: Sequence[str]) -> None:
    """Say where the game is, who can reach it, and how to stop it."""
    local = asked.host == "localhost" or ipaddress.ip_address(asked.host).is_loopback
    reach = (
        "only this machine can reach it; --host 0.0.0.0 opens it to the network of the room"
        if local
        else "everybody in the network of this machine can reach it"
    )
    here = addresses[0] if local else f"http://{HERE}:{asked.port}"
    own = here if local or ipaddress.ip_address(asked.host).is_unspecified else addresses[0]
    lines = [
        f"players: {addresses[0]}  code {settings['code']}",
        f"lecturer: {own}/console?key={settings['key']}",
        f"{reach}.",
        f"Every order is kept in {asked.directory}; Ctrl+C stops, the same command goes on.",
    ]
    for line in lines:
        console.OUT.print(escape(line), soft_wrap=True)
