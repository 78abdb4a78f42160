"""Measures of the books, counted by hand."""

from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from jitagents.accounting.costs import Costs
from jitagents.accounting.ledger import Ledger
from jitagents.accounting.measures import MEASURES
from jitagents.accounting.measures.books import Nervousness, RecordAccuracy
from jitagents.accounting.record_accumulators import Replanned
from jitagents.behaviours.demand import Constant, Demand, Normal
from jitagents.behaviours.information import Books, Counts, Losses, MasterData, OrderLines, Posting
from jitagents.behaviours.ordering import BaseStock, Jit, Mrp, Ordering, PeriodicReview, ReorderPoint
from jitagents.behaviours.serving import LostSale
from jitagents.model import SupplyModel
from jitagents.network import serial
from jitagents.simulation.exemptions import Exemption

NAMES = (
    "record_accuracy",
    "record_error",
    "record_error_share",
    "hidden_stock",
    "phantom_days",
    "frozen_days",
    "wrong_orders",
    "exception_messages",
)


def measured(days: int, warmup: int = 0, **model: object) -> dict[str, float]:
    """Measures of one stage that loses 2 of its 20 units a day unseen, over some days."""
    network = serial(stages=1, lead_time=1, demand=5.0, stock=20.0, value=3.0, whole=False)
    books = Books(losses=Losses(units=2.0), counts=model.pop("counts", Counts()))  # type: ignore[arg-type]
    simulated = SupplyModel(
        network, warmup=warmup, demand=Constant(), serving=LostSale(), information=books,
        **{"ordering": BaseStock(level=20.0), **model},  # type: ignore[arg-type]
    )  # fmt: skip
    tight = RecordAccuracy(name="tight", tolerance=0.5)
    ledger = Ledger(simulated, Costs(), days, measures=[*(MEASURES[name] for name in NAMES), tight])
    simulated.observers.append(ledger)
    simulated.run_for(warmup + days)
    scope = ledger.scopes.names.index("agent:stage_1")
    return {name: float(values[scope, 0]) for name, values in ledger.metrics().items()}


def test_errors_of_records_by_hand() -> None:
    """2 units are lost on each day: after 3 days the error was 2, 4 and 6, and the stock 13, 11 and 9."""
    found = measured(3)
    assert found["record_accuracy"] == 0.0
    assert found["record_error"] == pytest.approx(4.0)
    assert found["record_error_share"] == pytest.approx(4.0 / 20.0)
    assert found["tight"] == pytest.approx(2 / 3)  # 2 of 13 and 4 of 11 are within a half, 6 of 9 are not
    assert found["hidden_stock"] == 0.0
    assert found["exception_messages"] == 0.0


@pytest.mark.parametrize(
    ("rule", "target"),
    [(ReorderPoint(reorder=15.0, batch=10.0), 25.0), (Jit(cover=3.0), 20.0), (Mrp(safety=4.0), 25.0),
     (PeriodicReview(level=40.0, review=4, start=0), 40.0)],
    ids=["reorder_point", "jit", "mrp", "periodic"],
)  # fmt: skip
def test_targets_of_rules_by_hand(rule: Ordering, target: float) -> None:
    """5 units a day, a lead time of a day, a review on day 0; in the mean of 3 days 4 units are wrong."""
    assert measured(3, ordering=rule)["record_error_share"] == pytest.approx(4.0 / target)


def test_the_share_of_a_network_weighs_by_cost_and_follows_an_audit() -> None:
    """10 of 20 units of cover are wanted until the audit; 2 more units are lost each day."""
    wrong = MasterData(safety_wrong=1.0, safety_factor=0.5, safety_spread=0.0, audit=7, find=1.0)
    books = Books(losses=Losses(units=2.0), master_data=wrong)
    network = serial(stages=2, lead_time=[2, 2], demand=5.0, value=[6.0, 2.0], whole=False)
    model = SupplyModel(network, demand=Constant(), ordering=BaseStock(cover=4.0), information=books)
    ledger = Ledger(model, Costs(), 7, measures=[MEASURES["record_error_share"]])
    model.observers.append(ledger)
    model.run_for(7)
    audits = [7 - int(phase) % 7 for phase in model.planned.plan.phase[:, 0]]
    names, tau = model.layout.names.tolist(), model.planned.plan.lead_time[:, 0]
    error, target = {}, {}
    for name, audit in zip(names, audits, strict=True):
        found = max(audit, 2)  # on day 1 the first orders are made
        error[name] = sum(2.0 * day for day in range(1, 8))
        held = 5.0 * tau[names.index(name)]
        target[name] = sum(held + (10.0 if day < found else 20.0) for day in range(1, 8))
    shares = {
        scope: float(ledger.metrics()["record_error_share"][at, 0]) for at, scope in enumerate(ledger.scopes.names)
    }
    for name in ("stage_1", "stage_2"):
        assert shares[f"agent:{name}"] == pytest.approx(error[name] / target[name])
    cost = dict(zip(names, model.planned.valuation.cost[:, 0], strict=True))
    both = [sum(cost[name] * numbers[name] for name in names) for numbers in (error, target)]
    assert shares["network"] == pytest.approx(both[0] / both[1])


