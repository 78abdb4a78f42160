"""Forecasts, against their definitions written out."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from jitagents.behaviours import demand
from jitagents.behaviours.base import Memory, remember
from jitagents.behaviours.forecasting import (
    AutoRegressive,
    Croston,
    ExponentialSmoothing,
    Forecasting,
    HoltWinters,
    Inaccurate,
    MovingAverage,
    Naive,
    Perfect,
    Planned,
)
from jitagents.behaviours.ordering import SafetyStock
from jitagents.model import SupplyModel
from jitagents.network import Network, listed, serial
from jitagents.worlds import Worlds
from tests.behaviours.conftest import plan, seen
from tests.science.conftest import z_score

UNITS = np.array([12.0, 3.0, 8.0, 20.0, 5.0, 9.0, 9.0, 1.0, 14.0])


def forecasts(
    rule: Forecasting, units: npt.ArrayLike = UNITS, lead_time: float = 3.0, **shown: float
) -> tuple[list[float], list[float]]:
    """Mean and mean square error after each day."""
    known = plan(lead_time=lead_time)
    memory: Memory = remember(rule, 1, 1)
    rule.begin(seen(known), memory)
    pairs = []
    for day, number in enumerate(np.asarray(units), start=1):
        pairs.append([float(part.item()) for part in rule(seen(known, day, demand=number, **shown), memory)])
    means, squares = zip(*pairs, strict=True)
    return list(means), list(squares)


def test_naive_is_the_last_day() -> None:
    assert forecasts(Naive())[0] == UNITS.tolist()


@pytest.mark.parametrize("window", [1, 3, 7])
def test_moving_average_of_the_last_days(window: int) -> None:
    """Before day 1 there was the plan's rate."""
    past = np.concatenate((np.full(window, 10.0), UNITS))
    expected = [past[day + 1 : day + 1 + window].mean() for day in range(len(UNITS))]
    assert forecasts(MovingAverage(window=window))[0] == pytest.approx(expected)


def test_exponential_smoothing() -> None:
    mean, expected = 10.0, []
    for units in UNITS:
        mean = 0.3 * units + 0.7 * mean
        expected.append(mean)
    assert forecasts(ExponentialSmoothing(alpha=0.3))[0] == pytest.approx(expected)


@pytest.mark.parametrize("rule", [Naive(error_smoothing=0.2), MovingAverage(window=4, error_smoothing=0.2)])
def test_mean_square_error_is_that_of_yesterdays_forecast(rule: Forecasting) -> None:
    means, squares = forecasts(rule)
    expected, square = [], 2.0**2
    for units, before in zip(UNITS, [10.0, *means[:-1]], strict=True):
        square = 0.2 * (units - before) ** 2 + 0.8 * square
        expected.append(square)
    assert squares == pytest.approx(expected)


@pytest.mark.parametrize("correlation", [0.7, -0.4, 0.0])
@pytest.mark.parametrize("lead_time", [0.0, 1.0, 3.0, 5.2])
def test_autoregressive_forecast_is_the_mean_of_what_is_expected_day_by_day(
    correlation: float, lead_time: float
) -> None:
    days = np.arange(1, max(round(lead_time), 1) + 1)
    expected = [max((8 + correlation**days * (units - 8)).mean(), 0.0) for units in UNITS]
    rule = AutoRegressive(mean=8.0, correlation=correlation, error_smoothing=1.0)
    means, squares = forecasts(rule, lead_time=lead_time)
    assert means == pytest.approx(expected)
    tomorrow = np.maximum(8 + correlation * (UNITS[:-1] - 8), 0.0)
    assert squares[1:] == pytest.approx((UNITS[1:] - tomorrow) ** 2)


@pytest.mark.parametrize(("correlation", "exact"), [(0.8, 36.0), (0.0, 100.0)])
def test_the_error_of_the_autoregressive_forecast_is_that_of_the_innovations(correlation: float, exact: float) -> None:
    """sd^2 (1 - correlation^2) if the correlation is known, sd^2 if it is not."""
    network, law = serial(stages=1, demand=100.0, demand_sd=10.0, whole=False), demand.AutoRegressive(correlation=0.8)
    rule = AutoRegressive(correlation=correlation, error_smoothing=1.0)
    model = SupplyModel(network, worlds=4000, demand=law, forecasting=rule, ordering=SafetyStock())
    model.run_for(3)
    squares = model.buyers.blocks[0].decision.memories[1]["square"][0]
    assert abs((squares.mean() - exact) / (squares.std() / np.sqrt(4000))) < 4


