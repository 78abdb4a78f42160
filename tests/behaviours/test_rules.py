"""Rules of the books, by the arithmetic of their sources."""

from typing import Any

import numpy as np
import pytest

from jitagents.behaviours.base import remember
from jitagents.behaviours.ordering import (
    AnchorAndAdjust,
    BaseStock,
    Conwip,
    Ddmrp,
    EchelonBaseStock,
    FractionalOrderUpTo,
    Kanban,
    MinMax,
    Ordering,
    PassOn,
    PeriodicReview,
    ReorderPoint,
    TwoBin,
)
from jitagents.errors import InputError
from tests.behaviours.conftest import plan, seen


def order(rule: Ordering, known: Any = None, day: int = 1, **records: Any) -> float:
    """What one row orders."""
    known = plan() if known is None else known
    fitted, echelon = rule.fit(known), {name: records.pop(name) for name in [*records] if "echelon" in name}
    memory = remember(fitted, 1, 1)
    view = seen(known, day, **records)
    for name, units in echelon.items():
        setattr(view, name, np.full((1, 1), float(units)))
    fitted.begin(view, memory)
    return float(fitted(view, memory)[0, 0])


@pytest.mark.parametrize(("stock", "units"), [(11, 0), (10, 20), (9, 21), (-5, 35)])
def test_min_max_orders_at_the_reorder_point_up_to_the_level(stock: float, units: float) -> None:
    rule = MinMax(reorder=10.0, level=30.0)
    assert order(rule, stock=max(stock, 0), owed=max(-stock, 0)) == units


def test_min_max_by_cover_and_by_name() -> None:
    """Flow 10, lead time 3: s = 10 (3 + 2), S = s + 40."""
    fitted = MinMax(cover=2.0, cycle=4.0).fit(plan())
    assert (np.asarray(fitted.reorder).item(), np.asarray(fitted.level).item()) == (50, 90)
    assert order(MinMax(reorder={"row_0": 5.0}, level={"row_0": 9.0}), stock=5) == 4
    with pytest.raises(InputError, match=r"ordering\.reorder: none for 'row_1'"):
        MinMax(reorder={"row_0": 5.0}).fit(plan(2))
    with pytest.raises(InputError, match=r"lies below ordering\.reorder for row_0"):
        MinMax(reorder=5.0, level=4.0).fit(plan())


@pytest.mark.parametrize(("stock", "one", "many"), [(17, 0, 0), (16, 10, 10), (7, 10, 10), (6, 10, 20), (0, 10, 20)])
def test_reorder_point_orders_batches(stock: float, one: float, many: float) -> None:
    assert order(ReorderPoint(reorder=16.0, batch=10.0, batches="one"), stock=stock) == one
    assert order(ReorderPoint(reorder=16.0, batch=10.0, batches="many"), stock=stock) == many


def test_a_batch_by_days_of_flow_is_whole_and_at_least_one() -> None:
    assert np.asarray(ReorderPoint(cycle=2.5).fit(plan(rate=3.0)).batch).item() == 8
    assert np.asarray(ReorderPoint().fit(plan(rate=0.0)).batch).item() == 1


def test_periodic_review_covers_the_days_until_the_next_order_arrives() -> None:
    known = plan(rate=10.0, lead_time=3.0, phase=0)
    assert order(PeriodicReview(review=4, cover=0.5), known, day=4) == 10 * (3 + 3 + 0.5)
    assert order(PeriodicReview(review=4, cover=0.5), known, day=5) == 0
    assert order(PeriodicReview(level=33.0, review=4, start=6), known, day=2) == 33


def test_echelon_base_stock_looks_at_nothing_but_the_echelon() -> None:
    assert order(EchelonBaseStock(level=50.0), echelon_position=38, stock=99, on_order=99) == 12
    assert order(EchelonBaseStock(level={"row_0": 30.0}), echelon_position=38) == 0


