"""Total cost of ownership: each part by hand, the sum of the parts, what the network states itself."""

from dataclasses import fields
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jitagents.accounting import accumulators
from jitagents.accounting.cost_parts import PARTS
from jitagents.accounting.costs import Costs
from jitagents.accounting.ledger import Ledger
from jitagents.accounting.measures import MEASURES
from jitagents.accounting.rebates import Rebates
from jitagents.behaviours.demand import Constant, NegativeBinomial
from jitagents.behaviours.inspection import Incoming
from jitagents.behaviours.ordering import Jit, Panic, SafetyStock
from jitagents.behaviours.production import LongestQueue, Overtime, Yield
from jitagents.behaviours.serving import Backorder, LostSale, PartlyLost
from jitagents.behaviours.sourcing import Panel, Split
from jitagents.behaviours.transport import Expediting
from jitagents.config import composed, plain
from jitagents.crises import Shock
from jitagents.errors import InputError
from jitagents.network import listed
from jitagents.relations import Relations
from jitagents.scenario.setup import costs_of
from jitagents.simulation.exemptions import Exemption
from jitagents.worlds import Worlds
from tests.accounting.conftest import Given, by_name, kept, told
from tests.properties.case import DAYS, WARMUP, Case
from tests.properties.cases import cases
from tests.science.conftest import up_to

DEMAND = (4, 8, 0, 2, 9, 0, 1, 0)
"""As in test_by_hand: on hand 35 unit days, owed 3, under way 48, ordered 24 in five orders of 4 8 2 9 1."""
FREE: dict[str, Any] = {"capital": 0.0, "storage": 0.0, "obsolescence": 0.0, "pipeline": 0.0, "backorder_rate": 0.0}
SELDOM = (
    accumulators.spoiled,
    accumulators.loads,
    accumulators.overtime,
    accumulators.expressed,
    accumulators.changeovers,
)
"""Sums that only some rules and networks count."""
FREE |= {"lost_sale": 0.0, "spoiled": 0.0}

RATES = [item.name for item in fields(Costs) if item.name not in ("breaks", "parts")]


def shop(
    columns: dict[str, float] | None = None, agent: dict[str, float] | None = None,
    lane: dict[str, float] | None = None, serving: Any = None, **costs: Any,
) -> Ledger:  # fmt: skip
    """A shop that buys from outside; all that is not asked for costs nothing."""
    agents = [
        {"name": "outside", "kind": "supplier", "item": "x", "lead_time": 0, "stock": 0, "value": 3},
        {"name": "stage_1", "kind": "buyer", "item": "x", "demand": 3, "value": 4} | (agent or {}),
    ]
    way = {"seller": "outside", "buyer": "stage_1", "lead_time": 2, "transport_cost": 0.5, "load_cost": 7.0}
    network = listed(name="shop", agents=agents, lanes=[way | (lane or {})])
    return kept(
        network, len(DEMAND), columns=columns, costs=Costs(**FREE | costs), demand=Given(DEMAND),
        ordering=up_to(10.0), serving=serving or Backorder(), start="empty",
    )  # fmt: skip


