"""Chunks: whatever the processes and their size are, the numbers are the same; what is done is not done again."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from jitagents import InputError, Results
from jitagents.results.manifest import FORMAT
from jitagents.studies.chunks import Chunk, simulate
from jitagents.studies.executors import Processes
from jitagents.study import Study
from tests.studies.conftest import ROOT, SMALL, Counting, Forbidden, chosen, small


def assert_same(left: Results, right: Results) -> None:
    assert_frame_equal(left.replications, right.replications, check_exact=True)
    assert_frame_equal(left.histories, right.histories, check_exact=True)


@pytest.fixture(scope="module")
def straight() -> Results:
    """Two variants, run without a stop."""
    return two().run(progress=False)


def two(*overrides: str) -> Study:
    return small('variants={a: ["ordering=jit"], b: ["ordering=safety_stock"]}', "replications=5", *overrides)


def test_a_replication_is_the_same_alone_and_among_many() -> None:
    study = small("replications=200")
    many = study.run(progress=False)
    alone = simulate(Chunk(0, "jit", study.configs["jit"], study.levels, 137, 138))
    assert_frame_equal(
        chosen(many.replications, replication=137), chosen(alone.replications, replication=137), check_exact=True
    )
    assert_frame_equal(
        chosen(many.histories, replication=137), chosen(alone.histories, replication=137), check_exact=True
    )


@pytest.mark.parametrize("chunk", [1, 4, 6, 1000])
def test_the_chunk_size_does_not_matter(chunk: int, straight: Results) -> None:
    assert_same(two(f"chunk={chunk}").run(progress=False), straight)


def test_processes_do_not_matter(straight: Results) -> None:
    study = two("workers=2", "chunk=4")
    assert len(study.chunks()) == 6
    assert_same(study.run(progress=False), straight)
    with Processes(2) as pool:
        assert_same(study.run(progress=False, executor=pool), straight)
        assert pool.submit(abs, -1).result() == 1, "an executor of the user's stays open"


def test_a_script_needs_no_main_guard(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    asked = [*SMALL, "workers=2", "chunk=2"]
    script.write_text(
        f"import jitagents\nprint(len(jitagents.load('single', {asked}).run(progress=False).summary()))\n"
    )
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, script], env=environment, capture_output=True, text=True, check=True)
    assert int(done.stdout) > 0


def test_chunks_cover_every_replication_once() -> None:
    chunks = two("chunk=4").chunks()
    assert [(chunk.variant, chunk.first, chunk.last) for chunk in chunks] == [
        (name, first, last) for first, last in ((0, 2), (2, 4), (4, 5)) for name in "ab"
    ]
    assert len({chunk.name for chunk in chunks}) == 6


def test_a_stopped_study_does_only_what_is_missing(tmp_path: Path, straight: Results) -> None:
    study = two("chunk=4")
    with pytest.raises(RuntimeError, match="machine is gone"):
        study.run(tmp_path / "out", progress=False, executor=Counting(most=4))
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert manifest["status"] == "stopped"
    assert [told.split(": ")[1] for told in manifest["chunks"].values()] == ["done"] * 4 + ["failed"] * 2
    assert study.kept(tmp_path / "out") == 4

    rest = Counting()
    results = two("chunk=2").run(tmp_path / "out", progress=False, executor=rest)
    assert rest.ran == ["00004", "00005"], "the chunks keep the size of the first run"
    assert_same(results, straight)
    assert not (tmp_path / "out" / "chunks").exists()
    assert json.loads((tmp_path / "out" / "manifest.json").read_text())["status"] == "complete"


@pytest.mark.parametrize(("stated", "word"), [(None, "older"), (FORMAT + 1, "newer"), ("1", "whole number")])
def test_what_was_begun_in_another_format_is_not_gone_on_with(tmp_path: Path, stated: object, word: str) -> None:
    study, path = two("chunk=4"), tmp_path / "manifest.json"
    with pytest.raises(RuntimeError):
        study.run(tmp_path, progress=False, executor=Counting(most=4))
    written = json.loads(path.read_text())
    assert written.pop("format") == FORMAT
    path.write_text(json.dumps(written if stated is None else written | {"format": stated}))
    before = {one: one.read_bytes() for one in tmp_path.rglob("*") if one.is_file()}
    for use in (study.is_complete, study.kept, lambda folder: study.run(folder, progress=False, executor=Forbidden())):
        with pytest.raises(InputError, match=word) as caught:
            use(tmp_path)
        assert len(caught.value.faults) == 1
    assert {one: one.read_bytes() for one in tmp_path.rglob("*") if one.is_file()} == before


def test_a_chunk_that_is_half_there_is_done_again(tmp_path: Path, straight: Results) -> None:
    study = two("chunk=4")
    with pytest.raises(RuntimeError):
        study.run(tmp_path, progress=False, executor=Counting(most=2))
    (tmp_path / "chunks" / "00001.histories.parquet").unlink()
    rest = Counting()
    assert_same(study.run(tmp_path, progress=False, executor=rest), straight)
    assert rest.ran[0] == "00001"


def test_in_this_process_each_chunk_is_kept_before_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[int] = []

    def watched(chunk: Chunk) -> object:
        kept.append(len(list((tmp_path / "chunks").glob("*.histories.parquet"))))
        return simulate(chunk)

    monkeypatch.setattr("jitagents.studies.store.simulate", watched)
    two("chunk=4").run(tmp_path, progress=False)
    assert kept == [0, 1, 2, 3, 4, 5]


def test_a_complete_study_is_opened(tmp_path: Path, straight: Results) -> None:
    two().run(tmp_path, progress=False)
    assert two().is_complete(tmp_path)
    opened = two("workers=2", "chunk=2").run(tmp_path, progress=False, executor=Forbidden())
    assert_frame_equal(opened.replications, straight.replications, check_exact=True)
    reopened = Results.open(tmp_path)
    assert_frame_equal(reopened.summary(), straight.summary())
    assert reopened.manifest.hash == two().hash


def test_a_complete_study_that_lost_a_file_is_run_again(tmp_path: Path) -> None:
    small().run(tmp_path, progress=False)
    (tmp_path / "histories.parquet").unlink()
    small().run(tmp_path, progress=False)
    assert (tmp_path / "histories.parquet").exists()


def test_the_directory_of_another_study_is_left_alone(tmp_path: Path) -> None:
    small().run(tmp_path, progress=False)
    with pytest.raises(InputError, match="another configuration"):
        small("seed=2").run(tmp_path, progress=False, executor=Forbidden())
    with pytest.raises(InputError, match="is a file"):
        small().run(tmp_path / "summary.csv", progress=False, executor=Forbidden())


def test_without_a_directory_nothing_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    results = small().run(progress=False)
    assert not list(tmp_path.iterdir())
    assert isinstance(results.summary(), pd.DataFrame)
