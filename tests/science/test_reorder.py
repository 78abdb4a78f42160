"""Reorder points: (s, S) and (r, Q) against published costs (Snyder & Shen 2019, Ex. 4.7; Zheng & Federgruen 1991)."""

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from jitagents.accounting.costs import Costs
from jitagents.accounting.ledger import Ledger
from jitagents.accounting.measures import MEASURES
from jitagents.behaviours.base import Memory, Seen
from jitagents.behaviours.demand import Constant, Poisson
from jitagents.behaviours.ordering import BaseStock, MinMax, Ordering, PeriodicReview, ReorderPoint
from jitagents.column import Array
from jitagents.model import SupplyModel
from jitagents.simulation.exemptions import Exemption
from tests.science.conftest import MAKE_TO_ORDER, Floats, poisson_law, recorded, row, single, sum_of, z_score

OUTSIDE = [Exemption({"name": "outside"}, ordering=BaseStock(level=MAKE_TO_ORDER))]


def reordering(
    mean: float, tau: int, rule: Ordering, h: float, p: float, k: float, *, days: int = 400, worlds: int = 600
) -> dict[str, Floats]:
    """Cost a day and share of days with an order of a single stage, by world."""
    warmup, demand = 40, Poisson(mean)
    network = single(tau, demand, holding_cost=h, backorder_cost=p)
    model = SupplyModel(
        network, worlds=worlds, rng=1, start="empty", warmup=warmup, demand=demand, ordering=rule, exemptions=OUTSIDE
    )
    stage, ordered = row(model, "stage_1"), np.zeros(worlds)

    def count(model: SupplyModel) -> None:
        ordered[:] += (model.points["order"][stage] > 0) * (model.clock.day > warmup)

    ledger = Ledger(model, Costs(order=k), days, measures=tuple(MEASURES.values()))
    model.observers += [ledger, count]
    model.run_for(warmup + days)
    scope = ledger.scopes.names.index("agent:stage_1")
    metrics = ledger.metrics()
    return {"cost": metrics["cost"][scope], "on_hand": metrics["stock_units"][scope], "ordered": ordered / days}


def stationary(
    mean: float, tau: int, low: int, high: int, order: Callable[[Floats], npt.NDArray[np.floating]]
) -> dict[str, float]:
    """Exact measures of a rule that looks at the position: the Markov chain of the position after ordering."""
    bottom = low - int(12 * mean)
    places = np.arange(bottom, high + 1, dtype=float)
    after = (places + order(places) - bottom).astype(int)
    law, step = poisson_law(mean), np.zeros((len(places), len(places)))
    for place in range(len(places)):
        fall = np.minimum(np.arange(len(law)), place)
        np.add.at(step[place], after[place - fall], law)
    chance = np.linalg.matrix_power(step, 4096)[-1]
    days = sum_of(*[law] * tau)
    held = np.array([np.maximum(place - np.arange(len(days)), 0.0) @ days for place in places])
    reached = np.array([law[max(int(place) - low, 0) :].sum() for place in places])
    return {"on_hand": chance @ held, "net": chance @ places - tau * mean, "ordered": chance @ reached}


class Below(MinMax):
    """Orders below the reorder point only."""

    def __call__(self, seen: Seen, memory: Memory) -> Array:
        return super().__call__(seen, memory) * (seen.position < np.asarray(self.reorder))


class BelowBatch(ReorderPoint):
    """Orders below the reorder point only."""

    def __call__(self, seen: Seen, memory: Memory) -> Array:
        return super().__call__(seen, memory) * (seen.position < np.asarray(self.reorder))


SNYDER_SHEN = [(4, 10, 8.034112, 0.681966), (6, 18, 10.193799, None)]
ZHENG_FEDERGRUEN = [(10.0, 6, 40, 35.022), (20.0, 14, 62, 49.173), (50.0, 42, 108, 70.975)]


@pytest.mark.parametrize(("low", "high", "cost", "ordered"), SNYDER_SHEN)
def test_min_max_of_snyder_and_shen(low: float, high: float, cost: float, ordered: float | None) -> None:
    found = reordering(6.0, 1, MinMax(reorder=low, level=high), 1.0, 4.0, 5.0)
    assert abs(z_score(found["cost"], cost)) < 4
    assert ordered is None or abs(z_score(found["ordered"], ordered)) < 4


@pytest.mark.parametrize(("mean", "low", "high", "cost"), ZHENG_FEDERGRUEN)
def test_min_max_of_zheng_and_federgruen(mean: float, low: float, high: float, cost: float) -> None:
    """Printed with three decimals."""
    found = reordering(mean, 1, MinMax(reorder=low, level=high), 1.0, 9.0, 64.0)["cost"]
    error = found.std(ddof=1) / np.sqrt(len(found))
    assert abs(found.mean() - cost) < 4 * error + 0.0005