@pytest.mark.parametrize("lead_time", [0.0, 2.0, 5.0, 7.0])
def test_holt_winters(lead_time: float) -> None:
    """Level, trend and season of three days, by their recursions; each day ahead has its own season."""
    level, trend, season, expected = 10.0, 0.0, {0: 0.0, 1: 0.0, 2: 0.0}, []
    for day, units in enumerate(UNITS, start=1):
        before = level
        level = 0.3 * (units - season[day % 3]) + 0.7 * (level + trend)
        trend = 0.2 * (level - before) + 0.8 * trend
        season[day % 3] = 0.4 * (units - level) + 0.6 * season[day % 3]
        ahead = range(1, max(int(lead_time), 1) + 1)
        expected.append(max(np.mean([level + k * trend + season[(day + k) % 3] for k in ahead]), 0.0))
    rule = HoltWinters(alpha=0.3, beta=0.2, gamma=0.4, period=3)
    assert forecasts(rule, lead_time=lead_time)[0] == pytest.approx(expected)


def test_holt_winters_learns_a_trend_with_a_season() -> None:
    day = np.arange(1, 801)
    units = 50 + 0.2 * day + np.array([5.0, -8.0, 3.0, 0.0])[day % 4]
    means, squares = forecasts(HoltWinters(alpha=0.3, beta=0.1, gamma=0.3, period=4), units[:794], lead_time=6.0)
    assert means[-1] == pytest.approx(units[794:].mean(), rel=1e-6)
    assert squares[-1] < 1e-3
    assert forecasts(ExponentialSmoothing(alpha=0.3), units[:794])[1][-1] > 10


def test_without_trend_and_season_holt_winters_is_exponential_smoothing() -> None:
    plain = forecasts(ExponentialSmoothing(alpha=0.3))
    assert forecasts(HoltWinters(alpha=0.3, beta=0.0, gamma=0.0, period=5)) == (
        pytest.approx(plain[0]),
        pytest.approx(plain[1]),
    )


@pytest.mark.parametrize("corrected", [True, False])
def test_croston(corrected: bool) -> None:
    """Sizes and intervals are smoothed on days with demand; on others the forecast stands."""
    units = [0.0, 4.0, 0.0, 0.0, 9.0, 2.0, 0.0]
    size, interval, since, mean, expected = 10.0, 1.0, 0, 10.0, []
    for number in units:
        since += 1
        if number:
            size += 0.2 * (number - size)
            interval += 0.2 * (since - interval)
            mean, since = (0.9 if corrected else 1.0) * size / interval, 0
        expected.append(mean)
    assert forecasts(Croston(alpha=0.2, bias_correction=corrected), units)[0] == pytest.approx(expected)


def test_the_correction_takes_off_the_bias_of_crostons_quotient() -> None:
    """It is too large by about alpha / (2 - alpha) x (1 - 1 / interval) of demand (Syntetos & Boylan 2005)."""
    network, law = serial(stages=1, demand=4.0, whole=False), demand.Intermittent(interval=5.0, size_cv=0.3)
    bias = []
    for corrected in (False, True):
        rule = Croston(alpha=0.2, bias_correction=corrected)
        model = SupplyModel(network, worlds=2000, demand=law, forecasting=rule, ordering=SafetyStock())
        model.run_for(200)
        bias.append(model.buyers.blocks[0].decision.memories[1]["mean"][0].mean() / 4.0 - 1)
    assert bias[0] == pytest.approx(0.2 / 1.8 * 0.8, abs=0.025)
    assert abs(bias[1]) < bias[0] / 3


def test_a_planned_forecast_stands_for_its_horizon() -> None:
    fresh = forecasts(ExponentialSmoothing(alpha=0.3))[0]
    held = [fresh[day - day % 4] for day in range(len(UNITS))]
    assert forecasts(Planned(base=ExponentialSmoothing(alpha=0.3), horizon=4))[0] == pytest.approx(held)


def test_an_inaccurate_forecast_errs_by_what_it_is_told_to() -> None:
    base = ExponentialSmoothing(alpha=0.3)
    exact = np.array(forecasts(base)[0])
    rule = Inaccurate(base=base, bias=-0.1, spread=0.5)
    assert forecasts(rule, noise=0.8)[0] == pytest.approx(exact * (1 - 0.1 + 0.4))
    assert forecasts(rule, noise=-4.0)[0] == [0.0] * len(UNITS)


