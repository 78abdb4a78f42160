"""What a run of the program prints and leaves, and how it goes on after a stop."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from jitagents import Results
from jitagents.studies.chunks import Chunk, Outcome, simulate
from jitagents.study import load
from tests.cli.conftest import MAIN, Call

ROOT = Path(__file__).resolve().parents[2]
LEFT = {
    "manifest.json", "summary.parquet", "summary.csv", "daily.parquet", "figures", "report.html",
    "replications.parquet", "histories.parquet", "losses.parquet", "agents.parquet", "lanes.parquet",
}  # fmt: skip


def test_a_run_leaves_its_results_and_nothing_else(call: Call, home: Path) -> None:
    told = call(*MAIN, "hydra.run.dir=out")
    assert (told.code, told.err) == (0, "")
    assert {path.name for path in home.iterdir()} == {"out"}
    assert {path.name for path in (home / "out").iterdir()} == LEFT
    assert len(Results.open(home / "out").summary()) > 0


@pytest.mark.usefixtures("undrawn")
def test_the_console_fits_80_columns_and_says_what_is_compared(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    told = call(*MAIN, "hydra.run.dir=out")
    assert max(map(len, told.out.splitlines()[:-1])) <= 80
    head, *_, where = told.out.splitlines()
    assert head == "jit_vs_hybrid on serial 4: 4 agents, 3 lanes"
    assert where.endswith("out")
    assert "outage: stage_4 makes and ships nothing from day 5 for 15 days" in told.out
    for words in ("jit", "kanban", "mrp", "safety_stock", "hybrid", "days late or"):
        assert words in told.out


@pytest.mark.usefixtures("undrawn")
def test_levels_are_rows(call: Call) -> None:
    told = call(*MAIN, "levels={crisis.outage.duration: [2, 4]}", "ordering=jit", "hydra.run.dir=out")
    assert told.code == 0
    assert all(f"duration={days}" in told.out for days in (2, 4))
    assert "crisis.outage.duration: 2, 4" in told.out


def test_a_ranking_has_a_row_for_each_agent(call: Call, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    small = [one for one in MAIN if not one.startswith("crisis")]
    told = call("+experiment=ranking", *small, "hydra.run.dir=out")
    assert (told.code, told.err) == (0, "")
    assert "crisis.removal.target.name: stage_2, stage_3, stage_4" in told.out
    assert "removal: each of stage_2, stage_3 and stage_4 in turn makes and ships nothing" in " ".join(told.out.split())
    assert any(line.split()[:1] == ["stage_4"] for line in told.out.splitlines())
    assert {path.name for path in (home / "out" / "figures").iterdir()} == {"ranking.png", "ranking.svg"}
    assert "PageRank" in (home / "out" / "report.html").read_text()
    assert Results.open(home / "out").ranking()["rank"].tolist()[0] == 1


@pytest.mark.usefixtures("undrawn")
def test_the_worst_part_is_named_with_the_reason(call: Call) -> None:
    told = call(*MAIN, "network=layered", "network.agents=20", "network.tiers=4", "ordering=jit", "hydra.run.dir=out")
    assert "costs the most final output" in " ".join(told.out.split())


def test_a_study_that_is_complete_is_opened(call: Call, home: Path) -> None:
    first = call(*MAIN, "ordering=jit", "hydra.run.dir=out")
    before = {path: path.stat().st_mtime_ns for path in (home / "out").rglob("*")}
    again = call(*MAIN, "ordering=jit", "hydra.run.dir=out", "workers=2")
    assert again.code == 0
    assert "opened, not run again" in " ".join(again.out.split())
    assert again.out.splitlines()[-20:] == first.out.splitlines()[-20:]
    assert {path: path.stat().st_mtime_ns for path in (home / "out").rglob("*")} == before


@pytest.mark.usefixtures("undrawn")
def test_multirun(call: Call, home: Path) -> None:
    told = call("-m", *MAIN, "ordering=jit", "replications=2,3", "hydra.sweep.dir=out")
    assert (told.code, told.err) == (0, "")
    counts = [pd.read_csv(home / "out" / str(job) / "summary.csv")["replications"].max() for job in (0, 1)]
    assert counts == [2, 3]


@pytest.mark.usefixtures("undrawn")
def test_flags_may_stand_anywhere(call: Call, home: Path) -> None:
    (home / "mine" / "ordering").mkdir(parents=True)
    (home / "mine" / "ordering" / "lean.yaml").write_text("_target_: jitagents.behaviours.ordering.Jit\ncover: 0\n")
    told = call(*MAIN, "--config-dir", "mine", "ordering=lean", "hydra.run.dir=out")
    assert told.code == 0
    assert json.loads((home / "out" / "manifest.json").read_text())["variants"]["jit"]["ordering"]["cover"] == 0


def test_help_and_configuration_run_nothing(call: Call, home: Path) -> None:
    for flag, words in (
        ("--help", "network: aisin_1997, automotive, beer_game"),
        ("--cfg=job", "_target_: jitagents.network.serial"),
    ):
        told = call(*MAIN, flag)
        assert told.code == 0
        assert words in told.out
    assert not list(home.iterdir())


def test_a_crisis_that_never_begins_is_noted(call: Call) -> None:
    told = call(*MAIN, "ordering=jit", "crisis.outage.start=31", "hydra.run.dir=out")
    assert told.code == 0
    assert "it never disrupts anything" in " ".join(told.out.split())


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_a_stopped_study_goes_on(tmp_path: Path) -> None:
    """Ctrl-C in the middle: exit code 130, whole files only; the same command goes on, with the same numbers."""
    arguments = [
        "study=single", "network=serial", "days=250", "warmup=10", "crisis.outage.start=5",
        "replications=120", "chunk=24", "workers=2", "measures=[fill_rate,cost,output_lost]",
    ]  # fmt: skip
    command = [sys.executable, "-m", "jitagents.cli", *arguments, "hydra.run.dir=out"]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    chunks = tmp_path / "out" / "chunks"
    patience = time.monotonic() + 180
    while not list(chunks.glob("*.json")) and process.poll() is None and time.monotonic() < patience:
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130, err
    assert b"stopped." in err
    assert b"Traceback" not in err
    kept = {path.name for path in chunks.iterdir()}
    assert kept
    assert not [path for path in tmp_path.rglob("*") if path.name.endswith(".part")]
    assert json.loads((tmp_path / "out" / "manifest.json").read_text())["status"] == "stopped"

    done = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120, check=True
    )
    assert "goes on where it was stopped" in " ".join(done.stdout.split())
    assert not chunks.exists()
    straight = load("single", arguments[1:]).run(progress=False)
    assert_frame_equal(pd.read_parquet(tmp_path / "out" / "replications.parquet"), straight.replications)


@pytest.mark.usefixtures("undrawn")
def test_a_chunk_that_fails_is_told_and_run_again(call: Call, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(chunk: Chunk) -> Outcome:
        if chunk.first == 1:
            raise ZeroDivisionError("division by zero")
        return simulate(chunk)

    asked = [*MAIN, "ordering=jit", "chunk=2", "hydra.run.dir=out"]
    with monkeypatch.context() as patched:
        patched.setattr("jitagents.studies.store.simulate", broken)
        told = call(*asked)
    assert told.code == 1
    assert "jit, replications 1 to 1: ZeroDivisionError: division by zero" in told.err
    assert "1 of 2 chunks are missing" in told.err.splitlines()[-1]
    assert "goes on where it was stopped: 1 chunks are done" in " ".join(call(*asked).out.split())
    assert len(Results.open(home / "out").summary()) > 0


@pytest.mark.usefixtures("undrawn")
def test_parts_of_a_study_become_one(call: Call, home: Path) -> None:
    asked = [*MAIN, "ordering=jit"]
    for numbers in ("0:2", "2:3"):
        assert call(*asked, f"replications={numbers}", f"hydra.run.dir=part{numbers[0]}").code == 0
    told = call("merge", "part0", "part2", "out=all")
    assert told.code == 0
    assert told.out.splitlines()[-1] == "results: all"
    assert Results.open(home / "all").replications["replication"].nunique() == 3
    assert "opened, not run again" in " ".join(call(*asked, "replications=3", "hydra.run.dir=all").out.split())
    for wrong, words in (
        (["part0", "part2"], "say once where"),
        (["part0", "part2", "out=all"], "all holds results already"),
        (["part0", "nowhere", "out=new"], "nowhere is not a directory"),
        (["part0", "out=new"], "two parts"),
    ):
        told = call("merge", *wrong)
        assert (told.code, words in told.err) == (2, True)
    assert not (home / "new").exists()
