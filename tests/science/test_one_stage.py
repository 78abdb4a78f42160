"""One stage with base stock and backorders: Snyder & Shen 2019, Ex. 4.1 and 4.4, and two exact Poisson systems."""

from typing import Any

import numpy as np
import pytest

from jitagents.behaviours.demand import Normal, Poisson
from jitagents.behaviours.information import Delayed, Exact
from jitagents.behaviours.ordering import Jit
from jitagents.behaviours.transport import AsStated
from jitagents.model import SupplyModel
from jitagents.simulation.exemptions import Exemption
from tests.science.conftest import excess, one_stage, poisson_law, recorded, row, single, sum_of, up_to, z_score

MEASURES = ("cost", "on_hand", "backorders", "fill_rate")
PUBLISHED = {
    "Ex. 4.1": ((1, Normal(50.0, 8.0), 57.0, 0.18, 0.70), (2.000020, 7.840931, 0.840931, 0.983181)),
    "Ex. 4.4": ((5, Normal(50.0, 8.0), 264.766894, 0.18, 0.70), (4.466781, 16.822281, 2.055386, 0.958894)),
    "Poisson(10)": ((2, Poisson(10.0), 25.0, 1.0, 9.0), (8.308281, 5.330828, 0.330828, 0.966920)),
    "Poisson(20)": ((4, Poisson(20.0), 90.0, 1.0, 9.0), (16.293568, 10.629357, 0.629357, 0.968548)),
}


@pytest.mark.parametrize("name", PUBLISHED)
def test_base_stock_meets_the_published_measures(name: str) -> None:
    (tau, demand, *rest), exact = PUBLISHED[name]
    whole = isinstance(demand, Poisson)
    found = one_stage(tau, demand, *rest, whole=whole)
    assert {measure: z_score(found[measure], value) for measure, value in zip(MEASURES, exact, strict=True)} == {
        measure: pytest.approx(0.0, abs=4.0) for measure in MEASURES
    }


@pytest.mark.parametrize("name", PUBLISHED)
def test_one_more_day_of_lead_time_is_caught_by_every_measure(name: str) -> None:
    (tau, demand, *rest), exact = PUBLISHED[name]
    late = one_stage(tau + 1, demand, *rest, whole=isinstance(demand, Poisson))
    assert min(abs(z_score(late[measure], value)) for measure, value in zip(MEASURES, exact, strict=True)) > 50


@pytest.mark.parametrize("tau", [1, 4])
def test_warm_up_drains_stock_by_mean_demand_until_the_pipe_is_full(tau: int) -> None:
    """E[net stock on day t] = S - mu min(t, tau), exactly."""
    model = SupplyModel(
        single(tau, Poisson(10.0)), worlds=2000, start="empty", demand=Poisson(10.0), ordering=up_to(60.0)
    )
    kept = recorded(model, tau + 4, "stock", "owed")
    stage = row(model, "stage_1")
    net = (kept["stock"] - kept["owed"])[:, stage]
    assert [z_score(net[day - 1], 60.0 - 10.0 * min(day, tau)) for day in range(1, tau + 5)] == pytest.approx(
        [0.0] * (tau + 4), abs=4.0
    )
    assert abs(z_score(net[tau - 1], 60.0 - 10.0 * (tau - 1))) > 50


@pytest.mark.parametrize("ordering", [up_to(30.0), Jit(cover=2.0)])
def test_the_order_stream_equals_the_demand_stream(ordering: Any) -> None:
    model = SupplyModel(single(3, Poisson(10.0)), worlds=5, start="empty", demand=Poisson(10.0), ordering=ordering)
    kept = recorded(model, 40, "demand", "order")
    wanted = kept["demand"][:, row(model, "stage_1")]
    assert wanted.std() > 1
    assert np.array_equal(kept["order"][:, row(model, "stage_1")], wanted)
    assert np.array_equal(kept["order"][:, row(model, "outside")], wanted)


