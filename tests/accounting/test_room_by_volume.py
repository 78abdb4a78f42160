"""Storage by volume, by hand: the room that stock takes, where it is stated."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from jitagents.accounting.costs import Costs
from jitagents.accounting.ledger import Ledger
from jitagents.behaviours.demand import Constant
from jitagents.behaviours.ordering import BaseStock, Jit
from jitagents.behaviours.serving import Backorder
from jitagents.errors import InputError
from jitagents.network import Network, listed
from jitagents.relations import Relations
from jitagents.worlds import Worlds
from tests.accounting.conftest import Floats, Given, by_name, kept, told
from tests.accounting.test_cost_totals import drawn_costs
from tests.accounting.test_costs import DEMAND
from tests.properties.case import DAYS, WARMUP, Case
from tests.properties.cases import cases

RATES: dict[str, Any] = {"capital": 0.1, "storage": 0.04, "obsolescence": 0.0, "pipeline": 0.5, "backorder_rate": 0}
PARTS = ("cost_capital", "cost_storage", "cost_pipeline")


def shop(**columns: Any) -> Network:
    """A shop with 35 unit days at 4 on hand, and 48 at 3 on their way from outside, as in `test_costs`."""
    agents: list[dict[str, Any]] = [
        {"name": "shop", "kind": "buyer", "item": "x", "demand": 3, "value": 4, **columns},
        {"name": "outside", "kind": "supplier", "item": "x", "lead_time": 0, "stock": 0, "value": 3, "unit_volume": 9},
    ]
    return listed(name="shop", agents=agents, lanes=[{"seller": "outside", "buyer": "shop", "lead_time": 2}])


def money(network: Network, part: str, scope: str, rate: Any, **given: Any) -> Floats:
    """Money of a part over all days, by world."""
    costs = Costs(**RATES, storage_volume=rate)
    ledger = kept(
        network, len(DEMAND), measures=PARTS, costs=costs, demand=Given(DEMAND), serving=Backorder(), start="empty",
        ordering=BaseStock(level={"shop": 10.0, "outside": 0.0}), **given,
    )  # fmt: skip
    return told(ledger, f"cost_{part}", scope) * len(DEMAND)


def test_stock_on_hand_pays_for_its_room() -> None:
    """35 unit days of a fifth of a cubic metre, at .15; capital stays a share of the value."""
    network = shop(unit_volume=0.2)
    assert money(network, "storage", "agent:shop", 0.15) == pytest.approx(35 * 0.2 * 0.15)
    assert money(network, "capital", "agent:shop", 0.15) == pytest.approx(35 * 4 * 0.1 / 365)


def test_without_a_rate_or_without_a_volume_room_is_a_share_of_the_value() -> None:
    by_value = pytest.approx(35 * 4 * 0.04 / 365)
    assert money(shop(unit_volume=0.2), "storage", "agent:shop", 0.0) == by_value
    assert money(shop(), "storage", "agent:shop", 0.15) == by_value


def test_the_rate_may_differ_by_world() -> None:
    worlds = Worlds(levels=3)
    found = money(shop(unit_volume=0.2), "storage", "agent:shop", worlds.by_level([0.0, 0.15, 0.3]), worlds=worlds)
    assert found == pytest.approx([35 * 4 * 0.04 / 365, 35 * 0.2 * 0.15, 35 * 0.2 * 0.3])


def test_goods_under_way_take_no_room() -> None:
    """Of 48 unit days at 3: half of capital and of room by value, or of capital alone where room is by volume."""
    assert money(shop(), "pipeline", "agent:outside", 0.0) == pytest.approx(48 * 3 * 0.5 * 0.14 / 365)
    assert money(shop(), "pipeline", "agent:outside", 0.15) == pytest.approx(48 * 3 * 0.5 * 0.10 / 365)


def test_consigned_stock_takes_the_room_of_the_shop_at_the_expense_of_its_owner() -> None:
    network, relation = shop(unit_volume=0.2), Relations(ownership="use")
    assert money(network, "storage", "agent:outside", 0.15, relation=relation) == pytest.approx(35 * 0.2 * 0.15)
    assert money(network, "storage", "agent:shop", 0.15, relation=relation) == pytest.approx(0, abs=1e-9)


def test_a_stated_holding_cost_comes_before_both() -> None:
    network = shop(unit_volume=0.2, holding_cost=2.0)
    assert money(network, "storage", "agent:shop", 0.15) == pytest.approx(35 * 2.0 * 0.04 / 0.14)


def test_an_input_takes_the_room_of_its_sellers_and_work_in_process_none() -> None:
    """A day of ore, 10 of 2 m3 each, at the mill; the larger of two sellers counts; 30 bars in work take no store."""
    agents: list[dict[str, Any]] = [
        {"name": "mine", "kind": "supplier", "item": "ore", "lead_time": 0, "value": 2, "unit_volume": 2.0},
        {"name": "pit", "kind": "supplier", "item": "ore", "lead_time": 0, "value": 2, "unit_volume": 1.5},
        {"name": "mill", "kind": "plant", "item": "bar", "lead_time": 3, "value": 5, "cost": 5, "unit_volume": 0.5},
        {"name": "shop", "kind": "buyer", "item": "bar", "demand": 10, "value": 5},
    ]
    lanes: list[dict[str, Any]] = [
        {"seller": "mine", "buyer": "mill", "share": 1}, {"seller": "pit", "buyer": "mill", "share": 0},
        {"seller": "mill", "buyer": "shop"},
    ]  # fmt: skip
    network = listed(name="works", agents=agents, lanes=lanes, whole=False)
    ledger = kept(
        network, 10, warmup=20, measures=PARTS, costs=Costs(**RATES, storage_volume=0.15), demand=Constant(),
        ordering=Jit(cover=1.0),
    )  # fmt: skip
    stock = dict(zip(ledger.layout.names.tolist(), (ledger.stock[:, 0] / 10).tolist(), strict=True))
    assert stock["mill/ore"] > 0
    room = 0.15 * (2.0 * stock["mill/ore"] + 0.5 * stock["mill"])
    assert told(ledger, "cost_storage", "agent:mill")[0] == pytest.approx(room)
    agents[0]["unit_volume"] = -1
    with pytest.raises(InputError, match=r"unit_volume = -1; allowed: 0 m3/unit or more"):
        listed(name="works", agents=agents, lanes=lanes)


@settings(max_examples=10)
@given(cases(relating=True), drawn_costs())
def test_a_volume_without_a_rate_and_a_rate_without_a_volume_change_no_bit(case: Case, costs: Costs) -> None:
    found = []
    for volume, rate in ((False, 0.0), (True, 0.0), (False, 0.15)):
        for row in case.agents:
            row.pop("unit_volume", None)
            row |= {"unit_volume": 0.3} if volume else {}
        model = case.model()
        ledger = Ledger(model, replace(costs, storage_volume=rate), DAYS, measures=by_name(["cost", *PARTS]))
        model.observers.append(ledger)
        model.run_for(DAYS + WARMUP)
        found.append(ledger.metrics())
    for name, of in found[0].items():
        np.testing.assert_array_equal(of, found[1][name])
        np.testing.assert_array_equal(of, found[2][name])
