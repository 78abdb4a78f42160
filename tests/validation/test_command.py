"""`jitagents-validate`: a verdict on every target, on the console and in a file, and the exit code."""

import csv
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from jitagents import validate
from jitagents.studies.executors import InProcess
from jitagents.validation import command
from jitagents.validation.targets import chosen
from tests.cli.conftest import Call, Told

SMALL = ("ripple", "common_numbers.difference")


@pytest.fixture
def run(home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Call:
    """Call the program in this process; its set-ups run in this process too."""
    monkeypatch.setattr(command, "Processes", lambda workers: InProcess())

    def call(*arguments: str) -> Told:
        monkeypatch.setattr(sys, "argv", ["jitagents-validate", *arguments])
        with pytest.raises(SystemExit) as end:
            validate.main()
        return Told(int(end.value.code or 0), *capsys.readouterr())

    return call


def test_a_table_of_targets_and_how_many_are_met(run: Call) -> None:
    told = run("--quick", "--only", *SMALL)
    assert told.code == 0
    assert not told.err
    lines = [line.split() for line in told.out.splitlines()]
    assert ["industry_1", "1247.52", "1247.52", "0", "passed"] in lines
    assert "P: Miller & Blair 2009" in told.out
    assert told.out.endswith("3 passed, 0 failed\n")
    assert max(map(len, told.out.splitlines())) <= 80


def test_files_hold_the_numbers_in_full(run: Call, home: Path) -> None:
    assert run("--quick", "--only", *SMALL, "--json", "table.json", "--csv", "table.csv").code == 0
    rows = json.loads((home / "table.json").read_text())
    assert [row["target"] for row in rows] == ["ripple.industry_1", "ripple.industry_2", "common_numbers.difference"]
    assert rows[0]["simulated"] == pytest.approx(1247.5247524, abs=1e-6)
    assert rows[0]["standard_error"] == 0
    assert rows[2]["standard_error"] > 0
    assert abs(rows[2]["z"]) < 4
    with (home / "table.csv").open() as file:
        assert [row["verdict"] for row in csv.DictReader(file)] == ["passed"] * 3


def test_one_that_is_missed_fails_the_whole(run: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = [replace(target, value=target.value + 1) for target in chosen(SMALL)]
    monkeypatch.setattr(command, "chosen", lambda names: wrong)
    told = run("--quick")
    assert told.code == 1
    assert told.out.count("missed") == 3
    assert told.out.endswith("0 passed, 3 failed\n")


def test_the_full_run_has_four_times_the_precision(run: Call, home: Path) -> None:
    errors = []
    for precision in (["--quick"], []):
        assert run(*precision, "--only", "common_numbers.difference", "--json", "table.json").code == 0
        errors.append(json.loads((home / "table.json").read_text())[0]["standard_error"])
    assert errors[0] / errors[1] == pytest.approx(4, rel=0.1)


@pytest.mark.parametrize(
    ("asked", "hint"),
    [
        (("--only", "rippel"), "did you mean 'ripple'?"),
        (("--only", "ripple", "--json", "nowhere/table.json"), "nowhere/table.json: there is no such directory"),
        (("--fast",), "unrecognized arguments: --fast"),
    ],
)
def test_bad_input(asked: tuple[str, ...], hint: str, run: Call) -> None:
    told = run(*asked)
    assert told.code == 2
    assert hint in told.err
    assert not told.out


@pytest.mark.skipif(os.name == "nt", reason="there are no such signals")
@pytest.mark.parametrize("seconds", [0.7, 3.0])
def test_a_run_that_is_stopped_ends_at_once(seconds: float, tmp_path: Path) -> None:
    program = [sys.executable, "-m", "jitagents.validate", "--json", "table.json"]
    process = subprocess.Popen(program, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    time.sleep(seconds)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=20)
    assert process.returncode in (130, -signal.SIGINT)  # a shell says 130 of both
    assert "stopped" in err
    assert "Traceback" not in err
    assert not out
    assert not list(tmp_path.iterdir())
