"""Results on disk: the same numbers back, nothing half written, nothing overwritten."""

import json
from collections.abc import Callable
from dataclasses import replace
from io import FileIO
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from jitagents.errors import InputError
from jitagents.plots.daily import DailyFigure
from jitagents.results import Results

type Study = Callable[..., Results]

FILES = {
    "manifest.json",
    "summary.csv",
    *(f"{name}.parquet" for name in ("summary", "daily", "replications", "histories", "losses", "agents", "lanes")),
}


@pytest.fixture
def results(study: Study) -> Results:
    return study(agents=8, replications=3)


@pytest.mark.parametrize("crisis", [True, False])
def test_opens_with_the_same_numbers(study: Study, tmp_path: Path, crisis: bool) -> None:
    saved = study(agents=8, replications=3, crisis=crisis)
    saved.save(tmp_path / "new" / "run")
    opened = Results.open(tmp_path / "new" / "run")
    pd.testing.assert_frame_equal(opened.summary(), saved.summary())
    pd.testing.assert_frame_equal(opened.daily(), saved.daily())
    pd.testing.assert_frame_equal(opened.agents, saved.agents)
    pd.testing.assert_frame_equal(opened.losses, saved.losses)
    assert (opened.config, opened.manifest) == (saved.config, saved.manifest)
    assert opened.findings() == saved.findings()
    assert opened.has_crisis is crisis


def test_writes_what_the_design_names(results: Results, tmp_path: Path) -> None:
    results.save(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == FILES
    table = pd.read_csv(tmp_path / "summary.csv", keep_default_na=False, na_values=[""], dtype={"level": str})
    assert list(table.columns) == list(results.summary().columns)
    assert list(table["metric"]) == list(results.summary()["metric"])
    pd.testing.assert_series_equal(table["crisis_high"], results.summary()["crisis_high"], rtol=1e-12)
    assert json.loads((tmp_path / "manifest.json").read_text())["config"]["replications"] == 3


def test_writes_again_over_the_same_configuration(results: Results, tmp_path: Path) -> None:
    results.save(tmp_path)
    (tmp_path / "summary.csv").unlink()
    results.save(tmp_path)
    assert (tmp_path / "summary.csv").exists()


def test_never_overwrites_another_configuration(results: Results, tmp_path: Path) -> None:
    results.save(tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    with pytest.raises(InputError, match=r"another configuration \(hash .*, not other\)"):
        replace(results, manifest=replace(results.manifest, hash="other")).save(tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_never_overwrites_results_of_nobody_knows_whom(results: Results, tmp_path: Path) -> None:
    results.save(tmp_path)
    (tmp_path / "manifest.json").unlink()
    with pytest.raises(InputError, match=r"agents\.parquet.* but no manifest\.json"):
        results.save(tmp_path)


def test_a_stop_leaves_no_half_of_a_file(results: Results, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    results.save(tmp_path)
    before = (tmp_path / "agents.parquet").read_bytes()

    class Half(FileIO):
        def write(self, content: Any) -> int:
            super().write(content[: len(content) // 2])
            raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Path, "open", lambda path, mode: Half(path, mode.replace("b", "")))
        with pytest.raises(KeyboardInterrupt):
            results.save(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == FILES
    assert (tmp_path / "agents.parquet").read_bytes() == before
    assert json.loads((tmp_path / "manifest.json").read_text())["hash"] == results.manifest.hash


def test_only_moves_whole_files_into_place(results: Results, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[str] = []
    opened = Path.open

    def noted(path: Path, mode: str) -> Any:
        written.append(path.name)
        return opened(path, mode)

    monkeypatch.setattr(Path, "open", noted)
    results.save(tmp_path)
    assert {name.split(".", 1)[1].rsplit(".", 2)[0] for name in written} == FILES
    assert all(name.endswith(".part") for name in written)


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda run: run.rename(run.with_name("gone")), "run is not a directory"),
        (lambda run: (run / "manifest.json").unlink(), r"no manifest\.json"),
        (lambda run: (run / "manifest.json").write_text("{"), r"manifest\.json cannot be read"),
        (lambda run: (run / "manifest.json").write_text("[]"), r"manifest\.json must hold one object"),
        (
            lambda run: [(run / f"{name}.parquet").unlink() for name in ("histories", "lanes")],
            r"half written, histories\.parquet, lanes\.parquet missing",
        ),
        (lambda run: (run / "agents.parquet").write_bytes(b"PAR1"), r"agents\.parquet cannot be read"),
    ],
)
def test_opening_says_which_file_is_wrong(
    results: Results, tmp_path: Path, spoil: Callable[[Path], object], message: str
) -> None:
    results.save(tmp_path / "run")
    spoil(tmp_path / "run")
    with pytest.raises(InputError, match=message):
        Results.open(tmp_path / "run")


def test_a_file_is_no_place_for_results(results: Results, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(InputError, match="results need a directory"):
        results.save(tmp_path / "file")


@pytest.mark.parametrize("path", ["", None, 3, "a\0b", b"run"])
def test_what_is_no_path(results: Results, path: Any) -> None:
    for use in (results.save, results.save_figures, results.animate, Results.open, lambda one: Results.open([one])):
        with pytest.raises(InputError, match=r"path = .*: must be the path of a file or directory"):
            use(path)


def test_the_home_directory(results: Results, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    results.save("~/run")
    assert (tmp_path / "home" / "run" / "manifest.json").exists()
    assert not Path("~").exists()
    assert Results.open("~/run").variants == results.variants


@pytest.mark.parametrize("name", ["out.csv", "out.xls", "out.ODS", "out.parquet"])
def test_a_file_of_a_kind_that_is_not_written(results: Results, tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match=r"saved as a workbook, out\.xlsx, or into a directory"):
        results.save(tmp_path / name)
    assert not (tmp_path / name).exists()


@pytest.mark.parametrize("figure", ["daily", "dayly", 3, DailyFigure])
def test_what_is_no_figure(results: Results, figure: Any) -> None:
    with pytest.raises(InputError, match=r"needs an object that derives from StudyFigure.*allowed: daily") as error:
        results.plot(figure)
    assert ("did you mean 'daily'" in str(error.value)) is isinstance(figure, str)
