"""Days that lost output, and the tree of causes as a page, on a chain whose shortage is known by hand."""

import re
from collections.abc import Sequence

import pytest

from jitagents.diagnosis.causes import Cause
from jitagents.errors import InputError
from jitagents.lab.rooms.tree import kind_of, tree
from jitagents.lab.rooms.why import WhyRoom
from jitagents.study import load

CHAIN = (
    "network=serial", "demand=constant", "serving=lost_sale", "crisis=supplier_outage", "crisis.outage.duration=10",
    "crisis.outage.start=5", "days=40", "warmup=20", "replications=2", "ordering.cover=0",
)  # fmt: skip


def room_of(overrides: Sequence[str]) -> WhyRoom:
    study = load("single", overrides)
    return WhyRoom(study.config, study.network)


@pytest.fixture(scope="module")
def room() -> WhyRoom:
    return room_of(CHAIN)


def test_without_stock_a_market_loses_every_day_of_the_outage(room: WhyRoom) -> None:
    (market,) = room.markets
    days = room.lost_days(market)
    assert len(days) == 10
    assert days == list(range(days[0], days[0] + 10))
    table = room.shortage(market).set_index("day")["short"]
    assert table[days[0] - 1] == 0
    assert [table[day] for day in days] == pytest.approx([10.0 * number for number in range(1, 11)])
    assert room.hit() == [market]


def test_the_causes_of_a_day_add_up_to_the_shortage_of_that_day(room: WhyRoom) -> None:
    (market,) = room.markets
    day = room.lost_days(market)[3]
    cause = room.explain(market, day)
    assert cause.amount == pytest.approx(40.0)
    assert {leaf.disruption for leaf in cause.leaves() if leaf.amount > 0} == {"outage from day 5"}


def test_a_market_or_a_world_that_there_is_not_is_told(room: WhyRoom) -> None:
    with pytest.raises(InputError, match="no market of this network"):
        room.shortage("moon")
    with pytest.raises(InputError, match="from 0 to 1"):
        room.shortage(room.markets[0], 2)


def test_a_calm_network_of_constant_demand_loses_nothing() -> None:
    assert room_of([*CHAIN[:3], "crisis=none", *CHAIN[6:]]).hit() == []


def test_the_page_of_a_tree_has_a_line_per_cause_and_no_markup_of_names() -> None:
    ends = (
        Cause("capacity", "mill", "flour", 3, 6.0, 6.0, "fire from day 2"),
        Cause("buffer", "mill", "flour", 3, -1.0, -1.0),
    )
    inner = Cause("sent", "<b>mill</b>", "flour", 3, 5.0, 5.0, children=ends)
    shown = tree(Cause("short", "shop", "bread", 4, 5.0, 5.0, children=(inner,)), lambda one: f"«{one}»")
    assert "<b>" not in shown
    assert "&lt;b&gt;mill" in shown
    assert len(re.findall(r'class="said"', shown)) == 4
    assert shown.count("<details open>") == 2
    assert "«" in shown
    assert [kind_of(one) for one in inner] == ["goods", "crisis", "relief"]
    widths = [float(one) for one in re.findall(r"width:([\d.]+)%", shown)]
    assert widths == pytest.approx([500 / 6, 500 / 6, 100, 100 / 6], abs=0.06)


def test_a_tree_that_goes_round_in_circles_is_cut() -> None:
    cause = Cause("lost_sales", "shop", "bread", 1, 1.0, 1.0)
    for _ in range(30):
        cause = Cause("sent", "shop", "bread", 1, 1.0, 1.0, children=(cause,))
    assert tree(cause).count('class="said"') == 13
