"""Shocks: when, how hard, and how they pass."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from jitagents.behaviours.ordering import Jit
from jitagents.crises import CatchUp, Exponential, Geometric, Linear, SCurve, Shock, Stated, Step, Until
from jitagents.errors import InputError
from jitagents.model import SupplyModel
from jitagents.worlds import Worlds
from tests.crises.conftest import by_day, diary, line, scene


def course(shock: Shock, days: int = 14) -> list[float]:
    """The severity on each measured day."""
    return by_day(shock.course(scene(Worlds())), days)


@pytest.mark.parametrize(("start", "duration"), [(1, 3), (4, 1), (4, 0), (10, 9)])
def test_a_step_is_full_for_its_days_and_then_nothing(start: int, duration: int) -> None:
    expected = [0.7 * (start <= day < start + duration) for day in range(1, 15)]
    assert course(Shock({}, severity=0.7, start=start, duration=duration, recovery=Step())) == expected


# ---------------------------------------------------------------- recovery


def test_a_linear_recovery_falls_by_equal_steps() -> None:
    """Over n days after the last full one: n / (n + 1), …, 1 / (n + 1), then nothing."""
    found = course(Shock({}, severity=1.0, start=2, duration=3, recovery=Linear(length=4.0)))
    assert found == pytest.approx([0, 1, 1, 1, 0.8, 0.6, 0.4, 0.2, 0, 0, 0, 0, 0, 0])
    assert course(Shock({}, start=2, duration=3, recovery=Linear(length=0.0))) == [0, 1, 1, 1] + [0] * 10


def test_an_exponential_recovery_falls_by_equal_shares_until_little_is_left() -> None:
    """In a time of one day to 37 % each day; below a hundredth, on the fifth, nothing."""
    found = course(Shock({}, severity=0.5, start=2, duration=2, recovery=Exponential(time=1.0)), 9)
    assert found == pytest.approx([0, 0.5, 0.5, *(0.5 * np.exp(-np.arange(1.0, 5.0))), 0, 0])


def test_an_s_curve_is_slow_then_fast_then_slow() -> None:
    found = course(Shock({}, start=2, duration=1, recovery=SCurve(length=3.0)), 6)
    assert found == pytest.approx([0, 1, (1 + np.sqrt(0.5)) / 2, 0.5, (1 - np.sqrt(0.5)) / 2, 0])


def test_a_stated_recovery_goes_straight_from_point_to_point() -> None:
    found = course(Shock({}, start=1, duration=2, recovery=Stated({2: 0.5, 6: 0.1, 7: 0.0})), 10)
    assert found == pytest.approx([1, 1, 0.75, 0.5, 0.4, 0.3, 0.2, 0.1, 0, 0])


def test_a_stated_recovery_may_leave_a_part_for_ever() -> None:
    shock = Shock({}, start=1, duration=1, recovery=Stated({3: 0.4}))
    assert course(shock, 30)[-26:] == [0.4] * 26
    assert shock.course(scene(Worlds())).last == np.inf


@pytest.mark.parametrize("stated", [{}, {-1: 0.5}, {3: 1.5}, {"soon": 0.0}, {3: None}])
def test_a_stated_recovery_that_cannot_be_read_is_refused(stated: Any) -> None:
    with pytest.raises(InputError, match=r"Stated\.course"):
        Stated(stated)


RECOVERIES: list[Any] = [
    Step(), Linear(length=3.0), Linear(length=np.array([[1.0, 6.0]])), Exponential(np.array([[0.7, 2.0]])),
    SCurve(np.array([[3.0, 5.5]])), Stated({4: 0.2, 5: 0.0}),
]  # fmt: skip


@pytest.mark.parametrize("recovery", RECOVERIES)
def test_first_and_last_are_the_days_between_which_some_world_is_hit(recovery: Any) -> None:
    shock = Shock({}, start=np.array([[3.0, 5.0]]), duration=np.array([[4.0, 2.0]]), recovery=recovery)
    once = shock.course(scene(Worlds(range(2))))
    affected = [day for day in range(1, 40) if np.any(once.intensity(day))]
    assert (once.first, once.last) == (affected[0], affected[-1])


# ---------------------------------------------------------------- numbers


def test_every_number_may_differ_by_world() -> None:
    severity, start, duration = (np.array([numbers]) for numbers in ([0.2, 0.5, 1.0], [1.0, 2.0, 2.0], [9.0, 2.0, 1.0]))
    shock = Shock({}, severity=severity, start=start, duration=duration)
    once = shock.course(scene(Worlds(range(3))))
    table = np.array([once.intensity(day)[0] for day in range(1, 5)])
    assert table.tolist() == [[0.2, 0, 0], [0.2, 0.5, 1], [0.2, 0.5, 0], [0.2, 0, 0]]


@pytest.mark.parametrize("severity", [3.0, -0.5, -1.0])
def test_demand_may_more_than_double_and_may_fall(severity: float) -> None:
    assert course(Shock({}, "demand", severity=severity, start=1, duration=1))[0] == severity


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"what": "suply"}, "did you mean 'supply'"),
        ({"severity": 1.2}, "severity"),
        ({"severity": -0.2}, "severity"),
        ({"severity": np.array([[0.5, 1.5]])}, "severity"),
        ({"what": "demand", "severity": -1.5}, "severity"),
        ({"start": 0}, "start"),
        ({"duration": -1}, "duration"),
        ({"severity": "half"}, "severity"),
        ({"what": "demand", "catch_up": CatchUp()}, "catch_up: demand leaves no work .* supply and production do"),
    ],
)
def test_what_is_refused(wrong: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        Shock({}, **wrong)


# ---------------------------------------------------------------- until an event


def test_a_shock_ends_when_somebody_has_been_idle_for_days() -> None:
    """The lane closes on day 3; the shop has nothing to deliver on days 4 and 5: it opens again on day 6."""
    until = Until({"name": "shop"}, "idle", days=2)
    found = diary(line(), 8, Shock({"seller": "mill"}, "lane", start=3, duration=50, until=until), ordering=Jit())
    assert found("shop", "output") == [10, 10, 10, 0, 0, 20, 0, 30]
    assert found("mill-shop", "allocated") == [10, 10, 0, 0, 0, 40, 10, 10]


def test_a_shock_ends_when_all_are_busy_again() -> None:
    """The mill ships half until the shop has delivered on three days in a row, which it does from day 3 on."""
    until = Until({"name": "shop"}, "busy", days=3)
    found = diary(
        line(), 8, Shock({"name": "mill"}, "shipping", 0.5, start=3, duration=50, until=until), ordering=Jit()
    )
    assert found("mill", "output") == [10, 10, 5, 5, 5, 25, 10, 10]


def test_days_before_the_shock_do_not_count() -> None:
    """Somebody who is always idle ends it after just so many of its days, whatever started earlier in other worlds."""
    worlds = Worlds(range(2))
    shock = Shock({}, start=np.array([[2.0, 5.0]]), duration=9, until=Until({}, days=3))
    once = shock.course(scene(worlds, idle=np.ones((1, 2), dtype=bool)))
    table = np.array([once.intensity(day)[0] for day in range(1, 11)])
    assert table[:, 0].tolist() == [0, 1, 1, 1, 0, 0, 0, 0, 0, 0]
    assert table[:, 1].tolist() == [0, 0, 0, 0, 1, 1, 1, 0, 0, 0]


def test_the_recovery_follows_the_event() -> None:
    shock = Shock({}, start=2, duration=9, recovery=Linear(1.0), until=Until({}, days=1))
    assert by_day(shock.course(scene(Worlds(), idle=np.ones((1, 1), dtype=bool))), 5) == [0, 1, 0.5, 0, 0]


def test_it_ends_with_its_duration_if_nothing_happens() -> None:
    shock = Shock({}, start=2, duration=3, until=Until({}, days=1))
    assert course(shock, 6) == [0, 1, 1, 1, 0, 0]


# ---------------------------------------------------------------- warning


def test_a_warning_tells_how_many_days_are_still_to_come() -> None:
    shock = Shock({}, severity=0.5, start=4, duration=3, warning=2)
    once = shock.course(scene(Worlds()))
    assert [float(once.announced(day)[0, 0]) for day in range(1, 8)] == [0, 1.5, 1.5, 1.5, 1, 0.5, 0]


def test_of_a_duration_that_is_drawn_the_mean_is_known() -> None:
    once = Shock({}, start=2, duration=Geometric(5.0), warning=1).course(scene(Worlds(range(50))))
    assert (once.announced(1) == 5).all()
    over = once.duration[0] <= 2
    assert set(np.unique(once.announced(4)[0, over])) == {0}
    assert set(np.unique(once.announced(4)[0, ~over])) == {3}


@pytest.mark.parametrize(
    ("shock", "warned"),
    [
        (Shock({"name": "mill"}, start=4, duration=3, warning=2), [0, 3, 3, 3, 2, 1, 0]),
        (Shock({"name": "mill"}, "production", start=4, duration=3, warning=2), [0, 3, 3, 3, 2, 1, 0]),
        (Shock({"seller": "mill"}, "lane", 0.5, start=4, duration=2, warning=1), [0, 0, 1, 1, 0.5, 0, 0]),
        (Shock({"name": "van"}, "carrier", start=4, duration=1, warning=3), [1, 1, 1, 1, 0, 0, 0]),
        (Shock({"name": "shop"}, "receiving", start=2, duration=2, warning=1), [2, 2, 1, 0, 0, 0, 0]),
        (Shock({"name": "shop"}, "demand", 0.5, start=3, duration=2, warning=9), [1, 1, 1, 0.5, 0, 0, 0]),
        (Shock({"name": "shop"}, "demand", -0.5, start=3, duration=2, warning=9), [0] * 7),
        (Shock({"name": "mill"}, start=4, duration=3), None),
    ],
)
def test_who_is_warned_of_how_many_days_of_its_flow(shock: Shock, warned: list[float] | None) -> None:
    model = SupplyModel(line(), ordering=Jit(), crisis={"shock": shock})
    told = []
    for _ in range(7):
        model.step()
        seen = model.decision_of(model.by_name["shop"].row).seen.warned
        told.append(None if seen is None else float(seen[0, 0]))
    assert told == ([None] * 7 if warned is None else warned)


def test_an_agent_may_be_down_for_its_time_to_recover() -> None:
    """Three days where the network states 2.5, the duration where it states none."""
    table = pd.DataFrame({"name": ["a", "b"], "ttr": [2.5, np.nan]})
    course = Shock(start=2, duration=1, by_ttr=True).course(scene(Worlds(), table))
    severity = np.array([np.broadcast_to(course.intensity(day), (2, 1))[:, 0] for day in range(1, 7)])
    assert severity.T.tolist() == [[0, 1, 1, 1, 0, 0], [0, 1, 0, 0, 0, 0]]
    assert course.last >= 4
    with pytest.raises(InputError, match="by_ttr: only agents have a time to recover, and lane acts on none"):
        Shock(what="lane", by_ttr=True)