@pytest.mark.parametrize("days", [0, 1, 3])
def test_records_k_days_late_act_like_k_more_days_of_lead_time(days: int) -> None:
    """Chen 1999: exact in distribution, so the measures are those of base stock with tau + k exposed days."""
    tau, mean, level, h, p = 2, 10.0, 45.0, 1.0, 9.0
    prompt = Exemption({"name": "outside"}, information=Exact())
    found = one_stage(tau, Poisson(mean), level, h, p, information=Delayed(days), exemptions=[prompt], days=400)
    backorders = excess(poisson_law(mean * (tau + days)), level)
    on_hand = level - mean * (tau + days) + backorders
    assert abs(z_score(found["on_hand"], on_hand)) < 4
    assert abs(z_score(found["cost"], h * on_hand + p * backorders)) < 4
    assert abs(z_score(found["on_hand"], on_hand - mean)) > 50


def test_lead_times_drawn_for_each_shipment() -> None:
    """On order is a sum over the last days of orders that may have arrived: with Poisson demand, S - net stock is a
    sum of independent D(t-k) 1[L > k], k = 0, 1, …; its mean is mu E[L] (Palm's), its spread is larger than Palm's."""
    mean, level, late = 5.0, 14.0, (1.0, 0.75, 0.25)  # P(L > k) for L = 1, 2, 3 with probabilities .25, .5, .25
    day = poisson_law(mean, 100)
    nothing = np.eye(1, 100)[0]
    on_order = sum_of(*(chance * day + (1 - chance) * nothing for chance in late))
    backorders = excess(on_order, level)
    for law, matches in (("1:0.25 2:0.5 3:0.25", True), ("2:0.25 3:0.5 4:0.25", False)):
        network = single(2, Poisson(mean))
        network.lanes["lead_times"] = law
        model = SupplyModel(network, worlds=2000, start="empty", demand=Poisson(mean), ordering=up_to(level))
        kept = recorded(model, 130, "stock", "owed", "on_order")
        stage = row(model, "stage_1")
        owed, ordered, net = (kept[name][30:, stage].mean(axis=0) for name in ("owed", "on_order", "stock"))
        scores = z_score(owed, backorders), z_score(ordered, mean * 2.0), z_score(net, level - 2 * mean + backorders)
        assert (max(map(abs, scores)) < 4) if matches else (min(map(abs, scores)) > 50)
    assert backorders > 1.2 * excess(poisson_law(2 * mean), level) == pytest.approx(1.2 * 0.186937, rel=1e-4)


def test_lead_times_drawn_for_each_unit_meet_palms_law() -> None:
    """Palm 1938: with Poisson demand, what is on order is Poisson with mean mu E[L], whatever the law of L."""
    mean, level, backorders = 5.0, 14.0, 0.186937
    assert excess(poisson_law(mean * 2.0), level) == pytest.approx(backorders, abs=5e-7)
    scores = []
    for law, tau in (("1:0.25 2:0.5 3:0.25", 2.0), ("2:0.25 3:0.5 4:0.25", 3.0)):
        network = single(2, Poisson(mean))
        network.lanes["lead_times"] = law
        setup: dict[str, Any] = {"worlds": 1000, "start": "empty", "demand": Poisson(mean), "ordering": up_to(level)}
        model = SupplyModel(network, transport=AsStated(per="unit"), **setup)
        kept = recorded(model, 90, "owed", "on_order")
        stage = row(model, "stage_1")
        owed, on_order = (kept[name][20:, stage] for name in ("owed", "on_order"))
        spread = on_order.var(axis=1, ddof=1).mean()
        assert spread == pytest.approx(mean * tau, rel=0.03), "the variance of a Poisson number is its mean"
        scores.append((z_score(owed.mean(axis=0), backorders), z_score(on_order.mean(axis=0), mean * 2.0)))
    assert np.abs(scores[0]).max() < 4
    assert np.abs(scores[1]).min() > 50
