"""Errors of forecasts over the lead time, against what is known by hand and in theory."""

from typing import Any

import numpy as np
import pytest

from jitagents.accounting.forecast_errors import ABSOLUTE, ERROR, NAIVE, forecast_errors
from jitagents.accounting.ledger import Ledger
from jitagents.behaviours.demand import Constant, Normal
from jitagents.behaviours.forecasting import ExponentialSmoothing, MovingAverage, Naive
from jitagents.behaviours.ordering import Jit, SafetyStock
from jitagents.network import serial
from tests.accounting.conftest import Given, kept, told
from tests.science.conftest import z_score

NAMES = ("forecast_bias", "mape", "mase")
LEAD = 3


def books(demand: Any, days: int, forecasting: Any, *, lead: int = LEAD, mean: float = 10.0, **model: Any) -> Ledger:
    network = serial(stages=1, lead_time=lead, demand=mean, whole=False)
    model = {"ordering": SafetyStock(), **model}
    return kept(network, days, measures=NAMES, demand=demand, forecasting=forecasting, **model)


def test_by_hand() -> None:
    """Naive forecast, lead time 1: each day is expected to be like the one before."""
    ledger = books(Given(units=(4.0, 8.0, 5.0, 10.0)), 4, Naive(), lead=1, mean=4.0)
    ahead = ledger.planned.plan.lead_time[0, 0]
    assert ahead == 1
    assert told(ledger, "forecast_bias", "agent:stage_1") == pytest.approx(((4 - 8) + (8 - 5) + (5 - 10)) / 23)
    assert told(ledger, "mape", "agent:stage_1") == pytest.approx((4 / 8 + 3 / 5 + 5 / 10) / 3)
    assert told(ledger, "mase", "agent:stage_1") == pytest.approx(1)


def test_over_a_lead_time_by_hand() -> None:
    """The moving average of a lead time expects that the next one is like it: the naive forecast itself."""
    units = (3.0, 7.0, 8.0, 2.0, 9.0, 4.0, 6.0, 1.0)
    ledger = books(Given(units=units), len(units), MovingAverage(window=2), lead=2, mean=5.0)
    sums = np.convolve(units, (1.0, 1.0), "valid")
    expected = np.concatenate(([5.0 + 3.0], sums[:-2]))  # on day 1 a day of the plan is still averaged
    came = sums[1:]
    assert told(ledger, "forecast_bias", "agent:stage_1") == pytest.approx((expected - came).sum() / came.sum())
    assert told(ledger, "mape", "agent:stage_1") == pytest.approx((np.abs(expected - came) / came).mean())
    assert told(ledger, "mase", "agent:stage_1") == pytest.approx(1)


def test_the_mean_as_forecast_beats_the_naive_one_by_the_root_of_two() -> None:
    """Of independent normal demand: the difference of two lead times varies twice as much as one of them."""
    days, sd = 600, 2.0
    ledger = books(Normal(10.0, sd), days, ExponentialSmoothing(alpha=0.0), worlds=300, rng=1)
    sums = ledger.total(forecast_errors)[:, ledger.layout.market_rows.start]
    usual = np.sqrt(2 / np.pi * LEAD) * sd  # of the absolute error of a lead time
    assert abs(z_score(sums[ERROR], 0.0)) < 4
    assert abs(z_score(sums[ABSOLUTE] / (days - 2 * LEAD + 1), usual)) < 4
    assert abs(z_score(sums[NAIVE] / (days - 2 * LEAD + 1), usual * np.sqrt(2))) < 4
    assert told(ledger, "mase", "agent:stage_1").mean() == pytest.approx(np.sqrt(0.5), rel=0.02)


def test_right_forecasts_have_no_error() -> None:
    ledger = books(Constant(10.0), 30, Naive())
    assert told(ledger, "forecast_bias", "agent:stage_1") == 0
    assert told(ledger, "mape", "agent:stage_1") == 0
    assert np.isnan(told(ledger, "mase", "agent:stage_1")).all()


def test_rules_without_forecast_have_none() -> None:
    ledger = books(Constant(10.0), 30, Naive(), ordering=Jit())
    assert all(np.isnan(told(ledger, name, "agent:stage_1")).all() for name in NAMES)