def errors(persistence: float, days: int, worlds: int, spread: float = 0.1) -> np.ndarray:
    """The relative error of a forecast of 10 units, day by day `(days, worlds)`; a row stands for a world."""
    rule, rng = Inaccurate(base=Naive(), spread=spread, persistence=persistence), np.random.default_rng(7)
    known, shape = plan(worlds), (worlds, 1)
    memory = remember(rule, *shape)
    rule.begin(seen(known), memory)
    found = []
    for day in range(1, days + 1):
        shown = seen(known, day, demand=10.0, noise=rng.standard_normal(shape))
        found.append(rule(shown, memory)[0][:, 0] / 10.0 - 1.0)
    return np.array(found)


@pytest.mark.parametrize("persistence", [0.0, 0.6, 0.95])
def test_a_persistent_error_is_a_stationary_first_order_process(persistence: float) -> None:
    """Variance spread^2 from day 1 on, correlation p^k at a distance of k days."""
    found = errors(persistence, 40, 6000)
    for day in (0, 1, 39):
        assert abs(z_score(found[day] ** 2, 0.01)) < 4
        assert abs(z_score(found[day] ** 2, 0.0115)) > 4
    for apart in (1, 5):
        product = found[20] * found[20 + apart]
        assert abs(z_score(product, 0.01 * persistence**apart)) < 4
        assert abs(z_score(product, 0.01 * (persistence**apart + 0.1))) > 4


@pytest.mark.parametrize(("persistence", "variance"), [(0.0, 3.0), (0.5, 5.5), (0.9, 8.22)])
def test_persistent_errors_add_up_over_a_lead_time(persistence: float, variance: float) -> None:
    """Three days, by hand: 3 + 4 p + 2 p^2 times spread^2; by the closed form of the docstring the same."""
    p, days = persistence, 3
    closed = days * (1 + p) / (1 - p) - 2 * p * (1 - p**days) / (1 - p) ** 2
    assert closed == pytest.approx(variance)
    total = errors(persistence, 12, 6000)[-days:].sum(axis=0)
    assert abs(z_score(total**2, 0.01 * variance)) < 4
    assert abs(z_score(total**2, 0.0115 * variance)) > 4


def test_without_persistence_each_day_errs_by_its_own_noise() -> None:
    fresh = 10.0 * (1.0 + 0.0 + 0.1 * np.random.default_rng(7).standard_normal(50))
    assert np.array_equal(errors(0.0, 1, 50)[0], fresh / 10.0 - 1.0)


def test_perfect_foresight_shows_what_will_come_without_error() -> None:
    assert forecasts(Perfect(), future=7.0) == ([7.0] * len(UNITS), [0.0] * len(UNITS))


def shops(*order: str) -> Network:
    agents: list[dict[str, Any]] = [{"name": "source", "kind": "supplier", "item": "x"}]
    agents += [{"name": name, "kind": "buyer", "item": "x", "demand": 9.0} for name in order]
    return listed(name="shops", agents=agents, lanes=[{"seller": "source", "buyer": name} for name in order])


def noise(order: str, days: int, worlds: Worlds) -> dict[str, np.ndarray]:
    """The noise that each agent sees, day by day `(days, worlds)`."""
    setup: dict[str, Any] = {"forecasting": Inaccurate(), "ordering": SafetyStock(), "demand": demand.Poisson()}
    model, kept = SupplyModel(shops(*order), worlds=worlds, **setup), list[dict[str, np.ndarray]]()
    for _ in range(days):
        model.step()
        seen_now = {name: model.by_name[name].decision.seen.noise for name in model.by_name}
        kept.append({name: shown[0].copy() for name, shown in seen_now.items() if shown is not None})
    return {name: np.array([day[name] for day in kept]) for name in kept[0]}


def test_noise_is_standard_normal_and_every_agents_and_days_own() -> None:
    found = noise("abc", 400, Worlds(range(10)))
    numbers = np.concatenate([column.reshape(1, -1) for column in found.values()])
    assert numbers.shape == (4, 4000)
    assert np.abs(numbers.mean(axis=1) * np.sqrt(4000)).max() < 4
    assert np.abs((numbers.var(axis=1) - 1) * np.sqrt(2000)).max() < 4
    alike = np.corrcoef(np.concatenate((numbers[:, 10:], numbers[:, :-10])))
    assert np.abs(np.triu(alike, 1)).max() * np.sqrt(3990) < 4.5


def test_noise_is_shared_by_levels_and_twins_whatever_the_order_of_the_network() -> None:
    plain, moved = noise("abc", 5, Worlds(range(3))), noise("cab", 5, Worlds([2, 1], levels=2, twins=True))
    for name, numbers in plain.items():
        assert np.array_equal(np.tile(numbers[:, [2, 1]], 4), moved[name])
