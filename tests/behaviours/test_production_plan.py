"""The production plan of `Push`: the linear decision rule of least cost, by hand and by the Riccati equation."""

import numpy as np
import pytest
from scipy.linalg import solve_discrete_are

from jitagents.behaviours.base import remember
from jitagents.behaviours.ordering import Push
from tests.behaviours.conftest import plan, seen


@pytest.mark.parametrize(
    ("smoothing", "kept", "mended"), [(0, 0, 1), (0.5, 3 - 2 * 2**0.5, 2 - 2**0.5), (3, 1 / 3, 1 / 3)]
)
def test_gains_by_hand(smoothing: float, kept: float, mended: float) -> None:
    assert Push(smoothing=float(smoothing)).gains() == (pytest.approx(kept, abs=1e-15), pytest.approx(mended))


@pytest.mark.parametrize("smoothing", [0.01, 1.0, 7.0, 100.0])
def test_gains_are_those_of_least_quadratic_cost(smoothing: float) -> None:
    """Gap and last quantity as states: the next gap is gap - quantity; cost gap^2 + smoothing x change^2."""
    turn, push = np.array([[1.0, -1.0], [0.0, 1.0]]), np.array([[-1.0], [1.0]])
    cost = solve_discrete_are(turn, push, np.diag([1.0, 0.0]), np.array([[smoothing]]))
    gain = np.linalg.solve(smoothing + push.T @ cost @ push, push.T @ cost @ turn)[0]
    kept, mended = Push(smoothing=smoothing).gains()
    assert (kept, mended) == (pytest.approx(1 - gain[1]), pytest.approx(-gain[0]))


def test_a_plan_keeps_a_part_of_the_last_one() -> None:
    """Forecast 12, planned 12 (3 + 5) = 96, review 4: of a gap of 96 - 30 a third is mended in four days."""
    known, rule = plan(), Push(planned_stock=5.0, review=4, smoothing=3.0)
    memory = remember(rule, 1, 1)
    rule.begin(seen(known), memory)
    rates = [rule(seen(known, day, stock=30.0, forecast=12.0), memory).item() for day in range(1, 9)]
    first = 12 + (10 - 12) / 3 + (96 - 30) / 3 / 4
    assert rates == pytest.approx([10] * 3 + [first] * 4 + [12 + (first - 12) / 3 + 66 / 3 / 4])
