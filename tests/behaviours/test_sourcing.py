"""Sourcing: how an order is split over lanes."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from jitagents.behaviours.base import remember
from jitagents.behaviours.sourcing import (
    Backup,
    CheapestInTime,
    Offers,
    Primary,
    Scored,
    Sourcing,
    Split,
    TailoredBaseSurge,
)
from tests.behaviours.offered import offers

AT_ONCE = Backup(lag=0.0, ramp=0.0, cancel=False)
"""A backup that knows of a closure on its first day, and delivers on it."""


def shares(rule: Sourcing, days: list[Offers]) -> list[list[float]]:
    """The shares of some days, one after the other."""
    rule = rule.suited(days[0])
    memory = remember(rule, 3, 1)
    rule.prepare(replace(days[0], day=0), memory)
    return [np.array(rule(day, memory)).ravel().tolist() for day in days]


def test_primary_and_split() -> None:
    assert shares(Primary(), [offers([99, 0, 0])]) == [[1, 0, 0]]
    assert shares(Split(), [offers([99, 0, 0])]) == [[0.5, 0.3, 0.2]]


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
    [found] = shares(AT_ONCE, [offers(owed, closed)])
    assert found == [float(lane == chosen) for lane in range(3)]


@pytest.mark.parametrize(("activation", "recovery"), [(0, 0), (1, 0), (2, 3), (0, 2)])
def test_backup_starts_and_ends_after_its_delays(activation: int, recovery: int) -> None:
    """Closed for one day, open again, closed for six, open: a single day is waited for if there is a delay."""
    shut = [1, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0]
    days = [offers([0, 0, 0], [float(is_shut), 0, 0], day) for day, is_shut in enumerate(shut, start=1)]
    rule = replace(AT_ONCE, activation=float(activation), recovery=float(recovery))
    away = [found[1] == 1 for found in shares(rule, days)]
    first = range(1, 2 + recovery) if activation == 0 else range(0)
    second = range(6 + activation, 12 + recovery)
    assert [day for day, is_away in enumerate(away, start=1) if is_away] == [*first, *second]


def test_sources_that_share_take_over_what_they_can() -> None:
    """Shares .5, .3, .2; the first is known to be closed on day 3; the others take a fifth more, first half of it."""
    rule = Backup(shares="planned", lag=2.0, ramp=1.0, capacity=1.2, cancel=False)
    found = shares(rule, [offers([0, 0, 0], [1, 0, 0], day) for day in range(1, 6)])
    undisturbed, half, whole = [0.5, 0.3, 0.2], [0.45, 0.33, 0.22], [0.4, 0.36, 0.24]
    assert np.array(found) == pytest.approx(np.array([undisturbed, undisturbed, half, whole, whole]))


def test_what_is_cancelled_goes_where_there_is_room() -> None:
    """The others take 3 a day besides their 5: 3 of the 5 that were the first one's today; then what it owes."""
    rule = Backup(shares="planned", lag=0.0, ramp=0.0, capacity=1.6, patience=100.0)
    day = offers([8, 0, 0], [1, 0, 0], order=4)
    memory = remember(rule, 3, 1)
    found = np.array(rule(day, memory)).ravel()
    assert rule.cancelled(day, memory).ravel() == pytest.approx([1, 0, 0])  # 3 less today's 2
    assert found == pytest.approx([0, 0.6, 0.4])
    assert np.array(rule(offers([0, 0, 0], [1, 0, 0]), memory)).ravel() == pytest.approx([0.2, 0.48, 0.32])


def test_nobody_sees_a_closure_before_its_lag() -> None:
    found = shares(CheapestInTime(within=9.0, lag=2.0), [offers([0, 0, 0], [0, 0, 1], day) for day in range(1, 5)])
    assert [day.index(1.0) for day in found] == [2, 2, 1, 1]
    known = replace(offers([0, 0, 0], [0, 0, 1]), announced=np.array([[0.0], [0.0], [1.0]]))
    assert shares(CheapestInTime(within=9.0, lag=2.0), [known]) == [[0, 1, 0]]


@pytest.mark.parametrize(
    ("within", "owed", "closed", "chosen"),
    [
        (9, [0, 0, 0], None, 2),
        (8, [0, 0, 0], None, 1),
        (5, [0, 1, 0], None, 0),  # 5 days + .1 for what is owed
        (9, [0, 0, 1], None, 1),
        (2, [0, 0, 0], None, 0),
        (2, [30, 0, 0], None, 1),  # none in time: 6, 5 and 9 days
        (9, [0, 0, 0], [0, 0, 1], 1),
        (9, [0, 0, 0], [1, 1, 1], 0),
    ],
)
def test_the_cheapest_in_time_or_the_fastest(within: float, owed: Any, closed: Any, chosen: int) -> None:
    [found] = shares(CheapestInTime(within=float(within), lag=0.0), [offers(owed, closed)])
    assert found == [float(lane == chosen) for lane in range(3)]


@pytest.mark.parametrize(
    ("quoting", "chosen"), [(1, [2, 1, 1, 2, 2]), (2, [2, 2, 1, 1, 2]), (3, [2, 2, 2, 2, 2]), (None, [2, 2, 2, 2, 2])]
)
def test_what_is_owed_is_known_with_the_next_quote(quoting: int | None, chosen: list[int]) -> None:
    """The cheapest takes 9 days of 9; on days 2 and 3 it owes a day of flow more. Quotes on days 1, 1 + n, …"""
    days = [offers([0, 0, 10.0 * (day in (2, 3))], day=day) for day in range(1, 6)]
    found = shares(CheapestInTime(within=9.0, quoting=quoting), days)
    assert [day.index(1.0) for day in found] == chosen


def test_base_and_surge() -> None:
    """Nine of every ten units of mean flow come from the first-ranked source, here the slow one."""
    slow_first: dict[str, Any] = {"lead_time": [9, 5, 3]}
    days = [offers([0, 0, 0], order=order, **slow_first) for order in (0, 5, 9, 12, 36)]
    found = shares(TailoredBaseSurge(base=0.9), days)
    assert found == [pytest.approx([part, 0, 1 - part]) for part in (1, 1, 1, 0.75, 0.25)]


# ---------------------------------------------------------------- scored


def test_shares_move_on_the_days_of_a_review_alone() -> None:
    """Prices of 3, 2 and 1 and nothing else count: in twelve days the same move, by the day or by the week."""
    only: dict[str, Any] = {
        "delivery": 0.0,
        "speed": 0.0,
        "steadiness": 0.0,
        "price": 1.0,
        "least": 0.0,
        "most": 1.0,
        "pace": 0.1,
    }
    days = [offers([0, 0, 0], day=day) for day in range(1, 13)]
    daily, seldom = (np.array(shares(Scored(**only, review=review), days)) for review in (1, 4))
    assert np.flatnonzero(np.diff(seldom[:, 0])).tolist() == [2, 6, 10]
    weights = np.array([0.5, 0.3, 0.2]) * np.exp(0.1 * np.array([1 / 3, 1 / 2, 1]) * 12)
    for found in (daily, seldom):
        assert found[-1] == pytest.approx(weights / weights.sum(), rel=1e-6)
