"""CONTRIBUTING: its code runs, and its words are those of the code."""

import re
import sys
from pathlib import Path

import pytest

import jitagents
from jitagents.model import SupplyModel
from jitagents.network import serial
from jitagents.simulation.steps import WRITES
from tests.packaging.snippets import blocks, run

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
MODULES = [f"mypackage.{name}" for name in ("rules", "effects", "measures", "costs")]
"""Modules of a package of the user's own, of which the code speaks."""


@pytest.fixture
def package(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """The code of all blocks, as the package `mypackage`; the tests in it are not called yet."""
    for name in ("mypackage", *MODULES):
        monkeypatch.delitem(sys.modules, name, raising=False)
    names: dict[str, object] = {}
    for block in blocks(TEXT, "python"):
        names |= run([block], "mypackage.rules", names)
        for name in ("mypackage", *MODULES):
            sys.modules[name] = sys.modules["mypackage.rules"]
    return names


def test_the_code_runs(package: dict[str, object]) -> None:
    tests = [value for name, value in package.items() if name.startswith("test_")]
    assert len(tests) == 4
    for test in tests:
        assert callable(test)
        test()


def test_the_measure_and_the_part_run(
    package: dict[str, object], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("JITAGENTS_TRUST", "mypackage")
    orders, green = blocks(TEXT, "yaml")[2:4]
    for place, text in (("study/orders", orders), ("costs/green", green)):
        (tmp_path / place).parent.mkdir()
        (tmp_path / f"{place}.yaml").write_text(text)
    few = ["network=serial", "replications=2", "days=30", "warmup=0", "workers=1", "daily=[]", "loss_map=false"]
    asked = [*few, "costs=green"]
    results = jitagents.load("orders", asked, config_dir=tmp_path).run(progress=False)
    assert results.measures == ["cost", "mean_order"]
    assert results.summary(scopes=["network"])["calm"].gt(0).all()
    asked += ["measures=[cost, cost_carbon]"]
    paid = jitagents.load("orders", asked, config_dir=tmp_path).run(progress=False).summary(scopes=["network"])
    assert paid["calm"].gt(0).all()


def test_the_series_is_kept(package: dict[str, object], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JITAGENTS_TRUST", "mypackage")
    few = ["network=serial", "replications=2", "days=30", "warmup=0", "workers=1", "measures=[fill_rate]"]
    kept = jitagents.load("single", [*few, "daily=[{_target_: mypackage.rules.Wanted}]"]).run(progress=False)
    assert kept.daily(["wanted"], ["network"])["calm"].gt(0).all()
    assert kept.plot.daily("wanted").axes[0].get_ylabel() == "wanted (units)"


def test_the_crisis_runs(package: dict[str, object], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("JITAGENTS_TRUST", "mypackage")
    (tmp_path / "crisis").mkdir()
    (tmp_path / "crisis" / "customs.yaml").write_text(blocks(TEXT, "yaml")[1])
    study = jitagents.load("single", ["network=serial", "crisis=customs"], config_dir=tmp_path)
    assert list(study.config["crisis"]) == ["customs"]


def test_the_figure_and_the_view_show_a_study(
    package: dict[str, object], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("JITAGENTS_TRUST", "mypackage")
    small = ["network=serial", "replications=2", "days=60", "warmup=0", "workers=1", "daily=[]", "loss_map=false"]
    shown = ["measures=[days_lost]", "variants={a: [], b: [ordering=base_stock]}"]
    own = [
        "view={_target_: mypackage.rules.Contest}",
        "figures={more: {_target_: mypackage.rules.LossBars, width: 0.5}}",
    ]
    results = jitagents.load("single", [*small, *shown, *own]).run(tmp_path, progress=False)
    for one in (results, jitagents.Results.open(tmp_path)):
        assert one.findings()[0].endswith("loses the least output.")
        assert list(one.images) == ["bars", "more"]
        assert one.own.notices == ()
    usual = jitagents.load("single", [*small, *shown, "labels={a: Lean}"]).run(tmp_path, progress=False)
    assert list(usual.table().index) == ["Lean", "b"]
    assert "more" not in usual.figures()


def test_every_column_of_state_is_in_the_table_of_steps() -> None:
    table = TEXT[TEXT.index("| step | method | writes | reads |") : TEXT.index("are the tables of state")]
    known = set(re.findall(r"[a-z_]+", table))
    model = SupplyModel(serial(stages=3, demand=10, order_delay=1))
    for columns in (model.points, model.making, model.buying, model.lanes):
        assert {*columns} <= known
    assert {*model.loading} - {"room"} <= known  # set by the network


def test_the_glossary_is_a_table() -> None:
    glossary = TEXT[TEXT.index("## Glossary") :]
    rows = [line.split("|")[1].strip() for line in glossary.splitlines() if line.startswith("| ")][1:]
    assert len(rows) >= 40
    assert len(rows) == len(set(rows))


def test_the_layers_are_those_of_the_package() -> None:
    table = TEXT[TEXT.index("| layer | content |") :].partition("\n\n")[0]
    named = re.findall(r"`([a-z_./]+)`", "\n".join(line.split("|")[1] for line in table.splitlines()[2:]))
    for name in named:
        place = ROOT / "jitagents" / name
        assert place.is_dir() or place.with_suffix(".py").is_file(), name


def test_the_table_of_steps_names_all_that_each_step_writes() -> None:
    rows = [line.split("|")[1:-1] for line in TEXT.splitlines() if line.count("|") == 5]
    stated = {
        step.strip(): {
            f"{table.strip()}.{column}"
            for part in writes.split(";")
            for table, _, columns in [part.partition(":")]
            for column in re.findall(r"[a-z_]+", columns)
        }
        for step, _, writes, _ in rows
        if step.strip() in WRITES
    }
    assert list(stated) == list(WRITES)
    for step, columns in WRITES.items():
        assert columns <= stated[step], (step, columns - stated[step])
