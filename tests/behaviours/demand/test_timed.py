"""Demand in which days hang together, or follow the calendar."""

import numpy as np
import pytest

from jitagents.behaviours.demand import AutoRegressive, Buyers, Seasonal
from jitagents.errors import InputError

MANY = 20_000
CROWD = Buyers(np.arange(MANY).astype(object), np.full(MANY, 50.0), np.full(MANY, 8.0))
PAIR = Buyers(np.array(["a", "b"], dtype=object), np.array([9.0, 30.0]), np.array([6.0, 3.0]))


def z_scores(sample: np.ndarray, exact: float) -> np.ndarray:
    """Distance of the mean over buyers, who are independent, from the exact value, for each day."""
    return (sample.mean(axis=1) - exact) / (sample.std(axis=1, ddof=1) / np.sqrt(sample.shape[1]))


@pytest.mark.parametrize("correlation", [0.7, -0.4, 0.0])
def test_autoregressive_demand_is_stationary_from_day_1(correlation: float) -> None:
    """Mean, variance and correlation over one, two and three days, on every day."""
    units = AutoRegressive(correlation=correlation).draw(np.random.default_rng(1), 1, 8, CROWD, {})
    deviation = units - 50.0
    assert np.abs(z_scores(units, 50.0)).max() < 4
    assert np.abs(z_scores(deviation**2, 64.0)).max() < 4
    for lag in (1, 2, 3):
        together = deviation[lag:] * deviation[:-lag]
        assert np.abs(z_scores(together, 64.0 * correlation**lag)).max() < 4
        assert not correlation or np.abs(z_scores(together, 64.0 * correlation ** (lag + 1))).max() > 6


def test_autoregressive_demand_is_cut_at_zero_when_asked() -> None:
    """What is cut is not forgotten: the next day starts from the demand that was cut."""
    plain, cut = (
        AutoRegressive(mean=2.0, sd=5.0, clip=clip).draw(np.random.default_rng(1), 1, 300, PAIR, {})
        for clip in (False, True)
    )
    assert plain.min() < 0
    assert np.array_equal(cut, np.maximum(plain, 0.0))


def test_a_season_is_the_wave_times_the_profile_and_a_trend() -> None:
    law = Seasonal(trend=0.01, amplitude=0.4, period=10, peak=3, profile=(1, 2, 3), cv=0.0)
    units = law.draw(np.random.default_rng(1), 5, 100, PAIR, {})
    for day in range(5, 105):
        wave = 1 + 0.4 * np.cos(2 * np.pi * (day - 3) / 10)
        factor = (1 + 0.01 * (day - 1)) * wave * (1, 2, 3)[(day - 1) % 3] / 2
        assert units[day - 5] == pytest.approx(factor * PAIR.mean)


def test_demand_that_falls_ends_at_zero() -> None:
    units = Seasonal(trend=-0.01).draw(np.random.default_rng(1), 1, 150, PAIR, {})
    assert (units[:99] > 0).all()
    assert not units[100:].any()


@pytest.mark.parametrize("law", [Seasonal(period=12, profile=(1, 1, 4)), Seasonal(period=1), Seasonal(period=2, cv=0)])
def test_the_moments_of_a_season_are_those_of_all_its_days(law: Seasonal) -> None:
    """Also where the profile falls in with the wave, so that the mean factor is not 1."""
    units = law.draw(np.random.default_rng(2), 1, 12, CROWD, {})
    mean, sd = (moment[0] for moment in law.moments(CROWD))
    of_buyer = units.mean(axis=0), ((units - mean) ** 2).mean(axis=0)
    for sample, exact in zip(of_buyer, (mean, sd**2), strict=True):
        error = sample.std() / np.sqrt(MANY)
        assert abs(sample.mean() - exact) <= 4 * error + 1e-9 * exact


@pytest.mark.parametrize("profile", [(1, -1, 2), (0, 0), (1, float("nan"))])
def test_a_profile_without_demand_is_refused(profile: tuple[float, ...]) -> None:
    with pytest.raises(InputError, match=r"Seasonal.profile = .*factors >= 0"):
        Seasonal(profile=profile)
