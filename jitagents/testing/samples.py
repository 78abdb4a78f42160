"""Samples: some days of records of some stock points, such as a behaviour may be shown."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from jitagents.behaviours.base import RECORDS, ROLES, Clock, Plan, Seen
from jitagents.column import Array

ROWS, WORLDS, DAYS = 5, 3, 8
SHOWN = (
    "forecast", "forecast_variance", "echelon_position", "echelon_demand", "echelon_owed", "gross", "noise", "future",
    "announced", "warned", "cancellable", "chance",
)  # fmt: skip


@dataclass
class Sample:
    """Some days of records of some stock points.

    Attributes:
        plan: what is known before day 1.
        days: the records of each day `(rows, worlds)`, by name, and of the days ahead `(days, rows, worlds)`.
    """

    plan: Plan
    days: list[dict[str, Array]]

    def at(self, rows: Any = slice(None), worlds: Any = slice(None)) -> "Sample":
        """The same sample for some rows and worlds."""
        days = [{name: record[..., rows, :][..., worlds] for name, record in day.items()} for day in self.days]
        return Sample(self.plan.at(rows), days)

    def seen(self, day: int) -> Seen:
        """The view of a day, the first is 1; day 0 shows the first day's records."""
        clock = Clock()
        clock.day = day
        records = self.days[max(day - 1, 0)]
        view = Seen(clock, self.plan, *(records[name] for name in RECORDS))
        for name in SHOWN:
            setattr(view, name, records[name])
        return view


def sample() -> Sample:
    """Five stock points in three worlds on eight days: whole units, random, always the same."""
    rng = np.random.default_rng(5)

    def column(low: float, high: float) -> Array:
        return rng.uniform(low, high, (ROWS, 1))

    plan = Plan(
        names=np.array([f"row_{number}" for number in range(ROWS)], dtype=object),
        items=np.array([*"abaca"], dtype=object), rate=column(2, 20),
        demand_sd=column(1, 4), lead_time=column(1, 6), lead_time_sd=column(0, 2), reach=column(16, 40),
        value=column(1, 9), cost=column(1, 9), sources=np.array([[0.0], [1.0], [1.0], [2.0], [3.0]]),
        phase=np.arange(float(ROWS))[:, None], base_stock=np.array([[np.nan], [40.0], [np.nan], [30.0], [80.0]]),
        role=np.array(ROLES, dtype=object),
    )  # fmt: skip
    drawn = [name for name in SHOWN if name not in ("announced", "chance")]
    shapes = dict.fromkeys((*RECORDS, *drawn), (ROWS, WORLDS)) | {"gross": (2 * DAYS, ROWS, WORLDS)}
    days = [{name: np.floor(rng.uniform(0, 25, shape)) for name, shape in shapes.items()} for _ in range(DAYS)]
    for day in days:
        day["announced"] = np.floor(day["gross"] / 10) * (plan.role == "buyer")[:, None]
        day["chance"] = rng.random((ROWS, WORLDS))
    return Sample(plan, days)
