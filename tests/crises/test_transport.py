"""Effects on transport: lanes and carriers, prices and freight, orders, switching of suppliers."""

from typing import Any

import numpy as np
import pytest

from jitagents.accounting.costs import Costs
from jitagents.accounting.ledger import Ledger
from jitagents.accounting.measures import MEASURES
from jitagents.behaviours.demand import Constant
from jitagents.behaviours.ordering import BaseStock, Jit, Ordering
from jitagents.behaviours.sourcing import CheapestInTime, Split
from jitagents.behaviours.transport import AsStated, Expediting
from jitagents.crises import Carrier, Disruption, Effect, Freight, Lane, Price, Shock, SlowCarrier, SlowLane
from jitagents.model import SupplyModel
from jitagents.network import Network, listed
from tests.crises.conftest import DEMAND, diary, line

LANE, VAN = {"seller": "mill"}, {"name": "van"}
PULL = [Jit(), BaseStock(cover=1.0)]


@pytest.mark.parametrize(("target", "kind"), [(LANE, Lane), (VAN, Carrier)])
@pytest.mark.parametrize(
    ("goods", "arrived"),
    [
        ("wait", [10, 10, 0, 0, 0, 20, 0, 40, 10]),
        ("pass", [10, 10, 10, 10, 0, 0, 0, 40, 10]),
        ("rerouted", [10, 10, 0, 0, 0, 10, 10, 40, 10]),
        ("lost", [10, 10, 0, 0, 0, 0, 0, 60, 10]),
    ],
)
def test_a_lane_that_is_closed_for_three_days(
    target: dict[str, str], kind: type[Lane], goods: str, arrived: list[float]
) -> None:
    """What was ordered in the meantime is loaded on day 6; of 20 units under way on day 3 it is said what becomes."""
    shock = Shock(target, kind(goods, detour=3), start=3, duration=3)
    for rule in PULL:
        found = diary(line(), 9, shock, ordering=rule)
        assert found("mill-shop", "arrived") == arrived
        assert found("mill-shop", "allocated")[2:5] == [0, 0, 0]


def test_lost_goods_are_missing_and_ordered_again() -> None:
    found = diary(line(), 6, Shock(LANE, Lane("lost"), start=3, duration=3), ordering=Jit())
    assert found("shop", "missing") == [0, 0, 20, 0, 0, 0]
    assert found("shop", "order") == [10, 10, 30, 10, 10, 10]
    assert found("mill-shop", "under_way") == [20, 20, 0, 0, 0, 60]
    assert found("shop", "on_order") == [20, 20, 30, 40, 50, 60]


@pytest.mark.parametrize("goods", ["lost", "rerouted"])
def test_goods_that_wait_at_the_door_are_lost_with_the_others_and_pass_on_a_detour(goods: str) -> None:
    """The shop takes nothing in on days 2 to 4; the lane closes on day 4, when 20 wait at the door and 20 are on it."""
    crisis = {
        "door": Shock({"name": "shop"}, "receiving", start=2, duration=3),
        "lane": Shock(LANE, Lane(goods, detour=3), start=4, duration=1),
    }
    found = diary(line(), 8, crisis, ordering=Jit())
    assert found("mill-shop", "held")[:3] == [0, 10, 20]
    lost = {"lost": [10, 0, 0, 0, 0, 0, 60, 10], "rerouted": [10, 0, 0, 0, 20, 0, 30, 20]}
    assert found("mill-shop", "arrived") == lost[goods]


def test_a_narrowed_lane_loads_the_rest_and_lets_goods_pass() -> None:
    found = diary(line(), 7, Shock(LANE, Lane("lost"), 0.75, start=2, duration=2), ordering=Jit())
    assert found("mill-shop", "allocated") == [10, 2.5, 2.5, 25, 10, 10, 10]
    assert found("mill-shop", "arrived") == [10, 10, 10, 2.5, 2.5, 25, 10]


def test_goods_at_the_dock_are_not_under_way() -> None:
    """The van loads 12 a day. What is on the lane on day 2 is lost, what waits at the dock on days 4 to 6 is not."""
    network = line()
    network.carriers["capacity"] = 12.0
    found = diary(network, 6, Shock(LANE, Lane("lost"), start=2, duration=2), ordering=Jit())
    assert found("shop", "missing") == [0, 20, 0, 0, 0, 0]
    assert found("mill-shop", "loaded") == [10, 0, 0, 12, 12, 12]


