"""Experiments on just-in-time supply networks: simulate a crisis, and measure how far it travels.

`load(name, overrides)` returns a study, and `Study.run()` its results; `SupplyModel` is the Mesa model behind them.
"""

from importlib import import_module

TYPE_CHECKING = False  # that of `typing`, which `python -m jitagents` would look for in the current directory first
if TYPE_CHECKING:
    from typing import Any

    from jitagents.errors import InputError as InputError
    from jitagents.model import SupplyModel as SupplyModel
    from jitagents.network import Network as Network
    from jitagents.results import Results as Results
    from jitagents.studies.survival import time_to_survive as time_to_survive
    from jitagents.study import Study as Study
    from jitagents.study import load as load
    from jitagents.summaries import Summary as Summary
    from jitagents.worlds import Worlds as Worlds

    __version__: str

_HOMES = {
    "InputError": "errors", "Network": "network", "Results": "results", "Study": "study", "SupplyModel": "model",
    "Summary": "summaries", "Worlds": "worlds", "load": "study", "time_to_survive": "studies.survival",
}  # fmt: skip
_SUBPACKAGES = (
    "accounting", "adapters", "agents", "beer_game", "behaviours", "calendars", "crises", "cusum", "designs",
    "diagnosis", "errors", "finance", "lab", "network", "ownership", "plots", "readiness", "reference", "relations",
    "results", "scenario", "simulation", "sprt", "stepped_wedge", "studies", "study", "summaries", "teaching",
    "testing", "validation", "worlds",
)  # fmt: skip
"""Subpackages and modules that are imported when they are first used."""
__all__ = [*_HOMES, "__version__"]


def __getattr__(name: str) -> "Any":
    """Import a public name when it is first used: the command line then starts without what it does not need."""
    if name == "__version__":
        from importlib.metadata import version

        return version("jitagents")
    if name in _SUBPACKAGES:
        return import_module(f"jitagents.{name}")
    if name not in _HOMES:
        raise AttributeError(f"module 'jitagents' has no attribute {name!r}")
    return getattr(import_module(f"jitagents.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*(name for name in globals() if name.startswith("__")), *__all__, *_SUBPACKAGES})
