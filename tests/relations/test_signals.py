"""What sellers see: final demand, and the stock of customers for whom they decide."""

from typing import Any

import numpy as np
import pytest

from jitagents.behaviours.demand import AutoRegressive, NegativeBinomial, Poisson
from jitagents.behaviours.forecasting import AutoRegressive as BestForecast
from jitagents.behaviours.forecasting import AutoRegressiveMovingAverage, Forecasting
from jitagents.behaviours.information import Delayed, SharedDemand
from jitagents.behaviours.ordering import BaseStock, EchelonBaseStock, Jit, MinMax, Ordering, SafetyStock
from jitagents.behaviours.sourcing import Split
from jitagents.crises import Shock
from jitagents.errors import InputError
from jitagents.model import SupplyModel
from jitagents.network import Network, listed, serial
from jitagents.relations import Relation, Relations
from jitagents.simulation.exemptions import Exemption
from tests.science.conftest import row, z_score

SELLER = Relations(decides="seller")
MEAN, SD = 1000.0, 10.0


def path(network: Network, days: int = 60, worlds: int = 20, **stages: Any) -> np.ndarray:
    """Stock, orders and backorders, day by day `(days, 3, rows, worlds)`."""
    demand = NegativeBinomial()
    model = SupplyModel(network, worlds=worlds, rng=3, demand=demand, sourcing=Split(), **stages)
    found = []
    for _ in range(days):
        model.step()
        found.append(np.stack([model.points[name] for name in ("stock", "order", "owed")]))
    return np.array(found)


def assembly() -> Network:
    """A car plant with two sources of one part, and a shop that buys its cars and parts."""
    agents: list[dict[str, Any]] = [
        {"name": "shop", "kind": "buyer", "item": "car", "demand": 4.0, "demand_sd": 3.0},
        {"name": "depot", "kind": "supplier", "item": "car"},
        {"name": "plant", "kind": "plant", "item": "car", "lead_time": 2},
        {"name": "left", "kind": "supplier", "item": "part", "lead_time": 2},
        {"name": "right", "kind": "supplier", "item": "part", "lead_time": 3},
    ]
    lanes: list[dict[str, Any]] = [
        {"seller": "depot", "buyer": "shop", "lead_time": 1},
        {"seller": "plant", "buyer": "depot", "lead_time": 1},
        {"seller": "left", "buyer": "plant", "quantity": 3, "share": 0.5, "lead_time": 2},
        {"seller": "right", "buyer": "plant", "quantity": 3, "share": 0.5, "lead_time": 1},
    ]
    return listed(agents=agents, lanes=lanes, name="assembly", whole=False)


@pytest.mark.parametrize("network", [serial(stages=4, demand=10), assembly()], ids=["serial", "assembly"])
def test_sellers_that_decide_everywhere_are_at_echelon_base_stock(network: Network) -> None:
    """Local levels and the stock of customers are the echelon policy, path by path; the shop orders by the lot."""
    shop = [Exemption({"kind": "buyer"}, ordering=MinMax(cover=1.0, cycle=4.0))]
    decided = path(network, ordering=BaseStock(), exemptions=shop, relation=SELLER)
    echelon = path(network, ordering=EchelonBaseStock(), exemptions=shop)
    local = path(network, ordering=BaseStock(), exemptions=shop)
    assert np.abs(decided - echelon).max() < 1e-6
    assert np.abs(decided - local).max() > 10


def test_a_seller_that_fills_up_is_a_min_max_policy_of_the_buyer() -> None:
    network = serial(stages=3, demand=10)
    shop = [Exemption({"name": "stage_1"}, ordering=MinMax(cover=1.0, cycle=4.0))]
    last = {"seller": "stage_2"}
    by_term = path(network, ordering=BaseStock(), relation=Relations(lanes=last, decides="seller", least=1.0, most=5.0))
    by_rule = path(network, ordering=BaseStock(), exemptions=shop, relation=Relations(lanes=last, decides="seller"))
    assert np.array_equal(by_term, by_rule)


@pytest.mark.parametrize("rule", [Jit(), SafetyStock(), EchelonBaseStock()])
def test_neutral_terms_change_no_bit(rule: Ordering) -> None:
    network = serial(stages=3, demand=10)
    neutral = Relations(others={"last": Relation(lanes={"seller": "stage_2"})})
    assert np.array_equal(path(network, ordering=rule, relation=neutral), path(network, ordering=rule))


