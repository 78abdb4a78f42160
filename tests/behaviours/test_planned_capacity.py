"""Capacity that follows orders or a shared forecast, by hand: who hears of a surge, and when."""

from dataclasses import dataclass

import numpy as np
import pytest

from jitagents.behaviours.demand import Buyers
from jitagents.behaviours.production import PlannedCapacity
from jitagents.behaviours.serving import Backorder
from jitagents.model import SupplyModel
from jitagents.network import Network, serial
from tests.accounting.conftest import Floats, Given
from tests.science.conftest import recorded, row

USUAL, SURGE, DAY, DAYS = 10.0, 15.0, 8, 40
NOTICE = 3


@dataclass(frozen=True)
class Rising(Given):
    """Demand that rises unforeseen: plans are made for what is usual."""

    def moments(self, buyers: Buyers) -> tuple[Floats, Floats]:
        return np.full(buyers.mean.shape, USUAL), np.zeros(buyers.mean.shape)


def chain(order_delay: int) -> Network:
    """A shop that buys from a maker, over a lane whose orders take some days to arrive."""
    return serial(stages=1, lead_time=2, demand=USUAL, whole=False, order_delay=order_delay)


def behind(signal: str, order_delay: int, reserve: float = 0.0, alpha: float = 1.0) -> float:
    """Most open orders of the maker after final demand has risen for good."""
    demand = Rising(units=(*[USUAL] * (DAY - 1), *[SURGE] * DAYS))
    rule = PlannedCapacity(signal=signal, notice=NOTICE, reserve=reserve, alpha=alpha, usual=USUAL)
    model = SupplyModel(chain(order_delay), demand=demand, production=rule, serving=Backorder())
    owed = recorded(model, DAYS, "owed")["owed"][:, row(model, "outside"), 0]
    return float(owed.max())


@pytest.mark.parametrize("delay", [0, 2, 5])
def test_from_orders_a_maker_hears_when_they_arrive(delay: int) -> None:
    """It is short of the rise on each day of notice, however late orders come."""
    assert behind("orders", delay) == pytest.approx(NOTICE * (SURGE - USUAL))


@pytest.mark.parametrize("delay", [0, 2, 5])
def test_a_forecast_comes_before_the_orders(delay: int) -> None:
    """It has as many days of notice less to be short as orders are under way."""
    assert behind("forecast", delay) == pytest.approx(max(NOTICE - delay, 0) * (SURGE - USUAL))


def test_a_reserve_covers_a_share_of_the_rise() -> None:
    assert behind("orders", 0, reserve=0.2) == pytest.approx(NOTICE * (SURGE - 1.2 * USUAL))
    assert behind("orders", 0, reserve=0.5) == 0


def test_what_is_smoothed_comes_up_slowly() -> None:
    """Half of the gap is closed a day: after the notice, 5/2, 5/4, 5/8, ... are missing, which add up to 5."""
    assert behind("orders", 0, alpha=0.5) == pytest.approx(NOTICE * (SURGE - USUAL) + 5.0, abs=1e-6)


def test_no_more_than_the_site_allows() -> None:
    rule = PlannedCapacity(signal="orders", notice=0, reserve=1.0, alpha=0.0, usual=USUAL)
    network = serial(stages=1, lead_time=2, demand=USUAL, whole=False, capacity=12.0)
    model = SupplyModel(network, demand=Rising(units=(SURGE,) * DAYS), production=rule, serving=Backorder())
    model.run_for(10)
    assert np.all(model.making["started"] <= 12.0)
