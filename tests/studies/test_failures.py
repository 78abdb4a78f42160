"""Chunks that fail: the others go on, the directory says which and why, and a second start runs only those."""

import json
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest

from jitagents import InputError, Results
from jitagents.studies.chunks import Chunk
from jitagents.studies.executors import InProcess
from jitagents.studies.failures import HOPELESS, ChunksFailed
from jitagents.study import Study
from tests.studies.conftest import Counting, small


class Failing(InProcess):
    """Fails at some chunks."""

    def __init__(self, error: Exception, *names: str) -> None:
        self.error, self.names, self.asked = error, names, list[str]()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.asked.append(args[0].name)
        return super().submit(self._fail if args[0].name in self.names else fn, *args, **kwargs)

    def _fail(self, _: object) -> None:
        raise self.error


def study() -> Study:
    """Five chunks of a replication each."""
    return small("replications=5", "chunk=2")


def test_the_rest_goes_on_and_a_second_start_runs_only_what_failed(tmp_path: Path) -> None:
    out, straight = tmp_path / "out", tmp_path / "straight"
    broken = Failing(ZeroDivisionError("division by zero"), "00001", "00003")
    with pytest.raises(ChunksFailed, match="2 of 5 chunks are missing") as told:
        study().run(out, progress=False, executor=broken)
    assert len(broken.asked) == 5
    which = "jit, replications 1 to 1: ZeroDivisionError: division by zero; `replications=1:2` runs these alone"
    assert told.value.faults[0] == which
    chunks = json.loads((out / "manifest.json").read_text())["chunks"]
    assert chunks["00003"].startswith("jit, replications 3 to 3: failed: ZeroDivisionError")
    assert [words.endswith("done") for words in chunks.values()] == [True, False, True, False, True]
    with pytest.raises(
        InputError, match=r"lacks 2 of 5 chunks: jit, replications 1 to 1: failed: ZeroDivision.* 3 to 3"
    ):
        Results.open(out)
    again = Counting()
    study().run(out, progress=False, executor=again)
    assert again.ran == ["00001", "00003"]
    study().run(straight, progress=False)
    assert (out / "replications.parquet").read_bytes() == (straight / "replications.parquet").read_bytes()


def test_a_run_in_which_nothing_works_ends_early(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Chunk] = []

    def failing(chunk: Chunk) -> None:
        asked.append(chunk)
        raise MemoryError

    monkeypatch.setattr("jitagents.studies.store.simulate", failing)
    with pytest.raises(ChunksFailed, match="lower `workers`"):
        study().run(tmp_path, progress=False)
    assert len(asked) == HOPELESS < len(study().chunks())


def test_a_fault_of_the_input_ends_the_run(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such rule"):
        study().run(tmp_path, progress=False, executor=Failing(InputError("no such rule"), "00001"))


def test_without_a_directory_the_first_error_ends_the_run() -> None:
    with pytest.raises(ZeroDivisionError):
        study().run(progress=False, executor=Failing(ZeroDivisionError(), "00001"))
