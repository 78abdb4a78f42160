"""Shocks: when, how hard, and how they pass."""

from typing import Any

import numpy as np
import pytest

from jitagents.crises import Linear, Shock, Step
from jitagents.errors import InputError
from jitagents.worlds import Worlds
from tests.crises.conftest import scene


def course(shock: Shock, days: int = 14) -> list[float]:
    """The severity on each measured day."""
    once = shock.course(scene(Worlds()))
    return [float(np.ravel(once.intensity(day))[0]) for day in range(1, days + 1)]


@pytest.mark.parametrize(("start", "duration"), [(1, 3), (4, 1), (4, 0), (10, 9)])
def test_a_step_is_full_for_its_days_and_then_nothing(start: int, duration: int) -> None:
    expected = [0.7 * (start <= day < start + duration) for day in range(1, 15)]
    assert course(Shock({}, severity=0.7, start=start, duration=duration, recovery=Step())) == expected


def test_a_linear_recovery_falls_by_equal_steps() -> None:
    """Over n days after the last full one: n / (n + 1), …, 1 / (n + 1), then nothing."""
    found = course(Shock({}, severity=1.0, start=2, duration=3, recovery=Linear(length=4.0)))
    assert found == pytest.approx([0, 1, 1, 1, 0.8, 0.6, 0.4, 0.2, 0, 0, 0, 0, 0, 0])
    assert course(Shock({}, start=2, duration=3, recovery=Linear(length=0.0))) == [0, 1, 1, 1] + [0] * 10


@pytest.mark.parametrize("recovery", [Step(), Linear(length=3.0), Linear(length=np.array([[1.0, 6.0]]))])
def test_first_and_last_enclose_all_days_of_all_worlds(recovery: Any) -> None:
    shock = Shock({}, start=np.array([[3.0, 5.0]]), duration=np.array([[4.0, 2.0]]), recovery=recovery)
    once = shock.course(scene(Worlds(range(2))))
    hit = [day for day in range(1, 40) if np.any(once.intensity(day))]
    assert once.first <= hit[0]
    assert once.last >= hit[-1]
    assert once.first == 3


def test_every_number_may_differ_by_world() -> None:
    severity, start, duration = (np.array([numbers]) for numbers in ([0.2, 0.5, 1.0], [1.0, 2.0, 2.0], [9.0, 2.0, 1.0]))
    shock = Shock({}, severity=severity, start=start, duration=duration)
    once = shock.course(scene(Worlds(range(3))))
    table = np.array([once.intensity(day)[0] for day in range(1, 5)])
    assert table.tolist() == [[0.2, 0, 0], [0.2, 0.5, 1], [0.2, 0.5, 0], [0.2, 0, 0]]


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
    ],
)
def test_what_is_refused(wrong: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        Shock({}, **wrong)


@pytest.mark.parametrize("severity", [3.0, -0.5, -1.0])
def test_demand_may_more_than_double_and_may_fall(severity: float) -> None:
    assert course(Shock({}, "demand", severity=severity, start=1, duration=1))[0] == severity
