"""A scene for courses that run by themselves, and a tiny network whose every day can be written down."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from jitagents.behaviours.demand import Constant
from jitagents.column import Flags
from jitagents.crises import Course, Disruption, Scene
from jitagents.crises.course import Idle
from jitagents.model import SupplyModel
from jitagents.network import Network, listed
from jitagents.worlds import Worlds

DEMAND = 10.0
"""Units a day that customers of the tiny network want."""


def scene(worlds: Worlds, table: pd.DataFrame | None = None, idle: Flags | None = None) -> Scene:
    """Rows by a table (one row `a` if left out), of whom always those wait that `idle` `(rows, worlds)` says."""
    rows = pd.DataFrame({"name": ["a"]}) if table is None else table
    waits = np.zeros((len(rows), worlds.count), dtype=bool) if idle is None else idle

    def of(target: Mapping[str, Any], place: str) -> Idle:
        return lambda: waits

    return Scene(rows, worlds, "crisis.test", 1, lambda: waits, of)


def by_day(course: Course, days: int) -> list[float]:
    """Severity of the first row and world on each measured day, the first is 1."""
    return [float(course.intensity(day)[0, 0]) for day in range(1, days + 1)]


def line(lead_time: int = 2, whole: bool = False, shop: Mapping[str, Any] | None = None, **mill: Any) -> Network:
    """A mill that makes on the day what it is asked for, and a shop, two days away by van."""
    agents = [
        {"name": "mill", "kind": "supplier", "item": "flour", "lead_time": 0, "stock": 0} | mill,
        {"name": "shop", "kind": "buyer", "item": "flour", "demand": DEMAND} | dict(shop or {}),
    ]
    lanes = [{"seller": "mill", "buyer": "shop", "lead_time": lead_time, "carrier": "van", "transport_cost": 0.5}]
    return listed(name="line", agents=agents, lanes=lanes, carriers=[{"name": "van"}], whole=whole)


def bakery() -> Network:
    """A mill and a dairy deliver to a bakery, which bakes a cake of 2 flour and 1 milk."""
    agents = [
        {"name": "mill", "kind": "supplier", "item": "flour", "lead_time": 0, "stock": 0},
        {"name": "dairy", "kind": "supplier", "item": "milk", "lead_time": 0, "stock": 0},
        {"name": "bakery", "kind": "plant", "item": "cake", "lead_time": 0},
        {"name": "shop", "kind": "buyer", "item": "cake", "demand": 10},
    ]
    lanes: list[dict[str, Any]] = [
        {"seller": "mill", "buyer": "bakery", "quantity": 2},
        {"seller": "dairy", "buyer": "bakery"},
        {"seller": "bakery", "buyer": "shop"},
    ]
    return listed(name="bakery", agents=agents, lanes=lanes, whole=False)


class Diary:
    """What happened in a world of a model, day by day; the first day is day 1."""

    def __init__(self, model: SupplyModel, days: int, world: int = 0) -> None:
        self._names = model.layout.names.tolist()
        lanes = model.network.lanes.iloc[model.layout.lane_order]
        self._lanes = [f"{seller}-{buyer}" for seller, buyer in zip(lanes["seller"], lanes["buyer"], strict=True)]
        self._makers = [self._names[row] for row in model.layout.maker_rows]
        self._days: list[dict[str, np.ndarray]] = []
        tables = {"points": model.points, "making": model.making, "lanes": model.lanes, "buying": model.buying}
        for _ in range(days):
            model.step()
            self._days.append(
                {f"{at}.{name}": one[name][:, world].copy() for at, one in tables.items() for name in one}
            )

    def __call__(self, who: str, column: str) -> list[float]:
        """A column of an agent, an input (`plant/item`) or a lane (`seller-buyer`) on each day."""
        for table, names in (("lanes", self._lanes), ("making", self._makers), *self._of_points):
            if who in names and f"{table}.{column}" in self._days[0]:
                return [float(day[f"{table}.{column}"][names.index(who)]) for day in self._days]
        raise KeyError(f"{who} has no {column}")

    @property
    def _of_points(self) -> Sequence[tuple[str, list[str]]]:
        return ("points", self._names), ("buying", self._names)


def diary(
    network: Network, days: int, crisis: Disruption | Mapping[str, Disruption] | None = None, **stages: Any
) -> Diary:
    """The diary of one disrupted world with constant demand."""
    disrupted = {"disruption": crisis} if isinstance(crisis, Disruption) else crisis
    return Diary(SupplyModel(network, crisis=disrupted, **{"demand": Constant()} | stages), days)
