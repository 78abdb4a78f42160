"""Wrappers around ordering rules: what they make of an order, and that nothing is lost where a rule is incremental."""

from typing import Any

import numpy as np
import pytest

from jitagents.behaviours.base import Seen, remember
from jitagents.behaviours.demand import Constant, Poisson
from jitagents.behaviours.ordering import (
    BaseStock,
    EchelonBaseStock,
    FractionalOrderUpTo,
    Jit,
    Kanban,
    LotMultiples,
    MinimumOrder,
    Mrp,
    Ordering,
    OrderLimits,
    Panic,
    Push,
    SafetyStock,
    WholeUnits,
)
from jitagents.crises import Shock
from jitagents.errors import InputError
from jitagents.model import SupplyModel
from jitagents.network import serial
from tests.behaviours.conftest import plan, seen


def orders(rule: Ordering, demands: list[float], **records: Any) -> list[float]:
    """What one row orders from day to day."""
    known = plan()
    fitted = rule.fit(known)
    memory = remember(fitted, 1, 1)
    fitted.begin(seen(known), memory)
    return [
        float(fitted(seen(known, day, demand=demand, **records), memory)[0, 0])
        for day, demand in enumerate(demands, start=1)
    ]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (LotMultiples(Jit(), lot=10.0), [10, 0, 10, 20, 0, 0]),
        (MinimumOrder(Jit(), quantity=10.0), [10, 0, 10, 11, 0, 10]),
        (OrderLimits(Jit(), least=2.0, most=8.0), [4, 6, 3, 8, 8, 8]),
        (WholeUnits(LotMultiples(Jit(), lot=2.5)), [5, 5, 5, 18, 0, 5]),
        (LotMultiples(MinimumOrder(Jit(), quantity=7.0), lot=5.0), [10, 5, 0, 20, 0, 5]),
    ],
)
def test_what_an_incremental_rule_was_denied_or_given_too_much_is_balanced(
    rule: Ordering, expected: list[float]
) -> None:
    wanted = [4.0, 6.0, 3.0, 18.0, 0.0, 6.0]
    assert rule.incremental
    assert orders(rule, wanted) == expected


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (LotMultiples(BaseStock(level=27.0), lot=10.0), 10.0),
        (MinimumOrder(BaseStock(level=27.0), quantity=9.0), 9.0),
        (MinimumOrder(BaseStock(level=20.0), quantity=9.0), 0.0),
        (OrderLimits(BaseStock(level=27.0), most=5.0), 5.0),
        (WholeUnits(BaseStock(level=26.2)), 7.0),
        (LotMultiples(MinimumOrder(BaseStock(level=27.0), quantity=12.0), lot=10.0), 20.0),
    ],
)
def test_a_rule_that_looks_at_the_position_mends_it_by_itself(rule: Ordering, expected: float) -> None:
    """The same position gives the same order, day after day: nothing is remembered."""
    assert not rule.incremental
    assert not rule.depths()
    assert orders(rule, [1.0, 1.0, 1.0], stock=20.0) == [expected] * 3


def test_a_wrapper_needs_what_its_rule_needs() -> None:
    for inner in (
        SafetyStock(),
        EchelonBaseStock(),
        Mrp(horizon=9),
        Kanban(card_delay=3),
        Push(),
        FractionalOrderUpTo(),
    ):
        outer = WholeUnits(LotMultiples(inner))
        assert (outer.forecasts, outer.echelon, outer.horizon) == (inner.forecasts, inner.echelon, inner.horizon)
        assert outer.incremental == inner.incremental
        assert {f"rule.rule.{name}" for name in inner.depths()} <= set(outer.depths())
        np.testing.assert_array_equal(outer.fit(plan()).opening(plan()), inner.fit(plan()).opening(plan()))


def test_limits_that_cross_are_refused() -> None:
    with pytest.raises(InputError, match="must not be more than most"):
        OrderLimits(least=5.0, most=4.0)


@pytest.mark.parametrize("rule", [Jit(), BaseStock(), Kanban(), EchelonBaseStock()])
def test_lots_of_one_unit_and_no_limits_change_nothing(rule: Ordering) -> None:
    network = serial(stages=3, demand=8.0)
    kept = []
    for one in (rule, LotMultiples(OrderLimits(WholeUnits(MinimumOrder(rule, quantity=0.0))), lot=1.0)):
        model = SupplyModel(network, worlds=3, demand=Poisson(8.0), ordering=one)
        model.run_for(40)
        kept.append(model.points["stock"].copy())
    assert np.array_equal(kept[0], kept[1])


@pytest.mark.parametrize("rule", [Jit(), BaseStock()])
def test_lots_keep_the_mean_flow(rule: Ordering) -> None:
    """What is ordered in lots of 7 differs from what was wanted by less than two lots, after any number of days."""
    network = serial(stages=2, demand=8.0)
    model = SupplyModel(network, worlds=20, demand=Poisson(8.0), ordering=LotMultiples(rule, lot=7.0))
    buyer, total = model.by_name["stage_1"], np.zeros((2, 20))
    for _ in range(200):
        model.step()
        total += buyer.order, buyer.demand
        assert (buyer.order % 7 == 0).all()
    assert (np.abs(total[0] - total[1]) < 14).all()


def test_panic_inflates_orders_while_deliveries_are_late_and_works_the_phantoms_off() -> None:
    """Lead time 3 days of 10 units: more than 40 on order, phantoms not counted, is late."""
    known, rule = plan(), Panic(Jit(), patience=1.0, inflation=0.5)
    memory = remember(rule, 1, 1)

    def day(demand: float, on_order: float) -> float:
        return float(rule(seen(known, demand=demand, on_order=on_order), memory)[0, 0])

    assert day(10, 40) == 10
    assert [day(10, 50), day(10, 65)] == [15, 15]
    assert memory["phantom"].item() == 10
    assert day(10, 50) == 0
    assert [day(10, 30), day(10, 30)] == [10, 10]
    assert memory["phantom"].item() == 0


@pytest.mark.parametrize("rule", [Jit(), BaseStock(), EchelonBaseStock()])
def test_panic_gives_phantom_orders_in_an_outage_and_none_are_left_long_after(rule: Ordering) -> None:
    """In the end as much has been ordered as by the rule without panic; in the outage more."""
    network = serial(stages=2, lead_time=[2, 1], demand=10.0, whole=False)
    crisis = {"outage": Shock({"name": "stage_2"}, "supply", start=10, duration=8)}
    ordered = []
    for one in (rule, Panic(rule, patience=0.5, inflation=0.4)):
        model = SupplyModel(network, demand=Constant(), ordering=one, crisis=crisis)
        days = []
        for _ in range(90):
            model.step()
            days.append(float(model.by_name["stage_1"].order[0]))
        ordered.append(np.cumsum(days))
    assert (ordered[1] - ordered[0]).max() > 10
    assert ordered[1][-1] == pytest.approx(ordered[0][-1])


def test_panic_shows_the_rule_no_phantom_orders() -> None:
    shown = []

    class Spy(BaseStock):
        def __call__(self, seen: Seen, memory: Any) -> Any:
            shown.append(float(seen.on_order[0, 0]))
            return super().__call__(seen, memory)

    rule = Panic(Spy(level=60.0), patience=0.0, inflation=1.0)
    memory = remember(rule, 1, 1)
    known = plan()
    assert rule(seen(known, on_order=50), memory).item() == 20
    assert rule(seen(known, on_order=70), memory).item() == 0
    assert shown == [50, 60]
