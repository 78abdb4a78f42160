"""Levels: every number of every disruption, effect, recovery and law may differ by world, and is then what it is alone."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, get_args, get_type_hints

import numpy as np
import pytest

from jitagents import crises
from jitagents.behaviours.ordering import BaseStock
from jitagents.behaviours.serving import LostSale
from jitagents.behaviours.sourcing import CheapestInTime
from jitagents.crises import Disruption, Distribution, Effect, Recovery, Shock
from jitagents.model import SupplyModel
from jitagents.network import Network, listed
from jitagents.parameters import Number, Parameters
from jitagents.worlds import Worlds
from tests.contract.conftest import abstract, descendants
from tests.properties.books import State, state
from tests.properties.test_independence import assert_same

DAYS = 16
HARD = (0.2, 0.9)
"""Severities of two levels."""


def network() -> Network:
    """Two mines, the second a little dearer; a works with little capacity; two shops; places on the map."""
    agents: list[dict[str, Any]] = [
        {"name": "near", "kind": "supplier", "item": "ore", "latitude": 50.0, "longitude": 0.0},
        {"name": "far", "kind": "supplier", "item": "ore", "latitude": 60.0, "longitude": 20.0},
        {"name": "works", "kind": "plant", "item": "tool", "capacity": 24, "latitude": 51.0, "longitude": 3.0},
        *(
            {"name": name, "kind": "buyer", "item": "tool", "demand": 9, "latitude": 52.0, "longitude": 4.0}
            for name in ("left", "right")
        ),
    ]
    lanes = [
        {"seller": "near", "buyer": "works", "price": 1.0, "transport_cost": 1.0, "lead_time": 2},
        {"seller": "far", "buyer": "works", "price": 1.8, "transport_cost": 0.5, "lead_time": 2},
        *({"seller": "works", "buyer": name, "lead_time": 2, "carrier": "van"} for name in ("left", "right")),
    ]
    return listed(name="levels", agents=agents, lanes=lanes, carriers=[{"name": "van"}])


def last_day(disruption: Disruption, worlds: Worlds) -> State:
    model = SupplyModel(
        network(), worlds=worlds, warmup=3, crisis={"strike": disruption}, ordering=BaseStock(), serving=LostSale(),
        sourcing=CheapestInTime(),
    )  # fmt: skip
    model.run_for(3 + DAYS)
    return state(model)


def assert_levels(made: Callable[[Any], Disruption], values: tuple[float, float]) -> None:
    """A number by world gives bit for bit what the number alone gives; and the two levels differ."""
    worlds = Worlds(range(3), levels=2, twins=True, entropy=8)
    together = last_day(made(worlds.by_level(values)), worlds)
    for level, value in enumerate(values):
        alone = last_day(made(value), Worlds(range(3), twins=True, entropy=8))
        here = [*range(3 * level, 3 * level + 3), *range(6 + 3 * level, 9 + 3 * level)]
        assert_same(together, alone, here)
    assert any(not np.array_equal(column[:, 6:9], column[:, 9:]) for column in together.values())


# ---------------------------------------------------------------- effects

AT_THE_SOURCES = (crises.Price, crises.Freight, crises.Custom)
"""Effects that show only where a buyer has two sources."""
TARGETS: dict[str, dict[str, Any]] = {"lanes": {"seller": "works"}, "carriers": {"name": "van"}}
FEW: dict[tuple[str, str], tuple[float, float]] = {
    ("Stock", "units"): (1.0, 8.0), ("Demand", "added"): (-3.0, 5.0), ("Demand", "hoarding"): (0.1, 2.0),
    ("Demand", "over"): (1.0, 9.0),
}  # fmt: skip
"""Values of numbers that lie in no short range."""


def shock_of(cls: type[Effect], severity: Any = 0.5, **number: Any) -> Shock:
    key = {"agents": "name"}.get(cls.table, "seller")
    target = {key: "near"} if cls in AT_THE_SOURCES else TARGETS.get(cls.table, {})
    return Shock(target, cls(**number), severity, start=3, duration=6)


@pytest.mark.parametrize("cls", crises.EFFECTS.values(), ids=crises.EFFECTS)
def test_severity(cls: type[Effect]) -> None:
    assert_levels(lambda severity: shock_of(cls, severity), HARD)


@pytest.mark.parametrize(
    ("cls", "name"), [(cls, name) for cls in crises.EFFECTS.values() for name in numbers(cls)], ids=str
)
def test_numbers_of_effects(cls: type[Effect], name: str) -> None:
    others = {"comes_back": 0.8} if name == "over" else {}
    assert_levels(lambda value: shock_of(cls, **others | {name: value}), FEW.get((cls.__name__, name), (0.3, 0.9)))


# ---------------------------------------------------------------- courses


def of_kind(kind: type[Disruption], name: str, file: str) -> tuple[Callable[[Any], Disruption], tuple[float, float]]:
    """How a disruption of a kind is made with one of its numbers, and two values of it."""
    stated: dict[type[Disruption], dict[str, Any]] = {
        Shock: {"start": 3, "duration": 5, "warning": 2},
        crises.Recurrent: {"mtbf": 4.0, "mttr": 2.0, "common": 0.5},
        crises.Events: {"every": 4.0, "duration": 2.0},
        crises.Calendar: {"file": file, "column": "index", "period": 3, "unit": 3.0},
        crises.Cascade: {"after": 2.0, "duration": 3.0, "target": {"name": "left"}, "what": "demand"},
    }
    values = {"severity": HARD, "common": (0.0, 1.0), "above": (0.0, 1.5), "start": (1.0, 6.0)}.get(name, (2.0, 5.0))
    return (
        lambda value: kind(**{"what": "supply", "target": {"name": "works"}} | stated[kind] | {name: value})
    ), values
