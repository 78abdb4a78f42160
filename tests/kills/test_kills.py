"""Kills: a run that is killed leaves no process, and goes on to the files of one that was never disturbed."""

import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.kills.storm import Blow, content, finished, killed, processes, started

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks at /proc")


def chunks(count: int) -> Callable[[Path], bool]:
    """The moment at which so many chunks are there."""
    return lambda folder: len(list((folder / "chunks").glob("*.json"))) >= count


BLOWS = (
    (lambda folder: folder.exists(), Blow(signal.SIGKILL, "main")),
    (chunks(1), Blow(signal.SIGKILL, "main")),
    (chunks(2), Blow(signal.SIGKILL, "another")),
    (chunks(3), Blow(signal.SIGTERM, "main")),
    (chunks(4), Blow(signal.SIGINT, "group")),
    (lambda folder: (folder / "summary.parquet").exists(), Blow(signal.SIGKILL, "group")),
    (lambda folder: (folder / "figures").exists(), Blow(signal.SIGKILL, "main")),
)


def test_goes_on_as_if_nothing_had_been(tmp_path: Path) -> None:
    assert finished(tmp_path / "straight") == ""
    folder = tmp_path / "out"
    for moment, blow in BLOWS:
        _, wrong = killed(folder, moment, blow)
        assert not wrong, blow
    assert finished(folder) == ""
    assert content(folder) == content(tmp_path / "straight")


def test_two_at_once_in_a_directory(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    first = started(folder)
    while first.poll() is None and not chunks(1)(folder):
        pass
    told = finished(folder)
    first.send_signal(signal.SIGKILL)
    first.communicate(timeout=60)
    assert "is in use by another run" in told
    assert "Traceback" not in told
    assert first.returncode == -signal.SIGKILL
    assert processes(first.pid) is not None