BY_HAND: dict[str, tuple[dict[str, Any], dict[str, float], str, float]] = {
    "capital": ({"capital": 0.365}, {}, "stage_1", 35 * 4 * 0.001),
    "storage": ({"storage": 0.73}, {}, "stage_1", 35 * 4 * 0.002),
    "obsolescence": ({"obsolescence": 0.365}, {}, "stage_1", 35 * 4 * 0.001),
    "obsolescence of what perished": ({"spoiled": 0.5}, {"points.spoiled": 2.0}, "stage_1", 8 * 2 * 4 * 0.5),
    "pipeline": ({"capital": 0.365, "pipeline": 0.5}, {}, "outside", 48 * 3 * 0.001 * 0.5),
    "backorder": ({"backorder_rate": 0.25}, {}, "stage_1", 3 * 4 * 0.25),
    "ordering": ({"order": 11.0}, {}, "stage_1", 5 * 11.0),
    "purchase": ({"purchase": 1.0}, {}, "stage_1", 24 * 3.0),
    "purchase at a price": ({"purchase": 0.5, "lane": {"price": 6.0}}, {}, "stage_1", 24 * 6.0 * 0.5),
    "purchase with breaks": (
        {"purchase": 1.0, "breaks": {8: 0.1, 9: 0.5}}, {}, "stage_1", 3 * (4 + 8 * 0.9 + 2 + 9 * 0.5 + 1)
    ),
    "transport": ({}, {}, "stage_1", 24 * 0.5),
    "transport where a lane states it": ({"transport": 0.1}, {}, "stage_1", 24 * 0.5),
    "transport by value": (
        {"transport": 0.1, "lane": {"transport_cost": 0.0, "load_cost": 0.0}}, {}, "stage_1", 24 * 0.3
    ),
    "outside": ({"purchase": 0.5}, {}, "outside", 24 * 3.0 * 0.5),
    "value_added": ({"value_added": 0.5}, {}, "stage_1", 24 * 1.0 * 0.5),
    "transport by the load": ({}, {"lanes.loads": 2.0}, "stage_1", 24 * 0.5 + 8 * 2 * 7.0),
    "duty": ({"purchase": 0.5, "lane": {"price": 6.0, "duty": 0.25}}, {}, "stage_1", 24 * 6.0 * 0.25 * 0.5),
    "duty with breaks": (
        {"purchase": 1.0, "breaks": {8: 0.1, 9: 0.5}, "lane": {"duty": 0.25}}, {}, "stage_1",
        0.25 * 3 * (4 + 8 * 0.9 + 2 + 9 * 0.5 + 1),
    ),
    "ordering where a lane states it": ({"order": 11.0, "lane": {"order_cost": 7.0}}, {}, "stage_1", 5 * 7.0),
    "quality": ({"lane": {"quality_cost": 0.5}}, {}, "stage_1", 24 * 0.5),
    "administration": ({"lane": {"administration": 730.0}}, {}, "stage_1", len(DEMAND) * 2.0),
    "express": ({"express": 0.25}, {"lanes.expressed": 2.0}, "stage_1", 8 * 2 * 3 * 0.25),
    "changeover": ({"changeover": 7.0}, {"making.changeovers": 0.5}, "outside", 8 * 0.5 * 7.0),
    "overtime": ({"overtime": 0.5}, {"making.overtime": 2.0}, "outside", 8 * 2 * 3 * 0.5),
}  # fmt: skip


@pytest.mark.parametrize("case", BY_HAND)
def test_each_part(case: str) -> None:
    costs, columns, payer, money = BY_HAND[case]
    books = shop(columns, **costs)
    part = f"cost_{case.split()[0]}"
    within = part == "cost_purchase"  # the network pays itself
    assert told(books, part, f"agent:{payer}") * len(DEMAND) == pytest.approx(money, rel=1e-12)
    both = told(books, part, "agent:outside") + told(books, part, "agent:stage_1")
    assert told(books, part, "network") == pytest.approx(0.0 if within else both, rel=1e-12, abs=1e-12)


@pytest.mark.parametrize(
    ("capacity", "rebated"),
    # Ordered are 20 at 10 % off, then 1 and 1 at full price; a unit that waits bears the mean discount.
    [(20, 2.0), (0, 0.0), (10, 2.0), (5, 0.5 + 5 * 1.5 / 16 + 5 * (1.5 - 7.5 / 16) / 12)],
)
def test_a_discount_is_granted_on_what_is_shipped(capacity: int, rebated: float) -> None:
    """A supplier that dies with the orders that it owes leaves its customer no discount on them."""
    lanes = {name: np.zeros((1, 1)) for name in ("ordered", "allocated", "owed")}
    today = SimpleNamespace(price_factor=None)
    model: Any = SimpleNamespace(lanes=lanes, disruptions=SimpleNamespace(today=today))
    rebates = Rebates(model, Costs(breaks={20: 0.1}).discount)
    owed = 0.0
    for ordered in (20.0, 1.0, 1.0):
        shipped = min(owed + ordered, capacity)
        owed += ordered - shipped
        for name, units in (("ordered", ordered), ("allocated", shipped), ("owed", owed)):
            lanes[name][...] = units
        rebates.add()
    assert rebates.total.item() == pytest.approx(rebated, rel=1e-12)


