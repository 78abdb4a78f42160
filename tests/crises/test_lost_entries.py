"""Entries that a system has lost: entered again, or wrong in the books until a count; by hand."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from jitagents.behaviours.demand import Constant, Poisson
from jitagents.behaviours.information import Books, Exact
from jitagents.behaviours.ordering import BaseStock, Jit, Kanban, Ordering, ReorderPoint
from jitagents.crises import Shock, SystemOutage
from jitagents.errors import InputError
from jitagents.model import SupplyModel
from tests.science.conftest import recorded, row
from tests.science.test_books import every, shop
from tests.simulation.erring_books import CHAIN, ERRING, same, tables

START, DOWN, LOST = 20, 5, 3
BACK = START + DOWN
OUTAGE = SystemOutage(rpo=float(LOST), entry_rate=1.0, lost_entries="counted")


def down(effect: SystemOutage, target: dict[str, str] | None = None) -> dict[str, Shock]:
    return {"down": Shock(target or {"name": "shop"}, effect, start=START, duration=DOWN)}


def days_of(rule: Ordering, effect: SystemOutage, books: Any, *names: str, days: int = 60) -> list[np.ndarray]:
    """Columns of a shop that sells 5 a day and waits 2 days, day 0 left out `(days,)`."""
    model = SupplyModel(
        shop(2, stock=60.0), demand=Constant(), ordering=rule, information=books, crisis=down(effect), start="empty"
    )
    kept, here = recorded(model, days, *names), row(model, "shop")
    return [kept[name][:, here, 0] for name in names]


def on(days: np.ndarray, first: int, last: int) -> list[float]:
    """The numbers of some days, both included."""
    return [float(number) for number in days[first - 1 : last]]


@pytest.mark.parametrize("rule", [BaseStock(level=60.0), Jit(cover=10.0)], ids=["base_stock", "jit"])
@pytest.mark.parametrize("books", [Books(), Exact()], ids=["books", "exact"])
def test_entries_that_are_made_again_are_ordered_for_in_the_end(rule: Ordering, books: Books | Exact) -> None:
    """8 days are missing when the system is back, one fewer each day.

    Their 40 units seem to be there, so that nothing is ordered for 4 days, as 5 units are sold and 5 more are entered
    each day: from 60 + 40 - 10 = 90 on the first to 60 on the fourth. Then 10 units a day are, until all is entered.
    """
    (order,) = days_of(rule, replace(OUTAGE, lost_entries="entered"), books, "order")
    assert on(order, START, BACK - 1) == [5.0] * DOWN
    assert on(order, BACK, BACK + 9) == [0.0] * 4 + [10.0] * 4 + [5.0] * 2


@pytest.mark.parametrize("rule", [BaseStock(level=60.0), Jit(cover=10.0)], ids=["base_stock", "jit"])
def test_entries_that_are_lost_are_ordered_for_after_a_count(rule: Ordering) -> None:
    """As above, but 3 of the 8 days are never entered: 15 units are lacking until a count on day 50 finds them."""
    phase = SupplyModel(shop(2)).planned.plan.phase[0, 0]
    count = 50 + (-(50 + int(phase) - 1)) % 50
    order, stock = days_of(rule, OUTAGE, Books(counts=every(50)), "order", "stock", days=120)
    assert on(order, BACK, BACK + 9) == [0.0] * 4 + [10.0] + [5.0] * 5
    assert on(order, count - 1, count + 1) == [5.0, 20.0, 5.0]
    assert stock[count] == stock[START - 2] - 15.0
    assert stock[count + 5] == stock[START - 2]


def test_books_go_back_to_what_they_were() -> None:
    """Sales of 3 days that nobody has any more are 15 units too many, and a receipt of 30 is 30 too few."""
    rule = ReorderPoint(reorder=30.0, batch=30.0)
    order, wrong = days_of(rule, OUTAGE, Books(), "order", "misrecorded")
    arrived = sum(float(order[day - 3]) for day in range(START - LOST, START))  # two days after their orders
    assert on(wrong, 1, BACK - 1) == [0.0] * (BACK - 1)
    assert set(on(wrong, BACK, 60)) == {15.0 - arrived}
    for start in range(START + 1, START + 6):
        shock = {"down": Shock({"name": "shop"}, OUTAGE, start=start, duration=DOWN)}
        model = SupplyModel(
            shop(2, stock=60.0), demand=Constant(), ordering=rule, information=Books(), crisis=shock, start="empty"
        )
        kept, here = recorded(model, 60, "order", "misrecorded"), row(model, "shop")
        arrived = sum(float(kept["order"][day - 3, here, 0]) for day in range(start - LOST, start))
        assert kept["misrecorded"][-1, here, 0] == 15.0 - arrived


def test_parts_of_a_day() -> None:
    """Half of the sales of the day before are lost: the position of 87.5 - 10 n on day n is below 60 on day 3."""
    (order,) = days_of(BaseStock(level=60.0), replace(OUTAGE, rpo=0.5), Books(), "order")
    assert on(order, BACK, BACK + 9) == [0.0, 0.0, 2.5, 10.0, 10.0, *[5.0] * 5]


def test_a_count_while_the_system_is_down_finds_what_it_has_lost() -> None:
    """Counted each day, the shop is never wrong, and orders all of the outage afterwards."""
    order, wrong = days_of(BaseStock(level=60.0), OUTAGE, Books(counts=every(1)), "order", "misrecorded")
    assert not wrong.any()
    assert order[:45].sum() - order[: START - 1].sum() == pytest.approx(5.0 * (45 - START + 1))


def test_without_a_recovery_point_both_are_the_same() -> None:
    stages: dict[str, Any] = {"worlds": 3, "demand": Poisson(), "ordering": Jit(), "information": ERRING}
    models = [
        SupplyModel(CHAIN, crisis=down(replace(OUTAGE, rpo=0.0, lost_entries=lost), {"tier": "1"}), **stages)
        for lost in ("counted", "entered")
    ]
    for model in models:
        model.run_for(60)
    assert same(*models)


@pytest.mark.parametrize("change", [{"perfect": True}, {}])
def test_cards_and_perfect_books_lose_nothing(change: dict[str, bool]) -> None:
    ordering: Ordering = Jit() if change else Kanban()
    books, outage = replace(ERRING, **change), replace(OUTAGE, entry_rate=1e6)  # type: ignore[arg-type]
    lost, saved = (
        SupplyModel(CHAIN, worlds=3, ordering=ordering, information=books, crisis=down(effect, {"tier": "1"}))
        for effect in (outage, replace(outage, rpo=0.0))
    )
    for model in (lost, saved):
        model.run_for(60)
    assert same(lost, saved)


def test_repeated_worlds_have_lost_the_same() -> None:
    """In the midst of the outage, what the books will lack is carried over."""
    model = SupplyModel(CHAIN, worlds=3, ordering=Jit(), information=ERRING, crisis=down(OUTAGE, {"tier": "1"}))
    for day in (START - 2, 4, 5):
        model.run_for(day)
        more = model.repeat([2, 0])
        there = model.repeat([0, 1, 2])
        for one in (more, there):
            one.run_for(20)
        whole = tables(there)
        assert all(
            np.array_equal(column, whole[name][:, [2, 0]], equal_nan=True) for name, column in tables(more).items()
        )


def test_agents_without_books_lose_none() -> None:
    with pytest.raises(InputError, match=r"crisis\.down\.what\.lost_entries = 'counted': shop must have books"):
        SupplyModel(shop(2), crisis=down(OUTAGE))
