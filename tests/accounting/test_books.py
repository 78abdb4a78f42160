"""Measures of the books, counted by hand."""

import numpy as np
import pytest

from jitagents.accounting.costs import Costs
from jitagents.accounting.ledger import Ledger
from jitagents.accounting.measures import MEASURES
from jitagents.accounting.measures.books import RecordAccuracy
from jitagents.behaviours.demand import Constant
from jitagents.behaviours.information import Books, Counts, Losses, MasterData, OrderLines, Posting
from jitagents.behaviours.ordering import BaseStock, Jit, Mrp, Ordering, PeriodicReview, ReorderPoint
from jitagents.behaviours.serving import LostSale
from jitagents.model import SupplyModel
from jitagents.network import serial

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
