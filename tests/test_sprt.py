"""SPRT: limits, error rates and lengths by Wald's formulas and by simulation; pilots of fixed length."""

import numpy as np
import pytest
from scipy import stats

from jitagents import sprt
from jitagents.errors import InputError


def test_lengths_by_hand() -> None:
    """Errors of 5 % each way: limits of log 19 both ways, in the mean 5.3 values, where a fixed length needs 10.8."""
    assert sprt.limits(0.05, 0.05) == pytest.approx((-np.log(19), np.log(19)))
    length = sprt.average_length(0.0, 1.0, 0.05, 0.05)
    assert length == pytest.approx(0.9 * np.log(19) / 0.5)
    assert length == pytest.approx(sprt.average_length(1.0, 1.0, 0.05, 0.05))  # alike from both sides
    assert sprt.average_length(0.5, 1.0, 0.05, 0.05) == pytest.approx(np.log(19) ** 2)
    assert sprt.average_length(0.5 + 1e-6, 1.0, 0.05, 0.05) == pytest.approx(np.log(19) ** 2, rel=1e-4)
    assert sprt.fixed_length(1.0, 0.05, 0.05) == pytest.approx((2 * 1.6448536) ** 2)


@pytest.mark.parametrize(("false_alarm", "miss"), [(0.05, 0.1), (0.01, 0.3)])
def test_errors_are_those_that_were_asked_for(false_alarm: float, miss: float) -> None:
    assert sprt.alarm_chance(0.0, 0.7, false_alarm, miss) == pytest.approx(false_alarm)
    assert sprt.alarm_chance(0.7, 0.7, false_alarm, miss) == pytest.approx(1.0 - miss)
    low, high = sprt.limits(false_alarm, miss)
    assert sprt.alarm_chance(0.35, 0.7, false_alarm, miss) == pytest.approx(-low / (high - low))


@pytest.mark.parametrize("true", [0.0, 0.2])
def test_simulated_errors_keep_the_bounds_of_wald(true: float) -> None:
    """With a small shift a sum overshoots little, so that chances and lengths are near; the bounds hold always."""
    worlds, shift, (low, high) = 4000, 0.2, sprt.limits(0.05, 0.1)
    rng, total = np.random.default_rng(7), np.zeros(worlds)
    length, alarm = np.zeros(worlds), np.zeros(worlds, dtype=bool)
    going = np.ones(worlds, dtype=bool)
    while going.any():
        total[going] = sprt.cumulated(total[going], rng.normal(true, 1.0, int(going.sum())), shift)
        length[going] += 1
        alarm |= total > high
        going &= (total <= high) & (total >= low)
    wrong, bound = (alarm.mean(), 0.05 / 0.9) if true == 0.0 else (1 - alarm.mean(), 0.1 / 0.95)
    assert wrong < bound + 4 * np.sqrt(bound * (1 - bound) / worlds)
    told = sprt.average_length(true, shift, 0.05, 0.1)
    assert told - 4 * length.std() / np.sqrt(worlds) < length.mean() < 1.15 * told


def test_the_power_of_a_pilot_is_that_of_the_mean_of_its_days() -> None:
    days, shift = 28.0, 0.4
    told = stats.norm.sf(stats.norm.ppf(0.95) / np.sqrt(days), loc=shift, scale=1 / np.sqrt(days))
    assert sprt.power(days, shift) == pytest.approx(told)
    assert sprt.power([1, 10, 100], 0.0) == pytest.approx(0.05)
    assert sprt.power(sprt.fixed_length(0.4, 0.05, 0.1), 0.4) == pytest.approx(0.9)


def test_what_cannot_be() -> None:
    for pair in ((0.0, 0.1), (0.5, 0.5), (0.1, 1.0), (float("nan"), 0.1)):
        with pytest.raises(InputError, match="false_alarm"):
            sprt.limits(*pair)
    with pytest.raises(InputError, match="shift = 0"):
        sprt.fixed_length(0.0)