@pytest.mark.parametrize(("target", "kind"), [(LANE, SlowLane), (VAN, SlowCarrier)])
@pytest.mark.parametrize(
    ("overtaking", "severity", "arrived"),
    [
        (True, 1.0, [10, 10, 10, 10, 0, 0, 10, 20, 20, 10]),
        (False, 1.0, [10, 10, 10, 10, 0, 0, 10, 10, 30, 10]),
        (True, 0.5, [10, 10, 10, 10, 0, 10, 10, 20, 10, 10]),
    ],
)
def test_a_slow_lane_takes_longer_for_what_it_loads(
    target: dict[str, str], kind: type[Effect], overtaking: bool, severity: float, arrived: list[float]
) -> None:
    """From day 3 to 5 four days instead of two, three at half severity; from day 6 on two, unless goods are ahead."""
    shock = Shock(target, kind(), severity, start=3, duration=3)
    found = diary(line(), 10, shock, ordering=Jit(), transport=AsStated(overtaking=overtaking))
    assert found("mill-shop", "arrived") == arrived


def test_without_overtaking_nothing_passes_goods_on_a_detour() -> None:
    """Of the goods of days 1 and 2 the last come on day 8; what is loaded on day 4 would be there on day 6."""
    shock = Shock(LANE, Lane("rerouted", detour=4), start=3, duration=1)
    found = diary(line(), 9, shock, ordering=Jit(), transport=AsStated(overtaking=False))
    assert found("mill-shop", "arrived") == [10, 10, 0, 0, 0, 0, 10, 10 + 20 + 10 + 10, 10]


def test_goods_that_go_express_are_lost_with_the_others() -> None:
    """Nothing is made on days 2 and 3, so that everything is late and goes express; on day 5 it is all on the lane."""
    crisis = {
        "mill": Shock({"name": "mill"}, "production", start=2, duration=2),
        "lane": Shock(LANE, Lane("lost"), start=5, duration=1),
    }
    rushed = Expediting(patience=0.0, factor=0.5)
    found = diary(line(lead_time=4), 6, crisis, ordering=Jit(), transport=rushed)
    assert found("mill-shop", "expressed")[3] > 0
    assert found("shop", "missing")[4] == found("mill-shop", "under_way")[3]
    assert found("mill-shop", "under_way")[4] == 0


# ---------------------------------------------------------------- money


def two_mills(near: float = 4.0, far: float = 5.0, **lane: Any) -> Network:
    """A shop that buys from the nearer mill as long as its flour is cheaper."""
    agents: list[dict[str, Any]] = [
        *({"name": name, "kind": "supplier", "item": "flour", "lead_time": 0, "stock": 0} for name in ("near", "far")),
        {"name": "shop", "kind": "buyer", "item": "flour", "demand": DEMAND},
    ]
    lanes = [
        {"seller": "near", "buyer": "shop", "price": near, "transport_cost": 1.0} | lane,
        {"seller": "far", "buyer": "shop", "price": far, "transport_cost": 0.5} | lane,
    ]
    return listed(name="two mills", agents=agents, lanes=lanes, whole=False)


def spent(network: Network, shock: Disruption | None, costs: Costs, days: int = 6, **stages: Any) -> dict[str, float]:
    """Money that the shop pays for goods and for transport."""
    crisis = {} if shock is None else {"disruption": shock}
    model = SupplyModel(network, crisis=crisis, ordering=Jit(), **stages)
    ledger = Ledger(model, costs, days, measures=[MEASURES[name] for name in ("cost_purchase", "cost_transport")])
    model.observers.append(ledger)
    model.run_for(days)
    shop = ledger.scopes.names.index("agent:shop")
    return {name: float(money[shop, 0]) * days for name, money in ledger.metrics().items()}


@pytest.mark.parametrize("breaks", [{}, {5: 0.2}])
def test_what_is_dearer_costs_exactly_so_much_more(breaks: dict[float, float]) -> None:
    costs = Costs(purchase=1.0, transport=0.0, breaks=breaks)
    stages: dict[str, Any] = {"demand": Constant(), "sourcing": Split()}
    network = two_mills(load_cost=3.0, load=4.0)
    calm = spent(network, None, costs, **stages)
    goods = spent(network, Shock({"name": "near"}, Price(), 0.25, start=2, duration=3), costs, **stages)
    freight = spent(network, Shock({"seller": "near"}, Freight(), 0.5, start=2, duration=3), costs, **stages)
    paid = (1 - breaks.get(5, 0)) * 5 * 4.0
    assert goods["cost_purchase"] - calm["cost_purchase"] == pytest.approx(3 * 0.25 * paid)
    assert goods["cost_transport"] == calm["cost_transport"]
    assert freight["cost_transport"] - calm["cost_transport"] == pytest.approx(3 * 0.5 * (5 * 1.0 + 2 * 3.0))
    assert freight["cost_purchase"] == calm["cost_purchase"]


@pytest.mark.parametrize(
    ("what", "severity", "leaves"),
    [(Price(), 0.1, False), (Price(), 0.15, True), (Freight(), 0.4, False), (Freight(), 0.6, True)],
)
def test_who_looks_at_prices_buys_elsewhere(what: Effect, severity: float, leaves: bool) -> None:
    """4 + 1 against 5 + 0.5: the far mill is cheaper once goods cost an eighth more, or freight half as much again."""
    target = {"name": "near"} if isinstance(what, Price) else {"seller": "near"}
    shock = Shock(target, what, severity, start=2, duration=3)
    found = diary(two_mills(), 6, shock, ordering=Jit(), sourcing=CheapestInTime())
    assert found("near-shop", "ordered") == [10, *([0] * 3 if leaves else [10] * 3), 10, 10]


