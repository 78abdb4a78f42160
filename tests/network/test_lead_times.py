import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from jitagents.errors import InputError
from jitagents.network import read_lead_times
from jitagents.network.lead_time_laws import TAIL, gamma_law, lognormal_law, read_law


def test_text_wins_then_spread_then_fixed() -> None:
    times = read_lead_times([5, 5, 5, 5], [1, 1, 0, 1], ["2:0.5 4:0.5", "", "", "2:0.5 4:0.5"], 1)
    assert times.law[0] == times.law[3] != times.law[1] >= 0
    assert times.law[2] == -1
    assert len(times.laws) == 2
    assert times.mean[[0, 2]].tolist() == [3, 5]
    assert times.sd[[0, 2]].tolist() == [1, 0]
    assert times.planned.tolist() == [3, 5, 5, 3]
    assert times.longest[[0, 2]].tolist() == [4, 5]
    assert times.longest[1] > 5


def test_fixed_ones_are_rounded_half_up_and_not_below_least() -> None:
    times = read_lead_times([0.5, 1.5, 2.5, 2.49, np.nan], np.zeros(5), [""] * 5, 1)
    assert times.planned.tolist() == [1, 2, 3, 2, 1]
    assert read_lead_times([np.nan, 0.4], [0, 0], ["", ""], 0).planned.tolist() == [0, 0]
    assert times.mean.tolist() == times.planned.tolist()


def test_nothing_to_read() -> None:
    times = read_lead_times([], [], [], 1)
    assert times.laws == ()
    assert times.planned.shape == times.law.shape == (0,)


@given(st.floats(0.5, 60), st.floats(0.01, 1.5), st.integers(0, 1))
def test_gamma_law_is_a_law_with_about_its_mean(mean: float, cv: float, least: int) -> None:
    law = gamma_law(mean, cv * mean, least)
    assert law.probability.sum() == pytest.approx(1)
    assert law.days.min() >= least
    assert (law.probability > 0).all()
    exact = stats.gamma(a=1 / cv**2, scale=cv**2 * mean)
    # What falls below `least` is lifted to it: the expected value of max(least, rounded).
    lift = sum(exact.cdf(day + 0.5) for day in range(least))
    if mean * cv > 1:
        assert law.mean == pytest.approx(mean + lift, abs=0.05 + 0.01 * mean)
    else:
        assert abs(law.mean - mean - lift) <= 0.51


@given(st.floats(0.5, 60), st.floats(0.01, 1.5), st.integers(0, 1))
def test_laws_are_those_of_scipy_to_the_last_bit(mean: float, cv: float, least: int) -> None:
    variance = np.log1p((cv * mean / mean) ** 2)
    gamma = stats.gamma(a=(mean / (cv * mean)) ** 2, scale=(cv * mean) ** 2 / mean)
    lognormal = stats.lognorm(s=np.sqrt(variance), scale=mean * np.exp(-variance / 2))
    for law, exact in ((gamma_law, gamma), (lognormal_law, lognormal)):
        days = np.arange(least, max(least, np.ceil(exact.ppf(1 - TAIL))) + 1)
        mass = np.diff(exact.cdf(days + 0.5), prepend=0.0)
        found = law(mean, cv * mean, least)
        assert found.days.tolist() == days[mass > 0].tolist()
        assert found.probability.tolist() == (mass[mass > 0] / mass.sum()).tolist()


@given(st.floats(20, 60), st.floats(1, 6))
def test_gamma_law_keeps_two_moments(mean: float, sd: float) -> None:
    law = gamma_law(mean, sd, 1)
    assert law.mean == pytest.approx(mean, abs=0.01)
    assert law.sd == pytest.approx(np.sqrt(sd**2 + 1 / 12), rel=0.01)  # rounding adds a twelfth


@given(st.dictionaries(st.integers(1, 90), st.integers(1, 20), min_size=1, max_size=6))
def test_discrete_law_is_read_as_written(weights: dict[int, int]) -> None:
    total = sum(weights.values())
    law = read_law(" ".join(f"{day}:{weight / total!r}" for day, weight in weights.items()), 1)
    assert law.days.tolist() == sorted(weights)
    assert law.mean == pytest.approx(sum(day * weight for day, weight in weights.items()) / total)


@pytest.mark.parametrize("text", ["", "3", "3:x", "a:1", "3:0.5 4", "-1:1", "1.5:1", "3:0.5 4:0.6", "0:1", "2:.5 2:.5"])
def test_bad_law(text: str) -> None:
    with pytest.raises(InputError, match="lead time law"):
        read_law(text, 1)
