"""Shortages whose causes are known by hand."""

from typing import Any

import pytest

from jitagents import crises
from jitagents.behaviours.demand import Constant, Poisson
from jitagents.behaviours.ordering import Jit
from jitagents.behaviours.serving import Backorder, LostSale, Serving
from jitagents.behaviours.sourcing import Split
from jitagents.crises import Shock
from jitagents.diagnosis.explaining import explain, worst_day
from jitagents.diagnosis.tracing import follow
from jitagents.model import SupplyModel
from jitagents.network import serial
from jitagents.simulation.exemptions import Exemption
from jitagents.worlds import Worlds
from tests.diagnosis.conftest import asked, begun, check_sums, row, steady

UNITS = 10.0
BUFFERS = {"stage_4": 0, "stage_3": 3, "stage_2": 2, "stage_1": 4}
"""Days of stock, from the first stage, which fails, to the last."""
ENDS = {"stage_4": 10, "stage_3": 11, "stage_2": 12, "stage_1": 13}
"""The last day on which each stage loses output."""


def chain(serving: Serving, warmup: int = 0) -> SupplyModel:
    """Four stages a day apart; the first is down on days 1 to 10 and makes no more than is needed afterwards."""
    stock = [UNITS * BUFFERS[f"stage_{number}"] for number in (1, 2, 3, 4)]
    return SupplyModel(
        serial(stages=4, lead_time=1, demand=UNITS, stock=stock, capacity=UNITS, whole=False),
        worlds=Worlds(twins=True), warmup=warmup, demand=Constant(), ordering=Jit(), serving=serving,
        crisis={"outage": Shock({"name": "stage_4"}, start=1, duration=10)},
    )  # fmt: skip


@pytest.mark.parametrize("warmup", [0, 6])
@pytest.mark.parametrize("serving", [LostSale(), Backorder()])
def test_the_chain_of_four_day_by_day(serving: Serving, warmup: int) -> None:
    """What is missing on a day is the outage until so many days ago, less the buffers on the way."""
    model, days = chain(serving, warmup), 30
    trace = follow(model, days + warmup)
    for away, stage in enumerate(BUFFERS):
        upstream = list(BUFFERS)[: away + 1]
        for day in range(1, days + 1):
            cause = explain(trace, row(trace, stage), day + warmup, 0.0)
            check_sums(cause)
            down = min(max(day - away, 0), 10)
            short = UNITS * max(down - sum(BUFFERS[one] for one in upstream), 0)
            assert cause.amount == pytest.approx(short, abs=1e-9)
            buffers = {("buffer", one): -UNITS * BUFFERS[one] for one in upstream if BUFFERS[one]}
            expected = {("outage", "stage_4"): UNITS * down} | buffers if short else {("short", stage): 0.0}
            assert begun(cause) == pytest.approx({key: value for key, value in expected.items() if value})


def test_the_chain_names_who_sent_less_by_when() -> None:
    told = asked(chain(LostSale()), "stage_1", 20)
    line = [(one.kind, one.who, one.day, one.amount) for one in told if one.kind in ("short", "sent")]
    assert line == [
        ("short", "stage_1", 20, 10), ("sent", "stage_2", 12, 50),
        ("sent", "stage_3", 11, 70), ("sent", "stage_4", 10, 100),
    ]  # fmt: skip
    assert told.children[0].children[0].day == 11


def diamond() -> SupplyModel:
    """One mine behind two smelters, which share a plant's need of metal; the mine is down for four days."""
    agents: list[dict[str, Any]] = [
        {"name": "mine", "kind": "supplier", "item": "ore", "capacity": 10},
        {"name": "east", "kind": "plant", "item": "metal", "lead_time": 0, "stock": 6},
        {"name": "west", "kind": "plant", "item": "metal", "lead_time": 0},
        {"name": "works", "kind": "plant", "item": "tool", "lead_time": 0},
        {"name": "town", "kind": "buyer", "item": "tool", "demand": 10},
    ]
    lanes: list[dict[str, Any]] = [
        {"seller": "mine", "buyer": "east", "lead_time": 1},
        {"seller": "mine", "buyer": "west", "lead_time": 2},
        {"seller": "east", "buyer": "works", "share": 0.6},
        {"seller": "west", "buyer": "works", "share": 0.4},
        {"seller": "works", "buyer": "town"},
    ]
    return steady(agents, lanes, {"flood": Shock({"name": "mine"}, start=5, duration=4)}, sourcing=Split())


def test_a_diamond_adds_up_over_both_sources() -> None:
    """Four days of ten are missing behind both; the stock of the eastern smelter is a day of its share."""
    told = asked(diamond(), "town", 30)
    assert told.amount == pytest.approx(34)
    assert begun(told) == pytest.approx({("flood", "mine"): 40, ("buffer", "east"): -6})
    works = told.children[0]
    assert [(one.who, one.amount) for one in works.children] == [
        ("east", pytest.approx(18)),
        ("west", pytest.approx(16)),
    ]
    assert {one.who for source in works.children for one in source.children if one.kind == "sent"} == {"mine"}


