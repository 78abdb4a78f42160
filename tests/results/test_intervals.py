"""Intervals against scipy, on the cases that go wrong, and by how often they hold the truth."""

import numpy as np
import pytest
from scipy import stats

from jitagents.results.intervals import interval, paired, variance_ratio

RNG = np.random.default_rng(11)
NAN = np.nan


def test_equals_the_t_interval_of_scipy_for_every_series_at_once() -> None:
    values = RNG.normal(5, 2, (3, 4, 25))
    found = interval(values)
    expected = stats.ttest_1samp(values, 0, axis=-1).confidence_interval(0.95)
    np.testing.assert_allclose(found.mean, values.mean(axis=-1), rtol=1e-12)
    np.testing.assert_allclose(found.low, expected.low, rtol=1e-12)
    np.testing.assert_allclose(found.high, expected.high, rtol=1e-12)
    assert np.all(found.replications == 25)


def test_pairs_replications_like_the_paired_t_test() -> None:
    calm = RNG.normal(100, 30, 40)
    crisis = calm - RNG.normal(3, 1, 40)
    found, expected = paired(crisis, calm), stats.ttest_rel(crisis, calm).confidence_interval(0.95)
    np.testing.assert_allclose([found.low, found.high], [expected.low, expected.high], rtol=1e-12)
    assert found.high - found.low < 0.1 * (stats.ttest_1samp(crisis, 0).confidence_interval(0.95).high - crisis.mean())


def test_leaves_out_replications_that_are_not_numbers() -> None:
    values = np.array([1.0, NAN, 4.0, 2.0, NAN])
    with_gaps, without = interval(values), interval([1.0, 4.0, 2.0])
    ends = [without.mean, without.low, without.high]
    np.testing.assert_allclose([with_gaps.mean, with_gaps.low, with_gaps.high], ends, rtol=1e-12)
    assert with_gaps.replications == 3


def test_a_pair_needs_both() -> None:
    assert paired([1.0, NAN, 3.0], [NAN, 1.0, 1.0]).replications == 1


@pytest.mark.parametrize(
    ("values", "mean", "low", "high", "count"),
    [
        ([7.0], 7.0, NAN, NAN, 1),
        ([NAN, 7.0], 7.0, NAN, NAN, 1),
        ([NAN, NAN], NAN, NAN, NAN, 0),
        ([], NAN, NAN, NAN, 0),
        ([0.1, 0.1, 0.1], 0.1, 0.1, 0.1, 3),
        ([0.1, NAN, 0.1], 0.1, 0.1, 0.1, 2),
    ],
)
def test_few_or_equal_replications(values: list[float], mean: float, low: float, high: float, count: int) -> None:
    found = interval(values)
    np.testing.assert_array_equal([found.mean, found.low, found.high, found.replications], [mean, low, high, count])


def test_holds_the_true_mean_in_95_percent_of_studies() -> None:
    found = interval(RNG.normal(3, 7, (1000, 10)))
    assert 0.926 <= np.mean((found.low <= 3) & (found.high >= 3)) <= 0.971


def test_holds_the_true_paired_difference_in_95_percent_of_studies() -> None:
    calm = RNG.normal(0, 20, (1000, 8))
    found = paired(calm - 2 + RNG.normal(0, 1, (1000, 8)), calm)
    assert 0.926 <= np.mean((found.low <= -2) & (found.high >= -2)) <= 0.971


def test_what_common_random_numbers_gain() -> None:
    """With correlation r and equal variances the ratio is 1 / (1 - r)."""
    rng = np.random.default_rng(5)
    for shared, exact in ((0.0, 1.0), (0.5, 2.0), (0.75, 4.0)):
        common, own, other = rng.normal(size=(3, 400, 250))
        one, two = (np.sqrt(shared) * common + np.sqrt(1 - shared) * alone for alone in (own, other))
        ratio = variance_ratio(one, two)
        assert abs(ratio.mean() - exact) < 0.05 * exact
    assert np.isnan(variance_ratio([1.0, 2.0], [0.0, 1.0]))
