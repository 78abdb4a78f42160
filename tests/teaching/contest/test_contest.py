"""A contest gives each rule the numbers that it has as a variant of the study, and lets none fell another."""

import re
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
import pytest

from jitagents import InputError
from jitagents.study import Study, load
from jitagents.teaching.contest import Contest
from jitagents.teaching.contest.files import rule_of
from jitagents.teaching.contest.outputs import Shown
from tests.teaching.contest.conftest import FILES

ONE = "class A:\n    def decide(self, seen):\n        return 1\n"


def up_to(seen: Any, level: float = 40.0) -> float:
    return max(level - seen.position, 0)


def test_each_has_the_numbers_of_a_variant_and_paired_differences(contest: Contest, study: Study) -> None:
    board = contest.leaderboard().set_index("name")
    results = study.with_rule(up_to, "anna").with_rule(up_to, "ben", level=36).run(progress=False)
    expected = results.summary(["cost"], ["network"]).set_index("variant")
    assert {*board.index[board["fault"] == ""]} == {*expected.index}
    for name in expected.index:
        numbers = board.loc[name, ["mean", "low", "high"]].to_numpy(dtype=float)
        assert np.array_equal(numbers, expected.loc[name, ["calm", "calm_low", "calm_high"]].to_numpy(dtype=float))
    leader = board.index[0]
    assert board.loc[leader, "mean"] == expected["calm"].min()
    apart = results.compare("anna", leader, "cost", ["network"]).iloc[0]
    behind = board.loc["anna", ["behind", "behind_low", "behind_high"]].to_numpy(dtype=float)
    assert np.allclose(behind, apart[["calm", "calm_low", "calm_high"]].to_numpy(dtype=float), rtol=1e-12)
    assert board["entered"].to_dict() == {name: name not in study.configs for name in board.index}


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("cleo", "decide for retailer: AttributeError on day 1, line 2 `return seen.dmand`.*did you mean 'demand'"),
        ("dan", "line 1: expected ':'"),
        ("eve", "its process was ended by the system"),
        ("<b>fay", "SystemExit: 3"),
        ("gil", r"gil.py: EOFError, line 1 `x = input\(\)`"),
        ("hal", "has no rule; there must be one, `def decide"),
    ],
)
def test_others_are_told_what_is_wrong(contest: Contest, name: str, words: str) -> None:
    assert re.search(words, contest.faults[name])
    assert "_notes" not in contest.faults
    assert "link" not in contest.faults


def test_the_results_are_those_of_a_study(contest: Contest) -> None:
    assert contest.results.variants == ["sterman", "base_stock", "anna", "ben"]
    assert len(contest.results.table()) == 4
    assert contest.results.manifest.rules == {name: FILES[name] for name in ("anna", "ben")}
    assert "<summary>The rule anna</summary>" in contest.results.report()
    with pytest.raises(InputError, match=r"<code anna\.py \w+> stood in a program or notebook"):
        contest.results.why("retailer", variant="anna")


def test_rules_of_a_notebook_enter_too(study: Study) -> None:
    contest = Contest(study).enter("one", up_to).enter("two", up_to, level=36)
    board = contest.leaderboard("stock_value").set_index("name")
    assert board["mean"]["two"] < board["mean"]["one"]
    most = contest.leaderboard("stock_value", most=True).set_index("name")
    assert (most["rank"] + board["rank"]).eq(5).all(), "four different means"


def test_names_are_taken_once(study: Study, folder: Path) -> None:
    for name, taken in (("sterman", Contest(study)), ("anna", Contest.from_files(study, folder))):
        with pytest.raises(InputError, match=f"name = '{name}': plays already"):
            taken.enter(name, up_to)
    with pytest.raises(InputError, match="cannot be a part of a path"):
        Contest(study).enter("../x", up_to)


def test_what_cannot_compete(study: Study, tmp_path: Path) -> None:
    lock = Lock()
    with pytest.raises(InputError, match="no other process can have"):
        Contest(study).enter("mine", lambda seen: lock.locked())
    with pytest.raises(InputError, match="there is no such directory"):
        Contest.from_files(study, tmp_path / "nowhere")
    with pytest.raises(InputError, match="has no Python file"):
        Contest.from_files(study, tmp_path)
    with pytest.raises(InputError, match=r"a contest has one; leave out ordering\.cover"):
        Contest(load("single", ["ordering=base_stock", "network=serial", "levels={ordering.cover: [1, 2]}"]))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (f"{ONE}class B(A):\n    decide = A.decide\n", "several rules, A, B"),
        ("1 / 0\n", "mine.py: ZeroDivisionError, line 1 `1 / 0`: division by zero"),
        ("x = [1,\n", "line 1: '\\[' was never closed"),
    ],
)  # fmt: skip
def test_files_with_no_rule_or_several(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "mine.py").write_text(text)
    with pytest.raises(InputError, match=words):
        rule_of(tmp_path / "mine.py")


def test_a_measure_that_is_not_taken_is_told_before_anybody_plays(study: Study) -> None:
    contest = Contest(study).enter("anna", up_to)
    with pytest.raises(InputError, match="metrics: 'cots' is not in these results; did you mean 'cost'"):
        contest.leaderboard("cots")
    assert "_played" not in vars(contest)


def test_rules_without_a_value_have_no_rank() -> None:
    study = load("beer_game", ["replications=2", "days=5", "workers=2", "measures=[cost, first_loss, last_loss]"])
    shown = Shown(Contest(study).enter("anna", up_to), "first_loss")
    assert {*shown.table["fault"]} == {"has no first_loss in 2 of 2 replications"}
    assert shown.table["rank"].isna().all()
    assert (shown.rows, shown.sentence) == ([], "No rule has numbers.")
    assert shown.table.set_index("name")["entered"].to_dict() == {"anna": True, "sterman": False, "base_stock": False}
