"""Directories that the program is pointed to: files of the user's stay, bad input leaves nothing, jobs go on."""

import errno
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import SMALL, Call

NOBODY = 65_534
"""The user without rights of most systems."""
ONE = ("study=single", *SMALL)


def test_a_directory_in_use(call: Call, home: Path) -> None:
    (home / "out" / "chunks").mkdir(parents=True)
    (home / "out" / "chunks" / "thesis.txt").write_text("mine")
    (home / "out" / "summary.csv").write_text("mine")
    told = call(*ONE, "hydra.run.dir=out")
    assert told.code == 2
    assert "holds chunks, summary.csv but no manifest.json" in told.err
    assert told.err.count("\n") == 1
    assert (home / "out" / "chunks" / "thesis.txt").read_text() == (home / "out" / "summary.csv").read_text() == "mine"
    assert {path.name for path in (home / "out").iterdir()} == {"chunks", "summary.csv"}


def test_empty_directories_stay_and_new_ones_go(call: Call, home: Path) -> None:
    (home / "a" / "b").mkdir(parents=True)
    for place in ("a/b", "a/b/c/d", "a/new"):
        assert call(*ONE, "replications=0", f"hydra.run.dir={place}").code == 2
        assert sorted(str(path.relative_to(home)) for path in home.rglob("*")) == ["a", str(Path("a", "b"))]


@pytest.mark.usefixtures("undrawn")
def test_runs_that_start_at_one_time_have_directories_of_their_own(call: Call, home: Path) -> None:
    """A name with the time is a new directory for every run; one without is gone on with."""
    at_one_time = "hydra.run.dir=outputs/${now:%z}at"
    assert call(*ONE, at_one_time).code == call(*ONE, "seed=2", at_one_time).code == 0
    assert call(*ONE, "replications=0", at_one_time).code == 2
    assert {path.name for path in (home / "outputs").iterdir()} == {"at", "at_1"}
    assert all((path / "summary.csv").exists() for path in (home / "outputs").iterdir())


@pytest.mark.usefixtures("undrawn")
def test_one_bad_job_of_a_sweep(call: Call, home: Path) -> None:
    told = call("-m", *ONE, "replications=2,0,3", "hydra.sweep.dir=out")
    assert told.code == 2
    assert "replications" in told.err
    assert "Traceback" not in told.err
    assert {path.name for path in (home / "out").iterdir()} == {"0", "2", "multirun.yaml"}
    assert (home / "out" / "2" / "summary.csv").exists()


@pytest.mark.parametrize("name", ["notes.txt", "multirun.yaml"])
def test_a_sweep_into_a_directory_in_use(call: Call, home: Path, name: str) -> None:
    (home / "out").mkdir()
    (home / "out" / name).write_text("mine")
    told = call("-m", *ONE, "seed=1,2", "hydra.sweep.dir=out")
    assert told.code == 2
    assert "is not the directory of a sweep" in told.err
    assert {path.name: path.read_text() for path in (home / "out").iterdir()} == {name: "mine"}


@pytest.mark.usefixtures("undrawn")
def test_a_sweep_with_links(call: Call, home: Path) -> None:
    (home / "out").mkdir()
    (home / "elsewhere").mkdir()
    (home / "out" / "0").symlink_to(home / "elsewhere")
    told = call("-m", *ONE, "seed=1,2", "hydra.sweep.dir=out")
    assert told.code == 2
    assert "is a link" in told.err
    assert not list((home / "elsewhere").iterdir())
    (home / "out" / "multirun.yaml").unlink(missing_ok=True)
    (home / "out" / "multirun.yaml").symlink_to(home / "elsewhere" / "x")
    assert "is a link" in call("-m", *ONE, "seed=1,2", "hydra.sweep.dir=out").err
    assert not list((home / "elsewhere").iterdir())


def test_a_sweep_that_cannot_be_composed_leaves_nothing(call: Call, home: Path) -> None:
    assert call("-m", *ONE, "ordering=jit,nothing_such", "hydra.sweep.dir=out").code == 2
    assert call("-m", *ONE, "replications=0,-1", "hydra.sweep.dir=out").code == 2
    assert not list(home.iterdir())


def test_a_full_disk(call: Call, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, target: Path) -> Path:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "replace", full)
    told = call(*ONE, "hydra.run.dir=new/out")
    assert told.code == 2
    assert told.err.endswith("manifest.json: No space left on device\n")
    assert told.err.count("\n") == 1
    assert not list(home.iterdir())


@pytest.fixture
def read_only(tmp_path: Path) -> Iterator[Path]:
    """A directory in which the test's process may not write; root becomes another user as long as it lasts."""
    if not hasattr(os, "geteuid"):
        pytest.skip("the system has no such rights")
    with tempfile.TemporaryDirectory() as name:
        place, user = Path(name), os.geteuid()
        place.chmod(0o555)
        try:
            if user == 0:
                os.seteuid(NOBODY)
            yield place
        finally:
            os.seteuid(user)


def test_a_directory_that_is_read_only(call: Call, read_only: Path) -> None:
    told = call(*ONE, f"hydra.run.dir={read_only}")
    assert told.code == 2
    assert "Permission denied" in told.err
    assert told.err.count("\n") == 1
    told = call(*ONE, f"hydra.run.dir={read_only / 'new'}")
    assert told.code == 2
    assert "Permission denied" in told.err
    assert not list(read_only.iterdir())
