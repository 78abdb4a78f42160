"""Results for papers: reporting sheets, a table for LaTeX, an xarray data set."""

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from jitagents.errors import InputError
from jitagents.results import Results
from jitagents.study import load
from tests.studies.conftest import OUTAGE, SMALL

type Write = Callable[[Results], str]


@pytest.fixture(scope="module")
def results() -> Results:
    rules = "variants={just_in_time: [ordering=jit], cards: [ordering=kanban]}"
    return load("single", [*SMALL, *OUTAGE, rules, "levels={crisis.outage.duration: [3, 9]}"]).run(progress=False)


@pytest.mark.parametrize("write", [Results.stress, Results.odd])
def test_a_sheet_holds_what_the_manifest_says(write: Write, results: Results, tmp_path: Path) -> None:
    text = write(results)
    results.save(tmp_path)
    assert write(Results.open(tmp_path)) == text
    manifest = results.manifest
    said = [
        manifest.hash,
        f"mesa {manifest.versions['mesa']}",
        "jitagents study=single network=serial",
        "30",
        "4 agents",
        "Kanban: a full container",
        "Monden 1983",
        "crisis.outage.duration",
        "stage_4 makes",
    ]
    assert [one for one in said if one not in text] == []
    assert all(name in text for name in results.measures)
    assert "*(author)*" in text
    tables = [line for line in text.splitlines() if line.startswith("|")]
    assert {line.replace("\\|", "").count("|") for line in tables} <= {5, 6}


def test_a_sheet_of_a_calm_study_says_so() -> None:
    calm = load("single", [*SMALL, "crisis=none", "days=3", "replications=1"]).run(progress=False)
    assert "There is no crisis." in calm.stress()
    assert "There is no crisis." in calm.odd()


def test_a_bar_in_a_name_stays_in_its_cell(results: Results) -> None:
    strange = replace(results, manifest=replace(results.manifest, variants={"a|b": results.config, "c": {}}))
    (row,) = [line for line in strange.stress().splitlines() if "a\\|b" in line and "ordering" in line]
    assert row.count("|") - row.count("\\|") == 6


def test_a_table_for_latex(results: Results) -> None:
    text = results.to_latex("Losses", "tab:losses")
    assert text.isascii()
    assert "just\\_in\\_time" in text
    assert "\\caption{Losses}" in text
    assert text.count("\\\\") == len(results.table()) + 2
    assert "caption" not in results.to_latex()


def test_an_xarray_data_set(results: Results) -> None:
    pytest.importorskip("xarray")
    data = results.to_xarray()
    for _, row in results.summary(["cost"], ["network"]).iterrows():
        found = data["cost"].sel(variant=row["variant"], level=row["level"], scope="network")
        assert float(found.sel(world="calm").mean()) == pytest.approx(row["calm"])
        assert float(found.sel(world="crisis").mean()) == pytest.approx(row["crisis"])
    assert data["cost"].attrs["units"] == "money/day"
    assert data["crisis.outage.duration"].to_numpy().tolist() == [3, 9]
    assert data.attrs["hash"] == results.manifest.hash
    assert not np.isnan(data["days_lost"].sel(scope="network", world="crisis")).any()


def test_without_xarray(results: Results, monkeypatch: Any) -> None:
    monkeypatch.setitem(sys.modules, "xarray", None)
    with pytest.raises(InputError, match=r"pip install .jitagents\[xarray\]"):
        results.to_xarray()
