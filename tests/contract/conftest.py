"""What the contract needs: every behaviour class, found by itself, and what its file says."""

import re
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

import pytest
from omegaconf import OmegaConf

import jitagents.behaviours as package
from jitagents.behaviours.base import Behaviour
from jitagents.behaviours.ordering import BaseStock
from jitagents.behaviours.sourcing import Panel
from jitagents.config_directory import conf_directory
from jitagents.testing import numbers

PANEL: dict[str, Any] = {
    "review": 5.0, "qualification": 3.0, "ramp": 4.0, "poor_reviews": 3.0, "knockout": 0.0, "class_a": 0.8,
    "class_b": 0.6, "class_c": 0.4, "ppm_limit": 1e6, "default_limit": 0.1, "patience": 2.0, "lag": 0.0,
}  # fmt: skip
"""A panel that reviews within the days of the sample."""
OF_PANEL: dict[str, dict[str, Any]] = {
    "first": {"shares": "winner"},
    "pace": {"shares": "multiplicative"},
    "start": {"sources": 4.0},
    "band": {"quality": 0.0, "sources": 1.0},
    "poor_reviews": {"knockout": 1.0},
    "class_a": {"class_b": 0.1, "class_c": 0.0},
    "class_b": {"class_a": 1.0, "class_c": 0.0},
    "class_c": {"class_a": 1.0, "class_b": 1.0},
}
COMPANIONS: dict[tuple[str, str], dict[str, Any]] = {
    ("Hybrid", "money"): {"days": None},
    ("AnchorAndAdjust", "cover"): {"target": None},
    ("MinMax", "level"): {"reorder": 0.0},
    ("Mrp", "lot"): {"lot_sizing": "fixed"},
    ("Mrp", "setup"): {"lot_sizing": "wagner_whitin", "holding": 0.1},
    ("Mrp", "holding"): {"lot_sizing": "wagner_whitin", "setup": 50.0},
    ("Ddmrp", "spike_threshold"): {"spike_horizon": 3},
    ("SafetyStock", "error_smoothing"): {"errors": "interval"},
    ("OrderLimits", "least"): {"rule": BaseStock(level=0.0)},
    ("Kanban", "patience"): {"extra_cards": 0.5},
    ("Levelled", "band"): {"frozen": 0, "review": 1},
    ("PlannedCapacity", "alpha"): {"notice": 1},
    **{
        ("Panel", name): {other: value for other, value in (PANEL | OF_PANEL.get(name, {})).items() if other != name}
        for name in numbers(Panel)
    },
}
"""What else must be said when a parameter is given, because another one excludes it, or it would change nothing."""

for module in iter_modules(package.__path__):
    import_module(f"{package.__name__}.{module.name}")


def descendants(base: type) -> list[type]:
    """All classes below a class."""
    below: list[type] = base.__subclasses__()
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


@pytest.fixture(scope="session")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("recorded") / "units.csv"
    served = (3, 0, 7, 4, 4, 1, 9, 2, 2, 5, 3, 0, 7, 4, 4, 1, 9, 2, 2, 5)
    rows = [
        f"{units},2024-03-{day:02d},2024-03-{day + units:02d},{('air', 'sea')[day % 2]}"
        for day, units in enumerate(served, start=1)
    ]
    path.write_text("\n".join(["units,planned,actual,mode", *rows]) + "\n")
    return path