def test_a_fall_of_the_price_draws_customers() -> None:
    shock = Shock({"name": "far"}, Price(), -0.2, start=2, duration=1)
    found = diary(two_mills(), 3, shock, ordering=Jit(), sourcing=CheapestInTime())
    assert found("far-shop", "ordered") == [0, 10, 0]


# ---------------------------------------------------------------- orders


@pytest.mark.parametrize("rule", PULL)
def test_lost_orders_are_believed_to_be_on_order_and_sent_again_in_the_end(rule: Ordering) -> None:
    found = diary(line(), 9, Shock(LANE, "orders_lost", 0.5, start=3, duration=3), ordering=rule)
    assert found("mill-shop", "ordered") == [10, 10, 5, 5, 5, 25, 10, 10, 10]
    assert found("shop", "on_order") == [20, 20, 15, 10, 10, 30, 35, 20, 20]
    assert found("shop", "mistaken") == [0, 0, 5, 10, 15, 0, 0, 0, 0]
    assert found("shop", "stock") == [10, 10, 10, 10, 5, 0, 0, 10, 10]


@pytest.mark.parametrize("rule", PULL)
def test_what_came_twice_is_used_up_before_more_is_ordered(rule: Ordering) -> None:
    found = diary(line(), 9, Shock(LANE, "orders_doubled", start=3, duration=2), ordering=rule)
    assert found("shop", "order") == [10, 10, 10, 10, 0, 0, 10, 10, 10]
    assert found("mill-shop", "ordered") == [10, 10, 20, 20, 0, 0, 10, 10, 10]
    assert found("shop", "mistaken") == [0, 0, -10, -20, 0, 0, 0, 0, 0]
    assert found("shop", "stock") == [10, 10, 10, 10, 20, 30, 20, 10, 10]


def test_orders_that_take_days_to_reach_the_seller_are_lost_too() -> None:
    network = line()
    network.lanes["order_delay"] = 1
    found = diary(network, 7, Shock(LANE, "orders_lost", start=2, duration=2), ordering=Jit())
    assert found("mill-shop", "ordered") == [10, 10, 0, 0, 30, 10, 10]


# ---------------------------------------------------------------- switching


@pytest.mark.parametrize(("severity", "near"), [(1.0, 0.0), (0.5, 2.5)])
def test_a_buyer_leaves_for_its_other_sellers(severity: float, near: float) -> None:
    shock = Shock({"seller": "near"}, "switching", severity, start=2, duration=2)
    found = diary(two_mills(), 4, shock, ordering=Jit(), sourcing=Split())
    assert found("near-shop", "ordered") == [5, near, near, 5]
    assert found("far-shop", "ordered") == [5, 10 - near, 10 - near, 5]


def test_a_sole_source_cannot_be_left() -> None:
    found = diary(line(), 4, Shock(LANE, "switching", start=2, duration=2), ordering=Jit())
    assert found("mill-shop", "ordered") == [10] * 4
    both = diary(two_mills(), 4, Shock({}, "switching", start=2, duration=2), ordering=Jit(), sourcing=Split())
    assert both("near-shop", "ordered") == [5] * 4


@pytest.mark.parametrize("whole", [True, False])
def test_the_shares_of_those_who_stay_keep_their_proportions(whole: bool) -> None:
    agents = [{"name": name, "kind": "supplier", "item": "x", "lead_time": 0} for name in "abc"]
    agents.append({"name": "shop", "kind": "buyer", "item": "x", "demand": 100})
    lanes = [
        {"seller": name, "buyer": "shop", "share": share} for name, share in zip("abc", (0.5, 0.3, 0.2), strict=True)
    ]
    network = listed(name="three", agents=agents, lanes=lanes, whole=whole)
    found = diary(
        network, 2, Shock({"seller": "a"}, "switching", start=2, duration=1), ordering=Jit(), sourcing=Split()
    )
    asked = np.array([found(f"{name}-shop", "ordered") for name in "abc"])
    assert asked.sum(axis=0).tolist() == [100, 100]
    assert asked[:, 1] == pytest.approx([0, 60, 40], abs=1 if whole else 1e-9)


def test_who_is_left_loses_to_a_source_that_had_no_share() -> None:
    shock = Shock({"seller": "near"}, "switching", start=2, duration=1)
    found = diary(two_mills(), 3, shock, ordering=Jit(), sourcing=CheapestInTime())
    assert found("near-shop", "ordered") == [10, 0, 10]
    assert found("far-shop", "ordered") == [0, 10, 0]