def test_conwip_releases_what_left_the_line_and_not_what_customers_wait_for() -> None:
    assert order(Conwip(cards=20.0), echelon_position=-30, echelon_owed=45) == 5
    assert order(Conwip(cards=20.0), echelon_position=10, echelon_owed=15) == 0


def test_pass_on_keeps_a_standing_order() -> None:
    assert order(PassOn(standing=7.0), stock=99, on_order=30) == 10 * 7 - 30
    assert order(PassOn(standing=7.0), on_order=80) == 0


def test_the_zones_of_a_ddmrp_buffer() -> None:
    """Usage 10 a day, 12 days of lead time, factor .5, variability .5, cycle 7, minimum 50: the zones of Ptak & Smith.

    Yellow 120; red base 60 and red safety 30; green the largest of 60, 70 and 50: tops 210 and 280.
    """
    known = plan(lead_time=12.0)
    rule = Ddmrp(lead_time_factor=0.5, variability=0.5, cycle=7.0, minimum=50.0)
    assert order(rule, known, forecast=10.0, stock=100, on_order=120, owed=10) == 280 - 210
    assert order(rule, known, forecast=10.0, stock=100, on_order=121, owed=10) == 0
    assert order(Ddmrp(0.5, 0.5, 7.0, 90.0), known, forecast=10.0, stock=210) == 90
    assert order(Ddmrp(0.5, 0.5, 2.0), known, forecast=10.0, stock=210) == 60


def test_proportional_order_up_to_closes_a_part_of_each_gap() -> None:
    """Forecast 12, lead time 3 and cover 2: 24 wanted in net stock, 24 on order before today's order."""
    rule = FractionalOrderUpTo(stock_time=4.0, pipeline_time=2.0, cover=2.0)
    assert order(rule, forecast=12.0, stock=20, owed=8, on_order=30) == 12 + (24 - 12) / 4 + (24 - 30) / 2
    known = FractionalOrderUpTo(stock_time=4.0, cover=2.0, expected="mean")
    assert order(known, stock=20, owed=8, on_order=30) == 10 + (20 - 12) / 4 + (20 - 30) / 4
    assert not known.forecasts
    assert rule.forecasts
    assert order(FractionalOrderUpTo(stock_time=1.0, expected="mean"), stock=13) == order(BaseStock(), stock=13)


def test_anchor_and_adjust_by_its_formula() -> None:
    rule = AnchorAndAdjust(theta=0.25, alpha=0.5, beta=0.5, target=30.0)
    assert order(rule, demand=18, stock=4, owed=2, on_order=20) == 12 + 0.5 * (30 - 2 - 10)
    assert order(rule, demand=0, stock=99) == 0
    steady = AnchorAndAdjust(target=None, cover=2.0)
    assert order(steady, demand=10, stock=20, on_order=20) == pytest.approx(10)


def test_cards_that_take_days_order_once() -> None:
    """Three containers freed today order in two days, and free no other card until then."""
    known, rule = plan(), Kanban(container=4.0, cards=5.0, card_delay=2).fit(plan())
    memory = remember(rule, 1, 1)
    orders = [rule(seen(known, day, stock=8.0), memory).item() for day in range(1, 3)]
    assert orders == [0, 0]
    assert rule(seen(known, 3, stock=4.0), memory).item() == 12
    assert rule(seen(known, 4, stock=4.0, on_order=12.0), memory).item() == 0
    assert rule(seen(known, 5, stock=0.0, on_order=12.0), memory).item() == 4


@pytest.mark.parametrize(("stock", "bins"), [(0, 2), (1, 1), (12, 1), (13, 0), (24, 0)])
def test_two_bins(stock: float, bins: int) -> None:
    assert order(TwoBin(bin=12.0), stock=stock) == 12 * bins
    assert np.asarray(TwoBin(safety=0.1).fit(plan()).bin).item() == np.ceil(10 * 4 * 1.1)