@pytest.mark.parametrize("duration", [3, 99])
def test_a_discount_is_paid_out_with_what_is_shipped(duration: int) -> None:
    """The mine ships nothing for a while or for ever; orders are 4 and 6 in turn, a fifth off from 6 on."""
    agents = [{"name": "mine", "kind": "supplier", "item": "ore", "lead_time": 0, "value": 2}]
    agents.append({"name": "shop", "kind": "buyer", "item": "ore", "demand": 5})
    books = kept(
        listed(name="pit", agents=agents, lanes=[{"seller": "mine", "buyer": "shop"}]), 30,
        worlds=Worlds(twins=True), costs=Costs(purchase=1.0, breaks={6: 0.2}), demand=Given((4.0, 6.0) * 50),
        ordering=Jit(cover=0.0), serving=Backorder(),
        crisis={"outage": Shock({"name": "mine"}, "shipping", start=11, duration=duration)},
    )  # fmt: skip
    calm, crisis = told(books, "cost_purchase", "agent:shop") * 30
    assert calm == pytest.approx(15 * 2 * (4 + 6 * 0.8), rel=1e-12)
    assert crisis == pytest.approx(calm if duration == 3 else calm / 3, rel=1e-12)


def test_lost_sales_cost_their_margin() -> None:
    books = shop(lost_sale=0.5, serving=LostSale())
    assert told(books, "cost_lost_sale", "network") * len(DEMAND) == pytest.approx(3 * 4 * 0.5, rel=1e-12)


def test_a_lost_sale_costs_its_price_where_it_saves_purchases() -> None:
    """The buyer loses its margin of 1, the network that of the whole."""
    books = shop(lost_sale=0.25, serving=LostSale(), purchase=1.0, value_added=1.0)
    assert told(books, "cost_lost_sale", "network") * len(DEMAND) == pytest.approx(3 * 4, rel=1e-12)
    assert told(books, "cost_lost_sale", "agent:stage_1") * len(DEMAND) == pytest.approx(3 * 4, rel=1e-12)


def test_a_lost_sale_costs_the_margin_that_the_network_states() -> None:
    books = shop(agent={"cost": 1.5}, lost_sale=0.25, serving=LostSale())
    assert told(books, "cost_lost_sale", "network") * len(DEMAND) == pytest.approx(3 * (4 - 1.5), rel=1e-12)


@pytest.mark.parametrize(("stated", "money"), [({}, 2.0 * 5 * 3), ({"line_stop_cost": 1000.0}, 3000.0)])
def test_a_line_stop_costs_value_added_or_what_is_stated(stated: dict[str, float], money: float) -> None:
    """The mine ships nothing for three days, and the mill keeps no parts; it adds 4 to a bar, of which 5 a day."""
    agents = [
        {"name": "mine", "kind": "supplier", "item": "ore", "lead_time": 0},
        {"name": "mill", "kind": "plant", "item": "bar", "lead_time": 1, "value": 5} | stated,
        {"name": "shop", "kind": "buyer", "item": "bar", "demand": 5},
    ]
    lanes = [{"seller": "mine", "buyer": "mill"}, {"seller": "mill", "buyer": "shop"}]
    books = kept(
        listed(name="works", agents=agents, lanes=lanes), 30, warmup=5, worlds=Worlds(twins=True),
        costs=Costs(line_stop=0.5), demand=Given((5.0,) * 99), ordering=Jit(cover=0.0), serving=Backorder(),
        crisis={"outage": Shock({"name": "mine"}, "shipping", start=4, duration=3)},
    )  # fmt: skip
    assert told(books, "cost_line_stop", "agent:mill") * 30 == pytest.approx([0, money], rel=1e-12)


