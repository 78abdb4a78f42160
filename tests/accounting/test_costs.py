"""Total cost of ownership: each part by hand, and what the network states itself."""

from typing import Any

import numpy as np
import pytest

from jitagents.accounting.costs import Costs
from jitagents.accounting.ledger import Ledger
from jitagents.accounting.measures import MEASURES
from jitagents.behaviours.demand import Constant
from jitagents.behaviours.ordering import Jit
from jitagents.behaviours.serving import Backorder, LostSale
from jitagents.behaviours.sourcing import Split
from jitagents.crises import Shock
from jitagents.network import listed
from jitagents.worlds import Worlds
from tests.accounting.conftest import Given, by_name, kept, told
from tests.properties.case import DAYS, WARMUP, Case
from tests.science.conftest import up_to

DEMAND = (4, 8, 0, 2, 9, 0, 1, 0)
"""As in test_by_hand: on hand 35 unit days, owed 3, under way 48, ordered 24 in five orders of 4 8 2 9 1."""
FREE: dict[str, Any] = dict.fromkeys(
    ("capital", "storage", "obsolescence", "pipeline", "backorder_rate", "lost_sale", "spoiled"), 0.0
)


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
    "engineering_change": ({"engineering_changes": 0.73, "written_off": 0.5}, {}, "stage_1", (35 + 48) * 4 * 0.001),
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
    "currency": ({"lane": {"price": 6.0, "hedging": 0.25}}, {}, "stage_1", 24 * 6.0 * 0.25),
    "currency with breaks": (
        {"breaks": {8: 0.1, 9: 0.5}, "lane": {"hedging": 0.25}}, {}, "stage_1",
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


def test_orders_to_two_suppliers_are_two_orders() -> None:
    agents: list[dict[str, Any]] = [{"name": "shop", "kind": "buyer", "item": "x", "demand": 10}]
    agents += [{"name": name, "kind": "supplier", "item": "x", "lead_time": 0} for name in ("east", "west")]
    lanes: list[dict[str, Any]] = [{"seller": name, "buyer": "shop", "share": 0.5} for name in ("east", "west")]
    network = listed(name="two", agents=agents, lanes=lanes, whole=False)
    costs = Costs(**FREE | {"order": 3.0})
    books = kept(network, 5, warmup=5, costs=costs, demand=Constant(), ordering=Jit(cover=0.0), sourcing=Split())
    hand = {"agent:shop": 6.0, "agent:east": 3.0, "agent:west": 3.0, "network": 12.0}
    assert {scope: float(told(books, "cost_ordering", scope)[0]) for scope in hand} == pytest.approx(hand)
