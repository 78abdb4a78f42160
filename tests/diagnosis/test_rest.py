"""Days of rest among the causes of a shortage: told as rest, and never as a disruption."""

from typing import Any

import pytest

from jitagents.behaviours.serving import Backorder
from jitagents.calendars import Calendars
from jitagents.crises import Shock
from jitagents.diagnosis.explaining import explain
from jitagents.diagnosis.tracing import Trace, follow
from jitagents.model import SupplyModel
from tests.diagnosis.conftest import begun, check_sums, row, steady

WEEK = (1, 1, 1, 1, 1, 0, 0)
UNITS = 10.0


def line(week: tuple[float, ...] = WEEK, days: int = 3) -> SupplyModel:
    """A forge that works on weekdays for a town that asks every day; it burns from Thursday on."""
    agents: list[dict[str, Any]] = [
        {"name": "forge", "kind": "supplier", "item": "part", "capacity": 20, "lead_time": 0},
        {"name": "town", "kind": "buyer", "item": "part", "demand": UNITS, "calendar": "every_day"},
    ]
    lanes = [{"seller": "forge", "buyer": "town", "carrier": "ship", "lead_time": 1}]
    return steady(
        agents, lanes, {"fire": Shock({"name": "forge"}, start=4, duration=days)}, serving=Backorder(),
        calendar=Calendars(week=week, demand="every_day", planned=False),
    )  # fmt: skip


def kinds(trace: Trace, day: int) -> dict[str, float]:
    """The amounts at the ends of the chains by kind."""
    cause = explain(trace, row(trace, "forge"), day, 0.0)
    check_sums(cause)
    found = dict[str, float]()
    for leaf in cause.leaves():
        found[leaf.kind] = found.get(leaf.kind, 0.0) + leaf.amount
    return found


def test_rest_is_named_as_rest() -> None:
    """Without a crisis, against the plan of a mean day: nothing is made on Saturday and Sunday."""
    trace = follow(line(), 7, calm=True)
    assert kinds(trace, 7)["rest"] == pytest.approx(2 * UNITS)
    assert "stopped" not in kinds(trace, 7)


def test_half_a_day_is_no_disruption() -> None:
    trace = follow(line((1, 1, 1, 1, 1, 0.25, 0)), 7, calm=True)
    assert "stopped" not in kinds(trace, 7)
    assert kinds(trace, 6)["capacity"] == pytest.approx(UNITS / 2)


@pytest.mark.parametrize("day", [8, 9])
def test_a_fire_over_a_weekend_is_the_fire_alone(day: int) -> None:
    """It burns from Thursday to Monday; on Tuesday the forge makes good a part of it."""
    trace = follow(line(days=5), 14)
    cause = explain(trace, row(trace, "forge"), day, 0.0)
    check_sums(cause)
    assert {name for name, _ in begun(cause)} == {"fire"}


def test_what_waits_over_a_weekend_for_a_fire_before_it_is_due_to_the_fire() -> None:
    trace = follow(line(days=2), 14)
    cause = explain(trace, row(trace, "forge"), 7, 0.0)
    check_sums(cause)
    assert {name for name, _ in begun(cause)} == {"fire"}
