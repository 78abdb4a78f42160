"""Lots and safety that are wrong in the master data: what is ordered and held, by hand, until an audit finds it."""

from typing import Any

import numpy as np
import pytest

from jitagents.behaviours.demand import Constant, Poisson
from jitagents.behaviours.information import Books, MasterData
from jitagents.behaviours.ordering import (
    AnchorAndAdjust,
    BaseStock,
    Ddmrp,
    FractionalOrderUpTo,
    Jit,
    Kanban,
    LotMultiples,
    MinimumOrder,
    MinMax,
    Mrp,
    Ordering,
    PeriodicReview,
    Push,
    ReorderPoint,
    SafetyStock,
    SignalKanban,
    TwoBin,
)
from jitagents.model import SupplyModel
from jitagents.network import serial
from tests.science.conftest import recorded, row, z_score
from tests.science.test_books import shop
from tests.simulation.erring_books import same

AUDIT = 40


def wrong_lot(factor: float, audit: int = 0) -> Books:
    return Books(master_data=MasterData(lot_wrong=1.0, lot_factor=factor, lot_spread=0.0, audit=audit, find=1.0))


def wrong_safety(factor: float, audit: int = 0) -> Books:
    return Books(
        master_data=MasterData(safety_wrong=1.0, safety_factor=factor, safety_spread=0.0, audit=audit, find=1.0)
    )


def days_of(rule: Ordering, books: Books, days: int = 100, **stages: Any) -> tuple[dict[str, np.ndarray], int]:
    """Orders and stock of a shop that sells 5 a day and waits 2 days, by day; the day of its audit."""
    model = SupplyModel(shop(2), demand=Constant(), ordering=rule, information=books, **stages)
    here = row(model, "shop")
    kept = {name: column[:, here, 0] for name, column in recorded(model, days, "order", "stock").items()}
    return kept, AUDIT - int(model.planned.plan.phase[here, 0]) % AUDIT


# ---------------------------------------------------------------- lots


@pytest.mark.parametrize(
    "rule",
    [
        LotMultiples(rule=BaseStock(level=30.0), lot=10.0), ReorderPoint(reorder=20.0, batch=10.0),
        LotMultiples(rule=Jit(), lot=10.0), Mrp(lot_sizing="fixed", lot=10.0, safety=2.0),
    ],
    ids=["multiples", "reorder_point", "jit_in_lots", "mrp"],
)  # fmt: skip
def test_double_lots_are_ordered_half_as_often_until_the_audit(rule: Ordering) -> None:
    """A lot of 10 that is 20 in the books is ordered every 4th day in the place of every 2nd."""
    days, audit = days_of(rule, wrong_lot(2.0, AUDIT))
    before, after = days["order"][5 : audit - 1], days["order"][audit + 5 :]
    assert set(before.tolist()) == {0.0, 20.0}
    assert set(np.diff(np.flatnonzero(before)).tolist()) == {4}
    assert set(after.tolist()) == {0.0, 10.0}
    assert set(np.diff(np.flatnonzero(after)).tolist()) == {2}


def test_a_reorder_point_holds_half_a_lot_more() -> None:
    """In the mean over the cycle (Q - d) / 2 is on hand above the rest: 7.5 with a lot of 20, 2.5 with one of 10."""
    double, right = (days_of(ReorderPoint(reorder=20.0, batch=10.0), wrong_lot(by))[0]["stock"] for by in (2.0, 1.0))
    assert double[20:100].mean() - right[20:100].mean() == pytest.approx(5.0)


def test_whole_lots_stay_whole() -> None:
    books = Books(master_data=MasterData(lot_wrong=1.0, lot_factor=1.5, lot_spread=0.5))
    model = SupplyModel(
        serial(stages=3, lead_time=2, demand=10.0), worlds=8, ordering=ReorderPoint(batch=7.0), information=books
    )
    rule = model.decision_of(0).profile.ordering
    assert isinstance(rule, ReorderPoint)
    lot, orders = np.asarray(rule.batch)[0], recorded(model, 60, "order")["order"][:, 0]
    assert (lot % 1 == 0).all()
    assert len(np.unique(lot)) > 3
    assert (orders % lot == 0).all()
    assert orders.any(axis=0).all()


