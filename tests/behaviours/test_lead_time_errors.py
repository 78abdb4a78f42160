"""Safety stock by errors over the protection interval, against that by independent errors of a day."""

import numpy as np
import pytest

from jitagents.behaviours.base import Clock, Seen, remember
from jitagents.behaviours.ordering import SafetyStock
from tests.behaviours.conftest import plan
from tests.science.conftest import z_score

MEAN, SD, LEAD_TIME, WEIGHT = 10.0, 2.0, 4, 0.25


def variance(demand: np.ndarray, review: int = 1) -> np.ndarray:
    """The variance over the interval after some days of demand `(days, worlds)`, forecast at its mean."""
    rule = SafetyStock(errors="interval", error_smoothing=WEIGHT, review=review)
    known, clock, worlds = plan(rate=MEAN, demand_sd=SD, lead_time=LEAD_TIME), Clock(), demand.shape[1]
    memory = remember(rule, 1, worlds)
    none = np.zeros((1, worlds))
    rule.begin(Seen(clock, known, none, none, none, none), memory)
    for clock.day, units in enumerate(demand, start=1):
        view = Seen(clock, known, none, none, none, units[None])
        view.forecast, view.forecast_variance = np.full((1, worlds), MEAN), np.full((1, worlds), SD**2)
        order = rule(view, memory)
        reviewed = clock.day % review == 0
        expected = (LEAD_TIME + review - 1) * MEAN + 2 * np.sqrt(memory["variance"])
        assert order == pytest.approx(expected * reviewed)
    return memory["variance"][0]


def test_errors_that_cancel_out_over_the_lead_time_need_no_safety_stock() -> None:
    """12 and 8 in turn: the error of four days is 0, whatever that of a day is."""
    demand = np.tile([12.0, 8.0], 6)[:, None]
    assert variance(demand).item() == pytest.approx(LEAD_TIME * SD**2 * (1 - WEIGHT) ** 3)
    assert variance(demand[:11]).item() == pytest.approx(LEAD_TIME * SD**2 * (1 - WEIGHT) ** 2)


def test_errors_that_persist_add_up() -> None:
    """Two units too little every day are 8 of four days, squared 64; with a review of two days 10, squared 100."""
    demand = np.full((4, 1), 12.0)
    assert variance(demand).item() == pytest.approx(16 + WEIGHT * (64 - 16))
    assert variance(np.full((5, 1), 12.0), review=2).item() == pytest.approx(20 + WEIGHT * (100 - 20))


@pytest.mark.parametrize("correlation", [-0.5, 0.0, 0.6])
def test_the_variance_over_the_lead_time_of_autoregressive_demand(correlation: float) -> None:
    """sd^2 (L (1 + p) / (1 - p) - 2 p (1 - p^L) / (1 - p)^2), approached by (1 - weight) an interval."""
    rng, worlds, intervals, p = np.random.default_rng(4), 4000, 6, correlation
    demand = np.empty((LEAD_TIME * intervals, worlds))
    deviation = rng.standard_normal(worlds) * SD
    for day in demand:
        deviation = p * deviation + np.sqrt(1 - p**2) * SD * rng.standard_normal(worlds)
        day[:] = MEAN + deviation
    of_interval = SD**2 * (LEAD_TIME * (1 + p) / (1 - p) - 2 * p * (1 - p**LEAD_TIME) / (1 - p) ** 2)
    independent, kept = LEAD_TIME * SD**2, (1 - WEIGHT) ** intervals
    found = variance(demand)
    assert abs(z_score(found, of_interval + (independent - of_interval) * kept)) < 4
    if p:
        assert abs(z_score(found, independent)) > 8
