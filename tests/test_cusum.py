"""CUSUM: run lengths against published ones, an approximation and simulated ones."""

import numpy as np
import pytest

from jitagents import cusum
from jitagents.errors import InputError


@pytest.mark.parametrize(
    ("limit", "shift", "both_sides"),
    [(4.0, 0.0, 168.0), (4.0, 1.0, 8.38), (5.0, 0.0, 465.0), (5.0, 1.0, 10.4), (4.0, 2.0, 3.34), (5.0, 2.0, 4.01)],
)
def test_published_run_lengths(limit: float, shift: float, both_sides: float) -> None:
    """Montgomery 2013, Table 9.3, with k = 1/2, of charts of both sides: 1 / ARL is the sum of 1 / ARL of each."""
    up, down = (cusum.average_run_length(0.5, limit, way * shift) for way in (1, -1))
    assert 1.0 / (1.0 / up + 1.0 / down) == pytest.approx(both_sides, rel=3e-3)


@pytest.mark.parametrize("limit", [3.0, 4.0, 5.0])
@pytest.mark.parametrize("shift", [0.0, 0.5, 1.0])
def test_siegmund_is_near(limit: float, shift: float) -> None:
    assert cusum.siegmund(0.5, limit, shift) == pytest.approx(cusum.average_run_length(0.5, limit, shift), rel=0.05)


@pytest.mark.parametrize("shift", [0.25, 1.0])
def test_run_lengths_are_those_of_sums(shift: float) -> None:
    worlds, limit = 4000, 3.0
    rng, total = np.random.default_rng(5), np.zeros(worlds)
    days = np.full(worlds, np.nan)
    day = 0
    while np.isnan(days).any():
        day += 1
        total = cusum.cumulated(total, rng.normal(shift, 1.0, worlds), 0.5)
        days[(total > limit) & np.isnan(days)] = day
    error = days.std(ddof=1) / np.sqrt(worlds)
    assert abs(days.mean() - cusum.average_run_length(0.5, limit, shift)) < 4 * error


def test_without_drift_the_run_length_is_the_square_of_the_limit() -> None:
    assert cusum.siegmund(0.5, 4.0, 0.5) == pytest.approx((4.0 + 1.166) ** 2)
    assert cusum.siegmund(0.5, 4.0, 0.5 + 1e-6) == pytest.approx(cusum.siegmund(0.5, 4.0, 0.5), rel=1e-4)


def test_a_limit_of_nothing_is_told() -> None:
    with pytest.raises(InputError, match="limit"):
        cusum.average_run_length(0.5, 0.0)
