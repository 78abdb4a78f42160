"""Each measure on days that are written down: what a reader with a pencil gets."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from jitagents.accounting.ledger import Ledger
from jitagents.behaviours.demand import Buyers
from jitagents.behaviours.ordering import BaseStock, Jit
from jitagents.behaviours.serving import Backorder, LostSale
from jitagents.behaviours.sourcing import Split
from jitagents.crises import Shock
from jitagents.network import Network, listed, serial
from jitagents.random_streams import Carried
from jitagents.worlds import Worlds
from tests.accounting.conftest import Floats, Given, kept, told
from tests.science.conftest import up_to

DEMAND = (4, 8, 0, 2, 9, 0, 1, 0)
"""Base stock 10, two days from outside. On hand 6 0 2 8 0 1 9 9, owed 0 2 0 0 1 0 0 0, shipped 4 6 2 2 8 1 1 0, on
order 4 12 8 2 11 9 1 1; receipts 4 8 2 9 on days 3, 4, 6, 7."""


def shop(promise: int = 0, warmup: int = 0, **more: Any) -> Ledger:
    network = serial(stages=1, lead_time=2, demand=3.0)
    network.agents["value"] = 2.0
    setup: dict[str, Any] = {"demand": Given(DEMAND), "ordering": up_to(10.0), "serving": Backorder(), "start": "empty"}
    return kept(network, len(DEMAND) - warmup, promise=promise, warmup=warmup, **setup | more)


BY_HAND = {
    "fill_rate": 1 - 3 / 24,
    "cycle_service_level": 2 / 3,  # receipts on days 3, 4, 6, 7 end three cycles; day 5 is short
    "ready_rate": 6 / 8,
    "shipped_on_time": 3 / 5,
    "otif": 3 / 5,  # customers come on days 1, 2, 4, 5, 7
    "lost_units": 0,
    "orders_placed": 5 / 8,
    "stock_units": 35 / 8,
    "stock_value": 70 / 8,
    "net_stock": 32 / 8,
    "days_of_cover": 35 / 24,
    "stock_turns": 365 * 24 / 35,
    "order_age": 3 / 24,
    "order_lead_time": 48 / 23,
    "output": 24,
    "throughput": 3,
    "bullwhip": 1,
    "net_stock_amplification": (272 / 8 - 4**2) / (166 / 8 - 3**2),
}


@pytest.mark.parametrize("scope", ["agent:stage_1", "tier:0", "network"])
@pytest.mark.parametrize("name", BY_HAND)
def test_one_shop(name: str, scope: str) -> None:
    assert told(shop(), name, scope) == pytest.approx(BY_HAND[name], rel=1e-12)


@pytest.mark.parametrize(("promise", "share"), [(0, 3 / 5), (1, 1.0), (4, 1.0)])
def test_a_line_is_on_time_within_the_promise(promise: int, share: float) -> None:
    assert told(shop(promise), "otif", "network") == pytest.approx(share, rel=1e-12)


@pytest.mark.parametrize(("level", "promise", "share"), [(4, 0, 3 / 5), (4, 1, 3 / 5), (4, 2, 1), (0, 1, 0), (0, 2, 1)])
def test_a_line_that_is_not_due_yet_does_not_count(level: float, promise: int, share: float) -> None:
    """With 4 in stock the lines of days 2 and 5 wait two days; with nothing all lines do, and that of day 7 is open."""
    books = shop(promise, ordering=up_to(level))
    assert told(books, "otif", "network") == pytest.approx(share, rel=1e-12)


def test_goods_under_way_belong_to_who_sent_them() -> None:
    books = shop()
    for scope in ("agent:outside", "tier:1", "network"):
        assert told(books, "pipeline", scope) == pytest.approx(48 / 8, rel=1e-12)
    assert told(books, "pipeline", "agent:stage_1") == 0
    assert told(books, "cash_tied_up", "network") == pytest.approx(2 * (35 + 48) / 8, rel=1e-12)
    assert told(books, "cash_tied_up", "agent:stage_1") == pytest.approx(2 * 35 / 8, rel=1e-12)


def test_days_of_warm_up_do_not_count() -> None:
    """From day 4 on: receipts 8 0 2 9 0, on order 2 11 9 1 1, cycles from day 4 to 6 (short) and from 6 to 7."""
    books = shop(warmup=3)
    hand = {
        "fill_rate": 1 - 1 / 12, "cycle_service_level": 1 / 2, "order_lead_time": 24 / 19, "stock_units": 27 / 5,
        "order_age": 1 / 12, "output": 12, "ready_rate": 4 / 5, "otif": 2 / 3, "shipped_on_time": 2 / 3,
    }  # fmt: skip
    assert {name: float(told(books, name, "network")[0]) for name in hand} == pytest.approx(hand, rel=1e-12)


def test_what_is_not_met_is_lost() -> None:
    """Customers of day 2 find 6 of 8, those of day 5 find 8 of 9."""
    books = shop(serving=LostSale())
    hand = {"lost_units": 3, "output": 21, "fill_rate": 21 / 24, "otif": 3 / 5, "order_age": 0}
    assert {name: float(told(books, name, "network")[0]) for name in hand} == pytest.approx(hand, rel=1e-12)
    assert told(books, "cycle_service_level", "network") < 1


def works(days: int = 40, values: dict[str, float] | None = None, capacity: float = np.inf, **more: Any) -> Ledger:
    """Five a day: a source a day away, a plant that needs two days and two parts a piece, a shop a day away."""
    agents = [
        {"name": "mine", "kind": "supplier", "item": "ore", "lead_time": 0},
        {"name": "mill", "kind": "plant", "item": "bar", "lead_time": 2, "capacity": capacity},
        {"name": "shop", "kind": "buyer", "item": "bar", "demand": 5},
    ]
    lanes: list[dict[str, Any]] = [
        {"seller": "mine", "buyer": "mill", "quantity": 2},
        {"seller": "mill", "buyer": "shop"},
    ]
    network: Network = listed(name="works", agents=agents, lanes=lanes, whole=False)
    network.agents["value"] = network.agents["name"].map(values or {}).fillna(1.0)
    setup: dict[str, Any] = {"demand": Given((5.0,) * 200), "ordering": Jit(cover=0.0), "serving": Backorder()}
    return kept(network, days, warmup=20, **setup | more)


def test_a_plant_holds_two_days_of_work() -> None:
    books = works()
    hand: dict[str, dict[str, float]] = {
        "work_in_process": {"agent:mill": 10, "tier:1": 10, "network": np.nan, "agent:mine": 0, "agent:shop": 0},
        "cycle_time": {"agent:mill": 2, "tier:1": 2, "network": 10 / 15, "agent:mine": 0, "agent:shop": np.nan},
        "order_lead_time": {"agent:mine": 0, "agent:shop": 1, "network": 1},
        "throughput": {"agent:mine": 10, "agent:mill": 5, "agent:shop": 5, "network": 5},
        "line_stop_days": {"agent:mill": 0, "network": 0},
        "orders_placed": {"agent:mill": 1, "network": 1},
    }
    for name, scopes in hand.items():
        found = {scope: float(told(books, name, scope)[0]) for scope in scopes}
        assert found == pytest.approx(scopes, rel=1e-12, nan_ok=True), name


def test_a_plant_without_parts_stands_still() -> None:
    """The mine ships nothing for six days; its parts are a day away and the plant keeps none: six days of standstill.

    A source that is stopped is no line, and a plant without orders does not stand still.
    """
    outage = {"outage": Shock({"name": "mine"}, "shipping", start=5, duration=6)}
    again = {"again": Shock({"name": "mine"}, "shipping", start=20, duration=2)}
    books, twice = (works(crisis=crisis, worlds=Worlds(twins=True)) for crisis in (outage, outage | again))
    for scope in ("agent:mill", "tier:1", "network"):
        assert told(books, "line_stop_days", scope).tolist() == [0, 6]
        assert told(twice, "line_stop_days", scope).tolist() == [0, 8]
        assert told(twice, "longest_line_stop", scope).tolist() == [0, 6]
    assert told(twice, "longest_line_stop", "tier:0").tolist() == [0, 0]
    assert told(books, "line_stop_days", "agent:mine").tolist() == [0, 0]
    idle = works(demand=Given((5.0,) * 20), ordering=BaseStock(level=0.0))
    assert told(idle, "line_stop_days", "network") == 0
    assert told(idle, "output", "agent:mill") < 20


@pytest.mark.parametrize("name", ["days_of_cover", "stock_turns"])
def test_cover_and_turns_are_by_value_and_of_all_stock(name: str) -> None:
    books = works(ordering=Jit(cover=1.0))
    value = told(books, "stock_value", "network")
    cover: Callable[[Any], Any] = {"days_of_cover": lambda days: days, "stock_turns": lambda days: 365 / days}[name]
    assert value > 0
    assert told(books, name, "network") == pytest.approx(cover(value / 5), rel=1e-12)


def two_shops(wanted: dict[str, tuple[float, ...]], **more: Any) -> Ledger:
    """A shop for cars of value 9 and one for chips of value 1; each has ten at first and gets no more."""
    agents: list[dict[str, Any]] = [
        {"name": f"{place} {item}", "kind": kind, "item": item, "value": value, "stock": 10}
        | ({"demand": 4} if kind == "buyer" else {"lead_time": 1, "capacity": 0})
        for place, kind in (("maker", "supplier"), ("shop", "buyer"))
        for item, value in (("car", 9), ("chip", 1))
    ]
    lanes = [{"seller": f"maker {item}", "buyer": f"shop {item}"} for item in ("car", "chip")]
    network = listed(name="two shops", agents=agents, lanes=lanes, whole=False)
    setup: dict[str, Any] = {
        "demand": GivenEach(units=wanted),
        "ordering": BaseStock(level=10.0),
        "serving": LostSale(),
    }
    return kept(network, 3, start="empty", **setup | more)


@dataclass(frozen=True)
class GivenEach(Given):
    """Demand of each buyer that is written down."""

    units: Any = None

    def moments(self, buyers: Buyers) -> tuple[Floats, Floats]:
        return buyers.mean, np.zeros(buyers.mean.shape)

    def draw(self, rng: np.random.Generator, first: int, days: int, buyers: Buyers, memory: Carried) -> Floats:
        one = [Given(units=self.units[name]).draw(rng, first, days, buyers, memory)[:, :1] for name in buyers.names]
        return np.concatenate(one, axis=1)


def test_several_items_are_weighed_by_value_and_not_added_up() -> None:
    """Cars: 4 + 8 + 4 wanted, 10 of the shop's and 10 of the maker's are sold; chips: 16 + 0 + 2 wanted."""
    books = two_shops({"shop car": (4.0, 8.0, 4.0), "shop chip": (16.0, 0.0, 2.0)})
    filled = {item: float(told(books, "fill_rate", f"agent:shop {item}")[0]) for item in ("car", "chip")}
    assert filled["car"] == 1.0
    assert filled["chip"] == pytest.approx(12 / 18, rel=1e-12)
    share = 1 - 1 * 6 / (9 * 16 + 1 * 18)
    assert told(books, "fill_rate", "network") == pytest.approx(share, rel=1e-12)
    assert told(books, "fill_rate", "tier:0") == pytest.approx(share, rel=1e-12)
    for name in ("stock_units", "net_stock", "pipeline", "work_in_process", "escapes", "returns"):
        assert np.isnan(told(books, name, "network")).all()
        assert not np.isnan(told(books, name, "agent:shop car")).any()
    assert np.isnan(told(books, "lost_units", "network")).all()
    assert told(books, "lost_units", "agent:shop chip") == 6
    assert told(books, "lost_demand", "network") == pytest.approx(6 * 1, rel=1e-12)


def test_the_bullwhip_of_a_shop_is_over_all_that_customers_want() -> None:
    """Wanted 4 8 0 2 9 0 1 0, of which 3 units go elsewhere: the orders are those of what is sold."""
    sold = np.array((4, 6, 0, 2, 8, 0, 1, 0))
    books = shop(serving=LostSale())
    for scope in ("agent:stage_1", "tier:0", "network"):
        by_agent = sold.var() / np.var(DEMAND)
        by_tier = by_agent * (np.mean(DEMAND) / sold.mean()) ** 2
        expected = by_agent if scope.startswith("agent") else by_tier
        assert told(books, "bullwhip", scope) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(("share", "orders"), [(1.0, 1), (0.5, 2)])
def test_two_suppliers_are_two_orders(share: float, orders: float) -> None:
    agents: list[dict[str, Any]] = [
        {"name": "east", "kind": "supplier", "item": "ore", "lead_time": 0},
        {"name": "west", "kind": "supplier", "item": "ore", "lead_time": 0},
        {"name": "shop", "kind": "buyer", "item": "ore", "demand": 5},
    ]
    lanes = [{"seller": name, "buyer": "shop", "share": part} for name, part in (("east", share), ("west", 1 - share))]
    network = listed(name="two suppliers", agents=agents, lanes=lanes, whole=False)
    books = kept(network, 10, demand=Given((5.0,) * 10), ordering=Jit(cover=0.0), serving=Backorder(), sourcing=Split())
    for scope in ("agent:shop", "tier:0", "network"):
        assert told(books, "orders_placed", scope) == orders
    assert np.isnan(told(books, "orders_placed", "agent:east")).all()


def test_a_plant_at_a_tenth_of_its_pace_is_nine_tenths_stopped() -> None:
    """For six days the mill, of just the capacity that it needs, makes a tenth; for two more it stands."""
    crisis = {
        "slow": Shock({"name": "mill"}, "production", severity=0.9, start=5, duration=6),
        "stop": Shock({"name": "mill"}, "production", severity=1.0, start=20, duration=2),
    }
    books = works(crisis=crisis, worlds=Worlds(twins=True), capacity=5.0)
    for scope in ("agent:mill", "tier:1", "network"):
        assert told(books, "stop_equivalents", scope) == pytest.approx([0, 6 * 0.9 + 2], rel=1e-9)
        assert told(books, "line_stop_days", scope).tolist() == [0, 2]
