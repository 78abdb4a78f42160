"""Cascades: agents that wait too long are affected themselves."""

from typing import Any

import numpy as np
import pytest

from jitagents.behaviours.demand import Constant
from jitagents.behaviours.ordering import Jit
from jitagents.behaviours.serving import LostSale
from jitagents.behaviours.sourcing import Split
from jitagents.crises import Cascade, Shock
from jitagents.model import SupplyModel
from jitagents.network import Network, listed
from jitagents.worlds import Worlds
from tests.crises.conftest import DEMAND, Diary, diary, line


def chain() -> Network:
    """A mine, a depot and a shop, a day apart from each other; in the evening all hold a day of demand."""
    agents: list[dict[str, Any]] = [
        {"name": "mine", "kind": "supplier", "item": "ore", "lead_time": 0, "stock": 0},
        {"name": "depot", "kind": "supplier", "item": "ore"},
        {"name": "shop", "kind": "buyer", "item": "ore", "demand": DEMAND},
    ]
    ways = [{"seller": "mine", "buyer": "depot"}, {"seller": "depot", "buyer": "shop"}]
    return listed(name="chain", agents=agents, lanes=ways, whole=False)


def stopped(duration: float, cascade: Cascade) -> dict[str, Any]:
    return {"mine": Shock({"name": "mine"}, "shipping", start=2, duration=duration), "cascade": cascade}


def test_who_waits_longer_than_so_many_days_fails_and_stays_down() -> None:
    """The depot gets goods until day 2 and holds a day's; it waits on days 4, 5 and 6, and fails on day 7."""
    cascade = Cascade({"name": "depot"}, after=2)
    found = diary(chain(), 14, stopped(5, cascade), ordering=Jit())
    assert found("depot", "output") == [10, 10, 10] + [0] * 11
    assert found("depot", "shippable") == [np.inf] * 6 + [0] * 8
    assert found("depot", "stock")[7] > 0, "goods come again on day 8"
    patient = diary(chain(), 14, stopped(5, Cascade({"name": "depot"}, after=4)), ordering=Jit())
    assert patient("depot", "output")[7] == 50


@pytest.mark.parametrize(("days", "fails"), [(3, False), (4, False), (5, True)])
def test_a_shorter_wait_is_survived(days: int, fails: bool) -> None:
    """Of an outage of n days the depot waits through n - 1."""
    found = diary(chain(), 20, stopped(days, Cascade({"name": "depot"}, after=3)), ordering=Jit())
    assert (found("depot", "output")[-1] == 0) == fails


def test_who_is_back_after_some_days_may_fail_again() -> None:
    """Nothing comes any more. It waits on three days, is down for four, waits on three again."""
    cascade = Cascade({"name": "depot"}, after=2, duration=4)
    found = diary(chain(), 22, stopped(99, cascade), ordering=Jit())
    assert [day + 1 for day, most in enumerate(found("depot", "shippable")) if most == 0] == [
        *range(7, 11), *range(14, 18), *range(21, 23)
    ]  # fmt: skip


def test_a_failure_brings_down_the_next() -> None:
    """The shop waits from day 6 on, two days after the depot, and so fails two days later."""
    cascade = Cascade({"name": ["depot", "shop"]}, "receiving", after=2)
    model = SupplyModel(chain(), crisis=stopped(99, cascade), demand=Constant(), ordering=Jit())
    told = []
    for _ in range(12):
        model.step()
        told.append({bound.name: values[:, 0].tolist() for bound, values in model.disruptions.active}["cascade"])
    names = model.layout.names[model.disruptions.all[1].rows].tolist()
    downs = {name: next(day + 1 for day, both in enumerate(told) if both[place]) for place, name in enumerate(names)}
    assert downs == {"depot": 7, "shop": 9}


def test_only_worlds_in_crisis_are_hit() -> None:
    """The calm shop never waits; where the mine is short in calm days too, the calm depot is spared all the same."""
    network = chain()
    network.agents["capacity"] = [1.0, np.inf, np.inf]
    model = SupplyModel(
        network, worlds=Worlds(twins=True), crisis=stopped(9, Cascade({"name": "depot"}, after=2)), ordering=Jit()
    )
    model.run_for(20)
    assert model.by_name["depot"].shippable.tolist() == [np.inf, 0]


def test_a_customer_that_goes_away_counts_as_waiting() -> None:
    """The shop has nothing to sell from day 6 on."""
    cascade = Cascade({"name": "shop"}, "demand", severity=-0.5, after=2)
    found = diary(chain(), 10, stopped(99, cascade), ordering=Jit(), serving=LostSale())
    assert found("shop", "wanted") == [10] * 8 + [5] * 2


def two_mines() -> Network:
    agents: list[dict[str, Any]] = [
        *({"name": name, "kind": "supplier", "item": "ore", "lead_time": 0, "stock": 0} for name in ("near", "far")),
        {"name": "shop", "kind": "buyer", "item": "ore", "demand": DEMAND},
    ]
    return listed(
        name="two", agents=agents, lanes=[{"seller": name, "buyer": "shop"} for name in ("near", "far")], whole=False
    )


def test_a_buyer_leaves_the_supplier_that_lets_it_wait() -> None:
    """Nothing is sent on days 2, 3 and 4 although something is owed: on day 5 it orders elsewhere, for four days."""
    crisis = {
        "near": Shock({"name": "near"}, "shipping", start=2, duration=3),
        "leaves": Cascade({}, "switching", after=2, duration=4),
    }  # fmt: skip
    found = diary(two_mines(), 10, crisis, ordering=Jit(), sourcing=Split())
    assert found("near-shop", "ordered") == [5] * 4 + [0] * 4 + [5] * 2
    assert found("far-shop", "ordered") == [5] * 4 + [10] * 4 + [5] * 2


@pytest.mark.parametrize(("warmup", "affected"), [(6, False), (3, True)])
def test_waiting_in_the_warm_up_does_not_count(warmup: int, affected: bool) -> None:
    """The first flour comes on day 9; of the days of waiting until then two are measured, or five."""
    crisis = {"disruption": Cascade({"name": "shop"}, "demand", severity=-0.5, after=2)}
    model = SupplyModel(
        line(lead_time=8, shop={"stock": 0}), warmup=warmup, start="empty", crisis=crisis, demand=Constant(),
        ordering=Jit(),
    )  # fmt: skip
    assert (min(Diary(model, 12)("shop", "wanted")) < DEMAND) == affected
