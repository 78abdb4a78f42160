"""Ranks: with ties, with what paired replications leave open, and how far two orders agree."""

import numpy as np
import numpy.typing as npt
import scipy
from scipy.special import stdtrit

from jitagents.formatting import NOISE
from jitagents.results.estimate import CONFIDENCE, Estimate, Floats
from jitagents.results.intervals import interval

type Ints = npt.NDArray[np.int64]

DIGITS = 9
"""Share of the largest number: numbers that differ by less are equal."""


def ranks(values: Floats) -> Ints:
    """Rank 1 for the largest number; equal ones share the best of their ranks (1, 2, 2, 4)."""
    largest = float(np.abs(values).max(initial=0.0)) or 1.0
    return scipy.stats.rankdata(-np.round(values / largest, DIGITS), method="min").astype(np.int64)


def rank_range(values: Floats) -> tuple[Ints, Ints]:
    """The best and the worst rank of each mean: ahead and behind are those whose paired difference says so, at 95 %.

    Args:
        values: (items, replications), from the same random numbers.
    """
    count, replications = values.shape
    if replications < 2:
        return np.ones(count, dtype=np.int64), np.full(count, count)
    mean, covariance = values.mean(axis=1), np.atleast_2d(np.cov(values))
    apart, variance = mean[:, None] - mean, np.diag(covariance)
    error = np.sqrt(np.maximum(variance[:, None] + variance - 2.0 * covariance, 0.0) / replications)
    half = stdtrit(replications - 1.0, 0.5 + CONFIDENCE / 2) * error + NOISE * np.abs(mean).max(initial=0.0)
    return 1 + (apart < -half).sum(axis=1), count - (apart > half).sum(axis=1)


def spearman(values: Floats, others: Floats) -> Estimate[Floats]:
    """Spearman's rank correlation in each replication: the mean over replications and its interval.

    1: the same order, 0: none, -1: the opposite; NaN where all items are equal.

    Args:
        values: (items, replications).
        others: (items,).
    """
    left, right = scipy.stats.rankdata(values, axis=0), scipy.stats.rankdata(others)[:, None]
    left -= left.mean(axis=0)
    right -= right.mean()
    with np.errstate(invalid="ignore", divide="ignore"):
        return interval((left * right).sum(axis=0) / np.sqrt((left**2).sum(axis=0) * (right**2).sum()))
