"""Allocation: who gets what of scarce stock."""

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jitagents.behaviours.allocation import (
    Allocation,
    Claims,
    LargestRemainder,
    Linear,
    OldestFirst,
    Priority,
    Proportional,
    TodaysOrders,
    Uniform,
)
from jitagents.behaviours.base import remember
from jitagents.flow import Groups

type Floats = npt.NDArray[np.float64]


def claims(owed: list[float], ordered: list[float], day: int = 1, whole: bool = False) -> Claims:
    """Three lanes of one seller, of the classes 2, 1 and 1."""
    columns = (np.array(numbers, dtype=float)[:, None] for numbers in (owed, ordered, [2, 1, 1]))
    waiting, today, classes = columns
    return Claims(waiting, today, classes, Groups(np.zeros(3, dtype=np.int64), 1), whole, day)


def test_proportional() -> None:
    given = Proportional()(np.array([[12.0]]), claims([10, 20, 30], [0, 0, 0]), {})
    assert given[:, 0] == pytest.approx([2, 4, 6])


def test_proportional_in_whole_units_is_fair_over_the_days() -> None:
    """Each share is rounded down or up, none is lost, and over many days nobody is favoured."""
    days = [
        Proportional()(np.array([[10.0]]), claims([7, 7, 7], [0, 0, 0], day, True), {})[:, 0] for day in range(1, 301)
    ]
    assert set(np.unique(days)) == {3, 4}
    assert (np.sum(days, axis=1) == 10).all()
    assert np.mean(days, axis=0) == pytest.approx([10 / 3] * 3, abs=0.02)


@pytest.mark.parametrize(("available", "expected"), [(5, [0, 2, 3]), (50, [0, 20, 30]), (56, [6, 20, 30])])
def test_priority_serves_the_first_class_before_the_second(available: float, expected: list[float]) -> None:
    given = Priority()(np.array([[available]], dtype=float), claims([10, 20, 30], [0, 0, 0]), {})
    assert given[:, 0] == pytest.approx(expected)


def test_oldest_first_serves_by_day_of_order() -> None:
    rule = OldestFirst(horizon=5)
    memory = remember(rule, 3, 1)
    none = np.array([[0.0]])
    rule(none, claims([4, 0, 0], [4, 0, 0], 1), memory)
    rule(none, claims([4, 6, 0], [0, 6, 0], 2), memory)
    third = rule(np.array([[7.0]]), claims([4, 6, 9], [0, 0, 9], 3), memory)
    assert third[:, 0] == pytest.approx([4, 3, 0])
    fourth = rule(np.array([[6.0]]), claims([0, 3, 9], [0, 0, 0], 4), memory)
    assert fourth[:, 0] == pytest.approx([0, 3, 3])


def test_oldest_first_tells_no_ages_apart_beyond_its_horizon() -> None:
    rule = OldestFirst(horizon=3)
    memory, none = remember(rule, 3, 1), np.array([[0.0]])
    for day in range(1, 9):
        ordered = [8.0 * (day == 1), 8.0 * (day == 2), 8.0 * (day == 8)]
        owed = [8.0, 8.0 * (day > 1), 8.0 * (day > 7)]
        rule(none, claims(owed, ordered, day), memory)
    given = rule(np.array([[12.0]]), claims([8, 8, 8], [0, 0, 0], 9), memory)
    assert given[:, 0] == pytest.approx([6, 6, 0])


def shared(rule: Allocation, available: float, owed: list[float], ordered: list[float] | None = None) -> list[float]:
    """What the three customers get."""
    given = rule(np.array([[float(available)]]), claims(owed, ordered or [0, 0, 0]), {})
    return [round(units, 9) for units in given[:, 0].tolist()]


def test_todays_orders_come_before_the_backlog() -> None:
    assert shared(TodaysOrders(), 6, [10, 20, 30], [4, 8, 0]) == [2, 4, 0]
    assert shared(TodaysOrders(), 24, [10, 20, 30], [4, 8, 0]) == [4 + 12 * 6 / 48, 8 + 12 * 12 / 48, 12 * 30 / 48]


