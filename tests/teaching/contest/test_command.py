"""The command of contests: its arguments, what it prints and writes."""

from pathlib import Path

import pandas as pd
import pytest

from jitagents import InputError
from jitagents.teaching.contest import Contest
from jitagents.teaching.contest.arguments import USUAL, read
from jitagents.teaching.contest.command import run
from jitagents.teaching.contest.outputs import Shown


def test_arguments() -> None:
    asked = read(["class", "demand.mean=9", "metric=profit", "most=true", "seconds=5"])
    assert (asked.directory, asked.study, asked.metric, asked.most, asked.seconds) == (
        "class",
        "beer_game",
        "profit",
        True,
        5,
    )
    assert asked.overrides == [*(one for one in USUAL if not one.startswith("demand")), "demand.mean=9"]
    assert read(["class", "study=single"]).overrides == []


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ([], "the directory of the files is missing"),
        (["a", "b"], "'b' is a second"),
        (["a", "seconds=0"], "must be a number from 1 to 86,400"),
        (["a", "seconds=soon"], "must be a number"),
        (["a", "most=yes"], "must be true or false"),
        (["a", "out=x.doc"], "must end in .csv, .html"),
        (["a", "out=nowhere/x.csv"], "there is no directory nowhere"),
    ],
)
def test_wrong_arguments(given: list[str], words: str) -> None:
    with pytest.raises(InputError, match=words):
        read(given)


def test_a_page_and_a_table(contest: Contest, tmp_path: Path) -> None:
    shown = Shown(contest, "cost")
    for name in ("board.html", "board.csv"):
        shown.write(tmp_path / name)
    page = (tmp_path / "board.html").read_text(encoding="utf-8")
    assert "Cost a week in calm (dollars/week)" in page
    assert "<b>fay" not in page
    assert "&lt;b&gt;fay" in page
    assert "anna" in shown.sentence
    table = pd.read_csv(tmp_path / "board.csv")
    assert list(table["name"]) == list(shown.table["name"])


def test_bad_input_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([str(tmp_path / "none")]) == 2
    assert "there is no such directory" in capsys.readouterr().err