def test_of_two_inputs_the_one_that_binds_is_followed() -> None:
    """A bicycle needs two wheels; frames come all the time."""
    agents: list[dict[str, Any]] = [
        {"name": "wheels", "kind": "supplier", "item": "wheel", "capacity": 40},
        {"name": "frames", "kind": "supplier", "item": "frame"},
        {"name": "works", "kind": "plant", "item": "bicycle", "lead_time": 2},
        {"name": "shop", "kind": "buyer", "item": "bicycle", "demand": 10},
    ]
    lanes: list[dict[str, Any]] = [
        {"seller": "wheels", "buyer": "works", "quantity": 2, "lead_time": 3, "stock": 30},
        {"seller": "frames", "buyer": "works"},
        {"seller": "works", "buyer": "shop"},
    ]
    told = asked(steady(agents, lanes, {"disruption": Shock({"name": "wheels"}, start=5, duration=4)}), "shop", 14)
    (works,) = told.children
    wheels, buffer = works.children
    assert (told.amount, works.who, works.day) == (pytest.approx(25), "works", 13)
    assert (wheels.who, wheels.item, wheels.day) == ("wheels", "wheel", 8)
    assert (wheels.units, wheels.amount) == (pytest.approx(80), pytest.approx(40))
    assert (buffer.kind, buffer.item, buffer.units, buffer.amount) == ("buffer", "wheel", pytest.approx(-30), -15)
    assert not any(one.who == "frames" for one in told)


AGENTS: list[dict[str, Any]] = [
    {"name": "mine", "kind": "supplier", "item": "ore", "capacity": 25},
    {"name": "farm", "kind": "supplier", "item": "corn", "capacity": 12},
    {"name": "mill", "kind": "plant", "item": "flour", "capacity": 12},
    {"name": "depot", "kind": "supplier", "item": "flour"},
    {"name": "shop", "kind": "buyer", "item": "flour", "demand": 10},
]
LANES: list[dict[str, Any]] = [
    {"seller": "mine", "buyer": "mill", "quantity": 2, "lead_time": 2, "carrier": "ship"},
    {"seller": "farm", "buyer": "mill"},
    {"seller": "mill", "buyer": "depot", "lead_time": 2},
    {"seller": "depot", "buyer": "shop"},
]
ONCE: dict[str, Any] = {"start": 10, "duration": 6}


@pytest.mark.parametrize(
    ("disruption", "where"),
    [
        (Shock({"name": "mine"}, "supply", **ONCE), "mine"),
        (Shock({"name": "mill"}, "production", severity=0.7, **ONCE), "mill"),
        (Shock({"name": "depot"}, "shipping", **ONCE), "depot"),
        (Shock({"name": "mill"}, "receiving", **ONCE), "farm mine"),
        (Shock({"name": "mill"}, "yield", severity=0.8, **ONCE), "mill"),
        (Shock({"name": "mine"}, "quality", severity=0.8, **ONCE), "mill"),
        (Shock({"name": "mill"}, "quality", severity=0.8, **ONCE), "depot"),
        (Shock({"seller": "mill"}, "lane", **ONCE), "mill"),
        (Shock({"seller": "mill"}, crises.Lane(goods="lost"), **ONCE), "mill"),
        (Shock({"seller": "mill"}, crises.Lane(goods="rerouted", detour=5), **ONCE), "mill"),
        (Shock({"name": "ship"}, "carrier", **ONCE), "mine"),
        (Shock({"seller": "mill"}, crises.SlowLane(factor=3.0), **ONCE), "mill"),
        (Shock({"buyer": "depot"}, "orders_lost", severity=0.5, **ONCE), "mill"),
        (Shock({"name": "shop"}, "demand", severity=2.0, **ONCE), "shop"),
    ],
    ids=lambda value: value if isinstance(value, str) else type(value.effect).__name__,
)  # fmt: skip
@pytest.mark.parametrize("serving", [LostSale(), Backorder()])
def test_every_chain_ends_at_the_shock_or_in_stock(disruption: Shock, where: str, serving: Serving) -> None:
    """With constant demand nothing else can be the cause; stock gives what it has, missed work is made good."""
    trace = follow(steady(AGENTS, LANES, {"disruption": disruption}, cover=1.0, serving=serving), 40)
    told = explain(trace, row(trace, "shop"), worst_day(trace, row(trace, "shop")), 0.0)
    check_sums(told)
    assert told.amount > 0
    found = begun(told)
    assert {who for kind, who in found if kind == "disruption"} == {*where.split()}
    others = {kind: amount for (kind, _), amount in found.items() if kind != "disruption"}
    assert all(amount < 0 for amount in others.values()), found
    assert {*others} <= {"buffer", "caught_up", "capacity", "started", "sent"}


