"""Risk: tail measures of a distribution over the replications, each with its interval.

The larger a number, the worse it is. With x(1) <= ... <= x(n) the sorted replications and k = ceil(n p):

- the quantile at p, and so the value at risk, is x(k): the least number that at least a share p does not exceed;
- the expected shortfall at p is the mean of the worst share 1 - p, to which x(k) belongs in part:
  ((k - n p) x(k) + x(k+1) + ... + x(n)) / (n (1 - p)), which is x(k) + mean of max(x - x(k), 0) / (1 - p). With this
  weight it is coherent for any law, discrete ones too
  (Rockafellar & Uryasev 2000, J. Risk 2(3); 2002, J. Banking & Finance 26(7); Acerbi & Tasche 2002, ibid.).

Intervals are at 95 %: of the mean by Student's t; of the standard deviation and the expected shortfall by t and the
variance of their influence functions, which is right for many replications, and too narrow where few of them lie in the
tail; of quantiles by order statistics and the binomial law, which holds for any number and any law (David & Nagaraja
2003, sec. 7.1). An end that so few replications cannot give is left empty.
"""

from collections.abc import Iterator
from functools import lru_cache
from math import ceil

import numpy as np
import numpy.typing as npt
import pandas as pd
import scipy

from jitagents.formatting import NOISE
from jitagents.results.cube import Cube
from jitagents.results.estimate import CONFIDENCE, Estimate, Floats
from jitagents.results.intervals import interval

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
FEWEST = 2
"""Replications beyond the value at risk from which on the expected shortfall has an interval."""

INFLUENCE, ORDER, WILSON = "influence function", "order statistics", "Wilson"
"""Methods of intervals."""


def risk(data: Cube, probability: float) -> pd.DataFrame:
    """One row per variant, level, scope and statistic of one measure in the crisis (without one, in calm).

    Args:
        data: one measure of the replications.
        probability: of not exceeding the value at risk.
    """
    rows = [
        (*cell, statistic, one.mean, one.low, one.high, one.replications, one.method)
        for cell, values in _samples(data)
        for statistic, one in statistics(values, probability).items()
    ]
    table = pd.DataFrame(rows, columns=[*data.cells, "statistic", "value", "low", "high", "replications", "method"])
    name = data.metrics[0]
    table.insert(2, "metric", name)
    table.insert(4, "unit", data.definitions[0].unit)
    return table


def exceedance(data: Cube, threshold: float) -> pd.DataFrame:
    """One row per variant, level and scope: the probability that a measure exceeds a threshold, with Wilson's interval.

    Args:
        data: one measure of the replications.
        threshold: in the unit of the measure.
    """
    rows = []
    for cell, values in _samples(data):
        one = _share(values > threshold)
        rows.append((*cell, one.mean, one.low, one.high, one.replications, one.method))
    return pd.DataFrame(rows, columns=[*data.cells, "probability", "low", "high", "replications", "method"])


def statistics(values: Floats, probability: float) -> dict[str, Estimate[float]]:
    """Mean, standard deviation, quantiles, value at risk and expected shortfall of one sample, with intervals."""
    values = np.sort(values)
    return {
        "mean": interval(values).one,
        "standard_deviation": _deviation(values),
        **{f"quantile_{p:g}": _quantile(values, p) for p in QUANTILES},
        "value_at_risk": _quantile(values, probability),
        "expected_shortfall": _shortfall(values, probability),
    }


def _samples(data: Cube) -> Iterator[tuple[tuple[str, ...], Floats]]:
    """The cells, each with the replications that are numbers."""
    worlds = data.calm if np.isnan(data.crisis).all() else data.crisis
    for cell, values in zip(data.cells.itertuples(index=False, name=None), worlds[:, 0], strict=True):
        yield cell, values[~np.isnan(values)]


def _share(holds: npt.NDArray[np.bool_]) -> Estimate[float]:
    """The share of replications for which something holds."""
    count, over = len(holds), int(holds.sum())
    if not count:
        return _estimate(np.nan, np.nan, np.nan, 0, WILSON)
    wilson = scipy.stats.binomtest(over, count).proportion_ci(CONFIDENCE, method="wilson")
    return _estimate(over / count, wilson.low, wilson.high, count, WILSON)


def _estimate(value: float, low: float, high: float, replications: int, method: str) -> Estimate[float]:
    return Estimate(float(value), float(low), float(high), replications, method=method)


def _deviation(values: Floats) -> Estimate[float]:
    """The standard deviation; its influence function is ((x - m)^2 - s^2) / 2s."""
    if len(values) < 2:
        return _estimate(np.nan, np.nan, np.nan, len(values), INFLUENCE)
    spread = float(values.std(ddof=1))
    influence = (values - values.mean()) ** 2 / (2 * spread) if spread > 0 else np.zeros_like(values)
    return _around(spread, influence)


def _quantile(values: Floats, p: float) -> Estimate[float]:
    """A quantile of sorted numbers, between two order statistics."""
    count = len(values)
    if not count:
        return _estimate(np.nan, np.nan, np.nan, 0, ORDER)
    low, high = (float(values[rank - 1]) if 1 <= rank <= count else np.nan for rank in _ranks(count, p))
    return _estimate(values[_place(count, p) - 1], low, high, count, ORDER)


def _shortfall(values: Floats, p: float) -> Estimate[float]:
    """The expected shortfall of sorted numbers; its influence function is max(x - VaR, 0) / (1 - p)."""
    if not len(values):
        return _estimate(np.nan, np.nan, np.nan, 0, INFLUENCE)
    at = values[_place(len(values), p) - 1]
    beyond = np.maximum(values - at, 0.0) / (1 - p)
    worst = float(at + beyond.mean())
    if np.count_nonzero(beyond) < FEWEST and values[0] < values[-1]:
        return _estimate(worst, np.nan, np.nan, len(values), INFLUENCE)
    return _around(worst, beyond)


def _around(value: float, influence: Floats) -> Estimate[float]:
    """A number with the interval that its influence function gives."""
    found = interval(influence)
    half = float(found.high - found.mean)
    return _estimate(value, value - half, value + half, len(influence), INFLUENCE)


def _place(count: int, p: float) -> int:
    """Place of the quantile among sorted numbers, 1 the first; n p is whole where only rounding says that it is not."""
    return max(ceil(count * p * (1 - NOISE)), 1)


@lru_cache(maxsize=1024)
def _ranks(count: int, p: float) -> tuple[int, int]:
    """Places of the order statistics between which the quantile lies with 95 %; 0 or count + 1 where there is none."""
    outside = (1 - CONFIDENCE) / 2
    return int(scipy.stats.binom.ppf(outside, count, p)), int(scipy.stats.binom.ppf(1 - outside, count, p)) + 1
