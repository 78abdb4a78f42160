"""Forecasts, against their definitions written out."""

import numpy as np
import pytest

from jitagents.behaviours.forecasting import ExponentialSmoothing, Forecasting, MovingAverage, Naive
from tests.behaviours.conftest import plan, seen

UNITS = np.array([12.0, 3.0, 8.0, 20.0, 5.0, 9.0, 9.0, 1.0, 14.0])


def forecasts(rule: Forecasting) -> tuple[list[float], list[float]]:
    """Mean and mean square error after each day."""
    known = plan()
    memory = {name: np.zeros((depth, 1, 1) if depth else (1, 1)) for name, depth in rule.depths().items()}
    rule.begin(seen(known), memory)
    pairs = []
    for day, units in enumerate(UNITS, start=1):
        pairs.append([float(part.item()) for part in rule(seen(known, day, demand=units), memory)])
    means, squares = zip(*pairs, strict=True)
    return list(means), list(squares)


def test_naive_is_the_last_day() -> None:
    assert forecasts(Naive())[0] == UNITS.tolist()


@pytest.mark.parametrize("window", [1, 3, 7])
def test_moving_average_of_the_last_days(window: int) -> None:
    """Before day 1 there was the plan's rate."""
    past = np.concatenate((np.full(window, 10.0), UNITS))
    expected = [past[day + 1 : day + 1 + window].mean() for day in range(len(UNITS))]
    assert forecasts(MovingAverage(window=window))[0] == pytest.approx(expected)


def test_exponential_smoothing() -> None:
    mean, expected = 10.0, []
    for units in UNITS:
        mean = 0.3 * units + 0.7 * mean
        expected.append(mean)
    assert forecasts(ExponentialSmoothing(alpha=0.3))[0] == pytest.approx(expected)


@pytest.mark.parametrize("rule", [Naive(error_smoothing=0.2), MovingAverage(window=4, error_smoothing=0.2)])
def test_mean_square_error_is_that_of_yesterdays_forecast(rule: Forecasting) -> None:
    means, squares = forecasts(rule)
    expected, square = [], 2.0**2
    for units, before in zip(UNITS, [10.0, *means[:-1]], strict=True):
        square = 0.2 * (units - before) ** 2 + 0.8 * square
        expected.append(square)
    assert squares == pytest.approx(expected)
