"""Each measure of resilience by counting on a chain of four, and on random networks by its formula."""

from typing import Any

import numpy as np
import pytest

from jitagents.accounting.costs import Costs
from jitagents.accounting.resilience import Resilience
from jitagents.behaviours.demand import Constant
from jitagents.behaviours.ordering import Jit
from jitagents.behaviours.serving import Backorder, LostSale
from jitagents.crises import Disruption, Shock
from jitagents.model import SupplyModel
from jitagents.network import listed, serial
from jitagents.worlds import Worlds
from tests.accounting.conftest import compared
from tests.accounting.staged import PAIRED, UNITS, found

HORIZON = 40

VALUES = [8.0, 4.0, 2.0, 1.0]
"""Money a unit, from final demand up."""

FREE: dict[str, Any] = {"capital": 0, "storage": 0, "obsolescence": 0, "backorder_rate": 0, "lost_sale": 0.5}


def chain(
    *shocks: Disruption, buffers: tuple[int, int, int] = (3, 2, 4), capacity: float | None = UNITS,
    days: int = HORIZON, lost: bool = True, worlds: Worlds | None = None,
) -> Resilience:  # fmt: skip
    """Four stages a day apart, with days of stock at the three downstream ones; nothing is caught up if the source can
    make just what is needed."""
    stock = [UNITS * days for days in (0, *buffers)][::-1]
    network = serial(stages=4, demand=UNITS, stock=stock, capacity=capacity, value=VALUES, whole=False)
    model = SupplyModel(
        network, worlds=worlds or Worlds(twins=True), demand=Constant(), ordering=Jit(),
        serving=LostSale() if lost else Backorder(),
        crisis={str(number): shock for number, shock in enumerate(shocks)},
    )  # fmt: skip
    return compared(model, days, costs=Costs(**FREE))


def outage(duration: int = 10, start: int = 1, **more: Any) -> Shock:
    return Shock({"name": "stage_4"}, start=start, duration=duration, **more)


NONE = float("nan")

BY_HAND: dict[str, tuple[list[float], float]] = {
    "output_lost": ([100, 70, 50, 10], 10),
    "days_lost": ([10, 7, 5, 1], 1),
    "sales_lost": ([NONE, NONE, NONE, 80], 80),
    "margin_lost": ([NONE, NONE, NONE, 40], 40),
    "service_lost": ([NONE] * 4, 1 / 40),
    "cost_added": ([0, 0, 0, 10 * 8 * 0.5 / 40], 1),
    "depth_day": ([1, 1, 1, 1], 1),
    "depth_week": ([1, 1, 5 / 7, 1 / 7], 1 / 7),
    "area": ([10, 7, 5, 1], 1),
    "days_of_loss": ([10, 7, 5, 1], 1),
    "caught_up": ([0, 0, 0, 0], 0),
    "first_loss": ([0, 4, 7, 12], 12),
    "last_loss": ([10, 11, 12, 13], 13),
    "not_recovered": ([0, 0, 0, 0], 0),
    "tiers_short": ([NONE] * 4, 3),
    "agents_short": ([NONE] * 4, 3 / 4),
    "tiers_idle": ([NONE] * 4, 3),
    "agents_idle": ([NONE] * 4, 3 / 4),
    "ripple_speed": ([NONE] * 4, 3 / 12),
    "amplification": ([NONE] * 4, 1 / 10),
    "value_amplification": ([NONE] * 4, (100 * 1 + 70 * 1 + 50 * 2 + 10 * 4) / (100 * 1)),
    "persistence": ([1, 0.7, 0.5, 0.1], 0.1),
    "measured_transmission": ([NONE, 7 / 10, 5 / 7, 1 / 5], 1 / 10),
}
"""At the stages from the source down, and of the network. Lost days 1-10, 5-11, 8-12 and 13."""


def test_every_measure_is_counted() -> None:
    assert {*BY_HAND} == {*PAIRED}


@pytest.mark.parametrize("name", BY_HAND)
def test_a_chain_of_four(name: str) -> None:
    stages, network = BY_HAND[name]
    books = chain(outage())
    if name != "service_lost":  # what an agent fills on the day is what JIT orders: told of the network alone
        assert found(books, name) == pytest.approx(stages, rel=1e-12, abs=1e-12, nan_ok=True)
        tiers = [NONE] * 4 if name == "measured_transmission" else stages  # from agents to an agent
        assert found(books, name, "tier:3", "tier:2", "tier:1", "tier:0") == pytest.approx(
            tiers, rel=1e-12, abs=1e-12, nan_ok=True
        )
    assert found(books, name, "network") == pytest.approx([network], rel=1e-12)


