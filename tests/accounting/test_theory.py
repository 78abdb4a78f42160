"""Measures of a textbook system against exact values: one stage, base stock S, Poisson demand, tau exposed days."""

from functools import cache

import numpy as np
import pytest

from jitagents.accounting.ledger import Ledger
from jitagents.behaviours.demand import Constant, Poisson
from jitagents.behaviours.ordering import Jit
from jitagents.behaviours.serving import Backorder
from jitagents.network import serial
from tests.accounting.conftest import Floats, kept, told
from tests.science.conftest import excess, poisson_law, single, up_to, z_score

MEAN, LEVEL, TAU = 10.0, 35.0, 3


@cache
def books(tau: int) -> Ledger:
    measures = ("cycle_service_level", "ready_rate", "order_age", "order_lead_time", "fill_rate", "net_stock")
    return kept(
        single(tau, Poisson(MEAN)), 400, measures=measures, warmup=20, worlds=400, rng=4, start="empty",
        demand=Poisson(MEAN), ordering=up_to(LEVEL), serving=Backorder(),
    )  # fmt: skip


def exact(tau: int) -> dict[str, float]:
    law = poisson_law(tau * MEAN)
    short = excess(law, LEVEL)
    return {
        "cycle_service_level": float(law[: int(LEVEL) + 1].sum()),  # an order and a receipt every day
        "ready_rate": float(law[: int(LEVEL)].sum()),
        "order_age": short / MEAN,
        "order_lead_time": tau,
        "fill_rate": 1 - (short - excess(poisson_law((tau - 1) * MEAN), LEVEL)) / MEAN,
        "net_stock": LEVEL - tau * MEAN,
    }


@pytest.mark.parametrize("name", exact(TAU))
def test_base_stock(name: str) -> None:
    assert abs(z_score(told(books(TAU), name, "network"), exact(TAU)[name])) < 4
    assert abs(z_score(told(books(TAU + 1), name, "network"), exact(TAU)[name])) > 30


def amplified(tau: int, days: int = 4000) -> Floats:
    ledger = kept(
        single(tau, Poisson(MEAN)), days, measures=("net_stock_amplification",), warmup=20, worlds=40, rng=5,
        demand=Poisson(MEAN), ordering=up_to(LEVEL), serving=Backorder(),
    )  # fmt: skip
    return told(ledger, "net_stock_amplification", "network")


def test_net_stock_of_base_stock_varies_as_lead_time_demand() -> None:
    """Net stock is S - demand over tau days: the ratio is tau, less the variance of the mean over the horizon."""
    days = 4000
    own = TAU - (TAU**2 - (TAU**3 - TAU) / 3 / days) / days  # of a moving sum of tau independent days
    assert abs(z_score(amplified(TAU), own / (1 - 1 / days))) < 4
    assert abs(z_score(amplified(TAU + 1), own)) > 30


@pytest.mark.parametrize("tau", [1, 2, 5])
def test_lead_times_are_exact_by_littles_law(tau: int) -> None:
    """Constant demand: on order is tau days of demand, whatever the days are that are looked at."""
    network = serial(stages=3, lead_time=tau, demand=MEAN)
    ledger = kept(network, 11, measures=("order_lead_time", "cycle_time"), warmup=7, demand=Constant(), ordering=Jit())
    for scope in ("network", "tier:0", "tier:1", "agent:stage_1", "agent:stage_2", "agent:stage_3"):
        assert told(ledger, "order_lead_time", scope) == pytest.approx(tau, rel=1e-12)
    assert told(ledger, "cycle_time", "agent:stage_3") == pytest.approx(tau, rel=1e-12)


def test_orders_of_base_stock_are_placed_when_there_is_demand() -> None:
    """P(demand > 0), and a cycle of several days where there is none: Poisson(.5) has orders on .393 of days."""
    ledger = kept(
        single(2, Poisson(0.5)), 400, measures=("orders_placed",), warmup=10, worlds=400, rng=6,
        demand=Poisson(0.5), ordering=up_to(3.0), serving=Backorder(),
    )  # fmt: skip
    assert abs(z_score(told(ledger, "orders_placed", "network"), 1 - np.exp(-0.5))) < 4
