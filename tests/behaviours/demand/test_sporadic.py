"""Demand that comes now and then."""

import numpy as np
import pytest
from scipy import stats

from jitagents.behaviours.demand import Buyers, Demand, Intermittent, Lumpy

MANY = 60_000
CROWD = Buyers(np.arange(MANY).astype(object), np.full(MANY, 4.0), np.full(MANY, 5.0))


def z_score(sample: np.ndarray, exact: float) -> float:
    """Distance of the mean from the exact value, in standard errors."""
    return float((sample.mean() - exact) / (sample.std() / np.sqrt(len(sample))))


def drawn(law: Demand) -> np.ndarray:
    return law.draw(np.random.default_rng(1), 1, 1, CROWD, {})[0]


@pytest.mark.parametrize(
    "law",
    [Intermittent(), Intermittent(interval=1.0), Intermittent(interval=3.5, size_cv=0.0), Lumpy(), Lumpy(size=6.0)],
)
def test_both_moments_are_met(law: Demand) -> None:
    units, (mean, sd) = drawn(law), law.moments(CROWD)
    assert abs(z_score(units, mean[0])) < 4
    assert abs(z_score((units - mean) ** 2, sd[0] ** 2)) < 4


def test_intermittent_demand_comes_once_in_an_interval_in_lots_of_its_size() -> None:
    units = drawn(Intermittent(interval=5.0, size_cv=0.5))
    lots = units[units > 0]
    assert abs(z_score(units > 0, 0.2)) < 4
    assert abs(z_score(lots, 20.0)) < 4
    assert abs(z_score((lots - 20.0) ** 2, 100.0)) < 4


def test_lumpy_demand_is_stuttering_poisson() -> None:
    """Probabilities of 0, 1, ... units, from the sum over the number of customers."""
    size = 2.5
    units = drawn(Lumpy(size=size))
    for count in range(8):
        customers = np.arange(1, count + 1)
        splits = stats.nbinom.pmf(count - customers, customers, 1 / size)
        exact = stats.poisson.pmf(customers, 4.0 / size) @ splits if count else np.exp(-4.0 / size)
        assert abs(z_score(units == count, float(exact))) < 4, count


def test_lumpy_demand_meets_the_networks_deviation_unless_it_is_below_that_of_poisson() -> None:
    assert Lumpy().moments(CROWD)[1][0] == pytest.approx(5.0)
    calm = Buyers(CROWD.names[:2], np.array([4.0, 0.0]), np.array([1.0, 3.0]))
    assert Lumpy().moments(calm)[1].tolist() == [2.0, 0.0]
    assert not Lumpy().draw(np.random.default_rng(1), 1, 50, calm, {})[:, 1].any()