@pytest.mark.parametrize(("days", "hit"), [(40, [0, 0, 0, 0]), (17, [0, 1, 1, 1]), (12, [1, 1, 1, 0])])
def test_who_has_not_recovered_lost_something_in_the_last_week(days: int, hit: list[float]) -> None:
    assert found(chain(outage(), days=days), "not_recovered") == hit


def test_a_crisis_that_begins_later_is_the_same_from_its_start_on() -> None:
    early, late = chain(outage()).metrics(), chain(outage(start=11), days=HORIZON + 10).metrics()
    per_day = {"cost_added", "service_lost"}
    for name in {*PAIRED} - per_day:
        np.testing.assert_allclose(late[name], early[name], rtol=1e-12, err_msg=name)


def test_goods_are_missing_downstream_and_orders_upstream() -> None:
    """Four days down: stage 3 has stock for three of them, stage 2 for the rest, and nobody orders less."""
    short = outage(4)
    assert found(chain(short), "tiers_short", "network") == [1]
    assert found(chain(short), "agents_short", "network") == [1 / 4]
    assert found(chain(short), "tiers_idle", "network") == [0]
    assert found(chain(short), "ripple_speed", "network") == [1 / 4]
    struck = Shock({"name": "stage_2"}, start=1, duration=6)
    for lost, idle in ((True, 3), (False, 0)):  # customers of two days go elsewhere, or wait
        books = chain(struck, capacity=None, buffers=(0, 0, 4), lost=lost)
        assert found(books, "tiers_short", "network") == [1]  # the shop
        assert found(books, "tiers_idle", "network") == [idle]
        assert found(books, "agents_idle", "network") == [idle / 4]


def test_a_plant_without_kits_is_short_and_the_supplier_of_its_other_input_idle() -> None:
    """The mill gets no ore for six days; sales that are lost are not ordered again, of either input."""
    agents = [
        {"name": "mine", "kind": "supplier", "item": "ore", "lead_time": 0},
        {"name": "woods", "kind": "supplier", "item": "coal", "lead_time": 0},
        {"name": "mill", "kind": "plant", "item": "bar", "lead_time": 1},
        {"name": "shop", "kind": "buyer", "item": "bar", "demand": 5},
    ]
    lanes = [("mine", "mill"), ("woods", "mill"), ("mill", "shop")]
    network = listed(
        name="works", agents=agents, lanes=[{"seller": seller, "buyer": buyer} for seller, buyer in lanes], whole=False
    )
    stop = {"stop": Shock({"name": "mine"}, start=5, duration=6)}
    model = SupplyModel(
        network, worlds=Worlds(twins=True), demand=Constant(), ordering=Jit(), serving=LostSale(), crisis=stop
    )
    books = compared(model, HORIZON)
    assert found(books, "tiers_short", "network") == [2]
    assert found(books, "agents_short", "network") == [2 / 4]
    assert found(books, "tiers_idle", "network") == [2]
    assert found(books, "agents_idle", "network") == [3 / 4]


def test_what_comes_back_is_caught_up() -> None:
    """Without a limit of capacity and without buffers, five days of output come at once when the source is up again."""
    books = chain(outage(5), buffers=(0, 0, 0), capacity=None, lost=False)
    everywhere = [5.0] * 4
    assert found(books, "area") == everywhere
    assert found(books, "days_of_loss") == everywhere
    assert found(books, "days_lost") == [0] * 4
    assert found(books, "caught_up") == [1] * 4
    assert found(books, "depth_week") == pytest.approx([5 / 7] * 4)
    assert found(books, "depth_day") == [1] * 4
    assert found(books, "amplification", "network") == [0]


