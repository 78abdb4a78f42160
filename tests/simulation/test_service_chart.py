"""The chart of a gate, on days that are written down."""

import numpy as np
import pytest

from jitagents import cusum
from jitagents.simulation.gate_charts import Cusum, Sprt
from jitagents.simulation.service_chart import ServiceChart

WINDOW = 4
ALL = np.array([True, True])


def begun(before: list[list[float]], **chart: float) -> ServiceChart:
    """A chart of one wave in two worlds, after some days `(days, worlds)`."""
    made = ServiceChart(Cusum(**chart), (1, 2), WINDOW)
    for day, missed in enumerate(before):
        made.add(0, day, np.array(missed), ~ALL)
    made.begin(0, ALL)
    return made


def test_signals_by_hand() -> None:
    """Usual are 0.1 +- 0.1: a day of 0.4 is three standard deviations, of which half a one is allowed."""
    usual = 0.1 + 0.1 * np.sqrt(3 / 4) * np.array([-1.0, 1.0, -1.0, 1.0])
    chart = begun([[value, value] for value in usual], allowance=0.5, limit=4.0, least_sd=1e-9)
    missed = np.array([0.4, 0.1])
    assert chart.add(0, WINDOW, missed, ALL)[0].tolist() == [False, False]
    assert chart.total[0].tolist() == pytest.approx([2.5, 0.0])
    assert chart.add(0, WINDOW + 1, missed, ALL)[0].tolist() == [True, False], "5 exceed 4"
    assert chart.total[0].tolist() == [0.0, 0.0], "it begins anew"


def test_where_service_was_perfect_the_least_deviation_counts() -> None:
    chart = begun([[0.0, 0.0]] * WINDOW, allowance=0.5, limit=4.0, least_sd=0.02)
    chart.add(0, WINDOW, np.array([0.06, 0.0]), ALL)
    assert chart.total[0].tolist() == pytest.approx([2.5, 0.0])


def test_days_on_which_a_wave_is_not_judged_add_nothing() -> None:
    chart = begun([[0.0, 0.0]] * WINDOW, least_sd=0.01)
    bad, good = chart.add(0, WINDOW, np.array([1.0, 1.0]), np.array([False, True]))
    assert (bad.tolist(), good.tolist()) == ([False, True], [False, False])
    assert chart.total[0, 0] == 0.0


def test_false_alarms_are_as_rare_as_the_run_length_says() -> None:
    """A chart whose usual mean and deviation are all but known, on normal values."""
    worlds, days = 2000, 400
    rng = np.random.default_rng(3)
    chart = ServiceChart(Cusum(allowance=0.5, limit=3.0, least_sd=1e-9), (1, worlds), days)
    every = np.ones(worlds, dtype=bool)
    for day in range(days):
        chart.add(0, day, rng.normal(0.5, 0.1, worlds), ~every)
    chart.begin(0, every)
    chart._mean[...], chart._sd[...] = 0.5, 0.1
    first = np.full(worlds, np.nan)
    for day in range(2000):
        signal, _ = chart.add(0, day, rng.normal(0.5, 0.1, worlds), every)
        first[signal & np.isnan(first)] = day + 1
    assert not np.isnan(first).any()
    error = first.std(ddof=1) / np.sqrt(worlds)
    assert abs(first.mean() - cusum.average_run_length(0.5, 3.0)) < 4 * error


def test_a_sequential_test_decides_both_ways_by_hand() -> None:
    """A day of two deviations adds 1.5, one like before takes .5; the limits are log 18 and log 2/19."""
    chart = ServiceChart(Sprt(shift=1.0, false_alarm=0.05, miss=0.1, least_sd=0.02), (1, 2), WINDOW)
    for day in range(WINDOW):
        chart.add(0, day, np.zeros(2), ~ALL)
    chart.begin(0, ALL)
    told = [chart.add(0, WINDOW + day, np.array([0.04, 0.0]), ALL) for day in range(5)]
    assert [bool(bad[0]) for bad, _ in told] == [False, True, False, True, False]
    assert not any(bad[1] for bad, _ in told)
    assert [bool(good[1]) for _, good in told] == [False] * 4 + [True]
    assert chart.total[0].tolist() == pytest.approx([1.5, 0.0])
