"""SPRT: a sequential test that tells a shift from none in as few values as it takes, beside a pilot of fixed length.

A measure is watched day by day in standard deviations from its usual mean, upward. The logarithm of the likelihood of a
shift against none is summed up; beyond the upper limit the shift is taken for real, below the lower one for none.
"""

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr, ndtri

from jitagents.column import Array
from jitagents.errors import InputError


def cumulated(total: Array, deviation: npt.ArrayLike, shift: npt.ArrayLike) -> Array:
    """The sum after another value.

    Formula:
        S_t = S_(t-1) + d (z_t - d / 2)

    Args:
        total: before it, 0 on the first day.
        deviation: z, of the value from its usual mean, in standard deviations.
        shift: d, of the mean, that matters, in standard deviations.

    Source:
        Wald 1945, Annals of Mathematical Statistics 16(2).
    """
    size = np.asarray(shift)
    return np.asarray(total + size * (np.asarray(deviation) - size / 2.0))


def limits(false_alarm: npt.ArrayLike, miss: npt.ArrayLike) -> tuple[Array, Array]:
    """Lower and upper limit of the sum: log(b / (1 - a)) and log((1 - b) / a).

    With them the chance of a false alarm is at most a / (1 - b), and that of a miss at most b / (1 - a).

    Args:
        false_alarm: a, chance of an alarm without a shift.
        miss: b, chance of none with the shift.

    Raises:
        InputError: chances that are not between 0 and 1, or add up to 1 or more.

    Source:
        Wald 1945, Annals of Mathematical Statistics 16(2).
    """
    alarm, missed = np.asarray(false_alarm, dtype=float), np.asarray(miss, dtype=float)
    if not ((alarm > 0.0) & (missed > 0.0) & (alarm + missed < 1.0)).all():
        raise InputError(f"sprt: false_alarm = {alarm}, miss = {missed}: must be above 0, and add up to less than 1")
    return np.log(missed / (1.0 - alarm)), np.log((1.0 - missed) / alarm)


def alarm_chance(true: float, shift: float, false_alarm: float = 0.05, miss: float = 0.1) -> float:
    """Chance that the test ends with an alarm, for independent normal values, without what it overshoots.

    Formula:
        (1 - B^h) / (A^h - B^h), h = 1 - 2 x true / shift, with the limits log B and log A

    Args:
        true: shift of the mean, in standard deviations.
        shift, false_alarm, miss: of the test.

    Source:
        Wald 1947, Sequential Analysis, sec. 3.4.
    """
    low, high = limits(false_alarm, miss)
    power = 1.0 - 2.0 * true / shift
    if abs(power) < 1e-9:
        return float(-low / (high - low))
    return float(-np.expm1(power * low) / (np.exp(power * high) - np.exp(power * low)))


def average_length(true: float, shift: float, false_alarm: float = 0.05, miss: float = 0.1) -> float:
    """Mean number of values until the test ends, for independent normal values, without what it overshoots.

    Formula:
        (P log A + (1 - P) log B) / (d (true - d / 2)); -log A log B / d^2 where true = d / 2

    Args:
        true: shift of the mean, in standard deviations.
        shift, false_alarm, miss: of the test; d is the shift, P the chance of an alarm.

    Source:
        Wald 1947, Sequential Analysis, sec. 3.5.
    """
    low, high = limits(false_alarm, miss)
    drift = shift * (true - shift / 2.0)
    if abs(drift) < 1e-9:
        return float(-low * high / shift**2)
    alarm = alarm_chance(true, shift, false_alarm, miss)
    return float((alarm * high + (1.0 - alarm) * low) / drift)


def power(days: npt.ArrayLike, shift: npt.ArrayLike, false_alarm: float = 0.05) -> Array:
    """Chance that a pilot of fixed length sees a shift, for independent normal values: one-sided test of its mean.

    Formula:
        Phi(d sqrt(n) - z), z the quantile of 1 - a

    Args:
        days: of the pilot, n.
        shift: of the mean, d, in standard deviations of a day.
        false_alarm: a.

    Source:
        Neyman & Pearson 1933, Philosophical Transactions A 231; Montgomery 2013, sec. 4.3.
    """
    return np.asarray(ndtr(np.asarray(shift) * np.sqrt(days) - ndtri(1.0 - false_alarm)))


def fixed_length(shift: float, false_alarm: float = 0.05, miss: float = 0.1) -> float:
    """Days of a pilot of fixed length that sees a shift with the chance 1 - b: ((z_a + z_b) / d)^2.

    Args:
        shift: d, in standard deviations of a day, above 0.
        false_alarm, miss: a and b.

    Raises:
        InputError: the shift is not positive.
    """
    if not shift > 0.0:
        raise InputError(f"fixed_length: shift = {shift}: must be above 0")
    return float(((ndtri(1.0 - false_alarm) + ndtri(1.0 - miss)) / shift) ** 2)
