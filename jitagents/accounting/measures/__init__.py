"""Measures by their textbook names; each is defined once, in the module of its subject."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from jitagents.accounting import accumulators
from jitagents.accounting.accumulator import Accumulator, Longest, Sum
from jitagents.accounting.costs import Costs
from jitagents.accounting.definition import Definition
from jitagents.accounting.loss_accumulators import LossAccumulator
from jitagents.accounting.measures import (
    books,
    cash,
    cost,
    forecast,
    panel,
    profit,
    quality,
    relation,
    resilience,
    ripple,
    rollout,
    service,
    stock,
    tension,
    time,
    variance,
)
from jitagents.accounting.measures.cost import Cost
from jitagents.accounting.measures.measure import Measure, Paired, Recorded, Single, ratio
from jitagents.accounting.measures.records import TwinLedger, WorldLedger
from jitagents.accounting.names import parse_objects
from jitagents.build import build
from jitagents.column import Array
from jitagents.errors import InputError
from jitagents.parameters import Number, param

_ALL: tuple[Recorded, ...] = (
    *service.MEASURES,
    *quality.MEASURES,
    *books.MEASURES,
    *stock.MEASURES,
    *tension.MEASURES,
    *time.MEASURES,
    *variance.MEASURES,
    *forecast.MEASURES,
    *cost.MEASURES,
    *panel.MEASURES,
    *relation.MEASURES,
    *profit.MEASURES,
    *cash.MEASURES,
    *resilience.MEASURES,
    *ripple.MEASURES,
    *rollout.MEASURES,
)
MEASURES = {measure.name: measure for measure in _ALL}
"""Every measure of ours, in the order of tables."""
DEFINITIONS = {name: measure.definition for name, measure in MEASURES.items()}
"""The words for each of them."""
RENAMED = {
    **dict.fromkeys(("tiers_hit", "tiers_affected"), ("tiers_short", "tiers_idle")),
    **dict.fromkeys(("firms_hit", "firms_affected"), ("agents_short", "agents_idle")),
    "buffer_value": ("added_stock",),
    "depth": ("depth_day", "depth_week"),
    "tension": ("flow_tension", "network_tension"),
    "time_to_survive": ("first_loss",),
    "time_to_recover": ("last_loss",),
}
"""New name of each measure that had another one, or names if it is divided now."""


def chosen(config: Mapping[str, Any]) -> list[Recorded]:
    """The measures that a configuration asks for, in the order of tables; a user's own come last, as they stand there.

    Args:
        config: `measures`: names and nodes of a user's own, or `all`; `costs`: each part of a user's own has a measure.

    Raises:
        InputError: no list of names, names that there are not, or measures that cannot be built: all of them.
    """
    known = {**MEASURES, **_of_own_parts(config)}
    return parse_objects(config["measures"], known, "measures", _built, least=1, renamed=RENAMED)


def own_definitions(config: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The words for the measures of a configuration that are not ours, or that say more there, as plain values."""
    return {one.name: asdict(one.definition) for one in chosen(config) if one.definition != DEFINITIONS.get(one.name)}


def _built(node: Any, place: str) -> Recorded:
    built = build(node, place)
    if not isinstance(built, Single | Paired):
        raise InputError(f"{place} = {node!r}: must be a name, or {{_target_: mypackage.measures.MyMeasure}}")
    return built


def _of_own_parts(config: Mapping[str, Any]) -> dict[str, Recorded]:
    """The measures of the parts of a user's own, and the cost that includes them; none if there are no such parts."""
    costs = config.get("costs")
    node = costs.get("parts") if isinstance(costs, Mapping) else None
    if not node:
        return {}
    parts = Costs(parts=build(node, "costs.parts"))
    return {
        one.name: one for one in (Cost(parts=parts.all_parts), *(Cost(name, parts.all_parts) for name in parts.parts))
    }


__all__ = [
    "DEFINITIONS", "MEASURES", "RENAMED", "Accumulator", "Array", "Cost", "Definition", "Longest", "LossAccumulator",
    "Measure", "Number", "Paired", "Recorded", "Single", "Sum", "TwinLedger", "WorldLedger", "accumulators", "chosen",
    "own_definitions", "param", "ratio",
]  # fmt: skip
