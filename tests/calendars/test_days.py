"""Days of rest day by day: what waits, what is counted, and what a calendar without rest changes: nothing."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from jitagents import SupplyModel
from jitagents.behaviours.demand import Constant, Poisson
from jitagents.behaviours.ordering import BaseStock, Jit, PeriodicReview
from jitagents.behaviours.transport import MilkRuns
from jitagents.calendars import Calendars
from jitagents.crises import Shock
from jitagents.network import Network, listed
from jitagents.worlds import Worlds
from tests.model.conftest import make, network
from tests.properties.books import state
from tests.properties.test_independence import assert_same

__all__ = ["make", "network"]

WEEK = (1, 1, 1, 1, 1, 0, 0)


def chain(lane: dict[str, Any] | None = None, plant: dict[str, Any] | None = None, **town: Any) -> Network:
    """A town that wants 10 a day every day, and a forge that makes tools of ore, of which there is enough."""
    agents: list[dict[str, Any]] = [
        {"name": "town", "kind": "buyer", "item": "tool", "demand": 10, "calendar": "every_day", **town},
        {"name": "forge", "kind": "plant", "item": "tool", "lead_time": 0, **(plant or {})},
        {"name": "mine", "kind": "supplier", "item": "ore", "calendar": "every_day"},
    ]
    lanes = [{"seller": "forge", "buyer": "town", **(lane or {})}, {"seller": "mine", "buyer": "forge"}]
    return listed(name="forge", agents=agents, lanes=lanes)


def days(model: SupplyModel, *columns: str) -> Callable[[int], np.ndarray]:
    """A function that runs some days and returns columns of the first lane and of the town day by day."""

    def run(duration: int) -> np.ndarray:
        seen = []
        for _ in range(duration):
            model.run_for(1)
            town, to_town = model.by_name["town"], np.flatnonzero(model.layout.lane_buyer == 0)[0]
            here = {"owed": town.owed[0], "stock": town.stock[0], "order": town.order[0]}
            here |= {name: model.lanes[name][to_town, 0] for name in ("allocated", "arrived")}
            seen.append([here[name] for name in columns])
        return np.array(seen).T

    return run


@pytest.mark.parametrize(("buffer", "waiting"), [(20.0, 0.0), (19.0, 1.0), (10.0, 10.0), (0.0, 20.0)])
def test_the_least_buffer_is_the_demand_of_the_days_of_rest(buffer: float, waiting: float) -> None:
    """A plant that rests on two days of seven while demand goes on; a day of lead time is covered besides."""
    levels = BaseStock(level={"town": 10.0 + buffer, "forge": 0.0, "forge/ore": 100.0, "mine": 100.0})
    model = SupplyModel(chain(), demand=Constant(), ordering=levels, calendar=Calendars(week=WEEK, demand="every_day"))
    model.run_for(14)
    (owed,) = days(model, "owed")(14)
    # Orders of Friday come on Saturday, those of Saturday to Monday on Tuesday.
    assert owed.max() == waiting


def test_working_days_of_lead_time() -> None:
    """Shipped on each weekday, with a lead time of three working days: from Monday it is Thursday, and so on."""
    lane = {"lead_time": 3, "lead_time_in": "working_days", "calendar": "standard"}
    calendar = Calendars(week=WEEK, closed={"standard": ["2024-01-10"]}, start="2024-01-01", demand="every_day")
    model = SupplyModel(chain(lane), demand=Constant(), ordering=Jit(), calendar=calendar, start="empty")
    sent, came = days(model, "allocated", "arrived")(17)
    shipments = {day: units for day, units in enumerate(sent, 1) if units}
    assert shipments == {1: 10, 2: 10, 3: 10, 4: 10, 5: 10, 8: 30, 9: 10, 11: 20, 12: 10, 15: 30, 16: 10, 17: 10}
    # Day 10 is a holiday: what left on Friday, day 5, comes on the Thursday after it.
    assert {day: units for day, units in enumerate(came, 1) if units} == {
        4: 10,
        5: 10,
        8: 10,
        9: 10,
        11: 10,
        12: 30,
        15: 10,
        16: 20,
        17: 10,
    }


def test_calendar_days_of_lead_time_wait_at_the_dock() -> None:
    """The town's gate is shut on weekends: what is due then comes in on Monday."""
    model = SupplyModel(
        chain({"lead_time": 3}, calendar="standard"), demand=Constant(), ordering=Jit(),
        calendar=Calendars(week=WEEK, demand="every_day"), start="empty",
    )  # fmt: skip
    order, came = days(model, "order", "arrived")(12)
    assert order.tolist() == [10, 10, 10, 10, 10, 0, 0, 30, 10, 10, 10, 10]
    # Of Wednesday, Thursday and Friday on Monday; of Monday, all that came in since Friday, on Thursday.
    assert came.tolist() == [0, 0, 0, 10, 10, 0, 0, 30, 0, 0, 30, 10]


