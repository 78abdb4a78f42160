"""Risk: exact on written samples, coherent on any, and right in so many cases as it says on known laws."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from jitagents.errors import InputError
from jitagents.results import Results
from jitagents.results.risk import statistics

type Study = Callable[..., Results]
type Floats = npt.NDArray[np.float64]

HUNDRED = np.arange(1.0, 101.0)
RARE = np.repeat([0.0, 10.0], [90, 10])


def value(sample: Floats, name: str, p: float) -> float:
    return statistics(np.asarray(sample, dtype=float), p)[name].mean


@pytest.mark.parametrize(
    ("sample", "p", "at_risk", "shortfall"),
    [
        (HUNDRED, 0.95, 95, (96 + 97 + 98 + 99 + 100) / 5),
        (HUNDRED, 0.955, 96, (0.5 * 96 + 97 + 98 + 99 + 100) / 4.5),
        (HUNDRED, 0.999, 100, 100),
        (HUNDRED[::-1], 0.5, 50, 75.5),
        (RARE, 0.95, 10, 10),
        (RARE, 0.9, 0, 10),
        (RARE, 0.85, 0, 100 / 15),
        (RARE, 0.5, 0, 2),
        (np.array([7.0]), 0.95, 7, 7),
    ],
)
def test_by_hand(sample: Floats, p: float, at_risk: float, shortfall: float) -> None:
    assert value(sample, "value_at_risk", p) == at_risk
    assert value(sample, "expected_shortfall", p) == pytest.approx(shortfall, rel=1e-12)


def test_quantiles_are_order_statistics() -> None:
    found = statistics(HUNDRED, 0.95)
    for p in (0.05, 0.25, 0.5, 0.75, 0.95):
        assert found[f"quantile_{p:g}"].mean == round(100 * p)
    assert found["mean"].mean == 50.5
    assert found["standard_deviation"].mean == pytest.approx(HUNDRED.std(ddof=1))
    assert (found["quantile_0.5"].low, found["quantile_0.5"].high) == (
        40,
        61,
    )  # P(40 <= B <= 60) = .965 for B of 100 tosses


NUMBERS = st.lists(st.integers(-50, 50), min_size=20, max_size=20).map(lambda some: np.array(some, dtype=float))


@given(NUMBERS, NUMBERS, st.sampled_from([0.5, 0.7, 0.83, 0.95]))
def test_the_expected_shortfall_is_coherent(x: Floats, y: Floats, p: float) -> None:
    """Subadditive, monotone, moved and scaled with the losses (Artzner et al. 1999, Mathematical Finance 9(3))."""
    one, other, both = (value(sample, "expected_shortfall", p) for sample in (x, y, x + y))
    assert both <= one + other + 1e-9
    assert value(np.maximum(x, y), "expected_shortfall", p) >= one - 1e-9
    assert value(3.0 * x + 7.0, "expected_shortfall", p) == pytest.approx(3 * one + 7)
    assert one >= max(value(x, "value_at_risk", p), x.mean()) - 1e-9


def test_the_value_at_risk_is_not() -> None:
    """Two rare losses that never come together: each is below the 90 % quantile, their sum is not."""
    x, y = RARE, RARE[::-1]
    assert value(x, "value_at_risk", 0.9) + value(y, "value_at_risk", 0.9) == 0
    assert value(x + y, "value_at_risk", 0.9) == 10


LAWS = {"exponential": stats.expon(), "normal": stats.norm(10, 2)}
TRUTH: dict[str, dict[str, Callable[[float], float]]] = {
    "exponential": {"value_at_risk": lambda p: -np.log(1 - p), "expected_shortfall": lambda p: 1 - np.log(1 - p)},
    "normal": {
        "value_at_risk": lambda p: 10 + 2 * stats.norm.ppf(p),
        "expected_shortfall": lambda p: 10 + 2 * stats.norm.pdf(stats.norm.ppf(p)) / (1 - p),
    },
}


@pytest.mark.parametrize("law", LAWS)
def test_intervals_hold_the_truth_as_often_as_they_say(law: str) -> None:
    """Of order statistics as often as the binomial law says, of the others in 95 % of samples."""
    repeats, size, p = 800, 1500, 0.9
    rng = np.random.default_rng(3)
    found = [statistics(sample, p) for sample in LAWS[law].rvs((repeats, size), random_state=rng)]
    law_, shares = LAWS[law], dict.fromkeys(("expected_shortfall", "standard_deviation"), 0.95)
    shares |= {"value_at_risk": covered(size, p), "quantile_0.5": covered(size, 0.5)}
    truth = {name: of(p) for name, of in TRUTH[law].items()}
    truth |= {"standard_deviation": law_.std(), "quantile_0.5": law_.median()}
    for name, share in shares.items():
        number, error = truth[name], 4 * np.sqrt(share * (1 - share) / repeats)
        inside = np.mean([one[name].low <= number <= one[name].high for one in found])
        assert abs(inside - share) < error, (name, inside)
        narrow = np.mean([abs(one[name].mean - number) <= (one[name].high - one[name].low) / 4 for one in found])
        assert abs(narrow - share) > error, (name, narrow)


def covered(size: int, p: float) -> float:
    """How often a quantile lies between the order statistics of its interval."""
    low, high = (stats.binom.ppf(end, size, p) for end in (0.025, 0.975))
    return float(stats.binom.cdf(high, size, p) - stats.binom.cdf(low - 1, size, p))


def test_few_replications_leave_ends_open() -> None:
    found = statistics(np.arange(6.0), 0.95)
    assert found["value_at_risk"].mean == found["expected_shortfall"].mean == 5
    assert np.isnan(found["value_at_risk"].high)
    assert np.isnan([found["expected_shortfall"].low, found["expected_shortfall"].high]).all()
    assert np.isnan(found["quantile_0.05"].low)
    assert (found["quantile_0.5"].low, found["quantile_0.5"].high) == (0, 5)
    assert np.isnan(statistics(np.array([3.0]), 0.9)["standard_deviation"].mean)
    nothing = statistics(np.empty(0), 0.9)
    assert list(nothing) == list(found)
    assert np.isnan([part for one in nothing.values() for part in (one.mean, one.low, one.high)]).all()
    assert not any(one.replications for one in nothing.values())
    same = statistics(np.full(30, 2.5), 0.9)
    assert same["expected_shortfall"].columns("x") == {"x": 2.5, "x_low": 2.5, "x_high": 2.5}
    assert same["standard_deviation"].columns("x") == {"x": 0, "x_low": 0, "x_high": 0}


def test_a_table_of_statistics(study: Study) -> None:
    results = study(agents=8, replications=40, variants=("jit", "hybrid"), levels=("5", "9"))
    table = results.risk(probability=0.9)
    assert list(table.columns) == (
        ["variant", "level", "metric", "scope", "unit", "statistic", "value", "low", "high", "replications", "method"]
    )
    assert len(table) == 4 * 9
    assert (table["scope"] == "network").all()
    methods = table.drop_duplicates("statistic").set_index("statistic")["method"]
    assert methods["mean"] == "Student's t"
    assert methods["value_at_risk"] == methods["quantile_0.5"] == "order statistics"
    assert methods["expected_shortfall"] == methods["standard_deviation"] == "influence function"
    frame = results.replications
    here = frame[(frame["variant"] == "jit") & (frame["level"] == "9") & (frame["scope"] == "network")]
    lost = np.sort(here["days_lost.crisis"])
    rows = table[(table["variant"] == "jit") & (table["level"] == "9")].set_index("statistic")["value"]
    assert rows["expected_shortfall"] == pytest.approx(lost[-4:].mean())
    assert rows["value_at_risk"] == lost[35]
    assert len(results.risk("cost", scopes=None)) == 9 * len(frame.drop_duplicates(["variant", "level", "scope"]))


def test_without_a_crisis_it_is_told_of_calm(study: Study) -> None:
    results = study(agents=8, replications=12, crisis=False)
    mean = results.risk("cost").query("statistic == 'mean'")["value"]
    np.testing.assert_allclose(mean, results.summary(["cost"], ["network"])["calm"])


def test_replications_without_a_number_are_left_out(study: Study) -> None:
    results = study(agents=8, replications=10, variants=("jit",))
    results.replications.loc[results.replications["replication"] < 4, "days_lost.crisis"] = np.nan
    assert (results.risk()["replications"] == 6).all()


def test_the_probability_of_a_line_stop(study: Study) -> None:
    """Three of ten: Wilson's interval is .1078 to .6032 (Wilson 1927; Agresti & Coull 1998)."""
    results = study(agents=8, replications=10, variants=("jit",))
    frame = results.replications
    days = frame["replication"].to_numpy(dtype=float)
    stops: dict[str, Any] = {"longest_line_stop.calm": 0.0, "longest_line_stop.crisis": days}
    table = replace(results, replications=frame.assign(**stops)).risk_of_line_stop(6)
    assert list(table.columns) == ["variant", "level", "scope", "probability", "low", "high", "replications", "method"]
    np.testing.assert_allclose(table[["probability", "low", "high"]].to_numpy(), [[0.3, 0.1078, 0.6032]], atol=5e-5)
    with pytest.raises(InputError, match="'longest_line_stop' is not in these results"):
        results.risk_of_line_stop(6)


@pytest.mark.parametrize("probability", [0.0, 1.0, 95, -0.1])
def test_what_is_no_probability_is_refused(study: Study, probability: float) -> None:
    results = study(agents=8, replications=2)
    with pytest.raises(InputError, match="must be between 0 and 1"):
        results.risk(probability=probability)
    with pytest.raises(InputError, match="did you mean 'output_lost'"):
        results.risk("output_los")
