"""The value of data: variants beside their truth twins, whose books are perfect, on the same random numbers."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from jitagents.errors import InputError

if TYPE_CHECKING:
    from jitagents.results.base_tables import BaseTables

PERFECT = "perfect"
COST, LOST = "cost_of_bad_data", "days_lost_to_data"


def value_of_data(results: "BaseTables") -> pd.DataFrame:
    """Return the cost of wrong records, and the days of output that they take, by variant and level.

    Args:
        results: of a study with truth twins.

    Raises:
        InputError: no variant has one, or neither cost nor output was measured.
    """
    pairs = twins(results.manifest.variants)
    if not pairs:
        raise InputError(
            "no variant has a truth twin; add them by study.with_perfect_books() or information.perfect=true"
        )
    output = next((name for name in ("output_value", "output") if results.has(name)), None)
    told = [name for name in ("cost", output) if name is not None and results.has(name)]
    parts = [_of_pair(results, *pair, name) for pair in pairs.items() for name in told]
    if not parts:
        raise InputError("measures: neither cost nor output was measured, of which the value of data is told")
    return pd.concat(parts, ignore_index=True)


def twins(configs: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """Return the truth twin of each variant that has one: the same configuration with perfect books."""
    plain = {name: _without(config) for name, config in configs.items()}
    return {
        name: other
        for name in configs
        for other in configs
        if plain[name] == plain[other] and configs[name] != configs[other] and _perfect(configs[other])
    }


def _of_pair(results: "BaseTables", variant: str, twin: str, metric: str) -> pd.DataFrame:
    """Return the rows of a variant: more cost than the twin, or days of the twin's mean output that are missing."""
    table = results.compare(variant, twin, metric, "network")
    if metric == "cost":
        return table.assign(metric=COST).pipe(_placed, variant)
    usual = results.summary([metric], "network").query("variant == @twin").set_index("level")
    for world in ("calm", "crisis"):
        day = usual[world].reindex(table["level"]).to_numpy() / int(results.config["days"])
        low, high = (-table[f"{world}{end}"] / day for end in ("_high", "_low"))
        table[world], table[f"{world}_low"], table[f"{world}_high"] = -table[world] / day, low, high
    return table.assign(metric=LOST, unit="days").pipe(_placed, variant)


def _placed(table: pd.DataFrame, variant: str) -> pd.DataFrame:
    """Return a table with its variant in front."""
    table.insert(0, "variant", variant)
    return table


def _without(node: Any) -> Any:
    """Return a configuration without the flags of perfect books."""
    if isinstance(node, Mapping):
        return {key: _without(value) for key, value in node.items() if key != PERFECT}
    return [_without(value) for value in node] if isinstance(node, list | tuple) else node


def _perfect(node: Any) -> bool:
    """Whether books in a configuration are perfect."""
    if isinstance(node, Mapping):
        return node.get(PERFECT) is True or any(map(_perfect, node.values()))
    return any(map(_perfect, node)) if isinstance(node, list | tuple) else False
