"""The likelihood of a player's orders, and its highest peak."""

import numpy as np
import numpy.typing as npt
from scipy import optimize, special

from jitagents.beer_game.debrief.orders import Orders
from jitagents.column import Array

LOW, HIGH = np.zeros(4), np.array([1.0, 1.0, 1.0, 200.0])
"""Limits of the estimates; an S' of 200 cases is 25 weeks of the customers' orders."""
RANGE = np.array([1.0, 1.0, 1.0, 40.0])
"""An interval wider than this tells nothing of a parameter; 40 cases cover the delays at 8 cases a week."""
SCALE = np.append(RANGE, 1.0)
"""Of the parameters and of the logarithm of the deviations' size."""
LARGEST = 1000.0
"""Standard deviation of the deviations at most, cases."""
TOLERANCE = 1e-9
"""Of the likelihood's logarithm."""
ZERO = 0.5
"""Orders below it are rounded to none."""
ROUNDING = np.sqrt(1 / 12)
"""Standard deviation of rounding to whole cases: that of the deviations at least."""
STARTS = np.linspace(0.0, 1.0, 11)
"""Values of theta from which the likelihood is climbed; for each of them the rule is linear in all others."""
AWAY, ALIKE = 0.4, 0.1
"""Distance of theta from which another peak is climbed, and difference of the logarithms of peaks that are alike."""


def highest(orders: Orders) -> tuple[Array, bool]:
    """The highest peak of the likelihood, and whether no other one is as high.

    Who passes all orders on keeps his position constant, and so orders by two rules at once: theta 1 and alpha 0, or
    theta 0 and alpha 1. Of such peaks that with the smaller alpha is taken.
    """
    starts = sorted((_start(orders, theta) for theta in STARTS), key=lambda values: loss(values, orders)[0])
    away = next(values for values in starts if abs(values[0] - starts[0][0]) >= AWAY)
    first, second = sorted((climb(one, orders) for one in (starts[0], away)), key=lambda one: loss(one, orders)[0])
    apart = bool(np.abs(first - second)[:2].max() > AWAY / 2)
    if not apart or loss(second, orders)[0] - loss(first, orders)[0] > ALIKE:
        return first, True
    return min(first, second, key=lambda one: float(one[1])), False


def _start(orders: Orders, theta: float) -> Array:
    """Parameters, and the logarithm of the deviations' size, by least squares for a theta."""
    ordered = orders.used & (orders.order > 0)
    causes = np.stack([np.ones(len(orders.order)), -orders.net_stock, -orders.supply_line], axis=1)[ordered]
    wanted, alpha, line = np.linalg.lstsq(causes, (orders.order - orders.expected(theta))[ordered])[0]
    alpha = np.clip(alpha, 0.01, 1.0)
    values = np.clip([theta, alpha, line / alpha, wanted / alpha], LOW, HIGH)
    left = (orders.order - orders.indicated(values))[ordered]
    return np.r_[values, np.log(max(left.std() if len(left) else 1.0, ROUNDING))]


def climb(begun: Array, orders: Orders, theta: float | None = None) -> Array:
    """Parameters, and the logarithm of the deviations' size, at the greatest likelihood; theta may be held."""

    def scaled(values: Array) -> tuple[float, Array]:
        lost, slopes = loss(values * SCALE, orders)
        return lost, slopes * SCALE

    low, high = LOW / RANGE, HIGH / RANGE
    bounds = [*zip(low, high, strict=True), (np.log(ROUNDING), np.log(LARGEST))]
    if theta is not None:
        begun, bounds[0] = np.append(theta, begun[1:]), (theta, theta)
    return optimize.minimize(scaled, begun / SCALE, jac=True, method="SLSQP", bounds=bounds, tol=TOLERANCE).x * SCALE


def loss(values: Array, orders: Orders) -> tuple[float, Array]:
    """The negative logarithm of the likelihood, and its derivatives."""
    cut, none, slopes = missed(values, orders)
    sd, tail = np.exp(values[4]), special.log_ndtr(cut)
    hazard = np.exp(-np.square(cut) / 2 - tail) / np.sqrt(2 * np.pi)
    logs = np.where(none, tail, -np.square(cut) / 2 - values[4])
    by_mean = np.where(none, -hazard, cut) / sd
    by_size = np.where(none, -hazard * cut, np.square(cut) - 1.0)
    return -float(logs.sum()), -np.concatenate([slopes @ by_mean, [by_size.sum()]])


def missed(values: Array, orders: Orders) -> tuple[Array, npt.NDArray[np.bool_], Array]:
    """Deviations in their standard deviations; whether nothing was ordered; slopes: of the weeks that are used."""
    used = orders.used
    indicated, slopes = orders.sloped(values[:4])
    none = orders.order[used] < ZERO
    cut = (np.where(none, ZERO, orders.order[used]) - indicated[used]) / np.exp(values[4])
    return cut, none, slopes[:, used]
