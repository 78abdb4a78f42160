"""CUSUM: cumulative sums, which find small lasting shifts sooner than limits on single values, and their run lengths.

A measure is watched day by day in standard deviations from its usual mean. What exceeds an allowance is summed up; a
sum beyond the limit is a signal. Where nothing has changed, a signal is a false alarm: how seldom that is, and how soon
a shift is found, is told by the average run length.
"""

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr

from jitagents.column import Array
from jitagents.errors import InputError

NODES = 96
"""Points of the quadrature: more change no digit that is told."""
OVERSHOOT = 1.166
"""Mean by which a sum passes a limit, twice, in standard deviations (Siegmund 1985)."""


def cumulated(total: Array, deviation: npt.ArrayLike, allowance: npt.ArrayLike) -> Array:
    """The sum after another value.

    Formula:
        C_t = max(0, C_(t-1) + z_t - k)

    Args:
        total: before it, 0 on the first day.
        deviation: z, of the value from its usual mean, in standard deviations; upward is what is watched for.
        allowance: k, in standard deviations; half of the shift that matters.

    Source:
        Page 1954, Biometrika 41.
    """
    return np.maximum(0.0, total + np.asarray(deviation) - np.asarray(allowance))


def average_run_length(allowance: float, limit: float, shift: float = 0.0) -> float:
    """Mean number of values until a one-sided CUSUM signals, for independent normal values.

    Args:
        allowance: k, in standard deviations.
        limit: h, in standard deviations.
        shift: of the mean, in standard deviations; 0: false alarms.

    Returns:
        Solved from Page's integral equation by Gauss-Legendre quadrature.

    Raises:
        InputError: the limit is not positive.

    Source:
        Page 1954, Biometrika 41; Goel & Wu 1971, Technometrics 13(2).
    """
    if not limit > 0.0:
        raise InputError(f"average_run_length: limit = {limit}: must be above 0")
    node, weight = np.polynomial.legendre.leggauss(NODES)
    at, weight = (node + 1.0) * limit / 2.0, weight * limit / 2.0
    drift = shift - allowance
    density = np.exp(-0.5 * (at[None, :] - at[:, None] - drift) ** 2) / np.sqrt(2.0 * np.pi)
    # L(0) comes first: a sum at 0 stays there with the chance that the next value is no more than the allowance.
    from_zero = np.exp(-0.5 * (at - drift) ** 2) / np.sqrt(2.0 * np.pi)
    matrix = np.empty((NODES + 1, NODES + 1))
    matrix[0, 0], matrix[0, 1:] = ndtr(-drift), weight * from_zero
    matrix[1:, 0], matrix[1:, 1:] = ndtr(-at - drift), weight * density
    lengths = np.linalg.solve(np.eye(NODES + 1) - matrix, np.ones(NODES + 1))
    return float(lengths[0])


def siegmund(allowance: float, limit: float, shift: float = 0.0) -> float:
    """Approximation of the average run length, in closed form.

    Formula:
        (exp(-2 d b) + 2 d b - 1) / (2 d^2), d = shift - k, b = h + 1.166; b^2 for d = 0

    Source:
        Siegmund 1985, Sequential Analysis, eq. 2.51.
    """
    drift, far = shift - allowance, limit + OVERSHOOT
    if drift == 0.0:
        return far**2
    return float((np.exp(-2.0 * drift * far) + 2.0 * drift * far - 1.0) / (2.0 * drift**2))
