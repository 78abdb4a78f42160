"""Command line of the laboratory: a server for the browser of this machine, and of no other."""

import secrets
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path

from jitagents import console
from jitagents.errors import InputError
from jitagents.translation import LANGUAGES

BAD_INPUT = 2
HOST, LAST_PORT = "127.0.0.1", 65_535
MISSING = "the laboratory needs the extra `lab`: pip install 'jitagents[lab]', or uv run --extra lab jitagents lab"


def run(arguments: Sequence[str]) -> int:
    """Open the laboratory, until it is stopped by Ctrl-C; return the exit code."""
    asked = _parser().parse_intermixed_args(arguments)
    if not 0 <= asked.port <= LAST_PORT:
        console.complain([f"--port {asked.port}: must be a number from 0 to {LAST_PORT}"])
        return BAD_INPUT
    try:
        import panel
        import tornado  # noqa: F401
    except ImportError:
        console.complain([MISSING])
        return BAD_INPUT
    del panel
    from jitagents.lab.document import read
    from jitagents.lab.experiment import Experiment
    from jitagents.lab.server import serve

    try:
        study, overrides = read(asked.open) if asked.open else (asked.study, [])
        with console.busy("composing"):
            experiment = Experiment(study, [*overrides, *asked.overrides], asked.language)
        serve(experiment, HOST, asked.port, secrets.token_urlsafe(16), browser=asked.browser)
    except InputError as error:
        console.complain(error.faults)
        return BAD_INPUT
    except OSError as error:
        console.complain([f"--port {asked.port}: {error.strerror}"])
        return BAD_INPUT
    return 0


def _parser() -> ArgumentParser:
    parser = ArgumentParser(
        prog="jitagents lab", allow_abbrev=False,
        description="A laboratory in the browser of this machine: sliders, the network, a film. Ctrl-C ends it.",
    )  # fmt: skip
    parser.add_argument("--port", type=int, default=0, metavar="N", help="where it listens; default: a free one")
    parser.add_argument("--no-browser", dest="browser", action="store_false", help="print the address, open nothing")
    parser.add_argument("--language", choices=LANGUAGES, default="en", help="of the page; it can be changed there")
    parser.add_argument("--study", default="single", metavar="NAME", help="that it begins with; default: single")
    parser.add_argument("--open", type=Path, metavar="FILE", help="a state that was saved from the page")
    parser.add_argument("overrides", nargs="*", metavar="key=value", help="of the study, e.g. network=beer_game")
    return parser
