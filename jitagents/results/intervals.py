"""Intervals of means over replications: Student's t, at 95 %.

The replications of a study are independent and of one law, so that the mean of n of them lies within
t(n - 1, 97.5 %) x s / sqrt(n) of its expectation in 95 % of studies (Law 2015, Simulation Modeling and Analysis,
section 4.5).
The difference between a crisis and its calm twin, or between two variants, is taken replication by replication
before the interval is: the paired-t interval of common random numbers (Law 2015, section 10.2.1).
"""

from dataclasses import dataclass
from math import floor, log10

import numpy as np
import numpy.typing as npt
from scipy.special import stdtrit

type Floats = npt.NDArray[np.float64]

CONFIDENCE = 0.95
NOISE = 1e-9
"""A half-width of this share of its mean is rounding, and shown as zero."""
FINEST = 4
"""Decimal places of text, at most."""
FIGURES, FIGURES_OF_HALF = 3, 2
"""Of a mean and of the half-width of its interval, at most, as text."""
SCALES = ((1e12, " trillion"), (1e9, " billion"), (1e6, " million"))
SCALED = 1e6
"""Trillions from which on a number has an exponent."""


@dataclass(frozen=True)
class Interval:
    """Means with their 95 % intervals, one for each series of replications.

    Attributes:
        mean: of the replications that are numbers; NaN if none is.
        low: lower end; NaN with fewer than two replications.
        high: upper end; NaN with fewer than two replications.
        count: replications that are numbers.
    """

    mean: Floats
    low: Floats
    high: Floats
    count: npt.NDArray[np.int64]


def interval(values: npt.ArrayLike) -> Interval:
    """The mean over the last axis and its interval; NaN replications are left out.

    Args:
        values: (…, replications).
    """
    data = np.asarray(values, dtype=float)
    known = ~np.isnan(data)
    count = known.sum(axis=-1)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.where(known, data, 0.0).sum(axis=-1) / count
        apart = np.where(known, data - mean[..., None], 0.0)
        error = np.sqrt(np.einsum("...r,...r->...", apart, apart) / (count - 1) / count)
        half = np.where(count > 1, stdtrit(count - 1.0, 0.5 + CONFIDENCE / 2) * error, np.nan)
    largest = np.where(known, data, -np.inf).max(axis=-1, initial=-np.inf)
    same = (count > 1) & (largest == np.where(known, data, np.inf).min(axis=-1, initial=np.inf))
    mean, half = np.where(same, largest, mean), np.where(same, 0.0, half)
    return Interval(mean, mean - half, mean + half, count)


def paired(values: npt.ArrayLike, base: npt.ArrayLike) -> Interval:
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


def words(mean: float, low: float = np.nan, high: float = np.nan) -> str:
    """A mean and its interval as text, by the one rule of tables, sentences and console: `412 ± 15`, `11.5 ± 0.1`.

    The half-width has two figures, unless the mean has three before that: what is beyond those tells a reader nothing.
    Without an interval the mean alone, to three figures, all of a whole number; from a million up in millions, then in
    billions. `–` if there is no number.
    """
    if np.isnan(mean):
        return "–"
    half = (high - low) / 2
    varies = half > NOISE * abs(mean) and round(half, FINEST) > 0
    size = max(abs(mean), half) if varies else abs(mean)
    if not np.isfinite(size):
        return "−∞" if mean < 0 else "∞"
    scale, name = next(((one, name) for one, name in SCALES if size >= one), (1.0, ""))
    mean, half, size = mean / scale, half / scale, size / scale
    if size >= SCALED:
        return f"{mean * scale:.2e}".replace("-", "−")
    if not varies:
        text = _rounded(mean, max(_decimals(mean, FIGURES), 0))
        text = text.rstrip("0").rstrip(".") if "." in text else text
        return f"{text}{name}{'' if np.isnan(half) else ' ± 0'}"
    places = min(_decimals(half, FIGURES_OF_HALF), _decimals(size, FIGURES))
    half = max(half, 10.0**-places)
    return f"{_rounded(mean, places)} ± {_rounded(half, places)}{name}"


def percent(share: float) -> str:
    """A share as text: `7 %`; with decimals where rounding would make it all or nothing."""
    value = 100 * share
    exact = value in (-100, 0, 100)
    decimals = 0 if exact else next((d for d in range(FINEST) if abs(round(value, d)) not in (0, 100)), 0)
    return f"{_rounded(value, decimals)} %"


def _decimals(value: float, digits: int) -> int:
    """Decimal places that show `digits` figures of a value; negative for tens, hundreds, …."""
    return min(digits - 1 - floor(log10(abs(value))), FINEST) if value else 0


def _rounded(value: float, decimals: int) -> str:
    """A number with thousands separators, a true minus sign, and no minus before zero."""
    return f"{round(float(value), decimals) + 0.0:,.{max(decimals, 0)}f}".replace("-", "−")