def test_losses_of_several_items_are_weighed_by_value() -> None:
    """Cars of value 9 miss three days, chips of value 1 one day, ten a day of each: 2.8 days of what is sold."""
    agents: list[dict[str, Any]] = [
        {"name": f"{place} {item}", "kind": kind, "item": item, "value": value}
        | ({"demand": 10} if kind == "buyer" else {"lead_time": 0})
        for place, kind in (("maker", "supplier"), ("shop", "buyer"))
        for item, value in (("car", 9), ("chip", 1))
    ]
    lanes = [{"seller": f"maker {item}", "buyer": f"shop {item}"} for item in ("car", "chip")]
    model = SupplyModel(
        listed(name="two", agents=agents, lanes=lanes, whole=False), worlds=Worlds(twins=True), demand=Constant(),
        ordering=Jit(cover=0.0), serving=LostSale(),
        crisis={
            item: Shock({"name": f"maker {item}"}, start=3, duration=days) for item, days in (("car", 3), ("chip", 1))
        },
    )  # fmt: skip
    books = compared(model, HORIZON)
    for scope in ("network", "tier:0"):
        assert found(books, "days_lost", scope) == pytest.approx([(3 * 90 + 1 * 10) / 100])
        assert found(books, "area", scope) == pytest.approx([2.8])
        assert found(books, "depth_day", scope) == pytest.approx([1])
        assert found(books, "depth_week", scope) == pytest.approx([2.8 / 7])
    assert found(books, "days_lost", "agent:shop car", "agent:shop chip") == pytest.approx([3, 1])
    assert found(books, "amplification", "network") == pytest.approx([1])
    assert found(books, "output_lost", "agent:shop car", "agent:shop chip") == pytest.approx([30, 10])
    assert found(books, "output_lost", "network") == pytest.approx([NONE], nan_ok=True)
    assert found(books, "sales_lost", "network") == pytest.approx([3 * 90 + 10])


def test_days_of_the_crisis_count_once_where_shocks_overlap() -> None:
    """Days 1 to 6 and 4 to 9: nine days, on all of which the source stands still."""
    books = chain(outage(6), outage(6, start=4))
    assert found(books, "persistence", "agent:stage_4", "agent:stage_3") == pytest.approx([1, 6 / 9])


def test_the_origin_is_where_the_crisis_begins() -> None:
    """The second stage is struck: its supplier, upstream, ships on, and its customers lose what their stock lacks."""
    books = chain(Shock({"name": "stage_2"}, start=1, duration=6), capacity=None, buffers=(0, 0, 4))
    assert found(books, "days_of_loss", "agent:stage_2", "agent:stage_1") == [6, 2]
    assert found(books, "amplification", "network") == pytest.approx([2 / 6])
    assert found(books, "value_amplification", "network") == pytest.approx([2 * (4 + 2 + 1 + 1) / (6 * 2)])
    # What is not sold is not ordered on the same day: the source, two tiers away, loses as soon as final demand does.
    assert found(books, "ripple_speed", "network") == [2 / 5]
    waiting = chain(Shock({"name": "stage_2"}, start=1, duration=6), capacity=None, buffers=(0, 0, 4), lost=False)
    assert found(waiting, "ripple_speed", "network") == [1 / 5]


def test_a_loss_that_does_not_travel_has_no_speed_and_one_that_is_none_no_amplification() -> None:
    still = chain(outage(3))
    assert found(still, "tiers_short", "network") == [0]
    assert found(still, "ripple_speed", "network") == pytest.approx([NONE], nan_ok=True)
    assert found(still, "amplification", "network") == [0]
    surge = chain(Shock({"name": "stage_1"}, "demand", severity=0.1, start=1, duration=1), buffers=(9, 9, 9))
    assert found(surge, "amplification", "network") == pytest.approx([NONE], nan_ok=True)


def test_levels_have_their_own_losses() -> None:
    """max(0, duration - buffers) at the end; how it gets there by level, in one model."""
    durations = [0.0, 3.0, 9.0, 10.0, 14.0]
    worlds = Worlds(levels=len(durations), twins=True)
    books = chain(Shock({"name": "stage_4"}, start=1, duration=worlds.by_level(durations)), worlds=worlds)
    metrics = books.metrics()
    assert metrics["days_lost"][0] == pytest.approx([0, 0, 0, 1, 5])
    assert metrics["tiers_short"][0].tolist() == [0, 0, 2, 3, 3]
    assert metrics["tiers_idle"][0].tolist() == [0, 0, 0, 3, 3]
    assert metrics["area"][books.scopes.names.index("agent:stage_4")] == pytest.approx(durations)
