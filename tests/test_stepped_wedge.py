"""The estimate of a roll-out's effect: exact without errors, unbiased with them, biased where its model is wrong."""

import numpy as np
import pytest

from jitagents.errors import InputError
from jitagents.stepped_wedge import stepped_wedge
from tests.science.conftest import z_score

UNITS, PERIODS = 6, 8
STEPS = np.array([[float(period > 1 + unit) for period in range(PERIODS)] for unit in range(UNITS)])
"""One unit more is converted in each period."""
PLAIN = np.add.outer(np.arange(UNITS) * 3.0, np.sin(np.arange(PERIODS)))


def test_without_errors_it_is_the_truth() -> None:
    found = stepped_wedge(PLAIN - 2.5 * STEPS, STEPS)
    assert found.theta == pytest.approx(-2.5)
    assert found.standard_error == pytest.approx(0, abs=1e-9)
    assert found.fitted == pytest.approx(PLAIN - 2.5 * STEPS)


def test_with_errors_it_is_unbiased_and_knows_its_error() -> None:
    rng = np.random.default_rng(7)
    found = [stepped_wedge(PLAIN - 2.5 * STEPS + rng.normal(0, 0.8, PLAIN.shape), STEPS) for _ in range(2000)]
    theta, squares = (
        np.array(values) for values in ([one.theta for one in found], [one.standard_error**2 for one in found])
    )
    within = STEPS - STEPS.mean(axis=1, keepdims=True) - STEPS.mean(axis=0) + STEPS.mean()
    exact = 0.8**2 / (within**2).sum()
    assert abs(z_score(theta, -2.5)) < 4
    assert abs(z_score((theta + 2.5) ** 2, exact)) < 4
    assert abs(z_score(squares, exact)) < 4


def test_it_equals_least_squares_with_dummies() -> None:
    rng = np.random.default_rng(3)
    y, x = rng.normal(size=(4, 5)), rng.random((4, 5))
    unit, period = np.eye(4).repeat(5, axis=0), np.tile(np.eye(5), (4, 1))
    design = np.column_stack((unit, period[:, 1:], x.ravel()))
    assert stepped_wedge(y, x).theta == pytest.approx(np.linalg.lstsq(design, y.ravel(), rcond=None)[0][-1])


def test_what_spreads_to_others_is_missing_from_it() -> None:
    """Half of the gain also reaches those who have not converted yet: the estimate is that much too small."""
    spill = 0.5 * (1 - STEPS) * STEPS.any(axis=0)
    assert stepped_wedge(PLAIN + STEPS + spill, STEPS).theta == pytest.approx(0.5, abs=0.2)


@pytest.mark.parametrize(
    ("outcomes", "converted", "told"),
    [
        (PLAIN, STEPS[:3], "must be tables of one shape"),
        (PLAIN, np.zeros_like(STEPS), "explain who was converted"),
        (PLAIN, np.tile(np.arange(PERIODS) > 3, (UNITS, 1)), "explain who was converted"),
        (np.full_like(PLAIN, np.nan), STEPS, "a number is missing"),
    ],
)
def test_what_cannot_be_estimated_is_refused(outcomes: object, converted: object, told: str) -> None:
    with pytest.raises(InputError, match=told):
        stepped_wedge(outcomes, converted)  # type: ignore[arg-type]
