"""Common random numbers: levels, twins and variants see the same demand, so their differences are sharp."""

import numpy as np

from jitagents.accounting.costs import Costs
from jitagents.accounting.ledger import Ledger
from jitagents.behaviours.demand import Poisson
from jitagents.behaviours.ordering import BaseStock
from jitagents.model import SupplyModel
from tests.science.conftest import excess, levels, one_stage, poisson_law, run, single, z_score

SETTING = {"holding_cost": 1.0, "backorder_cost": 9.0}
EXACT = -0.355356


def costs_of(ledger: Ledger) -> np.ndarray:
    return ledger.metrics()["cost"][0]


def paired(tau: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """Cost a day with base stock 13 and with 14, in the same replications."""
    worlds, by_world = levels([13.0, 14.0], replications=1000)
    # The source holds the same stock at either level, and it costs nothing.
    ledger = run(
        single(tau, Poisson(10.0), **SETTING), days=100, warmup=10, worlds=worlds, start="empty", demand=Poisson(10.0),
        ordering=BaseStock(level=by_world),
    )  # fmt: skip
    both = costs_of(ledger)
    return both[:1000], both[1000:]


def test_the_paired_difference_is_exact_and_its_variance_several_times_smaller() -> None:
    low, high = paired()
    difference = high - low
    assert abs(z_score(difference, EXACT)) < 4
    day = poisson_law(10.0, 100)
    cost = [level - 10 + 10 * excess(day, level) for level in (13, 14)]
    assert abs(cost[1] - cost[0] - EXACT) < 1e-6
    assert difference.var(ddof=1) < (low.var(ddof=1) + high.var(ddof=1)) / 4
    assert abs(z_score(np.subtract(*paired(tau=2)[::-1]), EXACT)) > 50


def test_independent_seeds_give_the_same_mean_with_a_larger_spread() -> None:
    low = one_stage(1, Poisson(10.0), 13.0, 1.0, 9.0, days=100, rng=1)["cost"]
    high = one_stage(1, Poisson(10.0), 14.0, 1.0, 9.0, days=100, rng=2)["cost"]
    assert abs(z_score(high - low, EXACT)) < 4
    assert (high - low).var(ddof=1) > 4 * np.subtract(*paired()).var(ddof=1)


def test_variants_share_their_replications() -> None:
    """Another ordering rule in another model sees the same demand, replication by replication."""
    wanted = []
    for level in (13.0, 30.0):
        model = SupplyModel(
            single(1, Poisson(10.0)), worlds=3, rng=5, demand=Poisson(10.0), ordering=BaseStock(level=level)
        )
        ledger = Ledger(model, Costs(), 50, measures=())
        model.observers.append(ledger)
        model.run_for(50)
        wanted.append(ledger.total("demand")[model.layout.market_rows])
    assert np.array_equal(wanted[0], wanted[1])
    assert len(np.unique(wanted[0])) == 3