# ---------------------------------------------------------------- safety


@pytest.mark.parametrize("factor", [0.5, 2.0])
@pytest.mark.parametrize(
    "rule",
    [BaseStock(cover=4.0), Jit(cover=4.0), Mrp(safety=4.0), FractionalOrderUpTo(cover=4.0, expected="mean"),
     BaseStock(cover={"buyer": 4.0, "other": 1.0})],
    ids=["base_stock", "jit", "mrp", "fractional", "by_role"],
)  # fmt: skip
def test_cover_that_is_wrong_is_held_until_the_audit(rule: Ordering, factor: float) -> None:
    """4 days of cover are held as 4 x factor days: 20 x factor units; a lead time after the audit as 20."""
    days, audit = days_of(rule, wrong_safety(factor, AUDIT), 200)
    assert days["stock"][: audit - 1] == pytest.approx(20.0 * factor)
    assert days["stock"][-50:] == pytest.approx(20.0, rel=1e-3)
    if isinstance(rule, BaseStock | Jit):
        assert days["order"][audit - 1 :][:5].sum() == pytest.approx(max(25.0 + 20.0 - 20.0 * factor, 5.0))


def test_an_audit_raises_stock_a_lead_time_later() -> None:
    """10 units are on hand with half of the cover; on the day of the audit 10 more are ordered, here 2 days later."""
    days, audit = days_of(BaseStock(cover=4.0), wrong_safety(0.5, AUDIT))
    assert days["order"][audit - 2 : audit + 1].tolist() == [5.0, 15.0, 5.0]
    assert days["stock"][audit - 2 : audit + 3].tolist() == [10.0, 10.0, 10.0, 20.0, 20.0]


def test_a_wrong_safety_factor_is_another_safety_factor() -> None:
    """E[net stock] = z sigma of the books, whatever the true one (Silver, Pyke & Thomas 2017, sec. 6.7)."""
    network = serial(stages=1, lead_time=4, demand=25.0)
    stages: dict[str, Any] = {"demand": Poisson(), "worlds": 100, "warmup": 50}
    rule, books = SafetyStock(z=2.0), wrong_safety(0.5)
    wrong, right = (
        SupplyModel(network, ordering=rule, information=information, **stages)
        for rule, information in ((rule, books), (SafetyStock(z=1.0), Books()))
    )
    for model in (wrong, right):
        model.run_for(100)
    assert same(wrong, right)


# ---------------------------------------------------------------- all rules

LOTS: list[tuple[Ordering, Ordering]] = [
    (Kanban(container=4.0), Kanban(container=8.0)),
    (Kanban(pitch=0.5), Kanban(pitch=1.0)),
    (SignalKanban(lot=30.0), SignalKanban(lot=60.0)),
    (SignalKanban(cycle=3.0), SignalKanban(cycle=6.0)),
    (TwoBin(bin=35.0), TwoBin(bin=70.0)),
    (ReorderPoint(batch=15.0), ReorderPoint(batch=30.0)),
    (ReorderPoint(cycle=2.0), ReorderPoint(cycle=4.0)),
    (MinMax(cycle=2.0), MinMax(cycle=4.0)),
    (Mrp(lot_sizing="fixed", lot=15.0), Mrp(lot_sizing="fixed", lot=30.0)),
    (Ddmrp(cycle=2.0, minimum=9.0), Ddmrp(cycle=4.0, minimum=18.0)),
    (LotMultiples(rule=BaseStock(), lot=12.0), LotMultiples(rule=BaseStock(), lot=24.0)),
    (MinimumOrder(rule=Jit(), quantity=12.0), MinimumOrder(rule=Jit(), quantity=24.0)),
    (
        MinimumOrder(rule=LotMultiples(rule=ReorderPoint(batch=15.0), lot=5.0), quantity=20.0),
        MinimumOrder(rule=LotMultiples(rule=ReorderPoint(batch=30.0), lot=10.0), quantity=40.0),
    ),
]
SAFETIES: list[tuple[Ordering, Ordering]] = [
    (Kanban(safety=0.3), Kanban(safety=0.6)),
    (Kanban(z=0.5), Kanban(z=1.0)),
    (TwoBin(safety=0.3), TwoBin(safety=0.6)),
    (SignalKanban(safety=0.3), SignalKanban(safety=0.6)),
    (BaseStock(cover=1.0), BaseStock(cover=2.0)),
    (PeriodicReview(cover=1.0), PeriodicReview(cover=2.0)),
    (MinMax(cover=1.0), MinMax(cover=2.0)),
    (ReorderPoint(cover=1.0), ReorderPoint(cover=2.0)),
    (Jit(cover=1.0), Jit(cover=2.0)),
    (SafetyStock(z=1.0), SafetyStock(z=2.0)),
    (Mrp(safety=1.0), Mrp(safety=2.0)),
    (Push(planned_stock=2.0), Push(planned_stock=4.0)),
    (AnchorAndAdjust(cover=2.0), AnchorAndAdjust(cover=4.0)),
    (FractionalOrderUpTo(cover=1.0), FractionalOrderUpTo(cover=2.0)),
    (Ddmrp(variability=0.3), Ddmrp(variability=0.6)),
    (LotMultiples(rule=Jit(cover=1.0), lot=12.0), LotMultiples(rule=Jit(cover=2.0), lot=12.0)),
]


