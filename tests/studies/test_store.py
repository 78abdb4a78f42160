"""Chunks that are kept: what is not this study's, or not as it was written, is simulated again."""

import json
import os
import pickle
import shutil
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from jitagents import InputError
from jitagents.study import Study
from tests.studies.conftest import Counting, Forbidden, small

PART = "00001.replications.parquet"


def _stopped(folder: Path, *overrides: str) -> Study:
    study = small("replications=6", "chunk=4", *overrides)
    with pytest.raises(RuntimeError):
        study.run(folder, progress=False, executor=Counting(most=2))
    return study


def _seal(chunks: Path) -> None:
    """Write the seal anew, for the files that are there."""
    seal = json.loads((chunks / "00001.json").read_text())
    seal["files"] = {
        part: sha256((chunks / f"00001.{part}.parquet").read_bytes()).hexdigest() for part in seal["files"]
    }
    (chunks / "00001.json").write_text(json.dumps(seal))


def _truncate(chunks: Path) -> None:
    (chunks / PART).write_bytes((chunks / PART).read_bytes()[:-50])


class _Opens:
    def __reduce__(self) -> tuple[object, tuple[str, ...]]:
        return exec, ("raise SystemExit('unpickled')",)


def _pickle(chunks: Path) -> None:
    (chunks / PART).write_bytes(pickle.dumps(_Opens()))
    _seal(chunks)


def _other_columns(chunks: Path) -> None:
    pd.read_parquet(chunks / PART).drop(columns="scope").to_parquet(chunks / PART)
    _seal(chunks)


def _fewer_rows(chunks: Path) -> None:
    pd.read_parquet(chunks / PART).iloc[:-1].to_parquet(chunks / PART)
    _seal(chunks)


def _other_worlds(chunks: Path) -> None:
    for part in ("replications", "histories", "losses"):
        shutil.copy(chunks / f"00000.{part}.parquet", chunks / f"00001.{part}.parquet")
    _seal(chunks)


def _other_numbers(chunks: Path) -> None:
    pd.read_parquet(chunks / PART).assign(**{"cost.calm": 0.0}).to_parquet(chunks / PART)


def _other_study(chunks: Path) -> None:
    seal = json.loads((chunks / "00001.json").read_text()) | {"study": "another"}
    (chunks / "00001.json").write_text(json.dumps(seal))


def _linked(chunks: Path) -> None:
    (chunks / PART).rename(chunks / "elsewhere")
    (chunks / PART).symlink_to(chunks / "elsewhere")


@pytest.fixture(scope="module")
def straight(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("runs") / "straight"
    small("replications=6", "chunk=4").run(folder, progress=False)
    return folder


@pytest.mark.parametrize(
    "spoil",
    [
        _truncate, _pickle, _other_columns, _fewer_rows, _other_worlds, _other_numbers, _other_study, _linked,
        lambda chunks: (chunks / "00001.json").write_text("[" * 100_000),
        lambda chunks: (chunks / "00001.json").write_text('{"files": 5}'),
        lambda chunks: (chunks / "00001.json").unlink(),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_simulated_again(tmp_path: Path, straight: Path, spoil: Callable[[Path], object]) -> None:
    study = _stopped(tmp_path)
    spoil(tmp_path / "chunks")
    rest = Counting()
    study.run(tmp_path, progress=False, executor=rest)
    assert rest.ran == ["00001", "00002"]
    assert (tmp_path / "summary.csv").read_bytes() == (straight / "summary.csv").read_bytes()


def test_what_fits_is_not_and_the_summary_is_the_same_bytes(tmp_path: Path, straight: Path) -> None:
    rest = Counting()
    _stopped(tmp_path).run(tmp_path, progress=False, executor=rest)
    assert rest.ran == ["00002"]
    for name in ("summary.csv", "replications.parquet", "histories.parquet", "daily.parquet"):
        assert (tmp_path / name).read_bytes() == (straight / name).read_bytes()


@pytest.mark.parametrize("years", [-40, 40])
def test_a_clock_that_was_set_changes_nothing(tmp_path: Path, straight: Path, years: int) -> None:
    """Files that were written in what is now the future, or long ago."""
    study = _stopped(tmp_path)
    for path in tmp_path.rglob("*"):
        moment = path.stat().st_mtime + years * 365 * 86_400
        os.utime(path, (moment, moment))
    rest = Counting()
    study.run(tmp_path, progress=False, executor=rest)
    assert rest.ran == ["00002"]
    assert (tmp_path / "summary.csv").read_bytes() == (straight / "summary.csv").read_bytes()


def test_files_of_the_user_s_among_the_chunks_stay(tmp_path: Path) -> None:
    study = _stopped(tmp_path)
    (tmp_path / "chunks" / "mine.txt").write_text("mine")
    study.run(tmp_path, progress=False)
    assert [path.name for path in (tmp_path / "chunks").iterdir()] == ["mine.txt"]


def test_a_changed_study_is_refused_with_what_differs(tmp_path: Path) -> None:
    _stopped(tmp_path)
    with pytest.raises(InputError, match="; days: there 30, here 31;"):
        small("replications=6", "chunk=4", "days=31").run(tmp_path, progress=False, executor=Forbidden())


def test_a_changed_file_is_told(tmp_path: Path, shop: dict[str, str]) -> None:
    asked = [f"{key}={value}" for key, value in shop.items()]
    _stopped(tmp_path / "out", *asked)
    agents = Path(shop["network.agents"])
    agents.write_text(agents.read_text().replace("100", "110"))
    with pytest.raises(InputError, match=r"agents\.csv: it holds something else now"):
        small("replications=6", *asked).run(tmp_path / "out", progress=False, executor=Forbidden())


def test_the_frames_are_those_of_a_run_without_a_directory(straight: Path) -> None:
    assert_frame_equal(
        small("replications=6").run(progress=False).replications, pd.read_parquet(straight / "replications.parquet")
    )
