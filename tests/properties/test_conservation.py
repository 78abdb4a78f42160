"""Nothing is lost and nothing appears: what entered is what left, what is on hand, and what is under way."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jitagents.behaviours.demand import Gamma, Poisson
from jitagents.behaviours.ordering import BaseStock, Jit, LotMultiples, Panic
from jitagents.behaviours.production import Batches, LongestQueue, Production, ProductWheel, Yield
from jitagents.behaviours.sourcing import Backup
from jitagents.crises import Shock, Switching
from jitagents.model import SupplyModel
from tests.properties.books import State, WorldLedger, state
from tests.properties.case import DAYS, Case
from tests.properties.cases import cases
from tests.properties.rules import MAKING

KEPT = ("points.stock", "points.misplaced", "lanes.under_way", "making.in_process")
"""Where goods are."""


@settings(max_examples=30)
@given(cases())
def test_every_day_and_the_whole_run_balance(case: Case) -> None:
    check_days(case)


def check_days(case: Case) -> None:
    """Every day of a case balances; over the run good units enter, units that are served, consumed or spoiled leave.

    Nothing is shipped that is not owed or not there, and nothing made beyond the capacity.
    """
    model = case.model()
    books, first = WorldLedger(model), state(model)
    books.check_standing(first)
    before, spare = first, np.zeros(())
    entered, left = np.zeros((2, model.worlds.count))
    for _ in range(DAYS):
        model.step()
        now = state(model)
        books.check_day(before, now)
        check_limits(model, before, now)
        used = now["making.started"] + now["making.reworked"]
        spare = spare + now["making.capacity"] + now["making.overtime"] - used
        assert (spare >= -1e-9).all()
        entered += now["making.good"].sum(axis=0)
        left += now["points.output"][books.buyer | books.input].sum(axis=0)
        left += sum(now[f"points.{name}"].sum(axis=0) for name in ("spoiled", "returned", "shrunk"))
        before = now
    inside = [sum(kept[name].sum(axis=0) for name in KEPT) for kept in (first, before)]
    books.same(inside[0] + entered, inside[1] + left, "entered and left")


def check_limits(model: SupplyModel, before: State, now: State) -> None:
    """Today nothing is shipped that is not owed or may not be, and nothing is started without its parts."""
    assert (now["lanes.allocated"] <= before["lanes.owed"] + now["lanes.ordered"] + 1e-9).all()
    assert (now["points.output"] <= now["points.shippable"]).all() or not model.disruptions.today.shipping
    assert (now["making.started"] <= now["making.kits"]).all()


@pytest.mark.parametrize("whole", [True, False])
@pytest.mark.parametrize("rule", MAKING, ids=lambda rule: "-".join(type(layer).__name__ for layer in rule.layers()))
def test_every_day_of_making_balances(rule: Production, whole: bool) -> None:
    """One busy mill, whose inputs and product perish, and which can do without one of the inputs."""
    agents: list[dict[str, Any]] = [
        {"name": "mine", "kind": "supplier", "item": "ore", "capacity": 24, "shelf_life": 4},
        {"name": "farm", "kind": "supplier", "item": "corn", "lead_times": "0:0.5 3:0.5", "capacity": 7},
        {"name": "mill", "kind": "plant", "item": "flour", "capacity": 9, "lead_time": 0, "shelf_life": 2},
        {"name": "shop", "kind": "buyer", "item": "flour", "demand": 8, "demand_sd": 4, "shelf_life": 3},
    ]
    lanes: list[dict[str, Any]] = [
        {"seller": "mine", "buyer": "mill", "quantity": 2, "lead_times": "1:0.5 4:0.5"},
        {"seller": "farm", "buyer": "mill", "binding": 0.5},
        {"seller": "mill", "buyer": "shop"},
    ]
    case = Case(agents, lanes, whole=whole, stages={"production": rule, "demand": Poisson() if whole else Gamma()})
    case.crisis = {"down": Shock({"name": "mill"}, "supply", severity=0.5, start=8, duration=6)}
    model = case.model(10)
    books, before, moved = WorldLedger(model), state(model), np.zeros(5)
    for _ in range(3 * DAYS):
        model.step()
        now = state(model)
        books.check_day(before, now)
        columns = ("making.started", "points.spoiled", "making.scrapped", "making.flawed", "making.overtime")
        moved += [now[name].sum() for name in columns]
        before = now
    counts = {name for layer in rule.layers() for name in layer.counts()}
    assert (moved > 0).tolist() == [True, True, *(name in counts for name in ("scrapped", "flawed", "overtime"))]


LINES = (
    LongestQueue(setup=0.2), LongestQueue(Batches(batch=3.0)), LongestQueue(Yield(rate=0.7, bad="rework")),
    ProductWheel(setup=0.1, cycle=3.0), ProductWheel(Yield(rate=0.8), setup=0.0, cycle=1.5),
)  # fmt: skip
"""Rules that divide lines, around some others."""


@settings(max_examples=10)
@given(cases(exempting=False), st.sampled_from(LINES), st.data())
def test_every_day_of_shared_lines_balances(case: Case, rule: Production, data: st.DataObject) -> None:
    """Makers of whatever tiers share lines, whose working days are the same."""
    bought = {lane["buyer"] for lane in case.lanes}
    for agent in case.agents:
        if agent["kind"] == "plant" or (agent["kind"] == "supplier" and agent["name"] not in bought):
            line = data.draw(st.sampled_from(["", "one", "two"]))
            agent |= {"line": line, "capacity": agent.get("capacity", 20.0), "calendar": ""}
    case.stages["production"] = rule
    check_days(case)


CANCELLING: dict[str, list[Any]] = {
    "ordering": [Panic(Jit()), LotMultiples(Panic(BaseStock(), patience=0.0, inflation=2.0), lot=3.0)],
    "sourcing": [
        Backup(lag=0.0, ramp=0.0), Backup(lag=1.0, ramp=3.0, capacity=1.5), Backup(patience=0.5, lag=2.0, capacity=0.7),
    ],
}  # fmt: skip


@settings(max_examples=15)
@given(cases(), st.data())
def test_what_was_ordered_is_received_owed_under_way_or_cancelled(case: Case, data: st.DataObject) -> None:
    """Lane by lane, and for each agent: its orders are what came, what is to come and what it has cancelled."""
    for stage, some in CANCELLING.items():
        if data.draw(st.booleans()):
            case.stages[stage] = data.draw(st.sampled_from(some))
    lane = data.draw(st.sampled_from(case.lanes))
    case.crisis["left"] = Shock({"seller": lane["seller"]}, Switching(cancel=True), start=5, duration=9)
    case.crisis["down"] = Shock({"name": lane["seller"]}, "shipping", start=4, duration=9)
    model = case.model()
    books, first = WorldLedger(model), state(model)
    sums = {name: np.zeros_like(model.lanes["owed"]) for name in ("ordered", "arrived", "cancelled")}
    lost = np.zeros_like(model.points["stock"])
    for _ in range(DAYS):
        model.step()
        for name, total in sums.items():
            total += model.lanes[name]
        lost += state(model)["points.missing"]
    last = state(model)
    open_ = [kept["lanes.owed"] + kept["lanes.under_way"] for kept in (first, last)]
    gone = open_[0] + sums["ordered"] - sums["arrived"] - open_[1] - sums["cancelled"]
    books.same(books.to @ gone, lost, "ordered = received + owed + under way + cancelled")
    for name in ("owed", "under_way", "cancelled"):
        assert (last[f"lanes.{name}"] >= -1e-9).all()
