"""Chance: whether anything in a study is drawn, or one replication is exact."""

from typing import TYPE_CHECKING, Any

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
"""Choices that draw nothing, by stage; of the others it is not known."""


def has_chance(results: "Results") -> bool:
    """Whether anything is drawn: replications differ, or there is one and its choices may draw."""
    table = results.replications
    if table["replication"].nunique() > 1:
        keys = ["variant", "level", "scope"]
        measured = [name for name in table if name not in (*keys, "replication")]
        network = table[table["scope"] == "network"]
        return bool((network.groupby(keys)[measured].nunique(dropna=False) > 1).any(axis=None))
    configs = list((results.manifest.get("variants") or {}).values()) or [results.config]
    return bool(results.has_crisis) or not all(map(_certain, configs))


def _certain(config: dict[str, Any]) -> bool:
    return all(
        str((config.get(stage) or {}).get("_target_", "")).rpartition(".")[2] in names
        for stage, names in CERTAIN.items()
    )
