"""Results as a workbook: numbers are numbers, texts are texts."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import pandas as pd
import pytest

from jitagents.errors import InputError
from jitagents.results import Results, sheets

SHEETS = ["summary", "daily", "agents", "lanes", "settings"]


@pytest.fixture(scope="module")
def results(study: Callable[..., Results]) -> Results:
    return study(variants=("=1+1", "@b"), agents=8, replications=3, days=20, length=4)


def test_reads_back_as_it_was(results: Results, tmp_path: Path) -> None:
    results.save(tmp_path / "x.xlsx")
    read = pd.read_excel(tmp_path / "x.xlsx", sheet_name=None, engine="calamine", keep_default_na=False)
    assert list(read) == SHEETS
    for name, table in (("summary", results.whole_summary), ("daily", results.whole_daily), ("agents", results.agents)):
        assert list(read[name]) == list(table)
        assert len(read[name]) == len(table)
        for column in table:
            if table[column].dtype.kind == "f":
                numbers = pd.to_numeric(read[name][column], errors="coerce").to_numpy()
                assert numbers == pytest.approx(table[column].to_numpy(), nan_ok=True)
    assert read["summary"]["variant"].tolist() == results.whole_summary["variant"].tolist()
    settings = dict(read["settings"].to_numpy().tolist())
    assert settings["days"] == results.config["days"]


def test_no_formula_and_a_frozen_header(results: Results, tmp_path: Path) -> None:
    results.save(tmp_path / "x.xlsx")
    with ZipFile(tmp_path / "x.xlsx") as there:
        pages = [there.read(f"xl/worksheets/sheet{number}.xml") for number in range(1, 6)]
    assert not any(b"<f>" in page for page in pages)
    assert all(b'state="frozen"' in page for page in pages)


def test_too_many_rows_are_told_and_nothing_is_written(
    results: Results, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheets, "MOST_ROWS", 5)
    with pytest.raises(InputError, match="the sheet summary would have"):
        replace(results).save(tmp_path / "x.xlsx")
    assert not list(tmp_path.iterdir())
