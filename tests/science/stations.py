"""Lines and stations, and what their makers do on average."""

from typing import Any

import numpy as np

from jitagents.model import SupplyModel
from jitagents.network import Network, listed, serial
from tests.science.conftest import Floats

DAYS = 300


def line(demand: float, *, whole: bool = True, capacity: float = np.inf, lead_time: int = 0, **lane: Any) -> Network:
    """A source, a plant a day away that converts its item, a shop a day away."""
    own = {"capacity": capacity, "lead_time": lead_time}
    agents = [
        {"name": "first", "kind": "supplier", "item": "part", "stock": 0, "lead_time": 0, "capacity": capacity},
        {"name": "second", "kind": "plant", "item": "product", "stock": 0} | own,
        {"name": "shop", "kind": "buyer", "item": "product", "demand": demand, "stock": 0},
    ]
    lanes: list[dict[str, Any]] = [
        {"seller": "first", "buyer": "second", "stock": 0} | lane,
        {"seller": "second", "buyer": "shop"},
    ]
    return listed(name="line", agents=agents, lanes=lanes, whole=whole)


def station(demand: float, capacity: float, **more: Any) -> Network:
    """A source with limited capacity that makes to order on the same day, and a shop."""
    return serial(stages=1, lead_time=1, demand=demand, capacity=capacity, **more)


def means(model: SupplyModel, warmup: int, days: int, *columns: str) -> dict[str, Floats]:
    """Columns of the makers `(makers, worlds)`, averaged over the days after the warm-up."""
    model.run_for(warmup)
    total = {name: np.zeros_like(model.making[name]) for name in columns}
    for _ in range(days):
        model.step()
        for name in columns:
            total[name] += model.making[name]
    return {name: column / days for name, column in total.items()}


def maker(model: SupplyModel, name: str) -> int:
    """The row of a maker in the table of makers."""
    return model.layout.names[model.layout.maker_rows].tolist().index(name)
