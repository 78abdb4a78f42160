"""Planned lead times that cover the days of rest of the week: exact, and just enough."""

from typing import Any

import numpy as np
import pytest

from jitagents import SupplyModel
from jitagents.behaviours.demand import Constant
from jitagents.behaviours.ordering import BaseStock
from jitagents.calendars import Calendars
from jitagents.network import Network, listed

WEEK = (1, 1, 1, 1, 1, 0, 0)
DAYS = 28


def chain(lane: dict[str, Any] | None = None, **calendar_of: str) -> Network:
    """A market that wants 10 a day, a shop, and a source with a lead time of 1 day; calendars by name."""
    agents: list[dict[str, Any]] = [
        {"name": "town", "kind": "buyer", "item": "tool", "demand": 10},
        {"name": "shop", "kind": "supplier", "item": "tool"},
        {"name": "works", "kind": "supplier", "item": "tool", "lead_time": 1},
    ]
    for agent in agents:
        agent["calendar"] = calendar_of.get(str(agent["name"]), "")
    lanes = [{"seller": "shop", "buyer": "town", **(lane or {})}, {"seller": "works", "buyer": "shop"}]
    return listed(name="chain", agents=agents, lanes=lanes)


def run(
    network: Network, less: dict[str, float] | None = None, **calendar: Any
) -> tuple[SupplyModel, dict[str, float]]:
    """A model under base stock without cover after four weeks; the most that each owes on working days of the last."""
    calendars = Calendars(**{"week": WEEK, "demand": "every_day"} | calendar)
    level: Any = None
    if less is not None:
        plan = SupplyModel(network, demand=Constant(), calendar=calendars).planned.plan
        level = {
            str(name): float(units) - less.get(str(name), 0.0)
            for name, units in zip(plan.names, (plan.rate * plan.lead_time)[:, 0], strict=True)
        }
    rule = BaseStock(cover=0.0) if level is None else BaseStock(level=level)
    model = SupplyModel(network, demand=Constant(), ordering=rule, calendar=calendars)
    owed = dict.fromkeys(model.by_name, 0.0)
    for day in range(1, DAYS + 1):
        model.run_for(1)
        for name, agent in model.by_name.items():
            if day > DAYS - 7 and (name == "town" or model.working_days is None or model.working_days.work(agent.row)):
                owed[name] = max(owed[name], float(agent.owed[0]))
    return model, owed


NOTHING = {"town": 0.0, "shop": 0.0, "works": 0.0}


@pytest.mark.parametrize(
    ("calendars", "lane", "days"),
    [
        ({}, {}, 3.0),  # ordered on Friday, decided on again on Monday, here on Tuesday
        ({"town": "every_day"}, {}, 3.0),  # Friday's order is not sent on Saturday, but on Monday
        ({"town": "every_day", "shop": "every_day"}, {}, 1.0),
        ({"shop": "every_day"}, {}, 3.0),
        ({"town": "every_day", "shop": "every_day"}, {"calendar": "standard"}, 3.0),
        ({}, {"lead_time": 5, "lead_time_in": "working_days"}, 9.0),  # Saturday to the Sunday before Monday's receipt
        ({}, {"lead_time": 4}, 6.0),  # of Tuesday's and Wednesday's orders those due on days of rest wait for Monday
        ({}, {"order_delay": 1}, 4.0),
    ],
)
def test_base_stock_covers_the_days_of_rest(calendars: dict[str, str], lane: dict[str, Any], days: float) -> None:
    network = chain(lane, **calendars)
    model, waiting = run(network)
    assert model.planned.plan.lead_time[model.by_name["town"].row, 0] == days
    assert waiting["town"] == 0.0


@pytest.mark.parametrize("agent", ["town", "shop", "works"])
def test_one_unit_less_does_not(agent: str) -> None:
    network = chain()
    assert run(network, less={})[1] == NOTHING
    assert run(network, less={agent: 1.0})[1][agent] == 1.0


def test_plans_that_leave_the_calendar_out() -> None:
    model, waiting = run(chain(), planned=False)
    assert (model.planned.plan.lead_time == 1.0).all()
    assert waiting["town"] == 20.0  # the demand of two days of rest


def test_customers_of_every_day_and_a_shop_that_orders_on_monday() -> None:
    """The shop's orders of three days come on Monday: its seller holds three days though it works every day."""
    plan = run(chain(works="every_day", shop="every_day"))[0].planned.plan
    by_name = dict(zip(plan.names, plan.lead_time[:, 0], strict=True))
    assert by_name == {"town": 3.0, "shop": 3.0, "works": 3.0}
    assert run(chain(works="every_day", shop="every_day"))[1] == NOTHING


def test_demand_moved_keeps_the_mean_and_none_does_not() -> None:
    for how, rate in (("every_day", 10.0), ("moved", 10.0), ("none", 50.0 / 7.0)):
        model = SupplyModel(chain(), demand=Constant(), calendar=Calendars(week=WEEK, demand=how))
        wanted: list[float] = []
        model.observers.append(lambda now, days=wanted: days.append(float(now.buying["wanted"][0, 0])))  # type: ignore[misc]
        model.run_for(14)
        monday = {"every_day": 10.0, "moved": 30.0, "none": 10.0}[how]
        rest = 10.0 if how == "every_day" else 0.0
        assert wanted[7:] == [monday, 10.0, 10.0, 10.0, 10.0, rest, rest]
        assert model.planned.plan.rate == pytest.approx(np.full((3, 1), rate))
