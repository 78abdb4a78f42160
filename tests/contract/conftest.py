"""What the contract needs: every behaviour class, found by itself, and samples of what a behaviour may be given."""

import re
from dataclasses import dataclass, fields
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

import numpy as np
import pytest
from omegaconf import OmegaConf

import jitagents.behaviours as package
from jitagents.behaviours.base import Behaviour, Clock, Plan, Seen
from jitagents.behaviours.ordering import BaseStock
from jitagents.build import build
from jitagents.column import Array
from jitagents.config import conf_directory

ROWS, WORLDS, DAYS = 5, 3, 8
RECORDS = ("stock", "owed", "on_order", "demand")
SHOWN = (
    "forecast", "forecast_variance", "echelon_position", "echelon_demand", "echelon_owed", "gross", "noise", "future",
)  # fmt: skip
COMPANIONS: dict[tuple[str, str], dict[str, Any]] = {
    ("Hybrid", "money"): {"days": None},
    ("AnchorAndAdjust", "cover"): {"target": None},
    ("MinMax", "level"): {"reorder": 0.0},
    ("Mrp", "lot"): {"lot_sizing": "fixed"},
    ("Mrp", "setup"): {"lot_sizing": "wagner_whitin", "holding": 0.1},
    ("Mrp", "holding"): {"lot_sizing": "wagner_whitin", "setup": 50.0},
    ("OrderLimits", "least"): {"rule": BaseStock(level=0.0)},
}
"""What else must be said when a parameter is given, because another one excludes it, or it would change nothing."""

for module in iter_modules(package.__path__):
    import_module(f"{package.__name__}.{module.name}")


def descendants(base: type) -> list[type]:
    """All classes below a class."""
    below = base.__subclasses__()
    return below + [cls for child in below for cls in descendants(child)]


def behaviours(base: type[Behaviour]) -> list[type[Behaviour]]:
    """The package's concrete behaviours of a stage."""
    found = {cls for cls in [base, *descendants(base)] if cls.__module__.startswith(package.__name__)}
    return sorted((cls for cls in found if not abstract(cls)), key=lambda cls: cls.__name__)


def abstract(cls: type) -> bool:
    """True if a class leaves something to its subclasses."""
    return any(getattr(getattr(cls, name), "__isabstractmethod__", False) for name in dir(cls))


def stage(cls: type[Behaviour]) -> str:
    """The stage that a class belongs to: the module or package right behind `jitagents.behaviours`."""
    return cls.__module__.removeprefix(f"{package.__name__}.").partition(".")[0]


def configuration(cls: type[Behaviour]) -> Path:
    """The file that configures a class."""
    name = re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()
    return conf_directory() / stage(cls) / f"{name}.yaml"


def written(cls: type[Behaviour]) -> dict[str, Any]:
    """What the file of a class says, references to other parts of the configuration at their defaults."""
    return read(configuration(cls))


def read(path: Path) -> dict[str, Any]:
    """What a file says, with the behaviours that it wraps: `- /ordering@rule: base_stock` among its defaults."""
    found: Any = OmegaConf.to_container(OmegaConf.load(path), resolve=True)
    for entry in found.pop("defaults", []):
        ((key, choice),) = entry.items()
        group, _, name = key.removeprefix("/").partition("@")
        found[name] = read(conf_directory() / group / f"{choice}.yaml")
    return found


def node(cls: type[Behaviour], recording: Path) -> dict[str, Any]:
    """What the file says; where it leaves something to the user, a recording of demand."""
    found = written(cls)
    given = {"file": str(recording), "column": "units"}
    return {key: given[key] if value == "???" else value for key, value in found.items()}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run each test of a stage's contract for each behaviour of the stage."""
    if "cls" in metafunc.fixturenames and metafunc.cls is not None:
        found = behaviours(metafunc.cls.base)
        metafunc.parametrize("cls", found, ids=[cls.__name__ for cls in found])
    if "swept" in metafunc.fixturenames:
        found = [(cls, name) for cls in behaviours(metafunc.cls.base) for name in numbers(cls)]
        metafunc.parametrize("swept", found, ids=[f"{cls.__name__}.{name}" for cls, name in found])


def numbers(cls: type[Behaviour]) -> list[str]:
    """The parameters that may differ by world: those annotated as `Number`."""
    return [item.name for item in fields(cls) if "Number" in str(item.type)]


@pytest.fixture(scope="session")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("recorded") / "units.csv"
    delivery, served = "2024-03-01,2024-03-", (3, 0, 7, 4, 4, 1, 9, 2, 2, 5)
    rows = [f"{units},{delivery}{units + 1:02d},{mode}" for units in served for mode in ("air", "sea")]
    path.write_text("\n".join(["units,planned,actual,mode", *rows]) + "\n")
    return path


@pytest.fixture
def behaviour(cls: type[Behaviour], recording: Path) -> Behaviour:
    """The behaviour as its file configures it."""
    made = build(node(cls, recording), stage(cls))
    assert isinstance(made, Behaviour)
    return made


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


@pytest.fixture
def sample() -> Sample:
    rng = np.random.default_rng(5)

    def column(low: float, high: float) -> Array:
        return rng.uniform(low, high, (ROWS, 1))

    plan = Plan(
        names=np.array([f"row_{number}" for number in range(ROWS)], dtype=object), rate=column(2, 20),
        demand_sd=column(1, 4), lead_time=column(1, 6), lead_time_sd=column(0, 2), reach=column(16, 40),
        value=column(1, 9), sources=np.array([[0.0], [1.0], [1.0], [2.0], [3.0]]), phase=np.arange(ROWS)[:, None] * 1.0,
        base_stock=np.array([[np.nan], [40.0], [np.nan], [30.0], [80.0]]),
    )  # fmt: skip
    shapes = dict.fromkeys((*RECORDS, *SHOWN), (ROWS, WORLDS)) | {"gross": (2 * DAYS, ROWS, WORLDS)}
    days = [{name: np.floor(rng.uniform(0, 25, shape)) for name, shape in shapes.items()} for _ in range(DAYS)]
    return Sample(plan, days)
