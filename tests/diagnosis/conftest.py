"""Checks of every tree of causes, and small networks whose causes are known by hand."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import pandas as pd
import pytest

from jitagents.behaviours.demand import Constant
from jitagents.behaviours.ordering import Jit
from jitagents.crises import Disruption
from jitagents.diagnosis.causes import Cause
from jitagents.diagnosis.explaining import explain
from jitagents.diagnosis.tracing import Trace, follow
from jitagents.model import SupplyModel
from jitagents.network import Network
from jitagents.worlds import Worlds

type Rows = list[dict[str, Any]]


def check_sums(cause: Cause) -> None:
    """The parts of every cause add up to it, and the leaves to the shortage."""
    scale = max(abs(one.amount) for one in cause)
    for one in cause:
        if one.children:
            assert sum(child.amount for child in one.children) == pytest.approx(one.amount, abs=1e-9 * scale)
    assert sum(leaf.amount for leaf in cause.leaves()) == pytest.approx(cause.amount, abs=1e-9 * scale)


def begun(cause: Cause) -> dict[tuple[str, ...], float]:
    """The ends of the chains: the amount of each disruption at an agent, by both names, and of each other kind."""
    amounts: dict[tuple[str, ...], float] = defaultdict(float)
    for leaf in cause.leaves():
        disruption = leaf.disruption.partition(" from")[0]
        amounts[(disruption, leaf.who) if disruption else (leaf.kind, leaf.who)] += leaf.amount
    return {key: amount for key, amount in amounts.items() if abs(amount) > 1e-9}


def network(agents: Rows, lanes: Rows, whole: bool = False) -> Network:
    """A network of its rows."""
    return Network.of(
        pd.DataFrame(agents), pd.DataFrame(lanes), pd.DataFrame([{"name": "ship"}]), name="x", whole=whole
    )


def steady(
    agents: Rows, lanes: Rows, crisis: Mapping[str, Disruption], cover: float = 0.0, **stages: Any
) -> SupplyModel:
    """A crisis and its calm twin, with constant demand and just-in-time orders."""
    stages = {"demand": Constant(), "ordering": Jit(cover=cover)} | stages
    return SupplyModel(network(agents, lanes), worlds=Worlds(twins=True), crisis=crisis, **stages)


def row(trace: Trace, name: str) -> int:
    """The row of an agent."""
    return trace.layout.names.tolist().index(name)


def asked(model: SupplyModel, agent: str, day: int, days: int = 40, detail: float = 0.0) -> Cause:
    """Why an agent of the crisis world was short; the parts of every cause add up."""
    trace = follow(model, days)
    cause = explain(trace, row(trace, agent), day + model.warmup, detail)
    check_sums(cause)
    return cause
