"""Levels: every number of a crisis may differ by world, and is then what it is alone."""

from collections.abc import Callable, Iterable
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from jitagents import crises
from jitagents.behaviours.ordering import BaseStock, Prebuild
from jitagents.behaviours.serving import LostSale
from jitagents.behaviours.sourcing import CheapestInTime
from jitagents.crises import Disruption, Distribution, Effect, Recovery, Shock
from jitagents.finance import FirmLedger
from jitagents.model import SupplyModel
from jitagents.network import Network, listed
from jitagents.worlds import Worlds
from tests.contract.conftest import abstract, descendants
from tests.properties.books import State, state
from tests.properties.test_independence import assert_same

DAYS = 16
HARD = (0.0, 0.9)
"""Severities of two levels."""
DISRUPTIONS, DISTRIBUTIONS, RECOVERIES = (
    [one for one in descendants(base) if not abstract(one) and one.__module__.startswith("jitagents.")]
    for base in (Disruption, Distribution, Recovery)
)


def numbers(cls: type[Any]) -> list[str]:
    """The fields of a class that may differ by world."""
    return [item.name for item in fields(cls) if any(kind in str(item.type) for kind in ("Number", "Uncertain"))]


def each(classes: Iterable[type]) -> pytest.MarkDecorator:
    """A test for every number of every class."""
    cases = [(cls, name) for cls in classes for name in numbers(cls)]
    return pytest.mark.parametrize(("cls", "name"), cases, ids=[f"{cls.__name__}.{name}" for cls, name in cases])


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
    lanes: list[dict[str, Any]] = [
        {"seller": "near", "buyer": "works", "price": 1.0, "transport_cost": 1.0, "lead_time": 2},
        {"seller": "far", "buyer": "works", "price": 1.8, "transport_cost": 0.5, "lead_time": 2},
        *({"seller": "works", "buyer": name, "lead_time": 2, "carrier": "van"} for name in ("left", "right")),
    ]
    return listed(name="levels", agents=agents, lanes=lanes, carriers=[{"name": "van"}])


def supply(**arguments: Any) -> Shock:
    return Shock({"name": "works"}, **{"start": 3, "duration": 4} | arguments)


def days(disruption: Disruption, worlds: Worlds) -> State:
    """The states of all measured days, one below the other; what only follows from others follows from an outage."""
    crisis = {"disruption": disruption} | ({"outage": supply(duration=8)} if disruption.consequent else {})
    model = SupplyModel(
        network(), worlds=worlds, warmup=3, crisis=crisis, ordering=Prebuild(BaseStock()),
        serving=LostSale(), sourcing=CheapestInTime(), finance=FirmLedger(cash=0.5, line=1.0, terms=3, fixed_cost=0.6),
    )  # fmt: skip
    model.run_for(3)
    kept = []
    for _ in range(DAYS):
        model.step()
        kept.append(state(model))
    return {name: np.concatenate([day[name] for day in kept]) for name in kept[0]}


def assert_levels(made: Callable[[Any], Disruption], values: tuple[float, float]) -> None:
    """A number by world gives bit for bit what the number alone gives; and the two levels differ."""
    worlds = Worlds(range(3), levels=2, twins=True, entropy=8)
    together = days(made(worlds.by_level(values)), worlds)
    for level, value in enumerate(values):
        alone = days(made(value), Worlds(range(3), twins=True, entropy=8))
        assert_same(together, alone, [*range(3 * level, 3 * level + 3), *range(6 + 3 * level, 9 + 3 * level)])
    assert any(not np.array_equal(column[:, 6:9], column[:, 9:]) for column in together.values())


# ---------------------------------------------------------------- effects

AT_THE_SOURCES = (crises.Price, crises.Freight, crises.Switching, crises.Administration)
"""Effects that show only where a buyer has two sources."""
TARGETS: dict[str, dict[str, Any]] = {"lanes": {"seller": "works"}, "carriers": {"name": "van"}}


def shock_of(cls: type[Effect], severity: Any = 0.5, **number: Any) -> Shock:
    near = {"name": "near"} if cls.table == "agents" else {"seller": "near"}
    target = near if cls in AT_THE_SOURCES else TARGETS.get(cls.table, {})
    return Shock(target, cls(**number), severity, start=3, duration=6)


