"""Effects on sites: production, shipping and receiving, yield, stock."""

import pytest

from jitagents.behaviours.ordering import BaseStock, Jit, Ordering
from jitagents.behaviours.production import Yield as RandomYield
from jitagents.crises import CatchUp, Effect, Linear, Production, Receiving, Shock, Stock, Supply
from jitagents.network import listed
from tests.crises.conftest import bakery, diary, line

PULL = [Jit(), BaseStock(cover=1.0)]
"""In calm days the shop holds a day of demand, 10 units, every evening; 20 are under way to it."""


# ---------------------------------------------------------------- receiving


def test_goods_wait_at_the_door_of_a_site_that_takes_in_nothing() -> None:
    found = diary(line(), 9, Shock({"name": "shop"}, "receiving", start=3, duration=3), ordering=Jit())
    assert found("mill-shop", "arrived") == [10, 10, 0, 0, 0, 40, 10, 10, 10]
    assert found("mill-shop", "held") == [0, 0, 10, 20, 30, 0, 0, 0, 0]
    assert found("shop", "stock") == [10, 10, 0, 0, 0, 10, 10, 10, 10]
    assert found("shop", "owed") == [0, 0, 0, 10, 20, 0, 0, 0, 0]
    assert found("mill-shop", "allocated") == [10] * 9, "the mill ships on"
    assert found("shop", "on_order") == [20, 20, 30, 40, 50, 20, 20, 20, 20]


def test_a_site_that_takes_in_a_part_of_its_flow() -> None:
    found = diary(line(), 9, Shock({"name": "shop"}, "receiving", 0.75, start=3, duration=3), ordering=Jit())
    assert found("mill-shop", "arrived") == [10, 10, 2.5, 2.5, 2.5, 32.5, 10, 10, 10]
    assert found("mill-shop", "held") == [0, 0, 7.5, 15, 22.5, 0, 0, 0, 0]


def test_a_plant_that_takes_in_nothing_gets_no_input() -> None:
    found = diary(bakery(), 6, Shock({"name": "bakery"}, Receiving(), start=2, duration=2), ordering=Jit())
    assert found("mill-bakery", "arrived") == [20, 0, 0, 60, 20, 20]
    assert found("dairy-bakery", "arrived") == [10, 0, 0, 30, 10, 10]
    assert found("bakery-shop", "arrived") == [10] * 4 + [10] * 2, "the day's stock of inputs and of cakes is enough"
    assert found("bakery", "started") == [10, 10, 0, 20, 10, 10]


# ---------------------------------------------------------------- stock


@pytest.mark.parametrize("rule", PULL)
def test_stock_is_destroyed_once_by_a_share_and_ordered_again(rule: Ordering) -> None:
    found = diary(line(), 8, Shock({"name": "shop"}, "stock", 0.4, start=3, duration=3), ordering=rule)
    assert found("shop", "spoiled") == [0, 0, 4, 0, 0, 0, 0, 0]
    assert found("shop", "stock") == [10, 10, 6, 6, 10, 10, 10, 10]
    assert found("shop", "order") == [10, 10, 14, 10, 10, 10, 10, 10]


@pytest.mark.parametrize(("units", "gone"), [(7.0, 7.0), (25.0, 10.0)])
def test_stock_is_destroyed_by_units_as_far_as_there_are_some(units: float, gone: float) -> None:
    found = diary(line(), 6, Shock({"name": "shop"}, Stock(units), start=3, duration=1), ordering=Jit())
    assert found("shop", "spoiled") == [0, 0, gone, 0, 0, 0]
    assert found("shop", "order") == [10, 10, 10 + gone, 10, 10, 10]
    half = diary(line(), 6, Shock({"name": "shop"}, Stock(units), 0.5, start=3, duration=1), ordering=Jit())
    assert half("shop", "spoiled")[2] == min(units / 2, 10)


def test_a_plant_loses_its_inputs_too() -> None:
    found = diary(bakery(), 4, Shock({"name": "bakery"}, "stock", 0.5, start=2, duration=1), ordering=Jit())
    gone = {"bakery": 5, "bakery/flour": 10, "bakery/milk": 5}
    assert {name: found(name, "spoiled")[1] for name in gone} == gone
    assert {name: found(name, "order")[1] for name in gone} == {"bakery": 15, "bakery/flour": 40, "bakery/milk": 20}
    assert found("shop", "spoiled") == [0] * 4


def test_each_outbreak_destroys_again() -> None:
    twice = {
        "first": Shock({"name": "shop"}, "stock", 0.5, start=2, duration=1),
        "second": Shock({"name": "shop"}, "stock", 0.5, start=3, duration=1),
    }
    assert diary(line(), 4, twice, ordering=Jit())("shop", "spoiled") == [0, 5, 2.5, 0]


def test_whole_units_are_destroyed_whole() -> None:
    found = diary(line(whole=True), 4, Shock({"name": "shop"}, "stock", 0.25, start=2, duration=1), ordering=Jit())
    assert found("shop", "spoiled")[1] in (2, 3)


# ---------------------------------------------------------------- work in process


