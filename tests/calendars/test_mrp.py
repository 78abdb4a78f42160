"""MRP by a shop calendar: released on working days, just enough for days of rest and holidays, worked out by hand."""

from typing import Any

import numpy as np
import pytest

from jitagents import SupplyModel
from jitagents.behaviours.demand import Constant
from jitagents.behaviours.forecasting import Perfect
from jitagents.behaviours.ordering import Mrp
from jitagents.calendars import Calendars
from jitagents.network import Network, listed

WEEK = (1, 1, 1, 1, 1, 0, 0)
HOLIDAY = 38  # a Wednesday


def chain(lane: dict[str, Any] | None = None, maker: dict[str, Any] | None = None, **calendar_of: str) -> Network:
    """A town that wants 10 a day, a forge that makes tools of ore within a day, and a mine with a day of its own."""
    agents: list[dict[str, Any]] = [
        {"name": "town", "kind": "buyer", "item": "tool", "demand": 10},
        {"name": "forge", "kind": "plant", "item": "tool", "lead_time": 1, **(maker or {})},
        {"name": "mine", "kind": "supplier", "item": "ore", "lead_time": 1},
    ]
    for agent in agents:
        agent["calendar"] = calendar_of.get(str(agent["name"]), "")
    lanes = [{"seller": "forge", "buyer": "town", **(lane or {})}, {"seller": "mine", "buyer": "forge", "lead_time": 2}]
    return listed(name="forge", agents=agents, lanes=lanes)


def run(network: Network, rule: Mrp | None = None, days: int = 56, **calendar: Any) -> dict[str, np.ndarray]:
    """Stock, backorders, orders and receipts of all rows day by day `(days, rows)`; a holiday on day 38."""
    calendars = Calendars(
        **{"week": WEEK, "demand": "every_day", "start": "2024-01-01", "closed": {"standard": ["2024-02-07"]}}
        | calendar
    )
    model = SupplyModel(
        network, demand=Constant(), ordering=rule or Mrp(horizon=28), forecasting=Perfect(),
        calendar=calendars,
    )  # fmt: skip
    book: dict[str, list[np.ndarray]] = {"stock": [], "owed": [], "order": []}
    received, buyer = [], model.layout.lane_buyer
    for _ in range(days):
        model.run_for(1)
        received.append(np.bincount(buyer, model.lanes["arrived"][:, 0], minlength=model.layout.rows))
        for name, column in book.items():
            column.append(model.points[name][:, 0].copy())
    found = {name: np.array(column) for name, column in book.items()}
    return found | {"received": np.array(received), "names": model.layout.names}


def of(book: dict[str, np.ndarray], what: str, name: str, first: int = 29, last: int = 42) -> list[float]:
    """A column of a stock point from a day to another."""
    found: list[float] = book[what][first - 1 : last, list(book["names"]).index(name)].tolist()
    return found


def test_a_weekend_and_a_holiday_by_hand() -> None:
    """Goods ordered on Monday come on Tuesday, and on Friday on Monday: from Monday 29 to Sunday 42."""
    book = run(chain())
    # Thursday's tools last from Friday to Sunday; Monday's from Tuesday over the holiday.
    assert of(book, "order", "town") == [10, 10, 10, 30, 10, 0, 0, 20, 10, 0, 30, 10, 0, 0]
    assert of(book, "stock", "town") == [0, 0, 0, 0, 20, 10, 0, 0, 10, 0, 0, 20, 10, 0]
    # Made a day earlier, so that they are there when the town orders.
    assert of(book, "order", "forge") == [10, 10, 30, 10, 20, 0, 0, 10, 30, 0, 10, 10, 0, 0]
    assert not any(of(book, "stock", "forge"))
    # Ore takes two days: of Thursday and Friday on Monday, none on Tuesday, which Monday's has to last for.
    assert of(book, "stock", "forge/ore") == [10, 0, 0, 0, 0, 0, 0, 30, 0, 0, 10, 0, 0, 0]
    assert not any(sum(of(book, "owed", name)) for name in book["names"])


@pytest.mark.parametrize("demand", ["every_day", "moved"])
@pytest.mark.parametrize(
    ("lane", "calendars"),
    [
        ({}, {}),
        ({"lead_time": 3, "lead_time_in": "working_days"}, {}),
        ({"lead_time": 4}, {"mine": "every_day"}),
        ({"order_delay": 1}, {}),
        ({"lead_time": 2, "calendar": "standard"}, {"forge": "every_day"}),
    ],
)
def test_no_stockout_and_no_more_than_the_cover(lane: dict[str, Any], calendars: dict[str, str], demand: str) -> None:
    """The town's stock falls to its safety stock before each receipt, and never below."""
    book = run(chain(lane, None, **calendars), Mrp(horizon=28, safety=2), demand=demand)
    stock, order = (np.array(of(book, what, "town", 29, 56)) for what in ("stock", "order"))
    assert not order[[day for day in range(28) if day % 7 > 4 or day + 29 == HOLIDAY]].any()
    assert not any(of(book, "owed", "town", 29, 56))
    before = np.flatnonzero(of(book, "received", "town", 30, 56))
    assert len(before) >= 11
    assert (stock[before] == 20).all()
    assert stock.min() == 20


def test_safety_time_and_weekly_lots() -> None:
    """A review that falls on a day of rest is held on the next working day, and lasts for a week."""
    book = run(chain(), Mrp(horizon=28, lot_sizing="period", review=7, safety_time=1), days=70)
    orders = np.array(of(book, "order", "town", 43, 70)).reshape(4, 7)
    assert orders.sum(axis=1).tolist() == [70, 70, 70, 70]
    assert (np.count_nonzero(orders, axis=1) == 1).all()
    assert not orders[:, 5:].any()
    stock = np.array(of(book, "stock", "town", 43, 70))
    assert stock.min() == 10


def test_plans_that_stand_are_released_on_working_days() -> None:
    book = run(chain(), Mrp(horizon=28, every=7, frozen=3))
    assert of(book, "order", "town") == [10, 10, 10, 30, 10, 0, 0, 20, 10, 0, 30, 10, 0, 0]


@pytest.mark.parametrize("lots", [{}, {"lot_sizing": "period", "review": 3}, {"safety_time": 2, "every": 2}])
def test_a_calendar_without_rest_changes_no_plan(lots: dict[str, Any]) -> None:
    plain = run(chain(), Mrp(**lots), week=(1,) * 7, closed={}, start="monday")
    other = run(chain(), Mrp(**lots), week=(1,) * 7, closed={"standard": ["2030-01-01"]})
    assert all(np.array_equal(plain[name], other[name]) for name in plain)


def test_a_shutdown_of_three_weeks() -> None:
    """All is closed from day 61 to 80; its customers come on day 81, for which the last order before lasts."""
    book = run(chain(), days=84, demand="moved", closed={"standard": ["2024-03-01..2024-03-20"]})
    assert of(book, "order", "town", 58, 82) == [10, 10, 210, *[0] * 20, 10, 30]
    assert not any(of(book, "owed", "town", 40, 84))
    assert not any(of(book, "stock", "town", 81, 84))