@pytest.mark.parametrize("cls", crises.EFFECTS.values(), ids=crises.EFFECTS)
def test_the_severity_of_an_effect(cls: type[Effect]) -> None:
    assert_levels(lambda severity: shock_of(cls, severity), HARD)


@each(crises.EFFECTS.values())
def test_a_number_of_an_effect(cls: type[Effect], name: str) -> None:
    values = {
        "units": (1.0, 8.0), "added": (-3.0, 5.0), "over": (1.0, 9.0), "factor": (1.5, 3.0), "rate": (0.5, 3.0),
        "rpo": (0.0, 3.0),
    }  # fmt: skip
    companions: dict[str, dict[str, Any]] = {
        "over": {"comes_back": 0.8}, "rate": {"goods": "gate"}, "count_error": {"fallback": "manual"},
    }  # fmt: skip
    others = companions.get(name, {})
    assert_levels(lambda value: shock_of(cls, **others | {name: value}), values.get(name, (0.2, 1.0)))


# ---------------------------------------------------------------- kinds of disruption


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "pressure.csv"
    path.write_text("index\n" + "\n".join(map(str, [0.5, 2.5, 1.2, 0.0, 3.0])))
    return str(path)


@each(DISRUPTIONS)
def test_a_number_of_a_disruption(cls: type[Disruption], name: str, file: str) -> None:
    stated: dict[type[Disruption], dict[str, Any]] = {
        Shock: {"start": 5, "duration": 5, "warning": 2},
        crises.Recurrent: {"mtbf": 4.0, "mttr": 2.0, "common": 0.5},
        crises.Events: {"every": 4.0, "duration": 2.0},
        crises.Calendar: {"file": file, "column": "index", "period": 3, "unit": 3.0},
        crises.Insolvency: {"target": {"name": "works"}, "grace": 1.0, "duration": 3.0},
        crises.Cascade: {"target": {"name": ["left", "right"]}, "what": "demand", "after": 1.0, "duration": 3.0},
    }
    values = {
        "severity": HARD, "common": (0.0, 1.0), "uptime": (0.5, 0.9), "above": (0.0, 1.5), "start": (2.0, 6.0),
        "correlation": (0.1, 0.6),
        "after": (1.0, 3.0), "grace": (1.0, 3.0),
    }.get(name, (2.0, 5.0))  # fmt: skip
    others = {"mtbf": None} if name == "uptime" else {}
    arguments = {"target": {"name": ["works", "far"]}} | stated[cls] | others
    assert_levels(lambda value: cls(**arguments | {name: value}), values)


# ---------------------------------------------------------------- what a shock is made of


@each(DISTRIBUTIONS)
def test_a_number_of_a_distribution(cls: type[Distribution], name: str) -> None:
    values = {"cv": (0.1, 2.0), "shape": (0.4, 3.0), "high": (2.0, 9.0), "low": (0.0, 7.0)}.get(name, (1.0, 9.0))
    others = {"high": 9.0} if name == "low" else {}
    assert_levels(lambda value: supply(duration=cls(**others | {name: value})), values)


@each(RECOVERIES)
def test_a_number_of_a_recovery(cls: type[Recovery], name: str) -> None:
    assert_levels(lambda value: supply(recovery=cls(**{name: value})), (1.0, 6.0))


@each([crises.CatchUp])
def test_a_number_of_catching_up(cls: type[crises.CatchUp], name: str) -> None:
    values = {"extra": (0.0, 0.9), "days": (1.0, 6.0)}[name]
    assert_levels(lambda value: supply(catch_up=cls(**{"extra": 0.5, "days": 4} | {name: value})), values)


@each([crises.Until])
def test_a_number_of_an_event(cls: type[crises.Until], name: str) -> None:
    assert_levels(lambda value: supply(duration=12, until=cls({"name": "works"}, **{name: value})), (1.0, 4.0))


@each([crises.Attenuation])
def test_a_number_of_attenuation(cls: type[crises.Attenuation], name: str) -> None:
    assert_levels(lambda value: supply(attenuation=cls({"name": "near"}, **{name: value})), (80.0, 900.0))


def test_how_many_are_hit_at_random() -> None:
    assert_levels(lambda count: Shock({"kind": "supplier", "random": count}, start=3, duration=6), (1.0, 2.0))