@pytest.mark.parametrize(
    ("share", "entered", "started"),
    [
        # Day by day; three days in process, the site stands still on days 3 and 4. The work that was due on these days
        # waits and comes with that of day 5.
        (0.0, [10, 10, 0, 0, 30, 0, 0, 30, 10], [10, 10, 0, 0, 30, 10, 10, 10, 10]),
        (0.4, [10, 10, 0, 0, 18, 0, 0, 42, 10], [10, 10, 0, 0, 42, 10, 10, 10, 10]),
        (1.0, [10, 10, 0, 0, 0, 0, 0, 60, 10], [10, 10, 0, 0, 60, 10, 10, 10, 10]),
    ],
)
def test_lost_work_is_started_again(share: float, entered: list[float], started: list[float]) -> None:
    works = listed(
        name="works", whole=False, lanes=[{"seller": "mill", "buyer": "shop", "lead_time": 1}],
        agents=[
            {"name": "mill", "kind": "supplier", "item": "flour", "lead_time": 3, "stock": 0},
            {"name": "shop", "kind": "buyer", "item": "flour", "demand": 10},
        ],
    )  # fmt: skip
    found = diary(works, 9, Shock({"name": "mill"}, Supply(wip_lost=share), start=3, duration=2), ordering=Jit())
    assert found("mill", "finished") == pytest.approx(entered)
    assert found("mill", "started") == pytest.approx(started)
    if share:
        assert found("mill", "scrapped") == pytest.approx([0, 0, 30 * share] + [0] * 6)


@pytest.mark.parametrize("what", [Supply(wip_lost=0.4), Production(wip_lost=0.4)])
def test_work_is_lost_whether_what_is_finished_is_shipped_or_not(what: Effect) -> None:
    works = listed(
        name="works", whole=False, lanes=[{"seller": "mill", "buyer": "shop", "lead_time": 1}],
        agents=[
            {"name": "mill", "kind": "supplier", "item": "flour", "lead_time": 3},
            {"name": "shop", "kind": "buyer", "item": "flour", "demand": 10},
        ],
    )  # fmt: skip
    found = diary(works, 4, Shock({"name": "mill"}, what, start=2, duration=2), ordering=Jit(cover=2.0))
    assert found("mill", "scrapped") == pytest.approx([0, 12, 0, 0])
    assert found("mill", "output")[:3] == ([10, 0, 0] if isinstance(what, Supply) else [10, 10, 10])


# ---------------------------------------------------------------- yield


def test_a_share_of_what_is_started_is_scrapped_and_made_again() -> None:
    found = diary(line(), 6, Shock({"name": "mill"}, "yield", 0.5, start=2, duration=2), ordering=Jit(cover=0.0))
    assert found("mill", "started") == [10, 10, 15, 17.5, 10, 10]
    assert found("mill", "scrapped") == [0, 5, 7.5, 0, 0, 0]
    assert found("mill", "open_orders") == [0, 5, 7.5, 0, 0, 0]
    assert found("mill", "output") == [10, 5, 7.5, 17.5, 10, 10]


@pytest.mark.parametrize(("bad", "scrapped"), [("scrap", 6), ("rework", 4)])
def test_a_crisis_spoils_of_what_the_rule_leaves(bad: str, scrapped: float) -> None:
    """Of 10 started 2 are bad anyway; half of the other 8 are spoiled."""
    rule, shock = RandomYield(random=False, rate=0.8, bad=bad), Shock({"name": "mill"}, "yield", 0.5, start=1)
    found = diary(line(), 1, shock, ordering=Jit(cover=0.0), production=rule)
    assert found("mill", "output") == [pytest.approx(4)]
    assert found("mill", "scrapped") == [pytest.approx(scrapped)]


# ---------------------------------------------------------------- catching up


def test_a_site_catches_up_above_its_capacity() -> None:
    """Capacity 10 a day; two days are lost, then 5 more a day than usual can be made for three days."""
    shock = Shock({"name": "mill"}, "production", start=3, duration=2, catch_up=CatchUp(extra=0.5, days=3))
    found = diary(line(capacity=10), 11, shock, ordering=Jit(cover=0.0))
    assert found("mill", "capacity") == [10, 10, 0, 0, 15, 15, 15, 10, 10, 10, 10]
    assert found("mill", "started") == [10, 10, 0, 0, 15, 15, 15, 10, 10, 10, 10]
    assert found("mill", "open_orders") == [0, 0, 10, 20, 15, 10, 5, 5, 5, 5, 5]


def test_catching_up_begins_when_the_recovery_is_over() -> None:
    shock = Shock({"name": "mill"}, start=2, duration=1, recovery=Linear(3.0), catch_up=CatchUp(extra=1.0, days=1))
    found = diary(line(capacity=20), 7, shock, ordering=Jit(cover=0.0))
    assert found("mill", "capacity") == [20, 0, 5, 10, 15, 40, 20]


@pytest.mark.parametrize("first", [True, False])
def test_a_shock_that_does_nothing_does_not_stop_the_catching_up_of_another(first: bool) -> None:
    catching = Shock({"name": "mill"}, start=1, duration=1, catch_up=CatchUp(extra=0.5, days=5))
    nothing = Shock({"name": "mill"}, severity=0.0, start=1, duration=9)
    both = [("a", catching), ("b", nothing)]
    found = diary(line(capacity=10), 4, dict(both if first else both[::-1]), ordering=Jit())
    assert found("mill", "capacity") == [0, 15, 15, 15]
