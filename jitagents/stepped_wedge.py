"""Stepped wedge: the effect of a roll-out, estimated as a firm could, from what it measures wave by wave.

A simulation knows the true effect from twins. A firm has one history, in which some units have converted and others
have not yet: their comparison within each period, less what always differs between them, estimates the effect.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from jitagents.column import Array
from jitagents.errors import InputError


@dataclass(frozen=True)
class Effect:
    """The estimated effect of a conversion.

    Attributes:
        theta: change of the outcome by the conversion, in its unit.
        standard_error: of it, for independent errors of equal variance; 0 if nothing is left to err.
        fitted: outcomes that the model gives `(units, periods)`.
    """

    theta: float
    standard_error: float
    fitted: Array


def stepped_wedge(outcomes: npt.ArrayLike, converted: npt.ArrayLike) -> Effect:
    """Estimate the effect of a roll-out by least squares, with an effect of its own for each unit and each period.

    Formula:
        Y_it = mu + alpha_i + beta_t + theta X_it + e_it

    Args:
        outcomes: what was measured of each unit in each period `(units, periods)`.
        converted: share of the period in which it had been converted, 0 to 1, of the same shape.

    Raises:
        InputError: shapes differ, numbers are missing, or units and periods alone explain who was converted (all at
            once, or nobody).

    Source:
        Hussey & Hughes 2007, Contemporary Clinical Trials 28(2), eq. 1, with fixed effects of units.
    """
    y, x = np.asarray(outcomes, dtype=float), np.asarray(converted, dtype=float)
    if y.ndim != 2 or y.shape != x.shape:
        raise InputError(f"stepped_wedge: outcomes {y.shape} and converted {x.shape} must be tables of one shape")
    if not (np.isfinite(y).all() and np.isfinite(x).all()):
        raise InputError("stepped_wedge: a number is missing in outcomes or converted")
    rest, outcome = _within(x), _within(y)
    spread = float((rest**2).sum())
    if spread <= 1e-12 * max(float((x**2).sum()), 1.0):
        raise InputError("stepped_wedge: units and periods explain who was converted; convert them one after another")
    theta = float((rest * outcome).sum()) / spread
    residual = outcome - theta * rest
    freedom = (y.shape[0] - 1) * (y.shape[1] - 1) - 1
    error = np.sqrt(float((residual**2).sum()) / freedom / spread) if freedom > 0 else np.nan
    return Effect(theta, float(error), y - residual)


def _within(table: Array) -> Array:
    """A table less the means of its rows and columns."""
    rows, columns = table.mean(axis=1, keepdims=True), table.mean(axis=0, keepdims=True)
    return np.asarray(table - rows - columns + table.mean())
