"""Refusals of the program as a whole: several faults at once, directories of others, and how it ends."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from jitagents.study import load
from tests.cli.conftest import MAIN, SMALL, Call

ROOT = Path(__file__).resolve().parents[2]


def test_all_faults_are_told_at_once(call: Call) -> None:
    told = call(*MAIN, "replications=0", "days=many", "start=stedy")
    assert told.code == 2
    assert "3 faults" in told.err
    assert all(f"  - {key} = " in told.err for key in ("replications", "days", "start"))


def test_faults_of_different_parts_are_told_at_once(call: Call) -> None:
    told = call(*MAIN, "ordering=jit", "ordering.cover=-1", "network.lead_time=-1", "costs.order=-1")
    assert all(words in told.err for words in ("Jit.cover", "lead_time = -1", "Costs.order"))


@pytest.mark.parametrize("ask", [{"metrics": ["fil_rate"]}, {"scopes": ["teir:0"]}])
def test_unknown_metrics_and_scopes(ask: dict[str, list[str]]) -> None:
    results = load("single", SMALL).run(progress=False)
    with pytest.raises(ValueError, match=r"did you mean '(fill_rate|tier:0)'"):
        results.summary(**ask)


def test_a_chain_that_the_workbook_has_not(call: Call) -> None:
    workbook = ROOT.parent / "shared" / "data" / "willems_2008_MSOM-06-038-R2.xlsx"
    if not workbook.is_file():
        pytest.skip("the workbook of Willems 2008 is not in ../shared/data")
    told = call(*MAIN, "network=willems", f"network.workbook={workbook}", "network.chain=99")
    assert told.code == 2
    assert "network.chain = 99" in told.err
    assert "01 to 38" in told.err


@pytest.mark.usefixtures("undrawn")
def test_a_directory_that_holds_another_study(call: Call, home: Path) -> None:
    assert call("study=single", *SMALL, "hydra.run.dir=out").code == 0
    before = {path: path.stat().st_mtime_ns for path in (home / "out").rglob("*")}
    told = call("study=single", *SMALL, "ordering.cover=3", "hydra.run.dir=out")
    assert told.code == 2
    assert "another configuration" in told.err
    assert {path: path.stat().st_mtime_ns for path in (home / "out").rglob("*")} == before


def test_a_directory_of_the_user_s_own_is_left_alone(call: Call, home: Path) -> None:
    (home / "out").mkdir()
    (home / "out" / "notes.txt").write_text("mine")
    assert call(*MAIN, "replications=0", "hydra.run.dir=out").code == 2
    assert [path.name for path in (home / "out").iterdir()] == ["notes.txt"]


def test_the_program_itself(tmp_path: Path) -> None:
    """As a process: what is told, what is left, and how it ends."""
    cases = (["ordering=kanbn"], ["replications=0"], ["a b"], ["ordering._target_=os.system"])
    environment, pipe = os.environ | {"PYTHONPATH": str(ROOT)}, subprocess.PIPE
    program = [sys.executable, "-m", "jitagents.cli", *MAIN]
    started = []
    for number, case in enumerate(cases):
        home = tmp_path / str(number)
        home.mkdir()
        started.append(
            subprocess.Popen([*program, *case], cwd=home, env=environment, stdout=pipe, stderr=pipe, text=True)
        )
    for case, process in zip(cases, started, strict=True):
        out, err = process.communicate(timeout=60)
        assert (process.returncode, out) == (2, ""), err
        assert err.startswith("jitagents: "), err
        assert err.count("\n") == 1, err
        assert case[0].partition("=")[0] in err
    assert not list(tmp_path.glob("*/*"))
