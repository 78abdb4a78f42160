"""An outage of the information system day by day, against an account of what is known and ordered in total."""

from collections.abc import Sequence

import numpy as np
import pytest

from jitagents.behaviours.demand import Poisson
from jitagents.behaviours.ordering import BaseStock, Jit, Kanban, Ordering
from jitagents.crises import Dark, Effect, Shock, SystemOutage
from jitagents.model import SupplyModel
from jitagents.network import serial
from jitagents.reference.responses import Given
from tests.crises.conftest import DEMAND, diary, line

DAYS = 45
ASKED = [10, 12, 7, 9, 15, 4, 11, 13, 8, 10, 6, 14, 10, 9, 12, 3, 17, 10, 11, 9]
"""Demand of some days, over and over; before day 1 it was the mean flow."""
COVER = 3.0


def total_demand() -> dict[int, float]:
    """Demand up to each day, counted from day 1; below 0 before it."""
    total = {day: DEMAND * day for day in range(-60, 1)}
    for day in range(1, DAYS + 1):
        total[day] = total[day - 1] + ASKED[(day - 1) % len(ASKED)]
    return total


def known(outage: SystemOutage, start: int, down: int) -> list[float]:
    """Total demand that the records know on each day."""
    total, found = total_demand(), []
    for day in range(1, DAYS + 1):
        after = day - (start + down - 1)
        if day < start:
            late = 0
        elif after <= 0:
            late = int(outage.count_lag) if outage.fallback == "manual" else day - (start - 1)
        else:
            late = int(np.ceil(max(float(outage.rpo) + down - after * float(outage.entry_rate), 0.0) - 1e-9))
        found.append(total[day - late])
    return found


def orders(outage: SystemOutage, start: int, down: int) -> list[float]:
    """What is ordered each day: what is known to be consumed and was not ordered, or the fallback's order."""
    found: list[float] = []
    placed = 0.0
    for day, consumed in enumerate(known(outage, start, down), start=1):
        order = max(consumed - placed, 0.0)
        if start <= day < start + down and outage.fallback in ("last_order", "mean_flow"):
            order = found[-1] if outage.fallback == "last_order" else DEMAND
        found.append(order)
        placed += order
    return found


def stocks(ordered: Sequence[float]) -> list[float]:
    """Stock less backorders of each evening, with orders that come in after two days."""
    came, total = np.concatenate(([DEMAND, DEMAND], ordered))[:DAYS], total_demand()
    asked = np.array([total[day] for day in range(1, DAYS + 1)])
    return list(DEMAND * COVER + np.cumsum(came) - asked)


@pytest.mark.parametrize("rule", [Jit(cover=COVER), BaseStock(cover=COVER)], ids=["jit", "base_stock"])
@pytest.mark.parametrize("fallback", ["none", "last_order", "mean_flow", "manual"])
@pytest.mark.parametrize(
    ("start", "down", "rpo", "rate", "lag"),
    [
        (5, 3, 2.0, 1.0, 1),
        (9, 6, 0.0, 0.5, 4),
        (4, 7, 1.5, 0.2, 3),
        (8, 6, 0.0, 0.2, 2),
        (7, 1, 4.0, 3.0, 0),
        (6, 4, 3.0, 0.7, 6),
    ],
)
def test_day_by_day(rule: Ordering, fallback: str, start: int, down: int, rpo: float, rate: float, lag: int) -> None:
    outage = SystemOutage(fallback, rpo=rpo, entry_rate=rate, count_lag=lag, count_error=0.0)
    demand = Given(np.array([float(ASKED[day % len(ASKED)]) for day in range(60)]))
    found = diary(
        line(), DAYS, Shock({"name": "shop"}, outage, start=start, duration=down), demand=demand, ordering=rule
    )
    wanted = orders(outage, start, down)
    assert found("shop", "order") == pytest.approx(wanted)
    stock = [on_hand - owed for on_hand, owed in zip(found("shop", "stock"), found("shop", "owed"), strict=True)]
    assert stock == pytest.approx(stocks(wanted), abs=1e-9)


@pytest.mark.parametrize("fallback", ["none", "last_order", "mean_flow", "manual"])
def test_paper_cards_order_what_was_used(fallback: str) -> None:
    outage = SystemOutage(fallback, rpo=3.0, entry_rate=0.5, count_lag=4, count_error=0.2)
    demand = Given(np.array([float(ASKED[day % len(ASKED)]) for day in range(60)]))
    shock = Shock({"name": "shop"}, outage, start=6, duration=5)
    found, calm = (diary(line(), DAYS, crisis, demand=demand, ordering=Kanban()) for crisis in (shock, None))
    assert found("shop", "order") == calm("shop", "order")


@pytest.mark.parametrize("effect", [SystemOutage("mean_flow", rpo=1.0), Dark("mean_flow")], ids=["outage", "dark"])
def test_a_mean_flow_that_is_no_whole_number_leaves_nothing_behind(effect: Effect) -> None:
    """10.3 a day for ten days are 103 whole units, but for one by rounding; all are taken off later."""
    shock, positions, ordered = {"down": Shock({"name": "stage_1"}, effect, start=10, duration=10)}, [], 0.0
    for crisis in ({}, shock):
        model = SupplyModel(
            serial(stages=2, lead_time=2, demand=10.3),
            worlds=3,
            demand=Poisson(),
            ordering=Jit(cover=3.0),
            crisis=crisis,
        )
        row, points = model.by_name["stage_1"].row, model.points
        for day in range(1, 81):
            model.step()
            ordered += points["order"][row] if crisis and 10 <= day < 20 else 0.0
        positions.append(points["stock"][row] + points["on_order"][row] - points["owed"][row])
    assert np.abs(ordered - 103.0).max() <= 1.0
    assert np.array_equal(*positions)