def test_demand_that_everybody_shares_is_the_information_rule() -> None:
    stages: dict[str, Any] = {"ordering": SafetyStock()}
    by_lane = path(serial(stages=4, demand=10), relation=Relations(shared_demand=1.0), **stages)
    by_rule = path(serial(stages=4, demand=10), information=SharedDemand(), **stages)
    assert np.array_equal(by_lane, by_rule)
    assert not np.array_equal(by_lane, path(serial(stages=4, demand=10), **stages))


def test_half_a_share_is_half_of_orders_and_half_of_final_demand() -> None:
    """Two stages above the shop; only the lane into the shop's seller shares, so that the next stage sees orders."""
    network = serial(stages=3, demand=MEAN, demand_sd=SD, whole=False)
    relation = Relations(lanes={"seller": "stage_2"}, shared_demand=0.5)
    shop = [Exemption({"name": "stage_1"}, ordering=MinMax(cover=1.0, cycle=2.0))]
    model = SupplyModel(network, worlds=5, relation=relation, exemptions=shop, ordering=Jit(), rng=1)
    first, second, third = (row(model, f"stage_{number}") for number in (1, 2, 3))
    for _ in range(30):
        model.step()
        orders, final = model.points["order"][first], model.points["demand"][first]
        assert model.decision_of(second).seen.demand[0] == pytest.approx(0.5 * orders + 0.5 * final)
        assert model.decision_of(third).seen.demand[0] == pytest.approx(model.points["order"][second])


def test_shared_demand_of_correlated_demand_saves_the_manufacturer_variance() -> None:
    """Lee, So & Tang 2000: (rho, l, L) = (.5, 1, 1): 7.84375 falls to 6.578125, by 1.265625, at sigma 1."""
    correlation, sigma = 0.5, SD * np.sqrt(0.75)
    k = correlation * (1 - correlation**2) / (1 - correlation)
    network = serial(stages=2, lead_time=2, demand=MEAN, demand_sd=SD, whole=False)  # l + 1 days are exposed
    passing = Exemption({"name": "stage_2"}, ordering=Jit())
    orders, shown = [], []
    for weight in (0.0, 1.0):
        model = SupplyModel(
            network, worlds=400, rng=5, demand=AutoRegressive(correlation=correlation), ordering=SafetyStock(z=0.0),
            forecasting=BestForecast(correlation=correlation), exemptions=[passing],
            relation=Relations(shared_demand=weight),
        )  # fmt: skip
        first, second, days = row(model, "stage_1"), row(model, "stage_2"), []
        for _ in range(220):
            model.step()
            days.append((model.points["order"][first].copy(), model.decision_of(second).seen.demand[0].copy()))
        orders.append(np.array([day[0] for day in days])[20:] - MEAN)
        shown.append(np.array([day[1] for day in days])[20:] - MEAN)
    assert np.array_equal(orders[0], orders[1])
    assert np.array_equal(shown[0], orders[0])  # without sharing the manufacturer sees orders
    order, demand = orders[1], shown[1]
    shock = demand[1:-2] - correlation * demand[:-3]  # what the shared demand tells of today's innovation
    expected = (correlation + correlation**2) * order[1:-2]
    unexplained = order[2:-1] + order[3:] - expected
    informed = unexplained + k * (1 + correlation) * shock
    for residual, variance in ((unexplained, 7.84375), (informed, 6.578125)):
        assert abs(z_score((residual**2).mean(axis=0) / sigma**2, variance)) < 4
    saved = (unexplained**2 - informed**2).mean(axis=0) / sigma**2
    assert abs(z_score(saved, 1.265625)) < 4
    assert abs(z_score(saved, 0.8 * 1.265625)) > 4


@pytest.mark.parametrize(
    ("forecasting", "variance"),
    [
        (BestForecast(correlation=0.5), 7.84375),
        (AutoRegressiveMovingAverage(correlation=0.5, moving=0.75 / 1.75), 6.578125),
        (AutoRegressiveMovingAverage(correlation=0.5, moving=0.0), 7.84375),
    ],
)
def test_who_forecasts_by_the_history_of_orders_needs_no_shared_demand(
    forecasting: Forecasting, variance: float
) -> None:
    """Raghunathan 2001: the innovation can be worked out from orders, so that sharing it saves nothing."""
    sigma = SD * np.sqrt(0.75)
    network = serial(stages=2, lead_time=2, demand=MEAN, demand_sd=SD, whole=False)
    maker = Exemption({"name": "stage_2"}, forecasting=forecasting)
    model = SupplyModel(
        network, worlds=400, rng=5, demand=AutoRegressive(correlation=0.5), ordering=SafetyStock(z=0.0),
        forecasting=BestForecast(correlation=0.5), exemptions=[maker],
    )  # fmt: skip
    first, second, days = row(model, "stage_1"), row(model, "stage_2"), []
    for _ in range(220):
        model.step()
        forecast = model.decision_of(second).seen.forecast
        assert forecast is not None
        days.append((model.points["order"][first].copy(), forecast[0].copy()))
    orders, forecasts = (np.array(one)[20:] for one in zip(*days, strict=True))
    error = orders[1:-1] + orders[2:] - 2 * forecasts[:-2]
    assert abs(z_score((error**2).mean(axis=0) / sigma**2, variance)) < 4
    other = 6.578125 + 7.84375 - variance
    assert abs(z_score((error**2).mean(axis=0) / sigma**2, other)) > 10