BATCHES: dict[str, Any] = {"mean": 5.0, "tau": 3, "h": 1.0, "p": 9.0, "k": 20.0}


def test_one_batch_a_day() -> None:
    """The published cost is that of the exact chain, and the simulation meets it."""
    exact = stationary(5.0, 3, 16, 26, lambda position: 10.0 * (position <= 16))
    cost = exact["on_hand"] + 9.0 * (exact["on_hand"] - exact["net"]) + 20.0 * exact["ordered"]
    assert cost == pytest.approx(18.637471, abs=1e-6)
    found = reordering(rule=ReorderPoint(reorder=16.0, batch=10.0, batches="one"), **BATCHES)
    assert abs(z_score(found["cost"], cost)) < 4
    assert abs(z_score(found["on_hand"], exact["on_hand"])) < 4
    assert abs(z_score(found["ordered"], 0.5)) < 4
    wrong = reordering(rule=BelowBatch(reorder=16.0, batch=10.0, batches="one"), **BATCHES)
    assert abs(z_score(wrong["on_hand"], exact["on_hand"])) > 20


def test_a_reorder_point_that_must_be_passed_is_caught() -> None:
    found = reordering(6.0, 1, Below(reorder=4.0, level=10.0), 1.0, 4.0, 5.0)
    assert abs(z_score(found["cost"], 8.034112)) > 10
    assert abs(z_score(found["ordered"], 0.681966)) > 10


def test_one_more_day_of_lead_time_is_caught() -> None:
    found = reordering(6.0, 2, MinMax(reorder=4.0, level=10.0), 1.0, 4.0, 5.0, days=100, worlds=300)
    assert abs(z_score(found["cost"], 8.034112)) > 50


def test_as_many_batches_as_needed_keep_the_position_uniform() -> None:
    """(r, nQ) with one-day Poisson demand: the position after ordering is uniform on r + 1, …, r + Q, so that the cost
    is the mean of base-stock costs (Axsäter 2015, sec. 5.3)."""
    low, batch, mean, tau, h, p = 16, 6, 5.0, 2, 1.0, 9.0
    law = sum_of(*[poisson_law(mean)] * tau)
    on_hand = [np.maximum(level - np.arange(len(law)), 0.0) @ law for level in range(low + 1, low + batch + 1)]
    net = [level - tau * mean for level in range(low + 1, low + batch + 1)]
    exact = np.mean([h * held + p * (held - level) for held, level in zip(on_hand, net, strict=True)])
    rule = ReorderPoint(reorder=float(low), batch=float(batch), batches="many")
    found = reordering(mean, tau, rule, h, p, 0.0)["cost"]
    assert abs(z_score(found, float(exact))) < 4
    off = reordering(mean, tau, ReorderPoint(reorder=low + 1.0, batch=float(batch)), h, p, 0.0)["cost"]
    assert abs(z_score(off, float(exact))) > 10


@pytest.mark.parametrize("review", [1, 4])
def test_periodic_review_holds_the_mean_of_base_stocks_over_its_cycle(review: int) -> None:
    """On day k after the arrival of a review's order, tau + k days of demand have left the level (Hadley & Whitin)."""
    mean, tau, level, h, p = 5.0, 2, 40, 1.0, 9.0
    costs = []
    for more in range(review):
        law = sum_of(*[poisson_law(mean)] * (tau + more))
        held = np.maximum(level - np.arange(len(law)), 0.0) @ law
        costs.append(h * held + p * (held - level + (tau + more) * mean))
    exact = float(np.mean(costs))
    rule = PeriodicReview(level=float(level), review=review, start=review - 1)
    found = reordering(mean, tau, rule, h, p, 0.0)
    assert abs(z_score(found["cost"], exact)) < 4
    assert found["ordered"].mean() == pytest.approx(1 / review, abs=0.02)
    late = reordering(mean, tau, PeriodicReview(level=float(level), review=review + 1), h, p, 0.0, worlds=200)
    assert abs(z_score(late["cost"], exact)) > 10


def test_common_reviews_fall_on_their_day() -> None:
    rule = PeriodicReview(level=50.0, review=4, start=3)
    model = SupplyModel(single(1, Poisson(9.0)), worlds=3, demand=Constant(9.0), ordering=rule)
    ordered = recorded(model, 12, "order")["order"][:, row(model, "stage_1"), 0] > 0
    assert (np.flatnonzero(ordered) + 1).tolist() == [3, 7, 11]
