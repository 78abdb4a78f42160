"""Bullwhip: variance of orders over variance of demand.

Chen, Drezner, Ryan & Simchi-Levi 2000 for averages of the past, Lee, Padmanabhan & Whang 1997 for the best forecast.
"""

from typing import Any

import numpy as np
import pytest

from jitagents.behaviours.demand import AutoRegressive, Demand, Normal, Poisson
from jitagents.behaviours.forecasting import AutoRegressive as BestForecast
from jitagents.behaviours.forecasting import ExponentialSmoothing, Forecasting, MovingAverage
from jitagents.behaviours.information import Exact, Information, SharedDemand
from jitagents.behaviours.ordering import Jit, SafetyStock
from jitagents.model import SupplyModel
from jitagents.network import serial
from jitagents.simulation.exemptions import Exemption
from tests.science.conftest import recorded, row, run, single, up_to, z_score

MEAN, SD = 1000.0, 10.0


@pytest.mark.parametrize("ordering", [up_to(45.0), Jit()])
def test_with_a_known_mean_the_factor_is_one(ordering: Any) -> None:
    ledger = run(single(3, Poisson(10.0)), days=100, warmup=10, worlds=20, demand=Poisson(10.0), ordering=ordering)
    assert ledger.metrics()["bullwhip"] == pytest.approx(1.0, rel=1e-9)


def amplified(lead_time: int, forecasting: Forecasting, demand: Demand | None = None) -> np.ndarray:
    """Mean square of the orders' deviation over that of demand, by world; orders are never cut off at zero here."""
    network = serial(stages=1, lead_time=lead_time, demand=MEAN, demand_sd=SD, whole=False)
    passing = Exemption({"name": "outside"}, ordering=Jit())
    model = SupplyModel(
        network, worlds=400, demand=demand or Normal(), ordering=SafetyStock(z=0.0), forecasting=forecasting,
        exemptions=[passing],
    )  # fmt: skip
    orders = recorded(model, 400, "order")["order"][100:, row(model, "stage_1")]
    assert orders.min() > 0
    return ((orders - MEAN) ** 2).mean(axis=0) / SD**2


@pytest.mark.parametrize(("lead_time", "window", "factor"), [(2, 4, 2.5), (3, 5, 2.92), (1, 6, 1 + 2 / 6 + 2 / 36)])
def test_moving_average(lead_time: int, window: int, factor: float) -> None:
    """1 + 2 L / p + 2 L^2 / p^2 for independent demand."""
    assert factor == pytest.approx(1 + 2 * lead_time / window + 2 * lead_time**2 / window**2)
    assert abs(z_score(amplified(lead_time, MovingAverage(window=window)), factor)) < 4
    assert abs(z_score(amplified(lead_time + 1, MovingAverage(window=window)), factor)) > 30


def test_exponential_smoothing() -> None:
    """1 + 2 L alpha + 2 L^2 alpha^2 / (2 - alpha): 3.4 for L 2, alpha .4."""
    assert abs(z_score(amplified(2, ExponentialSmoothing(alpha=0.4)), 3.4)) < 4
    assert abs(z_score(amplified(3, ExponentialSmoothing(alpha=0.4)), 3.4)) > 30


@pytest.mark.parametrize(("lead_time", "window", "factor"), [(3, 5, 2.597306), (2, 4, 2.13985)])
def test_moving_average_of_correlated_demand(lead_time: int, window: int, factor: float) -> None:
    """1 + (2 L / p + 2 L^2 / p^2) (1 - rho^p)."""
    ratio = 2 * lead_time / window + 2 * lead_time**2 / window**2
    assert factor == pytest.approx(1 + ratio * (1 - 0.7**window), rel=1e-6)
    law, rule = AutoRegressive(correlation=0.7), MovingAverage(window=window)
    assert abs(z_score(amplified(lead_time, rule, law), factor)) < 4
    assert abs(z_score(amplified(lead_time + 1, rule, law), factor)) > 30


@pytest.mark.parametrize(("tau", "correlation", "factor"), [(3, 0.7, 3.329853), (1, 0.5, 1.75), (2, -0.4, 0.48928)])
def test_the_best_forecast_of_correlated_demand(tau: int, correlation: float, factor: float) -> None:
    """(1 + k)^2 + k^2 - 2 k (1 + k) rho, k = rho (1 - rho^tau) / (1 - rho); Lee's lead time of 2 exposes 3 days."""
    k = correlation * (1 - correlation**tau) / (1 - correlation)
    assert factor == pytest.approx((1 + k) ** 2 + k**2 - 2 * k * (1 + k) * correlation, rel=1e-6)
    law, rule = AutoRegressive(correlation=correlation), BestForecast(correlation=correlation)
    assert abs(z_score(amplified(tau, rule, law), factor)) < 4
    assert abs(z_score(amplified(tau + 1, rule, law), factor)) > 10


def down_the_line(information: Information, lead_time: int) -> np.ndarray:
    """The same for each of four stages that forecast by a moving average of 5 days `(stages, worlds)`."""
    network = serial(stages=4, lead_time=lead_time, demand=MEAN, demand_sd=SD, whole=False)
    model = SupplyModel(
        network, worlds=200, demand=Normal(), ordering=SafetyStock(z=0.0), forecasting=MovingAverage(window=5),
        information=information,
    )  # fmt: skip
    stages = [row(model, f"stage_{number}") for number in range(1, 5)]
    orders = recorded(model, 300, "order")["order"][100:, stages]
    assert orders.min() > 0
    return ((orders - MEAN) ** 2).mean(axis=0) / SD**2


def test_shared_demand_makes_the_bullwhip_grow_by_lead_times_alone() -> None:
    """1 + 2 L / p + 2 L^2 / p^2, L the lead times up to the stage together; without sharing the stages multiply it."""
    factors = [2.12, 3.88, 6.28, 9.32]
    shared, late, alone = down_the_line(SharedDemand(), 2), down_the_line(SharedDemand(), 3), down_the_line(Exact(), 2)
    for stage, factor in enumerate(factors):
        total = 2 * (stage + 1)
        assert factor == pytest.approx(1 + 2 * total / 5 + 2 * total**2 / 25)
        assert abs(z_score(shared[stage], factor)) < 4
        assert z_score(late[stage], factor) > 10
        assert stage == 0 or z_score(alone[stage], factor) > 10
