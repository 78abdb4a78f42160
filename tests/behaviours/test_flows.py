"""Sourcing, allocation: who gets what."""

import numpy as np
import pytest

from jitagents.behaviours.allocation import Claims, OldestFirst, Priority, Proportional
from jitagents.behaviours.sourcing import Backup, Offers, Primary, Split
from jitagents.day.desk import remember
from jitagents.flow import Groups


def claims(owed: list[float], ordered: list[float], day: int = 1, whole: bool = False) -> Claims:
    """Three lanes of one seller, of the classes 2, 1 and 1."""
    column = [np.array(numbers, dtype=float)[:, None] for numbers in (owed, ordered, [2, 1, 1])]
    return Claims(*column, Groups(np.zeros(3, dtype=np.int64), 1), whole, day)


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


def offers(owed: list[float], closed: list[float] | None = None) -> Offers:
    """Three lanes of one buyer, in the order of their ranks, with a mean flow of 10 units a day."""
    share = np.array([[0.5], [0.3], [0.2]])
    shut = None if closed is None else np.array(closed)[:, None]
    lanes = Groups(np.zeros(3, dtype=np.int64), 1)
    return Offers(share, np.full((3, 1), 10.0), np.array(owed, dtype=float)[:, None], shut, lanes)


def test_primary_and_split() -> None:
    assert Primary()(offers([99, 0, 0])).ravel().tolist() == [1, 0, 0]
    assert Split()(offers([99, 0, 0])).ravel().tolist() == [0.5, 0.3, 0.2]


@pytest.mark.parametrize(
    ("owed", "closed", "chosen"),
    [
        ([20, 0, 0], None, 0),
        ([21, 0, 0], None, 1),
        ([21, 21, 0], None, 2),
        ([21, 21, 21], None, 0),
        ([0, 0, 0], [1.0, 0.0, 0.0], 1),
        ([0, 21, 0], [1.0, 0.0, 0.0], 2),
        ([0, 0, 0], [1.0, 1.0, 1.0], 0),
    ],
)
def test_backup_takes_the_first_that_is_neither_late_nor_closed(
    owed: list[float], closed: list[float] | None, chosen: int
) -> None:
    shares = Backup(patience=2.0)(offers(owed, closed)).ravel()
    assert shares.tolist() == [float(lane == chosen) for lane in range(3)]