@pytest.mark.parametrize(
    ("available", "uniform", "linear"),
    [(6, [2, 2, 2], [0, 0, 6]), (24, [8, 8, 8], [0, 7, 17]), (36, [10, 13, 13], [2, 12, 22]),
     (57, [10, 20, 27], [9, 19, 29]), (60, [10, 20, 30], [10, 20, 30])],
)  # fmt: skip
def test_even_parts_of_what_there_is_or_of_what_is_missing(
    available: float, uniform: list[float], linear: list[float]
) -> None:
    assert shared(Uniform(), available, [10, 20, 30]) == pytest.approx(uniform)
    assert shared(Linear(), available, [10, 20, 30]) == pytest.approx(linear)


@given(st.lists(st.integers(0, 50), min_size=3, max_size=3), st.integers(0, 120), st.integers(1, 30))
def test_ordering_more_gains_under_proportional_but_not_under_uniform_allocation(
    owed: list[int], available: int, more: int
) -> None:
    """Cachon & Lariviere 1999: uniform allocation is proof against inflated orders, proportional allocation is not."""
    available = min(available, sum(owed))
    before, after = (
        {
            rule: shared(rule, available, [float(owed[0] + extra), *map(float, owed[1:])])[0]
            for rule in (Uniform(), Proportional())
        }
        for extra in (0, more)
    )
    assert after[Uniform()] <= max(before[Uniform()], owed[0]) + more * (before[Uniform()] == owed[0])
    if before[Uniform()] < owed[0]:
        assert after[Uniform()] == pytest.approx(before[Uniform()])
    if 0 < available < sum(owed) and 0 < owed[0] < sum(owed):
        assert after[Proportional()] > before[Proportional()]


@pytest.mark.parametrize("rule", [Uniform(), Linear(), LargestRemainder(), Proportional(), TodaysOrders()])
@given(st.lists(st.integers(0, 40), min_size=3, max_size=3), st.floats(0, 1), st.integers(1, 400))
def test_whole_units_are_rounded_up_or_down_and_none_is_lost(
    rule: Allocation, owed: list[int], part: float, day: int
) -> None:
    available = float(np.floor(part * sum(owed)))
    column = [float(units) for units in owed]
    given = rule(np.array([[available]]), claims(column, [0, 0, 0], day, whole=True), {})[:, 0]
    exact = rule(np.array([[available]]), claims(column, [0, 0, 0], day), {})[:, 0]
    assert given.sum() == available
    assert (given % 1 == 0).all()
    assert (np.abs(given - exact) < 1 + 1e-9).all()
    assert (given >= 0).all()
    assert (given <= owed).all()


def remainders(available: float, owed: list[float], days: range) -> Floats:
    """What the customers of one seller get on each of some days, whole units `(days, customers)`."""
    sellers, column = Groups(np.zeros(len(owed), dtype=np.int64), 1), np.array(owed)[:, None]
    return np.stack([
        LargestRemainder()(np.array([[available]]), Claims(column, column, column, sellers, True, day), {})[:, 0]
        for day in days
    ])  # fmt: skip


def test_largest_remainders_get_what_is_left() -> None:
    """Quotas 1.8, 3.6, 5.4, 7.2 of 18: floors 1, 3, 5, 7, and the two units left go to .8 and .6."""
    assert (remainders(18.0, [5, 10, 15, 20], range(1, 9)) == [2, 4, 5, 7]).all()


@pytest.mark.parametrize("step", [1, 2, 3, 5, 7])
@pytest.mark.parametrize(("available", "owed", "tied"), [
    (10.0, [7, 7, 7], [0, 1, 2]), (11.0, [7, 7, 7], [0, 1, 2]), (14.0, [4, 6, 6, 4, 6], [1, 2, 4]),
])  # fmt: skip
def test_equal_customers_are_equal_over_the_days(
    available: float, owed: list[float], tied: list[int], step: int
) -> None:
    """Also where scarce days come every other day, or once a week: the counts differ by a few units in 300 days."""
    given = remainders(available, owed, range(step, 300 * step + 1, step))
    assert (given.sum(axis=1) == available).all()
    assert np.ptp(given[:, tied], axis=1).max() == 1, "the tie is broken every day"
    totals = given[:, tied].sum(axis=0)
    assert np.ptp(totals) <= 8


def test_without_turning_the_first_customer_would_always_win() -> None:
    given = remainders(10.0, [7, 7, 7], range(1, 31))
    assert len(np.unique(given.argmax(axis=1))) == 3
