"""Ordering rules, by the arithmetic of their sources."""

from typing import Any

import numpy as np
import pytest

from jitagents.behaviours.criticality import Criticality
from jitagents.behaviours.ordering import BaseStock, Hybrid, Jit, Kanban, Ordering, Push, SafetyStock, SignalKanban
from jitagents.errors import InputError
from tests.behaviours.conftest import plan, seen


def order(rule: Ordering, known: Any = None, day: int = 1, **records: Any) -> float:
    """What one row orders."""
    known = plan() if known is None else known
    fitted = rule.fit(known)
    memory = {name: np.zeros((1, 1)) for name in rule.depths()}
    fitted.begin(seen(known), memory)
    return float(fitted(seen(known, day, **records), memory)[0, 0])


def test_jit_orders_what_was_consumed_and_nothing_else() -> None:
    assert order(Jit(), stock=99, owed=50, on_order=3, demand=7) == 7
    assert Jit(cover=2.0).opening(plan())[0, 0] == 10 * (3 + 2)


@pytest.mark.parametrize(("held", "cards"), [(0, 4), (4, 3), (5, 2), (8, 2), (9, 1), (12, 1), (13, 0), (99, 0)])
def test_kanban_orders_a_container_for_each_free_card(held: float, cards: int) -> None:
    """Four cards of four units: a container that is begun holds its card, what is owed counts for nothing."""
    rule = Kanban(container=4.0, cards=4.0)
    assert order(rule, stock=held, owed=77) == 4 * cards
    assert order(rule, on_order=held) == 4 * cards


def test_kanban_chooses_container_and_cards_by_the_formula() -> None:
    fitted = Kanban(pitch=0.5, safety=0.1).fit(plan(rate=9.0, lead_time=2.0))
    assert np.asarray(fitted.container).item() == 5
    assert np.asarray(fitted.cards).item() == np.ceil(9 * 3 * 1.1 / 5)
    assert Kanban().fit(plan(rate=0.0)).opening(plan(rate=0.0)).item() == 1


@pytest.mark.parametrize(("sd", "sd_of_lead_time", "cards"), [(0, 0, 40), (2, 0, 48), (2, 0.3, 50), (10, 0, 80)])
def test_cards_follow_the_variability(sd: float, sd_of_lead_time: float, cards: int) -> None:
    """10 a day over 3 + 1 days, z 2: 40 + 2 x sqrt(4 sd^2 + (10 sd_L)^2), one unit in a container."""
    known = plan(demand_sd=sd, lead_time_sd=sd_of_lead_time)
    assert np.asarray(Kanban(container=1.0, z=2.0).fit(known).cards).item() == cards
    assert SignalKanban(container=1.0, z=2.0).signal(known).item() == cards


def test_base_stock_orders_up_to_its_level() -> None:
    assert order(BaseStock(level=50.0), stock=20, on_order=15, owed=5) == 20
    assert order(BaseStock(level=50.0), stock=60) == 0
    assert order(BaseStock(cover=2.0)) == 10 * (3 + 2)
    assert order(BaseStock(), plan(base_stock=33.0)) == 33
    assert order(BaseStock(level={"row_0": 21.0})) == 21


def test_base_stock_names_whom_it_has_no_level_for() -> None:
    with pytest.raises(InputError, match="none for 'row_1'"):
        BaseStock(level={"row_0": 5.0}).fit(plan(2))


@pytest.mark.parametrize(("review", "interval"), [(1, 3.0), (4, 6.0)])
def test_safety_stock_protects_lead_time_and_review(review: int, interval: float) -> None:
    """forecast x (L + R - 1) + z sqrt((L + R - 1) error^2 + forecast^2 sd_L^2), in exposed days."""
    known = plan(lead_time=3.0, lead_time_sd=0.5)
    expected = 8 * interval + 2 * np.sqrt(interval * 9 + (8 * 0.5) ** 2)
    found = order(SafetyStock(z=2.0, review=review), known, day=review, forecast=8.0, variance=9.0)
    assert found == pytest.approx(expected)


def test_reviews_come_on_their_days_and_are_spread_over_the_rows() -> None:
    known, rule = plan(3, phase=[0, 1, 2]), SafetyStock(review=3)
    days = [rule(seen(known, day, forecast=8.0, variance=9.0), {})[:, 0] > 0 for day in range(1, 7)]
    assert np.array_equal(np.array(days), [[0, 0, 1], [0, 1, 0], [1, 0, 0]] * 2)


def test_push_keeps_its_rate_between_reviews() -> None:
    known, rule = plan(), Push(planned_stock=5.0, review=4)
    memory = {"planned": np.zeros((1, 1))}
    rule.begin(seen(known), memory)
    rates = [rule(seen(known, day, stock=20.0, forecast=12.0), memory).item() for day in range(1, 9)]
    fresh = 12 + (12 * (3 + 5) - 20) / 4
    assert rates == [10, 10, 10] + [fresh] * 5
    assert rule(seen(known, 8, stock=900.0, forecast=12.0), memory).item() == 0


def test_hybrid_differs_from_jit_by_the_buffers_of_the_critical_rows() -> None:
    known = plan(3, sources=[1, 2, 0], value=[5, 1, 2], rate=[10, 20, 30])
    jit, rule = Jit(cover=0.5), Hybrid(cover=0.5, days=4.0)
    added = rule.fit(known).opening(known) - jit.opening(known)
    assert added[:, 0].tolist() == [40, 0, 0]
    assert order(Hybrid(), demand=7, stock=50) == 7


def test_hybrid_spends_its_money_by_days_of_cover() -> None:
    """So that each critical flow has the same days, and the value of all of it is the budget."""
    known = plan(3, sources=[1, 1, 2], value=[5, 1, 2], rate=[10, 20, 30])
    added = Hybrid(cover=0.0, days=None, money=700.0).fit(known).opening(known) - Jit(cover=0.0).opening(known)
    assert added[:, 0] @ [5, 1, 2] == pytest.approx(700)
    assert added[0, 0] / 10 == pytest.approx(added[1, 0] / 20)
    assert added[2, 0] == 0


@pytest.mark.parametrize("budget", [{"days": 3.0, "money": 5.0}, {"days": None, "money": None}])
def test_hybrid_has_exactly_one_budget(budget: dict[str, Any]) -> None:
    with pytest.raises(InputError, match="exactly one"):
        Hybrid(**budget)


def test_money_needs_a_critical_flow() -> None:
    with pytest.raises(InputError, match="marks no flow"):
        Hybrid(days=None, money=5.0, criticality=Criticality(value=1e9)).fit(plan())
