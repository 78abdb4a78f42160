"""Randomness: whether anything in a study is drawn, or one replication is exact."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from jitagents.crises.distributions import Distribution

if TYPE_CHECKING:
    from jitagents.results import Results

CERTAIN = {
    "demand": {"Constant", "Step", "Replay"},
    "information": {"Exact", "Delayed"},
    "sourcing": {"Split", "Primary"},
    "production": {"UpToCapacity"},
    "allocation": {"Proportional"},
    "transport": {"AsStated"},
    "serving": {"Backorder", "LostSale"},
}
"""Choices that draw no random numbers, by stage; others may draw some."""


DRAWN = {"Recurrent", "Events", *(kind.__name__ for kind in Distribution.__subclasses__())}
"""Parts of a crisis that are drawn; targets may be, too."""


def is_random(results: "Results") -> bool:
    """Whether anything may be drawn: replications differ in what was measured, or a choice or the crisis may draw."""
    if results.varies:
        return True
    configs = list(results.manifest.variants.values()) or [results.config]
    return not all(map(_certain, configs))


def _certain(config: Mapping[str, Any]) -> bool:
    choices = all(_name(config.get(stage) or {}) in names for stage, names in CERTAIN.items())
    return choices and not _is_drawn(config.get("crisis") or {})


def _name(node: dict[str, Any]) -> str:
    return str(node.get("_target_", "")).rpartition(".")[2]


def _is_drawn(node: Any) -> bool:
    """Whether a part of a crisis names something that is drawn."""
    if not isinstance(node, dict):
        return False
    return "random" in node or _name(node) in DRAWN or any(map(_is_drawn, node.values()))
