"""Demand correlated between buyers."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy import stats

from jitagents.behaviours.demand import Buyers, Correlated, Gamma, Marginal, NegativeBinomial, Normal, Poisson
from jitagents.errors import InputError
from jitagents.model import SupplyModel
from jitagents.network import listed
from jitagents.worlds import Worlds

DAYS = 40_000
NAMES = ["a", "b", "c"]
BUYERS = Buyers(np.array(NAMES, dtype=object), np.array([9.0, 30.0, 4.0]), np.array([6.0, 8.0, 3.0]))
MATRIX = [[1.0, 0.6, -0.3], [0.6, 1.0, 0.0], [-0.3, 0.0, 1.0]]
PAIRS = {"a": {"b": 0.6, "c": -0.3}, "b": {}, "c": {}}


def units_of(correlation: Any, law: Marginal | None = None, buyers: Buyers = BUYERS) -> np.ndarray:
    return Correlated(law or Normal(), correlation).draw(np.random.default_rng(1), 1, DAYS, buyers, {})


def correlation_z(units: np.ndarray, exact: np.ndarray) -> float:
    """The largest distance of the correlations of normal numbers from the exact ones, in standard errors (Fisher)."""
    found = np.corrcoef(units.T)
    above = np.triu_indices(3, 1)
    return float((np.abs(np.arctanh(found[above]) - np.arctanh(exact[above])) * np.sqrt(DAYS - 3)).max())


@pytest.mark.parametrize("given", [0.0, 0.4, MATRIX, PAIRS])
def test_normal_demand_has_the_correlation_that_is_given(given: Any) -> None:
    exact = np.full((3, 3), given) if isinstance(given, float) else np.array(MATRIX)
    units = units_of(given)
    assert correlation_z(units, exact) < 4
    assert correlation_z(units, np.clip(exact + 0.05, -1, 0.99)) > 6
    days = units[1:] * units[:-1] - BUYERS.mean**2
    assert np.abs(days.mean(axis=0) / (days.std(axis=0) / np.sqrt(DAYS))).max() < 4


@pytest.mark.parametrize("law", [Normal(), Gamma(), Poisson(), NegativeBinomial(), NegativeBinomial(sd=2.5)])
@pytest.mark.parametrize("given", [0.7, MATRIX])
def test_every_buyer_keeps_its_law(law: Marginal, given: Any) -> None:
    units = units_of(given, law)
    mean, sd = law.moments(BUYERS)
    squares = (units - mean) ** 2
    assert np.abs((units.mean(axis=0) - mean) / (sd / np.sqrt(DAYS))).max() < 4
    assert np.abs((squares.mean(axis=0) - sd**2) / (squares.std(axis=0) / np.sqrt(DAYS))).max() < 4


def test_poisson_demand_hangs_together_as_its_scores_do() -> None:
    """P(both at most their quantiles) is the bivariate normal's, exactly."""
    units = units_of(MATRIX, Poisson())
    for first, second, correlation in ((0, 1, 0.6), (0, 2, -0.3), (1, 2, 0.0)):
        scores = stats.norm.ppf([stats.poisson.cdf(level, BUYERS.mean[at]) for at, level in ((first, 8), (second, 4))])
        exact = stats.multivariate_normal.cdf(scores, cov=np.array([[1, correlation], [correlation, 1]]))
        both = (units[:, first] <= 8) & (units[:, second] <= 4)
        assert abs((both.mean() - exact) / np.sqrt(exact * (1 - exact) / DAYS)) < 4


def test_full_correlation_makes_buyers_of_a_kind_alike() -> None:
    units = units_of(1.0, Gamma(mean=5.0, sd=2.0))
    assert np.allclose(units, units[:, :1])


def test_a_matrix_may_be_written_in_three_ways(tmp_path: Path) -> None:
    path = tmp_path / "matrix.csv"
    path.write_text("who,c,a,b\nc,1,-0.3,0\na,-0.3,1,0.6\nb,0,0.6,1\n")
    by_rows, by_pairs, by_file = (units_of(given) for given in (MATRIX, PAIRS, str(path)))
    assert np.array_equal(by_rows, by_pairs)
    assert np.array_equal(by_rows, by_file)