def test_what_the_network_states_takes_the_place_of_the_rates_and_is_split_as_they_are() -> None:
    rates: dict[str, Any] = {"capital": 0.1, "storage": 0.3, "obsolescence": 0.6}
    books = shop(agent={"holding_cost": 2.0, "backorder_cost": 9.0}, **rates)
    for part, share in rates.items():
        assert told(books, f"cost_{part}", "agent:stage_1") * 8 == pytest.approx(35 * 2.0 * share, rel=1e-12)
    assert told(books, "cost_backorder", "agent:stage_1") * 8 == pytest.approx(3 * 9.0, rel=1e-12)
    without = shop(agent={"holding_cost": 2.0})
    assert told(without, "cost_capital", "agent:stage_1") * 8 == pytest.approx(35 * 2.0, rel=1e-12)
    assert told(without, "cost", "agent:stage_1") * 8 == pytest.approx(35 * 2.0 + 12.0, rel=1e-12)


def test_rates_may_differ_by_world() -> None:
    worlds = Worlds(levels=3)
    rate = worlds.by_level([0.0, 0.5, 1.0])
    case = Case(
        [{"name": "a", "kind": "supplier", "item": "x"}, {"name": "b", "kind": "buyer", "item": "x", "demand": 9.0}],
        [{"seller": "a", "buyer": "b", "price": 2.0}],
    )
    model = case.model(worlds, crisis=False)
    names = ("capital", "storage", "obsolescence", "pipeline", "purchase", "overtime", "express", "line_stop", "order")
    rates: dict[str, Any] = dict.fromkeys(names, rate)
    ledger = Ledger(model, Costs(**rates), DAYS, measures=by_name(MEASURES))
    model.observers.append(ledger)
    model.run_for(DAYS + WARMUP)
    cost = ledger.metrics()["cost"][0]
    purchase = ledger.metrics()["cost_purchase"][ledger.scopes.names.index("agent:b")]
    assert purchase[0] == 0 < purchase[1] == pytest.approx(purchase[2] / 2, rel=1e-12)
    assert 0 == ledger.metrics()["cost_capital"][0, 0] < ledger.metrics()["cost_capital"][0, 1]
    assert (np.diff(cost) > 0).all()


@st.composite
def drawn_costs(draw: st.DrawFn) -> Costs:
    rate = st.sampled_from([0.0, 0.3, 1.0])
    rates: dict[str, Any] = {name: draw(rate) for name in RATES}
    breaks: list[dict[float, float]] = [{}, {3: 0.1}, {2: 0.05, 9.5: 0.4}]
    return Costs(**rates, breaks=draw(st.sampled_from(breaks)))


@settings(max_examples=10)
@given(cases(), drawn_costs())
def test_the_total_is_the_sum_of_its_parts(case: Case, costs: Costs) -> None:
    model = case.model()
    ledger = Ledger(model, costs, DAYS, measures=by_name(["cost", *(f"cost_{part}" for part in PARTS)]))
    model.observers.append(ledger)
    model.run_for(DAYS + WARMUP)
    found = ledger.metrics()
    parts = [found[f"cost_{part}"] for part in PARTS]
    assert np.isfinite(found["cost"]).all()
    np.testing.assert_allclose(sum(parts), found["cost"], rtol=1e-12, atol=1e-12 * np.abs(parts).max())
    assert min(part.min() for part in parts) >= -1e-9


def test_the_standard_costs_carry_stock_at_a_quarter_of_its_value_a_year() -> None:
    standard = costs_of(plain(composed([])))
    assert standard == Costs()
    assert standard.capital + standard.storage + standard.obsolescence == pytest.approx(0.25, rel=1e-12)