def test_records_are_right_within_the_tolerance_of_their_class() -> None:
    """Of seven items of one value, the first six by name are of class A, with 80 % of it, and the last of class B.

    Errors are 2, 4, 6 and so on, and .009 of stock is more than 8 and less than 9: both are right on 4 of 6 days.
    """
    network = serial(stages=6, lead_time=1, demand=5.0, stock=1000.0, value=3.0, whole=False)
    books = Books(losses=Losses(units=2.0))
    found = {}
    measures = {
        "all": RecordAccuracy(tolerance=0.009), "a": RecordAccuracy(tolerance=0.009, b=0.0),
        "b": RecordAccuracy(tolerance=0.0, b=0.009),
    }  # fmt: skip
    for name, measure in measures.items():
        model = SupplyModel(network, demand=Constant(), information=books, ordering=BaseStock(level=0.0))
        ledger = Ledger(model, Costs(), 6, measures=[measure])
        model.observers.append(ledger)
        model.run_for(6)
        numbers = ledger.metrics()["record_accuracy"][:, 0]
        found[name] = [float(numbers[ledger.scopes.names.index(f"agent:stage_{stage}")]) for stage in (1, 6)]
    assert found["all"] == pytest.approx([4 / 6, 4 / 6])
    assert found["a"] == pytest.approx([4 / 6, 0.0])
    assert found["b"] == pytest.approx([0.0, 4 / 6])


@pytest.mark.parametrize(("rule", "share"), [(BaseStock(level=20.0), 12 / 22), (Jit(), 2 / 7)])
def test_wrong_orders_by_hand(rule: Ordering, share: float) -> None:
    """Levels order 0, 5 and 5 units, and lack 2, 4 and 6 by then; pull orders 5, and 2 more if it knows."""
    assert measured(3, ordering=rule)["wrong_orders"] == pytest.approx(share)


def test_perfect_books_make_no_wrong_orders() -> None:
    """Disappeared goods and dropped lines are known, and planned in the same runs."""
    books = Books(losses=Losses(receipts=0.1), order_lines=OrderLines(dropped=0.2), run=3, perfect=True)
    for rule in (Jit(), BaseStock(), Mrp(safety=2.0)):
        model = SupplyModel(serial(stages=2, demand=10.0), worlds=4, ordering=rule, information=books)
        model.compare_orders()
        for _ in range(40):
            model.step()
            assert not model.points["wrong_order"].any()
        assert model.points["order"].any()


def test_planning_runs_compare_what_has_come_since_the_last_one() -> None:
    """Pull in weekly runs on books in which nobody enters sales orders nothing; 7 days of 5 units are wrong."""
    books = Books(issue=Posting(miss=1.0), run=7)
    model = SupplyModel(
        serial(stages=1, lead_time=1, demand=5.0, whole=False), demand=Constant(), ordering=Jit(), information=books
    )
    model.compare_orders()
    model.run_for(7)
    wrong = []
    for _ in range(14):
        model.step()
        wrong.append(model.points["wrong_order"][model.layout.names.tolist().index("stage_1"), 0])
    assert sorted(wrong) == [0.0] * 12 + [35.0] * 2


def test_phantom_stock_freezes_orders() -> None:
    """When the books show 20 units more than there are, nothing is left, nothing sold, and nothing ordered."""
    found = measured(100, warmup=100)
    assert found["phantom_days"] == found["frozen_days"] == 100.0


def test_counts_are_exceptions() -> None:
    """A count on each day finds what was lost in the morning, and records are right in the evening."""
    found = measured(14, counts=Counts(a=1.0, b=1.0, c=1.0))
    assert found["record_accuracy"] == 1.0
    assert found["phantom_days"] == 0.0
    assert found["exception_messages"] == pytest.approx(7.0)


def test_without_books_records_are_right() -> None:
    model = SupplyModel(serial(stages=2), worlds=2, ordering=Jit())
    ledger = Ledger(model, Costs(), 10, measures=[MEASURES[name] for name in (*NAMES, "nervousness")])
    model.observers.append(ledger)
    model.run_for(10)
    found = ledger.metrics()
    assert (found["record_accuracy"] == 1.0).all()
    assert all((found[name] == 0.0).all() for name in NAMES[1:])
    assert np.isnan(found["nervousness"]).all()


# ---------------------------------------------------------------- nervousness: Sridharan, Berry & Udayabhanu 1988


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
