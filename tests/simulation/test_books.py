"""Books: records beside the truth, what brings them apart and together, and that they change nothing without errors."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from jitagents.behaviours.demand import Constant, Poisson
from jitagents.behaviours.information import Books, Counts, Exact, Losses, MasterData, OrderLines, Posting
from jitagents.behaviours.ordering import BaseStock, Jis, Jit, Kanban, Ordering
from jitagents.behaviours.serving import LostSale
from jitagents.crises import Shock
from jitagents.crises.effects import Dark
from jitagents.errors import InputError
from jitagents.layout import Layout
from jitagents.model import SupplyModel
from jitagents.network import serial
from jitagents.simulation.books.counting import abc
from jitagents.simulation.exemptions import Exemption
from jitagents.simulation.regimes import When
from tests.properties.case import Case
from tests.properties.cases import cases
from tests.properties.rules import behaviours
from tests.simulation.erring_books import CHAIN, ERRING, same


@settings(max_examples=30)
@given(cases())
def test_books_without_errors_are_the_truth_to_the_last_bit(case: Case) -> None:
    case.stages = case.stages | {"information": Exact()}
    case.stages["exemptions"] = [one for one in case.stages.get("exemptions", ()) if one.information is None]
    exact = case.model()
    case.stages = case.stages | {"information": Books()}
    books = case.model()
    if not case.crisis:
        books.compare_orders()
    for _ in range(20):
        exact.step()
        books.step()
        assert same(exact, books)
        assert case.crisis or not books.points["wrong_order"].any()
    assert not books.points["misrecorded"].any()


@pytest.mark.parametrize("rule", behaviours(whole=True)["ordering"], ids=lambda rule: type(rule).__name__)
def test_every_rule_lives_with_wrong_books(rule: Ordering) -> None:
    model = SupplyModel(CHAIN, worlds=3, ordering=rule, information=ERRING)
    model.run_for(60)
    assert all(np.isfinite(model.points[name]).all() for name in ("stock", "owed", "order", "misrecorded"))
    assert model.points["misrecorded"].any() != rule.physical


def test_an_entry_goes_wrong_in_one_way_only() -> None:
    with pytest.raises(InputError, match=r"swap = 1\.1: must be at most 1"):
        Posting(miss=0.7, miskey=0.3, swap=0.1)


def test_an_audit_does_not_repeat_a_switch_of_rules() -> None:
    """Errors worth nothing, found after agents have switched to more cover, move no position."""
    network = serial(stages=3, lead_time=2, demand=10.0, whole=False)
    more = [Exemption({}, ordering=Jit(cover=5.0), when=When(start=5))]

    def position(audit: int) -> np.ndarray:
        books = Books(
            master_data=MasterData(lead_time_wrong=1.0, lead_time_factor=1.0 + 1e-12, lead_time_spread=0.0, audit=audit)
        )
        model = SupplyModel(network, ordering=Jit(), information=books, exemptions=more, demand=Constant())
        model.run_for(40)
        return np.asarray(model.points["stock"] + model.points["on_order"] - model.points["owed"])

    np.testing.assert_allclose(position(10), position(0), atol=1e-6)


def test_a_count_brings_the_record_to_the_shelf() -> None:
    """Three units are lost on each of days 1 to 9; a count on day 10 finds 30, as of that day, and none stays wrong."""
    books = Books(losses=Losses(units=3.0), counts=Counts(a=10.0, b=10.0, c=10.0))
    model = SupplyModel(serial(stages=1, lead_time=1, demand=5.0, stock=100.0), demand=Constant(), information=books)
    stage = model.layout.names.tolist().index("stage_1")
    counted_on = [day for day in range(1, 31) if (day + model.planned.plan.phase[stage, 0] - 1) % 10 == 0]
    wrong = []
    for _ in range(30):
        model.step()
        wrong.append(float(model.points["misrecorded"][stage, 0]))
    by_hand, error = [], 0.0
    for day in range(1, 31):
        error = 0.0 if day in counted_on else error + 3.0
        by_hand.append(error)
    assert wrong == by_hand


def test_what_was_misplaced_is_found_by_a_count() -> None:
    books = Books(losses=Losses(misplaced=0.1), counts=Counts(a=20.0, b=20.0, c=20.0))
    network = serial(stages=1, lead_time=1, demand=0.0, stock=100.0, whole=False)
    model = SupplyModel(network, demand=Constant(), information=books, ordering=BaseStock(level=0.0))
    stage = model.layout.names.tolist().index("stage_1")
    model.run_for(18)
    assert model.points["stock"][stage, 0] == pytest.approx(100 * 0.9**18)
    assert model.points["misplaced"][stage, 0] == pytest.approx(100 - 100 * 0.9**18)
    model.run_for(4)
    assert model.points["stock"][stage, 0] + model.points["misplaced"][stage, 0] == pytest.approx(100.0)
    assert model.points["stock"][stage, 0] > 70


def test_a_missed_receipt_keeps_its_order_open_until_a_count() -> None:
    """Stock is recorded too low and orders too high by the same units, so that the position stays right."""
    models = [
        SupplyModel(CHAIN, worlds=2, demand=Poisson(), ordering=BaseStock(), information=information)
        for information in (Books(receipt=Posting(miss=1.0)), Exact())
    ]
    for _ in range(20):
        for model in models:
            model.step()
        assert np.array_equal(models[0].points["order"], models[1].points["order"])
    assert models[0].points["misrecorded"].any()


def test_an_empty_bin_that_is_noticed_is_counted() -> None:
    """A freeze is over on the day on which somebody looks."""
    network = serial(stages=1, lead_time=1, demand=5.0, stock=20.0, whole=False)
    losses = Losses(units=1.0)

    def lost(notice: float) -> float:
        books = Books(losses=losses, counts=Counts(notice=notice))
        model = SupplyModel(
            network, demand=Constant(), serving=LostSale(), ordering=BaseStock(level=20.0), information=books
        )
        model.run_for(200)
        return float(model.buying["lost"][0, 0])

    assert lost(0.0) == 5.0
    assert lost(1.0) < 5.0


def test_physical_cards_need_no_records() -> None:
    """Cards see that bins are empty: errors of entries, and planning runs, change nothing of what they order."""
    errors = replace(ERRING, losses=Losses(), order_lines=OrderLines(), master_data=MasterData(), run=7)
    cards, exact = (
        SupplyModel(CHAIN, worlds=3, ordering=Kanban(), information=information) for information in (errors, Exact())
    )
    for model in (cards, exact):
        model.run_for(60)
    assert same(cards, exact)


def test_classes_are_by_the_value_of_the_flow() -> None:
    """Shares of 80, 15, 4 and 1 % of the value: A, B, C, C."""
    network = serial(stages=4, demand=10.0, value=[80.0, 15.0, 4.0, 1.0])
    model = SupplyModel(network)
    layout: Layout = model.layout
    classes = dict(zip(layout.names.tolist(), abc(model.planned, layout.name_rank).tolist(), strict=True))
    assert classes == {"stage_1": 0, "stage_2": 1, "stage_3": 2, "stage_4": 2}


def test_books_that_go_dark_show_what_was_last_recorded() -> None:
    """A crisis of the records acts on the books, and neither alone is what both are."""
    crisis = {"dark": Shock({"name": "stage_1"}, Dark(), start=10, duration=15)}
    stages: dict[str, Any] = {"ordering": Jit(), "worlds": 3}
    both = SupplyModel(CHAIN, information=ERRING, crisis=crisis, **stages)
    books = SupplyModel(CHAIN, information=ERRING, **stages)
    for model in (both, books):
        model.run_for(9)
    assert same(both, books)
    for model in (both, books):
        model.run_for(40)
    assert not same(both, books)


def test_books_are_kept_from_the_first_day_to_the_last() -> None:
    exemptions = [Exemption({"name": "stage_1"}, information=Books(), when=When(start=10))]
    with pytest.raises(InputError, match="leave out `when`"):
        SupplyModel(CHAIN, exemptions=exemptions)


def test_some_agents_have_books_and_others_have_not() -> None:
    exemptions = [Exemption({"name": "stage_2"}, information=ERRING)]
    model = SupplyModel(CHAIN, worlds=2, exemptions=exemptions)
    model.run_for(40)
    wrong = dict(zip(model.layout.names.tolist(), model.points["misrecorded"].any(axis=1).tolist(), strict=True))
    assert wrong == {"stage_1": False, "stage_2": True, "stage_3": False}


def test_a_rule_that_calls_every_day_needs_daily_runs() -> None:
    with pytest.raises(InputError, match=r"information\.run"):
        SupplyModel(CHAIN, ordering=Jis(), information=Books(run=7))


@pytest.mark.parametrize(
    ("factors", "weights", "words"),
    [((), (), "bill_factors"), ((0.5, -1.0), (1.0, 1.0), "bill_factors"), ((1.0,), (1.0, 2.0), "for each"),
     ((1.0,), (0.0,), "for each")],
)  # fmt: skip
def test_wrong_quantities_need_weights(factors: tuple[float, ...], weights: tuple[float, ...], words: str) -> None:
    with pytest.raises(InputError, match=words):
        MasterData(bill_factors=factors, bill_weights=weights)
