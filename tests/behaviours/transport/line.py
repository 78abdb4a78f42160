"""A source that makes to order, and its shops, whose lanes are looked at."""

from typing import Any

import numpy as np
import numpy.typing as npt

from jitagents.behaviours.demand import Constant
from jitagents.behaviours.ordering import BaseStock
from jitagents.behaviours.transport import (
    Transport,
)
from jitagents.model import SupplyModel
from jitagents.network import Network, listed

type Floats = npt.NDArray[np.float64]


def line(lead: float = 2.0, count: int = 1, demand: float = 4.0, whole: bool = True, **lane: Any) -> Network:
    """A source that makes to order on the same day, and shops."""
    agents = [{"name": "source", "kind": "supplier", "item": "x", "lead_time": 0}]
    agents += [{"name": f"shop_{n}", "kind": "buyer", "item": "x", "demand": demand} for n in range(count)]
    lanes = [{"seller": "source", "buyer": f"shop_{n}", "lead_time": lead} | lane for n in range(count)]
    return listed(name="line", agents=agents, lanes=lanes, whole=whole)


def model_of(transport: Transport, network: Network, **more: Any) -> SupplyModel:
    levels = {name: 0.0 if name == "source" else 1000.0 for name in network.agents["name"]}
    setup: dict[str, Any] = {"demand": Constant(), "ordering": BaseStock(level=levels), "start": "empty"}
    return SupplyModel(network, transport=transport, **setup | more)


def lanes(model: SupplyModel, days: int, *names: str) -> list[Floats]:
    """Columns of the lanes at the end of the next days, each `(days, lanes, worlds)`."""
    kept: list[list[Floats]] = [[] for _ in names]
    for _ in range(days):
        model.step()
        for column, name in zip(kept, names, strict=True):
            column.append(model.lanes[name].copy())
    return [np.stack(column) for column in kept]


def z_score(sample: Floats, exact: float) -> float:
    return float((sample.mean() - exact) / (sample.std(ddof=1) / np.sqrt(len(sample))))
