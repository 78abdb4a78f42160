"""Nervousness of plans, by hand and by the published sum (Sridharan, Berry & Udayabhanu 1988)."""

from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from jitagents.accounting.costs import Costs
from jitagents.accounting.ledger import Ledger
from jitagents.accounting.measures.books import Nervousness
from jitagents.accounting.record_accumulators import Replanned
from jitagents.behaviours.demand import Constant, Demand, Normal
from jitagents.behaviours.ordering import BaseStock, Mrp, Ordering
from jitagents.model import SupplyModel
from jitagents.network import serial
from jitagents.simulation.exemptions import Exemption


class Planner:
    """What `Replanned` looks at: a plan of some days for one row, and what is ordered today."""

    def __init__(self, days: int) -> None:
        self.points = {"stock": np.zeros((1, 1)), "order": np.zeros((1, 1))}
        self.releases = self
        self.plan, self.plans, self.days = np.zeros((1, days, 1)), np.ones((1, 1)), days
        self.covered = np.full((1, 1), float(days))

    def follow(
        self, plans: list[tuple[float, list[float]]], weight: float, covered: list[float] | None = None
    ) -> tuple[float, float]:
        """Total change and number of orders over days, each with its order and plan, and days that this covers."""
        replanned = Replanned(self, weight)  # type: ignore[arg-type]
        for number, (order, plan) in enumerate(plans):
            if covered is not None:
                self.covered[...] = covered[number]
            self.points["order"][...] = order
            self.plan[0, :, 0] = plan
            replanned.add()
        change, orders = replanned.total[:, 0, 0]
        return float(change), float(orders)


def test_a_plan_that_stands_is_not_nervous() -> None:
    assert Planner(3).follow([(5, [0, 5, 0]), (0, [5, 0, 5]), (5, [0, 5, 0])], 0.5) == (0.0, 1.0)


def test_a_quantity_that_is_moved_by_a_day() -> None:
    """8 units that were planned for two days ahead are moved to three: (1 - a) (8 a^2 + 8 a^3) = 1.5 for a = 1/2."""
    change, orders = Planner(4).follow([(0, [4, 0, 8, 0]), (4, [0, 0, 8, 0])], 0.5)
    assert change == pytest.approx(1.5)
    assert orders == 1.0


def test_an_order_that_was_not_planned() -> None:
    """4 units today count in full, (1 - a) x 4, over the one order that was placed since."""
    change, orders = Planner(2).follow([(4, [0, 0]), (4, [0, 0])], 0.25)
    assert change == pytest.approx(3.0)
    assert orders == 1.0


def nervous(cycles: list[list[float]], first: list[int], weight: float, orders: float) -> float:
    """The measure as it is published, term by term: plans of some cycles by the first period of each, and S."""
    total = 0.0
    for (before, begun), (now, begins) in pairwise(zip(cycles, first, strict=True)):
        for period in range(begins, begun + len(before)):
            change = abs(now[period - begins] - before[period - begun])
            total += change * (1.0 - weight) * weight ** (period - begins)
    return total / orders


@pytest.mark.parametrize("weight", [0.2, 0.7, 0.95])
def test_several_cycles_by_the_published_sum(weight: float) -> None:
    """Plans of four periods, made anew every day."""
    cycles: list[list[float]] = [[30, 0, 40, 10], [6, 34, 10, 20], [34, 0, 26, 5], [8, 20, 5, 30]]
    days = [(plan[0], plan[1:]) for plan in cycles]
    change, orders = Planner(3).follow(days, weight)
    assert orders == 3
    assert change / orders == pytest.approx(nervous(cycles, [1, 2, 3, 4], weight, 3))
    if weight == 0.2:  # 6, 6, 0 | 0, 10, 6 | 8, 6, 0 by days ahead 0, 1, 2
        assert change == pytest.approx(0.8 * (6 + 0 + 8 + 0.2 * (6 + 10 + 6) + 0.04 * (0 + 6 + 0)))


