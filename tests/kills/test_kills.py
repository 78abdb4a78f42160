"""Kills: a run that is killed leaves no process, and goes on to the files of one that was never disturbed."""

import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from jitagents.results.drawn import draw
from jitagents.studies.executors import InProcess
from jitagents.study import load
from tests.kills.storm import STUDY, Kill, content, finished, killed

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks at /proc")


def chunks(count: int) -> Callable[[Path], bool]:
    """The moment at which so many chunks are there."""
    return lambda folder: len(list((folder / "chunks").glob("*.json"))) >= count


KILLS = (
    (chunks(1), Kill(signal.SIGKILL, "main")),
    (chunks(2), Kill(signal.SIGKILL, "another")),
    (chunks(3), Kill(signal.SIGTERM, "main")),
    (lambda folder: (folder / "summary.parquet").exists(), Kill(signal.SIGKILL, "group")),
)


@pytest.mark.slow
def test_goes_on_as_if_nothing_had_been(tmp_path: Path) -> None:
    straight, folder = tmp_path / "straight", tmp_path / "out"
    draw(load("single", STUDY[1:]).run(straight, progress=False), straight, InProcess())
    for moment, kill in KILLS:
        _, wrong = killed(folder, moment, kill)
        assert not wrong, kill
    assert finished(folder) == ""
    assert content(folder) == content(straight)
