"""Kills: a run that is killed leaves no process, and goes on to the files of one that was never disturbed."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from jitagents.results.drawn import Drawing
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


def test_stopped_while_it_imports_it_says_so_and_leaves_nothing(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "jitagents", "replications=5"]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as run:
        children = Path(f"/proc/{run.pid}/task/{run.pid}/children")
        while run.poll() is None and not children.read_text():
            time.sleep(0.01)
        run.terminate()
        _, said = run.communicate(timeout=60)
    assert run.returncode == 130
    assert "stopped" in said
    assert "Traceback" not in said
    assert not list(tmp_path.iterdir())


@pytest.mark.slow
def test_goes_on_as_if_nothing_had_been(tmp_path: Path) -> None:
    straight, folder = tmp_path / "straight", tmp_path / "out"
    Drawing(InProcess()).write(load("single", STUDY[1:]).run(straight, progress=False), straight)
    for moment, kill in KILLS:
        _, wrong = killed(folder, moment, kill)
        assert not wrong, kill
    assert finished(folder) == ""
    assert content(folder) == content(straight)