def test_total_cost_of_ownership_leaves_no_part_out() -> None:
    """Every part has a rate, and shows where there is something to pay for: what the rules of the network count."""
    more = [f"costs.{rate}" for rate in ("cancel_fee=0.1", "penalty=0.01", "scrap=0.1", "changeover=10", "volume=0.07")]
    costs = costs_of(plain(composed(["costs=ownership", *more])))
    assert all(getattr(costs, name) for name in RATES)
    assert costs.capital + costs.storage + costs.obsolescence == pytest.approx(0.25, rel=1e-12)
    agents = [
        {"name": "mine", "kind": "supplier", "item": "ore", "lead_time": 1, "capacity": 12},
        {"name": "mill", "kind": "plant", "item": "bar", "lead_time": 1, "capacity": 6, "value": 3},
        {"name": "shop", "kind": "buyer", "item": "bar", "demand": 6, "value": 4, "demand_sd": 4, "shelf_life": 2},
        {"name": "other mine", "kind": "supplier", "item": "ore", "lead_time": 1},
    ]
    for item in ("knife", "fork"):  # of one line
        agents.append({"name": item, "kind": "supplier", "item": item, "lead_time": 1, "capacity": 12, "line": "press"})
        agents.append({"name": f"{item} shop", "kind": "buyer", "item": item, "demand": 4})
    lanes: list[dict[str, Any]] = [
        *({"seller": item, "buyer": f"{item} shop"} for item in ("knife", "fork")),
        {"seller": "mine", "buyer": "mill", "lead_time": 3, "load": 5, "load_cost": 9.0, "duty": 0.1},
        {"seller": "other mine", "buyer": "mill", "lead_time": 3, "state": "candidate"},
        {"seller": "mill", "buyer": "shop", "lead_time": 4, "quality_cost": 0.5, "administration": 365.0},
    ]  # a lane without a stated freight pays a share of the value
    books = kept(
        listed(name="works", agents=agents, lanes=lanes), 200, warmup=20, costs=costs, demand=NegativeBinomial(),
        ordering=Panic(SafetyStock()), serving=PartlyLost(),
        production=Overtime(threshold=0.5, rule=Yield(rate=0.9, escape=0.5)), inspection=Incoming(),
        transport=Expediting(), sourcing=Panel(sources=2.0, start=1.0, qualification=100.0),
        relation=Relations(bonus=0.01, reserved=1.0, reservation_fee=0.01),
        exemptions=[Exemption({"name": ["knife", "fork"]}, production=LongestQueue())],
        crisis={"outage": Shock({"name": "mine"}, "shipping", start=40, duration=60)},
    )  # fmt: skip
    paid = {part: float(books.metrics()[f"cost_{part}"][:, 0].max()) for part in PARTS}
    assert min(paid.values()) > 0, paid
    assert all(books.total(of).any() for of in SELDOM)


@pytest.mark.parametrize("breaks", [{0: 0.1}, {"many": 0.1}, {10: 1.5}, {10: "half"}, {10: -0.1}])
def test_breaks_that_cannot_be(breaks: dict[Any, Any]) -> None:
    with pytest.raises(InputError, match=r"Costs\.breaks = .*quantity: discount"):
        Costs(breaks=breaks)


def test_orders_to_two_suppliers_are_two_orders() -> None:
    agents: list[dict[str, Any]] = [{"name": "shop", "kind": "buyer", "item": "x", "demand": 10}]
    agents += [{"name": name, "kind": "supplier", "item": "x", "lead_time": 0} for name in ("east", "west")]
    lanes: list[dict[str, Any]] = [{"seller": name, "buyer": "shop", "share": 0.5} for name in ("east", "west")]
    network = listed(name="two", agents=agents, lanes=lanes, whole=False)
    costs = Costs(**FREE | {"order": 3.0})
    books = kept(network, 5, warmup=5, costs=costs, demand=Constant(), ordering=Jit(cover=0.0), sourcing=Split())
    hand = {"agent:shop": 6.0, "agent:east": 3.0, "agent:west": 3.0, "network": 12.0}
    assert {scope: float(told(books, "cost_ordering", scope)[0]) for scope in hand} == pytest.approx(hand)
