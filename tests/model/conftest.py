"""A small network with every kind of agent, and a model of it whose state can be restored."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from jitagents.behaviours.demand import Poisson
from jitagents.behaviours.ordering import SafetyStock
from jitagents.behaviours.sourcing import Split
from jitagents.model import SupplyModel
from jitagents.network import Network, listed


@pytest.fixture
def network() -> Network:
    """Two sources, a distributor, two plants that share a carrier, two buyers."""
    agents: list[dict[str, Any]] = [
        {"name": "mine", "kind": "supplier", "item": "ore", "capacity": 30, "lead_time": 2},
        {"name": "farm", "kind": "supplier", "item": "wood", "lead_time": 1},
        {"name": "depot", "kind": "supplier", "item": "ore"},
        {"name": "forge", "kind": "plant", "item": "tool", "capacity": 8, "lead_time": 1},
        {"name": "smithy", "kind": "plant", "item": "tool", "lead_time": 0},
        {"name": "town", "kind": "buyer", "item": "tool", "demand": 7, "demand_sd": 3},
        {"name": "city", "kind": "buyer", "item": "tool", "demand": 3, "demand_sd": 2},
    ]
    lanes: list[dict[str, Any]] = [
        {"seller": "mine", "buyer": "depot", "lead_time": 2},
        {"seller": "depot", "buyer": "forge", "quantity": 2, "carrier": "cart"},
        {"seller": "depot", "buyer": "smithy", "quantity": 2, "carrier": "cart"},
        {"seller": "farm", "buyer": "forge"},
        {"seller": "farm", "buyer": "smithy", "order_delay": 1},
        {"seller": "forge", "buyer": "town", "share": 0.6},
        {"seller": "smithy", "buyer": "town", "share": 0.4},
        {"seller": "forge", "buyer": "city"},
    ]
    return listed(name="tools", agents=agents, lanes=lanes, carriers=[{"name": "cart", "capacity": 15}])


@pytest.fixture
def make(network: Network) -> Callable[..., SupplyModel]:
    """Make a model of the network."""

    def model(**changes: Any) -> SupplyModel:
        setup: dict[str, Any] = {
            "worlds": 6,
            "rng": 3,
            "demand": Poisson(),
            "ordering": SafetyStock(),
            "sourcing": Split(),
        }
        return SupplyModel(network, **setup | changes)

    return model


class Kept:
    """A copy of the state of a model, with the memories of behaviours, to be restored."""

    def __init__(self, model: SupplyModel) -> None:
        tables = (model.points, model.making, model.buying, model.lanes, model.loading)
        self._live = [table[name] for table in tables for name in table]
        populations = (model.buyers, model.suppliers, model.plants, model.inputs)
        blocks = [block for population in populations for block in population.blocks]
        self._live += [column for block in blocks for memory in block.decision.memories for column in memory.values()]
        self._live += [column for some in model.customers.clienteles for column in some.memory.values()]
        self._live += [column for memory in model.works.step.memories for column in memory.values()]
        self._copies = [column.copy() for column in self._live]

    def restore(self) -> None:
        for live, copy in zip(self._live, self._copies, strict=True):
            live[...] = copy

    def now(self) -> list[np.ndarray]:
        return [column.copy() for column in self._live]
