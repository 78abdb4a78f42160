"""The command line, called in this process: a start costs a tenth of a second instead of three."""

import logging
import os
import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from jitagents import cli
from jitagents.results.drawn import Drawing
from jitagents.trust import TRUST

SMALL = ["network=serial", "days=30", "warmup=10", "crisis.outage.start=5", "workers=1", "replications=2"]
MAIN = [*SMALL, "crisis=supplier_outage"]
"""For the main study, whose crisis is another one."""


@dataclass(frozen=True)
class Told:
    """What a call of the program said."""

    code: int
    out: str
    err: str


type Call = Callable[..., Told]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty current directory, and everything that the program sets put back afterwards."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", list(sys.path))
    before, handler = dict(os.environ), signal.getsignal(signal.SIGTERM)
    os.environ.pop(TRUST, None)
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield tmp_path
    root.handlers[:] = handlers
    root.setLevel(level)
    os.environ.clear()
    os.environ.update(before)
    signal.signal(signal.SIGTERM, handler)


@pytest.fixture
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """No figures and no page, which take most of the time of a small run."""
    for part in ("begin", "write"):
        monkeypatch.setattr(Drawing, part, lambda drawing, *given: None)


@pytest.fixture
def call(home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Call:
    """Call `jitagents` with arguments."""

    def run(*arguments: str) -> Told:
        monkeypatch.setattr(sys, "argv", ["jitagents", *arguments])
        code = 0
        try:
            cli.main()
        except SystemExit as end:
            code = int(end.code or 0)
        return Told(code, *capsys.readouterr())

    return run
