"""Entries that are late by a law: its mean by Little's law, its shape by z-score, and nothing is lost on the way."""

from dataclasses import replace

import numpy as np
import pytest

from jitagents.behaviours.demand import Constant, Poisson
from jitagents.behaviours.information import Books, Posting
from jitagents.behaviours.ordering import BaseStock, Jit, Ordering
from jitagents.errors import InputError
from jitagents.model import SupplyModel
from jitagents.network import serial
from jitagents.network.lead_time_laws import read_law
from jitagents.simulation.books.chances import Chances
from jitagents.simulation.books.waiting import LateByLaw
from jitagents.worlds import Worlds
from tests.science.conftest import row, z_score
from tests.simulation.erring_books import CHAIN, ERRING, same

LAW = "0:0.5 1:0.2 3:0.2 8:0.1"
MEAN = 1.6
"""Days: .2 + 3 x .2 + 8 x .1."""


@pytest.mark.parametrize("late", [0, 1, 3])
@pytest.mark.parametrize("run", [1, 3])
@pytest.mark.parametrize("rule", [Jit(), BaseStock()], ids=["jit", "base_stock"])
def test_a_law_of_one_day_is_that_day(late: int, run: int, rule: Ordering) -> None:
    """Drawn or not, and whatever else is entered wrongly."""

    def model(late: int | str) -> SupplyModel:
        postings = {name: replace(getattr(ERRING, name), late=late) for name in ("receipt", "issue")}
        made = SupplyModel(CHAIN, worlds=3, ordering=rule, information=replace(ERRING, **postings, run=run))
        made.run_for(50)
        return made

    fixed = model(late)
    assert same(fixed, model(f"{late}:1"))
    assert same(fixed, model(f"{late}:1 9:0"))


@pytest.mark.parametrize("law", [LAW, "2:0.3 5:0.7"])
def test_what_is_not_yet_entered_is_still_to_be_entered(law: str) -> None:
    """Opening + issues - entries = record of stock - stock, day by day."""
    model = SupplyModel(
        serial(stages=1, lead_time=2, demand=10.0), worlds=20, demand=Poisson(), ordering=BaseStock(level=60.0),
        information=Books(issue=Posting(late=law)),
    )  # fmt: skip
    shop, waiting = row(model, "stage_1"), np.full(20, 10.0 * read_law(law, 0).mean)
    for _ in range(40):
        model.step()
        seen = model.decision_of(shop).seen
        waiting += model.points["demand"][shop] - seen.demand[0]
        assert seen.stock[0] - model.points["stock"][shop] == pytest.approx(waiting)
        assert (waiting > -1e-9).all()


def test_the_mean_age_of_entries_is_that_of_the_law() -> None:
    """Units that wait = units a day x days that each waits (Little 1961), from the first day on."""
    model = SupplyModel(
        serial(stages=1, lead_time=2, demand=10.0), worlds=400, demand=Poisson(), ordering=BaseStock(level=60.0),
        information=Books(issue=Posting(late=LAW)),
    )  # fmt: skip
    shop, waiting = row(model, "stage_1"), np.zeros((60, 400))
    for day in waiting:
        model.step()
        day[...] = model.decision_of(shop).seen.stock[0] - model.points["stock"][shop]
    assert abs(z_score(waiting.mean(axis=0) / 10.0, MEAN)) < 4
    assert abs(z_score(waiting[0] / 10.0, MEAN)) < 4


def test_units_of_a_day_are_entered_by_the_law() -> None:
    """Of one transaction in each of 4000 worlds, as many are entered on each day as the law says."""
    law, worlds = read_law(LAW, 0), Worlds(range(4000))
    chances = Chances(worlds, "issue_late", np.arange(1))
    waiting = LateByLaw(law, slice(0, 1), (1, 4000), chances, whole=True)
    entered = []
    for day in range(1, 12):
        chances.draw(day)
        waiting.draw(day)
        units = np.full((1, 4000), 1.0 if day == 2 else 0.0)
        entered.append(float((waiting.due + units * waiting.at_once(slice(None))).sum()))
        waiting.post(units, [], day)
    by_law = dict(zip((law.days + 2).tolist(), law.probability.tolist(), strict=True))
    for day, came in enumerate(entered, 1):
        share = by_law.get(day, 0.0)
        assert abs(came - 4000 * share) <= 4 * np.sqrt(4000 * share * (1 - share)), day
    assert sum(entered) == 4000


def test_receipts_late_by_a_law_leave_the_position_as_it_is() -> None:
    """The open order stands until the receipt is entered, so that a base-stock rule orders the same."""
    late, exact = (
        SupplyModel(CHAIN, worlds=3, demand=Poisson(), ordering=BaseStock(), information=Books(receipt=posting))
        for posting in (Posting(late=LAW), Posting())
    )
    for _ in range(40):
        late.step()
        exact.step()
        assert same(late, exact)


def test_a_plan_is_not_upset_by_a_law_of_entries_in_the_first_days() -> None:
    """In the mean as much is entered as is asked for, on day 1 as on any other."""
    model = SupplyModel(
        serial(stages=1, lead_time=2, demand=10.0), worlds=400, demand=Constant(), ordering=Jit(),
        information=Books(issue=Posting(late=LAW)),
    )  # fmt: skip
    shop = row(model, "stage_1")
    for day in range(1, 12):
        model.step()
        assert abs(z_score(model.decision_of(shop).seen.demand[0], 10.0)) < 4, day


@pytest.mark.parametrize(
    ("law", "words"), [("often", "days:probability"), ("1:0.5 2:0.6", "sum to 1.1"), ("1:0.5 1:0.5", "twice")]
)
def test_a_law_that_cannot_be_read_is_told_of(law: str, words: str) -> None:
    with pytest.raises(InputError, match=rf"Posting\.late = '{law}'.*{words}"):
        Posting(late=law)