@pytest.mark.parametrize("weight", [0.3, 0.9])
def test_cycles_of_two_days_by_the_published_sum(weight: float) -> None:
    """In between the plan stands, and its last day, which it does not reach, has the mean flow 11."""
    cycles: list[list[float]] = [[30, 0, 40, 10], [38, 14, 20, 0], [20, 9, 7, 7]]
    days: list[tuple[float, list[float]]] = []
    for plan in cycles:
        days += [(plan[0], plan[1:]), (plan[1], [*plan[2:], 11.0])]
    change, orders = Planner(3).follow(days, weight, [3, 2, 3, 2, 3, 2])
    assert orders == 4  # on the days behind the first one: 0, 38, 14, 20, 9
    assert change / orders == pytest.approx(nervous(cycles, [1, 3, 5], weight, orders))


@pytest.mark.parametrize("lots", ["lot_for_lot", "fixed", "period"])
@pytest.mark.parametrize("change", [{"every": 7}, {"every": 7, "frozen": 7}, {"every": 4, "accepted": 0.5}])
def test_plans_that_come_true_are_not_nervous(change: dict[str, Any], lots: str) -> None:
    """However much days far ahead count; here 95 % of the day before each."""
    rule = Mrp(horizon=21, lot_sizing=lots, lot=35.0, **change)
    assert of_plans(rule, Constant(), Nervousness(weight=0.95)) == pytest.approx(0.0, abs=1e-9)


@pytest.mark.parametrize("weight", [0.5, 0.9])
@pytest.mark.parametrize("accepted", [1.0, 0.5])
def test_nervousness_falls_with_the_frozen_horizon(accepted: float, weight: float) -> None:
    """Blackburn, Kropp & Millen 1986; Kadipasaoglu & Sridharan 1995: also where planners ignore some messages."""
    found = [
        of_plans(
            Mrp(horizon=21, every=2, frozen=frozen, accepted=accepted), Normal(10.0, 2.0), Nervousness(weight=weight)
        )
        for frozen in (0, 4, 8, 12)
    ]
    assert all(before > after > 0.0 for before, after in pairwise(found))


def test_nervousness_falls_with_the_messages_that_planners_ignore() -> None:
    found = [
        of_plans(Mrp(horizon=21, accepted=share), Normal(10.0, 2.0), Nervousness()) for share in (1.0, 0.6, 0.2, 0.0)
    ]
    assert all(before > after for before, after in pairwise(found))
    assert found[-1] == pytest.approx(0.0, abs=1e-9)


def of_plans(rule: Ordering, demand: Demand, measure: Nervousness) -> float:
    """Mean nervousness of a shop that plans, whose supplier does not."""
    others = [Exemption({"name": "outside"}, ordering=BaseStock(level=0.0))]
    network = serial(stages=1, lead_time=2, demand=10.0, whole=False)
    model = SupplyModel(network, worlds=30, warmup=40, demand=demand, ordering=rule, exemptions=others)
    ledger = Ledger(model, Costs(), 100, measures=[measure])
    model.observers.append(ledger)
    model.run_for(140)
    return float(ledger.metrics()["nervousness"][0].mean())


def test_a_frozen_plan_is_less_nervous() -> None:
    """Blackburn, Kropp & Millen 1986: nervousness falls with the frozen horizon."""
    found = []
    for frozen in (0, 3, 6):
        model = SupplyModel(
            serial(stages=2, lead_time=2, demand=10.0), worlds=40, ordering=Mrp(horizon=9, every=2, frozen=frozen)
        )
        ledger = Ledger(model, Costs(), 100, measures=[Nervousness()])
        model.observers.append(ledger)
        model.run_for(100)
        found.append(ledger.metrics()["nervousness"][0].mean())
    assert found[0] > found[1] > found[2] >= 0.0