def test_stock_that_burnt_cannot_help() -> None:
    """The shop would have had ten in stock when the mine failed."""
    fire = Shock({"name": "shop"}, "stock", start=14, duration=1)
    told = asked(
        steady(AGENTS, LANES, {"fire": fire, "disruption": Shock({"name": "mine"}, **ONCE)}, cover=1.0), "shop", 20
    )
    assert begun(told)["fire", "shop"] == pytest.approx(10)
    assert begun(told)["buffer", "shop"] == pytest.approx(-10)


@pytest.mark.parametrize(
    ("stock", "chain"),
    [
        (0.0, "mill sent 4 can less by day 6, because batch from day 3: 4 ore from mine were bad and went back."),
        (1.0, "mill sent 2 can less by day 6, because batch from day 3: mill started 2 can less for bad parts."),
    ],
)
def test_bad_parts_that_went_back_or_stopped_the_line_are_the_cause(stock: float, chain: str) -> None:
    """Four of the eight that leave the mine on day 3 are bad; with a day of stock, so are four of sixteen."""
    agents: list[dict[str, Any]] = [
        {"name": "mine", "kind": "supplier", "item": "ore", "lead_time": 0},
        {"name": "mill", "kind": "plant", "item": "can", "lead_time": 0},
        {"name": "shop", "kind": "buyer", "item": "can", "demand": 8},
    ]
    lanes = [{"seller": "mine", "buyer": "mill", "lead_time": 3}, {"seller": "mill", "buyer": "shop"}]
    batch = {"batch": Shock({"name": "mine"}, "quality", severity=0.5, start=3, duration=1)}
    stocked = [Exemption({"kind": "input"}, ordering=Jit(cover=stock))]
    told = asked(steady(agents, lanes, batch, exemptions=stocked), "shop", 7)
    assert told.story().partition(": ")[2] == chain


def test_orders_that_replace_bad_units_are_named() -> None:
    """The mine is asked for the four bad ones of eight once more, on the day after they are found."""
    agents: list[dict[str, Any]] = [
        {"name": "mine", "kind": "supplier", "item": "ore", "lead_time": 0, "capacity": 8},
        {"name": "shop", "kind": "buyer", "item": "ore", "demand": 8},
    ]
    batch = {"batch": Shock({"name": "mine"}, "quality", severity=0.5, start=3, duration=1)}
    told = asked(steady(agents, [{"seller": "mine", "buyer": "shop"}], batch), "mine", 6)
    assert [(one.kind, one.who, one.amount) for one in told.leaves()] == [("replaced", "shop", 4)]


def test_where_others_order_more_they_are_followed() -> None:
    """Two shops share a depot; what one of them wants more, the other one lacks."""
    agents: list[dict[str, Any]] = [
        {"name": "mine", "kind": "supplier", "item": "salt", "capacity": 20},
        {"name": "depot", "kind": "supplier", "item": "salt"},
        {"name": "here", "kind": "buyer", "item": "salt", "demand": 10},
        {"name": "there", "kind": "buyer", "item": "salt", "demand": 10},
    ]
    lanes: list[dict[str, Any]] = [
        {"seller": "mine", "buyer": "depot"},
        *({"seller": "depot", "buyer": name} for name in ("here", "there")),
    ]
    rush = {"rush": Shock({"name": "there"}, "demand", severity=1.0, start=5, duration=5)}
    told = asked(steady(agents, lanes, rush), "here", 8)
    assert told.amount > 0
    assert begun(told) == pytest.approx({("rush", "there"): told.amount})
    assert [(one.kind, one.who) for one in told] == [
        ("short", "here"), ("sent", "depot"), ("ordered", "there"), ("wanted", "there"),
    ]  # fmt: skip


def test_without_a_crisis_demand_noise_is_the_cause() -> None:
    """Against the plan: what was wanted beyond the mean, what came below the mean, less what was in stock."""
    network = serial(stages=2, demand=10, capacity=14)
    model = SupplyModel(network, rng=3, demand=Poisson(), ordering=Jit(cover=0.3), serving=LostSale())
    trace = follow(model, 200)
    shop, world = row(trace, "stage_1"), trace.world
    lost = world.daily["buying.lost"][:, shop]
    days = [day for day in range(20, 201) if lost[day] > 0 and lost[day - 1] == 0]
    assert len(days) > 5
    for day in days:
        told = explain(trace, shop, day, 0.0)
        check_sums(told)
        assert told.amount == lost[day]
        wanted, arrived = (world.daily[name][day, 0] for name in ("buying.wanted", "lanes.arrived"))
        amounts = {one.kind: one.amount for one in told.children}
        expected = {"noise": wanted - 10, "sent": 10 - arrived, "buffer": -world.stocks["points.stock"][day - 1, shop]}
        assert amounts == pytest.approx({kind: amount for kind, amount in expected.items() if amount})
    kinds = {leaf.kind for day in days for leaf in explain(trace, shop, day, 0.0).leaves()}
    assert "noise" in kinds
    assert kinds <= {"noise", "buffer", "sent", "ordered", "rule", "lost_sales", "caught_up", "capacity", "started"}
