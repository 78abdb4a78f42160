"""Sweep: the measures of a study along the parameters that its levels vary, and the meaning of these."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from jitagents.accounting.measures import Definition
from jitagents.build import named
from jitagents.errors import InputError
from jitagents.results.final_loss import DAYS, LATE, final_loss

if TYPE_CHECKING:
    from jitagents.results.base_tables import BaseTables

MOST = 12
"""Panels side by side that can be read."""


@dataclass(frozen=True)
class Sweep:
    """A study along its sweep.

    Attributes:
        table: summary of the network; further columns hold the values of the swept keys.
        words: the swept keys and what they mean, the one with most values first.
        least: the variant with the least of the first measure, by level; levels where that is not clear are left out.
        world: calm or crisis, in which measures are shown.
        definitions: the words for each measure.
    """

    table: pd.DataFrame
    words: dict[str, str]
    least: dict[str, str]
    world: str
    definitions: Mapping[str, Definition]


def sweeps(results: "BaseTables") -> bool:
    """Whether a study sweeps numbers, and recorded a measure that is shown along them."""
    return len(numbers(results).columns) > 0 and any(map(results.has, shown(results)))


def shown(results: "BaseTables") -> tuple[str, str]:
    """Measures shown along a sweep if no others are asked for: days of output, late or lost, and cost."""
    return LATE if final_loss(results) == LATE else DAYS, "cost"


def too_many(results: "BaseTables") -> str:
    """The reason why a sweep whose further keys have too many values cannot be drawn; empty if it can."""
    points = numbers(results)
    if points.columns.empty or _panels(points) <= MOST:
        return ""
    return (
        f"{len(points):,} levels make {_panels(points):,} panels, more than {MOST}: draw what you need of "
        "`results.points` and `results.summary()`, which have the level in common"
    )


def along(results: "BaseTables", metrics: Iterable[str] | None = None, world: str | None = None) -> Sweep:
    """A study along its sweep.

    Args:
        results: of the study.
        metrics: measures; None: those of `shown` that were measured.
        world: calm or crisis; None: crisis if there is one.

    Raises:
        InputError: an unknown measure, or no sweep over numbers.
    """
    points = numbers(results)
    if points.columns.empty:
        raise InputError("there is no sweep over numbers in these results; give levels={key: [values]}")
    if reason := too_many(results):
        raise InputError(reason)
    chosen = [*filter(results.has, shown(results))] if metrics is None else metrics
    chosen_world = world or ("crisis" if results.has_crisis else "calm")
    table = results.summary(chosen, ["network"]).drop(columns=[*points])
    names = [str(name) for name in pd.unique(table["metric"])]
    config = next(iter(results.manifest.variants.values()), results.config)
    words = {key: meaning(config, key) for key in _keys(points)}
    clear = results.best(names[0], chosen_world).query("clear")
    least = dict(zip(clear["level"], clear["variant"], strict=True))
    definitions = {name: results.definitions[name] for name in names}
    return Sweep(table.join(points, on="level"), words, least, chosen_world, definitions)


def _keys(points: pd.DataFrame) -> list[str]:
    """The swept keys, the one with most values first."""
    return sorted(map(str, points), key=lambda key: -points[key].nunique())


def _panels(points: pd.DataFrame) -> int:
    """Combinations of the values of all keys but the first."""
    others = _keys(points)[1:]
    return len(points[others].drop_duplicates()) if others else 1


def numbers(results: "BaseTables") -> pd.DataFrame:
    """The number of each swept key, by the label of the level; no columns if any level has another value."""
    points = results.points.set_index("level")
    kinds = {points[key].dtype.kind for key in points}
    return points.astype(float) if kinds <= {*"if"} else points[[]]


def meaning(config: Mapping[str, Any], key: str) -> str:
    """The meaning and unit of the parameter of a dotted key, as its class states them; else the key itself."""
    *path, name = key.split(".")
    target: Any = config
    for part in (*path, "_target_"):
        target = target.get(part) if isinstance(target, Mapping) else None
    try:
        made: Any = named(str(target), key)
    except InputError:
        return key
    metadata: Mapping[str, Any] = {}
    if is_dataclass(made):
        metadata = {item.name: item.metadata for item in fields(made)}.get(name, metadata)
    words, unit = str(metadata.get("meaning") or key).split("; ")[0], metadata.get("unit")
    return f"{words} ({unit})" if unit else words