def test_what_is_shared_is_seen_through_late_records() -> None:
    """Records that are late by a day, and a shared demand of today: what a partner shares does not wait."""
    network = serial(stages=2, demand=10, whole=False)
    shop = [Exemption({"name": "stage_1"}, ordering=MinMax(cover=1.0, cycle=2.0))]
    model = SupplyModel(
        network, relation=Relations(shared_demand=1.0), information=Delayed(1), exemptions=shop, worlds=3, rng=2
    )
    first, second, before = row(model, "stage_1"), row(model, "stage_2"), None
    for _ in range(20):
        model.step()
        orders, final = model.points["order"][first].copy(), model.points["demand"][first].copy()
        if before is not None:
            added = final - orders
            assert model.decision_of(second).seen.demand[0] == pytest.approx(np.maximum(before + added, 0.0))
        before = orders


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: Relations(least=1.0), "least: and most"),
        (lambda: Relations(least=1.0, most=3.0), "needs decides: seller"),
        (lambda: Relations(decides="seller", least=4.0, most=3.0), "must not be more than"),
        (lambda: Relations(others={"x": Relation()}), "others.x.lanes: is empty"),
        (lambda: Relations(decides="both"), "decides = 'both'"),
    ],
)
def test_terms_that_do_not_fit_each_other_are_told(make: Any, words: str) -> None:
    with pytest.raises(InputError, match=words):
        make()


def test_a_seller_cannot_fill_up_what_others_fill() -> None:
    relation = Relations(lanes={"seller": "left"}, decides="seller", least=0.0, most=2.0)
    with pytest.raises(InputError, match=r"relation\.most.*right"):
        SupplyModel(assembly(), relation=relation)


def test_final_demand_is_not_shared_twice() -> None:
    with pytest.raises(InputError, match="information=shared_demand: shows final demand to everybody"):
        SupplyModel(assembly(), relation=Relations(shared_demand=1.0), information=SharedDemand())


def trusting(days: int, ordering: Ordering, **terms: Any) -> tuple[np.ndarray, np.ndarray]:
    """Trust in a seller that ships nothing on days 4 to 6, and what it sees besides orders, day by day."""
    outage = {"outage": Shock({"name": "stage_2"}, "shipping", start=4, duration=3)}
    model = SupplyModel(
        serial(stages=2, demand=10), demand=Poisson(), crisis=outage, ordering=ordering,
        relation=Relations(shared_demand=1.0, **terms),
    )  # fmt: skip
    found = []
    for _ in range(days):
        model.step()
        signals, seller = model._parts.signals, row(model, "stage_2")
        assert signals is not None
        found.append((model.lanes["trust"][0, 0] if terms else 1.0, signals.demand[seller, 0]))
    trust, shown = np.array(found).T
    return trust, shown


def test_trust_follows_the_promises_that_are_kept() -> None:
    """From 1 it falls by a quarter on each of three days on which nothing of what is due leaves, and comes back."""
    trust, _ = trusting(9, Jit(cover=20.0), trust_pace=0.25)
    assert trust[:6].tolist() == [1.0, 1.0, 1.0, 0.75, 0.75**2, 0.75**3]
    assert (1.0 - trust[6:]).tolist() == pytest.approx([(1 - 0.75**3) * 0.75**day for day in (1, 2, 3)])


def test_demand_is_shared_as_far_as_the_buyer_trusts() -> None:
    """What the seller sees besides orders is less by the trust of the evening before; without a pace it is all."""
    trust, shown = trusting(20, MinMax(cover=20.0, cycle=2.0), trust_pace=0.25)
    _, full = trusting(20, MinMax(cover=20.0, cycle=2.0))
    before = np.concatenate(([1.0], trust[:-1]))
    np.testing.assert_allclose(shown, before * full)
    assert np.any(full[4:8] != 0.0)


def test_trust_without_anything_to_share_is_refused() -> None:
    with pytest.raises(InputError, match=r"trust_pace: needs shared_demand"):
        Relations(trust_pace=0.1)
