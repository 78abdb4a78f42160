"""Targets: the names of those whom a crisis affects, resolved before the first day."""

import json
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from jitagents.errors import Faults, InputError
from jitagents.studies.placements import without_open_budgets
from jitagents.studies.screening import Finding, worst_target
from jitagents.studies.target_levels import aim_levels

ENDS = ("seller", "buyer")
"""Keys of a lane's target that name an agent."""


@dataclass(frozen=True)
class ResolvedTargets:
    """Configurations and levels with the names of the targets.

    Attributes:
        configs: resolved configurations of the variants.
        levels: key -> values.
        findings: the worst target of each disruption that asked for one, by the disruption's name.
    """

    configs: dict[str, dict[str, Any]]
    levels: dict[str, Any]
    findings: dict[str, Finding] = field(default_factory=dict)


def resolve_targets(configs: Mapping[str, dict[str, Any]], levels: Mapping[str, Any]) -> ResolvedTargets:
    """Resolve targets that are searched for, and levels over targets, to names.

    `target: {worst: selector}` becomes the agent whose loss costs most final output in the first variant of that
    network, so that all its variants have the same crisis; `seller: {worst: selector}` and the centre of an attenuation
    likewise. Where several disruptions of a crisis ask for the worst of the same selector, the first one determines it
    for all. Levels over targets replace the target of their disruption.

    Raises:
        InputError: a selector that cannot be read or that selects nobody; a level that names nobody.
    """
    aimed, known, faults = ResolvedTargets(deepcopy(dict(configs)), dict(levels)), dict[str, Finding](), Faults()
    for config in aimed.configs.values():
        with faults.collected():
            aimed.levels.update(aim_levels(config, aimed.levels))
    faults.tell()
    for config in aimed.configs.values():
        first = dict[str, Finding]()
        for name, holder, key in _selectors(config):
            place, where = f"crisis.{name}.target", holder[key]["worst"]
            if len(holder[key]) > 1:
                others = " and ".join(str(other) for other in holder[key] if other != "worst")
                raise InputError(
                    f"{place}: worst and {others} are two targets; a condition for the worst goes into worst: {{…}}"
                )
            sought = json.dumps(where, default=str)
            if sought not in first:
                same = json.dumps([config["network"], config["crisis"], where], default=str)
                first[sought] = known[same] = known.get(same) or _worst(config, name, where, place)
            aimed.findings.setdefault(name, first[sought])
            holder[key] = first[sought].name if key in ENDS else {"name": first[sought].name}
    return aimed


def _worst(config: dict[str, Any], name: str, where: Any, place: str) -> Finding:
    """The worst target; buffers that are worked out from the targets are not there yet."""
    return worst_target(without_open_budgets(config), name, where, place)


def _selectors(config: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Selectors of the worst target: the name of the disruption, and the mapping and key that hold the selector."""
    for name, disruption in (config["crisis"] or {}).items():
        if not isinstance(disruption, dict):
            continue
        for holder, keys in (
            (disruption, ("target",)),
            (disruption.get("target"), ENDS),
            (disruption.get("attenuation"), ("centre",)),
        ):
            for key in keys:
                if isinstance(holder, dict) and isinstance(holder.get(key), Mapping) and "worst" in holder[key]:
                    yield name, holder, key
