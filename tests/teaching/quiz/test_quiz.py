"""Quizzes: the engine and the closed form agree, another seed has other numbers, marks are fair."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from jitagents.behaviours.demand import Normal
from jitagents.behaviours.forecasting import MovingAverage
from jitagents.behaviours.ordering import BaseStock, Jit, SafetyStock
from jitagents.behaviours.serving import Backorder
from jitagents.errors import InputError
from jitagents.model import SupplyModel
from jitagents.network import listed
from jitagents.simulation.exemptions import Exemption
from jitagents.teaching.quiz import quiz
from jitagents.teaching.quiz.command import run
from jitagents.teaching.quiz.draw import TEMPLATES, WEEKS
from jitagents.teaching.quiz.flow import BaseStockLevel, VarianceRatio
from jitagents.teaching.quiz.question import Template

SIMULATED = [one for one in TEMPLATES if type(one).simulated is not Template.simulated]


@pytest.mark.parametrize("template", SIMULATED, ids=lambda one: type(one).__name__)
def test_the_engine_and_the_closed_form_agree(template: Template) -> None:
    for seed in range(4):
        numbers = template.draw(np.random.default_rng(seed))
        assert template.simulated(numbers) == pytest.approx(template.answer(numbers), rel=1e-6), numbers


def test_most_questions_are_simulated() -> None:
    assert len(SIMULATED) >= 6


def shop(demand: float, sd: float, lead_time: int, **rules: Any) -> SupplyModel:
    """A shop with normal demand in 400 worlds; its source makes to order."""
    buyer = {"name": "shop", "kind": "buyer", "item": "good", "demand": demand, "demand_sd": sd}
    source = {"name": "source", "kind": "supplier", "item": "good", "lead_time": 0}
    lane = {"seller": "source", "buyer": "shop", "lead_time": lead_time}
    network = listed(name="pair", whole=False, agents=[buyer, source], lanes=[lane])
    to_order = Exemption({"name": "source"}, ordering=Jit(cover=0))
    return SupplyModel(
        network, worlds=400, rng=5, demand=Normal(), serving=Backorder(), exemptions=[to_order], **rules
    )  # fmt: skip


def test_the_base_stock_level_gives_the_service() -> None:
    """z-score of the share of days without a shortage, over 400 worlds."""
    template = BaseStockLevel()
    n = template.draw(np.random.default_rng(3))
    model = shop(n["demand"], n["sd"], int(n["lead_time"]), ordering=BaseStock(level=template.answer(n)))
    model.run_for(20)
    ready = np.zeros(400)
    for _ in range(40):
        model.step()
        ready += (model.points["owed"][0] <= 1e-9) / 40
    z = (ready.mean() - n["service"]) / (ready.std(ddof=1) / 20)
    assert abs(z) < 4


def test_the_variance_ratio_is_that_of_the_orders() -> None:
    """z-score of the variance of orders, of a mean so high that none is negative, over 400 worlds."""
    template = VarianceRatio()
    n = {"lead_time": 2, "days": 5}
    model = shop(1000, 10, 2, ordering=SafetyStock(z=0), forecasting=MovingAverage(window=5))
    model.run_for(20)
    orders = []
    for _ in range(60):
        model.step()
        orders.append(model.points["order"][0].copy())
    ratio = ((np.array(orders) - 1000) ** 2).mean(axis=0) / 100
    assert abs(ratio.mean() - template.answer(n)) < 4 * ratio.std(ddof=1) / 20


def test_ten_questions_whose_numbers_follow_from_the_seed() -> None:
    first, again, other = quiz(1), quiz(1), quiz(2)
    assert len(first) == 10
    assert first == again
    assert sum(one.text != two.text for one, two in zip(first, other, strict=True)) >= 9
    assert [one for week in WEEKS for one in quiz(1, week)] == first
    for one in first:
        assert np.isfinite(one.answer)
        assert one.accepts(one.answer)
        assert not one.accepts(one.answer + 2 * one.tolerance + 1e-3)


@pytest.mark.parametrize(("given", "words"), [((-1, None), "0 or more"), ((1, 4), "has no questions; allowed: 1, 2")])
def test_what_cannot_be_asked(given: tuple[int, int | None], words: str) -> None:
    with pytest.raises(InputError, match=words):
        quiz(*given)


def test_the_command_asks_and_answers(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["7"]) == 0
    asked = capsys.readouterr().out
    assert asked.count("(week ") == 10
    assert "**" not in asked
    assert run(["7", "--week", "3", "--answers"]) == 0
    assert f"**{quiz(7, 3)[0].answer:.6g} units**" in capsys.readouterr().out


def test_a_class_is_marked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = ["seed,question,answer"]
    rows += [f"7,{number},{one.answer}" for number, one in enumerate(quiz(7), start=1)]
    rows += ["8,1,-1", "8,2,"]
    file = tmp_path / "answers.csv"
    file.write_text("\n".join(rows))
    assert run(["--check", str(file)]) == 0
    assert capsys.readouterr().out.split() == ["seed,right,of", "7,10,10", "8,0,10"]


@pytest.mark.parametrize(
    ("text", "words"),
    [("seed,question\n1,1\n", "lacks the column answer"), ("seed,question,answer\n1,11,2\n", "line 2: question 11"),
     ("seed,question,answer\n1,x,2\n", "must be numbers"), ("seed,question,answer\n1\n", "must be numbers"),
     ("seed,question,answer\n1,1,2\n1,2,3\n1,1,2\n", "line 4: seed 1 has answered question 1 already"),
     (f"seed,question,answer\n1,1,{'2' * 200_000}\n", "cannot be read")],
)  # fmt: skip
def test_a_file_of_answers_with_faults(
    text: str, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "answers.csv").write_text(text)
    assert run(["--check", str(tmp_path / "answers.csv")]) == 2
    assert words in " ".join(capsys.readouterr().err.split())


def test_a_command_without_a_seed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([]) == 2
    assert "SEED" in capsys.readouterr().err


def test_a_table_of_a_class(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["1", "2", "--csv"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "seed,question,week,text,unit"
    assert len(lines) == 21