def named(pairs: list[tuple[Ordering, Ordering]]) -> list[str]:
    return [type(rule).__name__ for rule, _ in pairs]


@pytest.mark.parametrize(
    ("rule", "other", "books"),
    [(*pair, wrong_lot(2.0)) for pair in LOTS] + [(*pair, wrong_safety(2.0)) for pair in SAFETIES],
    ids=[f"lot-{name}" for name in named(LOTS)] + [f"safety-{name}" for name in named(SAFETIES)],
)
def test_a_wrong_entry_is_the_rule_that_has_it(rule: Ordering, other: Ordering, books: Books) -> None:
    """Without audits, path by path."""
    network = serial(stages=3, lead_time=2, demand=10.0)
    wrong, right = (
        SupplyModel(network, worlds=3, demand=Poisson(), ordering=ordering, information=information)
        for ordering, information in ((rule, books), (other, Books()))
    )
    for _ in range(40):
        wrong.step()
        right.step()
        assert same(wrong, right)


@pytest.mark.parametrize(
    "rule", [BaseStock(level=60.0), ReorderPoint(reorder=40.0, batch=20.0), Kanban(cards=9.0, container=5.0), Mrp()]
)
def test_a_rule_without_a_lot_or_a_safety_is_untouched(rule: Ordering) -> None:
    """Stated levels and cards hold what they hold; MRP by lot for lot has no lot."""
    network = serial(stages=3, lead_time=2, demand=10.0)
    books = wrong_lot(2.0) if isinstance(rule, Mrp | BaseStock) else wrong_safety(2.0)
    wrong, right = (
        SupplyModel(network, worlds=3, demand=Poisson(), ordering=rule, information=information)
        for information in (books, Books())
    )
    for model in (wrong, right):
        model.run_for(40)
    assert same(wrong, right)


def test_so_many_lots_are_wrong_and_by_so_much() -> None:
    """Logarithms of the factors: mean log(median), standard deviation the spread; the share by z-score."""
    books = Books(master_data=MasterData(lot_wrong=0.3, lot_factor=1.5, lot_spread=0.4))
    model = SupplyModel(
        serial(stages=4, lead_time=2, demand=10.0, whole=False), worlds=2000, ordering=ReorderPoint(batch=15.0),
        information=books,
    )  # fmt: skip
    rule = model.decision_of(0).profile.ordering
    assert isinstance(rule, ReorderPoint)
    factors = np.asarray(rule.batch)[0] / 15.0
    wrong = factors != 1.0
    assert abs(z_score(wrong.astype(float), 0.3)) < 4
    assert abs(z_score(np.log(factors[wrong]), np.log(1.5))) < 4
    assert np.log(factors[wrong]).std() == pytest.approx(0.4, rel=0.12)