def test_a_part_of_a_day_is_a_share_of_its_capacity() -> None:
    """Two shifts on Monday, half a day on Saturday, rest on Sunday; a crisis takes half of what is left."""
    calendar = Calendars(week=(2, 1, 1, 1, 1, 0.5, 0), demand="every_day")
    slow = Shock({"name": "forge"}, "production", severity=0.5, start=8, duration=7)
    model = SupplyModel(
        chain(plant={"capacity": 8}), demand=Constant(), ordering=Jit(), calendar=calendar, crisis={"slow": slow}
    )
    capacity = []
    for _ in range(15):
        model.run_for(1)
        capacity.append(float(model.making["capacity"][model.layout.maker_rows == model.by_name["forge"].row, 0][0]))
    assert capacity == [16, 8, 8, 8, 8, 4, 0, 8, 4, 4, 4, 4, 2, 0, 16]


@pytest.mark.parametrize("whole", [True, False])
def test_calendars_without_rest_change_no_bit(make: Callable[..., SupplyModel], whole: bool) -> None:
    crisis = {"fire": Shock({"name": "forge"}, "supply", severity=0.7, start=3, duration=5)}
    worlds = Worlds(range(3), twins=True, entropy=4)
    plain = make(worlds=worlds, rng=0, crisis=crisis)
    everybody = {"ordering": PeriodicReview(review=2)} if whole else {}
    plain = make(worlds=worlds, rng=0, crisis=crisis, **everybody)
    working = Calendars(start="2024-01-01", week=(1,) * 7, closed={"standard": ["2030-01-01"]})
    assert working.rest
    other = make(worlds=worlds, rng=0, crisis=crisis, calendar=working, **everybody)
    for _ in range(30):
        plain.run_for(1)
        other.run_for(1)
        there = {name: column for name, column in state(other).items() if name != "lanes.held"}
        assert_same(there, {name: column for name, column in state(plain).items() if name != "lanes.held"})
    for name in ("rate", "lead_time", "lead_time_sd", "reach", "demand_sd"):
        assert np.array_equal(getattr(plain.planned.plan, name), getattr(other.planned.plan, name))


def test_the_calm_twin_rests_too(make: Callable[..., SupplyModel]) -> None:
    crisis = {"none": Shock({"name": "forge"}, "supply", severity=0.0, start=3, duration=5)}
    model = make(
        worlds=Worlds(range(3), twins=True), rng=0, crisis=crisis, calendar=Calendars(week=WEEK), demand=Poisson()
    )
    for day in range(1, 22):
        model.run_for(1)
        calm, crisis_world = model.points["output"][:, :3], model.points["output"][:, 3:]
        assert np.array_equal(calm, crisis_world)
        assert (calm.sum() == 0.0) == (day % 7 in (6, 0))
        assert ((model.making["started"] == 0.0).all()) == (day % 7 in (6, 0))


def test_reviews_and_departures_on_days_of_rest_move_to_monday() -> None:
    rule = PeriodicReview(review=7, start=6)  # on Saturdays
    model = SupplyModel(
        chain(calendar="standard"), demand=Constant(), ordering=rule, calendar=Calendars(week=WEEK), start="empty",
        transport=MilkRuns(every=7, spread=False),  # on Sundays
    )  # fmt: skip
    order, sent = days(model, "order", "allocated")(21)
    assert (np.flatnonzero(order) % 7).tolist() == [0] * len(np.flatnonzero(order))
    assert np.count_nonzero(order) >= 2
    left = [day for day in range(1, 22) if sent[day - 1]]
    assert left
    assert {day % 7 for day in left} == {1}


def test_rules_see_the_days_of_rest() -> None:
    model = SupplyModel(chain(), demand=Constant(), calendar=Calendars(week=WEEK))
    around = []
    for _ in range(8):
        model.run_for(1)
        seen = model.by_name["forge"].decision.truth
        assert seen.rested is not None
        assert seen.resting is not None
        around.append((float(seen.rested[0, 0]), float(seen.resting[0, 0])))
    assert around == [(0, 0), (0, 0), (0, 0), (0, 0), (0, 2), (0, 1), (1, 0), (2, 0)]