def test_a_buyer_gets_its_own_row_of_a_larger_matrix() -> None:
    some = Buyers(BUYERS.names[[0, 2]], BUYERS.mean[[0, 2]], BUYERS.sd[[0, 2]])
    assert np.array_equal(units_of(PAIRS, buyers=some), units_of(PAIRS)[:, [0, 2]])


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ([[1.0, 0.5]], "square; it has 1 rows and 2 columns"),
        ([[1.0, 0.5], [0.5, 1.0]], "2 rows for 3 buyers"),
        ([[1, 0.5, 0], [0.4, 1, 0], [0, 0, 1]], "be symmetric"),
        ([[1, 0.5, 0], [0.5, 2, 0], [0, 0, 1]], "between -1 and 1"),
        ([[1, 0.5, 0], [0.5, 0.9, 0], [0, 0, 1]], "1 on the diagonal, which does not hold at 1"),
        ([[1, 0.9, -0.9], [0.9, 1, 0.9], [-0.9, 0.9, 1]], "positive semidefinite; its least eigenvalue is -0.8"),
        ([[1, 0.5, 0], [0.5, 1], [0, 0, 1]], "no matrix of numbers"),
        ([["one"]], "no matrix of numbers"),
        ({"a": {"b": 0.5}}, "no row for c; allowed: a, b"),
        ({"a": {"b": 0.5, "c": 0.1}, "b": {"a": 0.4}}, "be symmetric"),
        ("nowhere.csv", "no file 'nowhere.csv'"),
    ],
)
def test_what_is_no_correlation_matrix_is_refused(given: Any, message: str) -> None:
    with pytest.raises(InputError, match=message) as told:
        Correlated(correlation=given).moments(BUYERS)
    assert len(told.value.faults) == 1
    assert told.value.faults[0].startswith("demand.correlation: ")


def shops(*order: int) -> Any:
    agents = [{"name": "source", "kind": "supplier", "item": "x"}]
    agents += [
        {"name": NAMES[shop], "kind": "buyer", "item": "x", "demand": BUYERS.mean[shop], "demand_sd": BUYERS.sd[shop]}
        for shop in order
    ]
    lanes = [{"seller": "source", "buyer": NAMES[shop]} for shop in order]
    return listed(name="shops", agents=agents, lanes=lanes, whole=False)


def test_the_order_of_the_network_does_not_matter() -> None:
    wanted = []
    for order in ((0, 1, 2), (2, 0, 1)):
        model = SupplyModel(shops(*order), worlds=3, demand=Correlated(Gamma(), MATRIX))
        model.run_for(3)
        wanted.append({name: model.by_name[name].wanted.copy() for name in NAMES})
    assert all(np.array_equal(wanted[0][name], wanted[1][name]) for name in NAMES)


def test_its_law_and_its_correlation_may_differ_by_level() -> None:
    """Levels share the scores: each is what it would be alone."""
    worlds = Worlds(range(3), levels=2)
    spread, correlation = worlds.by_level([1.0, 2.0]), worlds.by_level([0.1, 0.9])
    together = wanted(Correlated(Gamma(sd=spread), correlation), worlds)
    alone = [wanted(Correlated(Gamma(sd=sd), rho), Worlds(range(3))) for sd, rho in ((1.0, 0.1), (2.0, 0.9))]
    assert np.array_equal(together, np.concatenate(alone, axis=1))
    only = wanted(Correlated(Gamma(sd=spread), 0.1), worlds)
    assert np.array_equal(only[:, :3], together[:, :3])


def wanted(law: Correlated, worlds: Worlds) -> np.ndarray:
    model = SupplyModel(shops(0, 1, 2), worlds=worlds, demand=law)
    model.run_for(2)
    return model.buyers.get("wanted")
