"""Stock points as a behaviour sees them, made by hand."""

from typing import Any

import numpy as np

from jitagents.behaviours.base import Clock, Plan, Seen


def plan(rows: int = 1, **known: Any) -> Plan:
    """A plan of some rows; every number may be given, for all or by row."""
    numbers = {
        "rate": 10.0, "demand_sd": 2.0, "lead_time": 3.0, "lead_time_sd": 0.0, "reach": 5.0, "value": 1.0,
        "cost": known.get("value", 1.0), "sources": 1.0, "phase": 0.0, "base_stock": np.nan,
    }  # fmt: skip
    columns: dict[str, Any] = {
        name: np.ones((rows, 1)) * np.reshape(known.get(name, number), (-1, 1)) for name, number in numbers.items()
    }
    names = known.get("names", [f"row_{number}" for number in range(rows)])
    items = known.get("items", names)
    role = known.get("role", ["buyer"] * rows)
    return Plan(*(np.array(text, dtype=object) for text in (names, items, role)), **columns)


def seen(known: Plan, day: int = 1, **records: Any) -> Seen:
    """A view of one world; records that are not given are 0."""
    clock = Clock()
    clock.day = day
    shape = (len(known), 1)
    columns = [
        np.ones(shape) * np.reshape(records.get(name, 0.0), (-1, 1)) for name in ("stock", "owed", "on_order", "demand")
    ]
    view = Seen(clock, known, *columns)
    if "forecast" in records:
        view.forecast = np.ones(shape) * records["forecast"]
        view.forecast_variance = np.ones(shape) * records.get("variance", 0.0)
    view.cancellable = np.ones(shape) * records.get("cancellable", 0.0)
    for name in ("noise", "chance", "future", "warned"):
        if name in records:
            setattr(view, name, np.ones(shape) * records[name])
    return view
