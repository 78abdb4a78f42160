"""Targets: the names of those whom a crisis strikes, worked out before the first day."""

import json
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from jitagents.errors import Faults, InputError, nearest
from jitagents.network import select, tiers
from jitagents.runs.screening import Finding, worst_target
from jitagents.runs.setup import network_of
from jitagents.runs.sweep import is_target

ENDS = {"lane": ("seller", "buyer", "carrier")}
"""Columns whose names levels may run over, by what a shock acts on; elsewhere `name`."""


@dataclass(frozen=True)
class Aimed:
    """A study with names in the place of all that has to be worked out.

    Attributes:
        configs: resolved configurations of the variants.
        levels: key -> values; names instead of selectors.
        findings: what was found for the shocks that asked for the worst target, by the shock's name.
    """

    configs: dict[str, dict[str, Any]]
    levels: dict[str, Any]
    findings: dict[str, Finding] = field(default_factory=dict)


def aim(configs: Mapping[str, dict[str, Any]], levels: Mapping[str, Any]) -> Aimed:
    """Put names in the place of what has to be worked out.

    `target: {worst: selector}` becomes the agent whose loss hurts most in the first variant of that network, so that
    all its variants meet the same crisis. `seller: selector` and `buyer: selector` of a lane become names of agents.
    Levels `crisis.SHOCK.target.name: selector` become a level for each name that the selector means in the first
    variant; they take the place of whatever target the shock has.

    Raises:
        InputError: a selector that cannot be read, or that names nobody; a level with a name that there is not.
    """
    aimed = Aimed(deepcopy(dict(configs)), dict(levels))
    _aim_levels(aimed)
    known = dict[str, Finding]()
    for config in aimed.configs.values():
        for name, holder, key in _selectors(config):
            place, where = f"crisis.{name}.target", holder[key]
            if "worst" not in where:
                holder[key] = _names(config, where, f"{place}.{key}")
                continue
            same = json.dumps([config["network"], config["crisis"][name]], default=str)
            finding = known[same] = known.get(same) or worst_target(config, name, where["worst"], place)
            aimed.findings.setdefault(name, finding)
            holder[key] = {"name": finding.name} if key == "target" else finding.name
    return aimed


def _aim_levels(aimed: Aimed) -> None:
    """Work out the names of levels, and put the first of them into the shocks."""
    faults = Faults()
    for key in filter(is_target, aimed.levels):
        _, shock, _, column = key.split(".")
        for config in aimed.configs.values():
            with faults.collected(f"levels.{key}"):
                names = _level_names(config, shock, column, aimed.levels[key])
                aimed.levels[key] = names
                _retarget(config["crisis"][shock], column, names[0])
    faults.tell()


def _level_names(config: Mapping[str, Any], shock: str, column: str, asked: Any) -> list[str]:
    """The names that a level stands for; faults begin where the key ends."""
    crisis = config["crisis"] or {}
    if shock not in crisis:
        raise InputError(f": the configuration has no {shock!r} there; {nearest(shock, crisis)}")
    what = crisis[shock].get("what", "supply")
    columns = ENDS.get(what, ("name",))
    if column not in columns:
        raise InputError(f": no levels over {column!r}, where a shock acts on {what}; {nearest(column, columns)}")
    table = _table(config, what, column)
    if isinstance(asked, Mapping):
        names = list(table["name"][select(table, asked, "")])
        if not names:
            raise InputError(f": the selector {dict(asked)} names nobody")
        return names
    if not isinstance(asked, list) or not asked or not all(isinstance(name, str) for name in asked):
        hint = "a list of names, or a selector of them, as {kind: [plant, supplier]}"
        raise InputError(f" = {asked!r}: must be {hint}")
    there = set(table["name"])
    unknown = [name for name in asked if name not in there]
    if unknown:
        raise InputError(*(f": {name!r} occurs nowhere; {nearest(name, there)}" for name in unknown))
    return asked


def _table(config: Mapping[str, Any], what: str, column: str) -> pd.DataFrame:
    """The agents or carriers that may stand in a column of a target."""
    network = network_of(config)
    is_carrier = "carrier" in (what, column)
    table = network.carriers if is_carrier else network.agents.assign(tier=tiers(network))
    if column != "name":
        table = table[table["name"].isin(network.lanes[column])]
    return table[table["kind"] == "buyer"] if what == "demand" else table


def _retarget(shock: dict[str, Any], column: str, name: str) -> None:
    """Let a shock strike one name, whatever else it was to strike; a lane's other end stays."""
    target = shock.get("target")
    kept = target if column != "name" and isinstance(target, Mapping) else {}
    shock["target"] = {key: value for key, value in kept.items() if key != "worst"} | {column: name}


def _selectors(config: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Where a shock has a selector that must be worked out: the shock's name, and the mapping and key that hold it."""
    for name, shock in (config["crisis"] or {}).items():
        target = shock.get("target") if isinstance(shock, dict) else None
        if isinstance(target, dict):
            if "worst" in target:
                yield name, shock, "target"
            for end in ("seller", "buyer"):
                if isinstance(target.get(end), Mapping):
                    yield name, target, end


def _names(config: Mapping[str, Any], where: Mapping[str, Any], place: str) -> list[str]:
    network = network_of(config)
    return list(network.agents["name"][select(network.agents.assign(tier=tiers(network)), where, place)])
