"""Intervals of means over replications: Student's t, at 95 %.

The replications of a study are independent and of one law, so that the mean of n of them lies within
t(n - 1, 97.5 %) x s / sqrt(n) of its expectation in 95 % of studies (Law 2015, Simulation Modeling and Analysis,
section 4.5).
The difference between a crisis and its calm twin, or between two variants, is taken replication by replication
before the interval is: the paired-t interval of common random numbers (Law 2015, section 10.2.1).
"""

import numpy as np
import numpy.typing as npt
from scipy.special import stdtrit

from jitagents.results.estimate import CONFIDENCE, Estimate, Floats


def interval(values: npt.ArrayLike, confidence: float = CONFIDENCE) -> Estimate[Floats]:
    """The mean over the last axis and its interval; NaN replications are left out.

    Args:
        values: (…, replications).
        confidence: of the interval.

    Returns:
        (…): `low` and `high` are NaN with fewer than two replications.
    """
    data = np.asarray(values, dtype=float)
    known = ~np.isnan(data)
    count = known.sum(axis=-1)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.where(known, data, 0.0).sum(axis=-1) / count
        apart = np.where(known, data - mean[..., None], 0.0)
        error = np.sqrt(np.einsum("...r,...r->...", apart, apart) / (count - 1) / count)
        half = np.where(count > 1, stdtrit(count - 1.0, 0.5 + confidence / 2) * error, np.nan)
    largest = np.where(known, data, -np.inf).max(axis=-1, initial=-np.inf)
    same = (count > 1) & (largest == np.where(known, data, np.inf).min(axis=-1, initial=np.inf))
    mean, half = np.where(same, largest, mean), np.where(same, 0.0, half)
    return Estimate(mean, mean - half, mean + half, count, confidence=confidence)


def paired(values: npt.ArrayLike, base: npt.ArrayLike) -> Estimate[Floats]:
    """The mean of `values - base`, replication by replication, and its interval.

    Args:
        values: (…, replications).
        base: the same shape, from the same random numbers.
    """
    return interval(np.asarray(values, dtype=float) - np.asarray(base, dtype=float))


def variance_ratio(values: npt.ArrayLike, base: npt.ArrayLike) -> Floats:
    """Ratio of the variance of `values - base` under independent random numbers to that under common ones.

    (Var(values) + Var(base)) / Var(values - base), what common random numbers gain (Law 2015, section 11.2).

    Args:
        values: (…, replications).
        base: the same shape, from the same random numbers.

    Returns:
        (…): NaN where the difference does not vary.
    """
    one, other = np.asarray(values, dtype=float), np.asarray(base, dtype=float)
    apart = np.var(one - other, axis=-1)
    alone = np.var(one, axis=-1) + np.var(other, axis=-1)
    return np.divide(alone, apart, out=np.full(apart.shape, np.nan), where=apart > 0)
