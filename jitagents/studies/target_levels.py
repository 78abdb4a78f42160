"""Levels over targets: `crisis.DISRUPTION.target.COLUMN: [names]` affects another target at each level."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from jitagents.crises.effects import AGENTS, BUYER, CARRIERS, LANES, Effect
from jitagents.errors import Faults, InputError, nearest
from jitagents.network import Network, select, select_agents, select_lanes
from jitagents.scenario.setup import disruptions_of, network_of
from jitagents.scenario.stated_levels import is_target


def aim_levels(config: Mapping[str, Any], levels: Mapping[str, Any]) -> dict[str, list[str]]:
    """Resolve the levels over targets to names, by their key.

    A selector in the place of the list means all that it selects: `{not: {kind: buyer}}`. The first name becomes the
    target of the disruption, whatever target it has.

    Args:
        config: resolved configuration of a variant, changed in place.
        levels: key -> values.

    Raises:
        InputError: unknown disruptions, columns or names, and selectors that select nobody: all of them.
    """
    names, faults = dict[str, list[str]](), Faults()
    for key in filter(is_target, levels):
        _, disruption, _, column = key.split(".")
        with faults.collected():
            effect = _effect(config, disruption, f"levels.{key}")
            names[key] = _names(network_of(config), effect, column, levels[key], f"levels.{key}")
            config["crisis"][disruption]["target"] = {column: names[key][0]}
    faults.tell()
    return names


def _effect(config: Mapping[str, Any], disruption: str, place: str) -> Effect:
    """The effect of a disruption, whatever its target is."""
    crisis = config["crisis"] or {}
    if disruption not in crisis:
        raise InputError(f"{place}: the configuration has no {disruption!r} there; {nearest(disruption, crisis)}")
    anybody = {**crisis[disruption], "target": {}} if isinstance(crisis[disruption], Mapping) else crisis[disruption]
    return disruptions_of({"crisis": {disruption: anybody}})[disruption].effect


def _names(network: Network, effect: Effect, column: str, asked: Any, place: str) -> list[str]:
    """The names that the levels of a column stand for."""
    rows = _rows(network, effect)
    texts = [name for name in rows if pd.api.types.is_string_dtype(rows[name].dtype)]
    if column not in texts:
        raise InputError(f"{place}: {effect.table} have no names in {column!r}; {nearest(column, texts)}")
    known = [name for name in dict.fromkeys(rows[column]) if name]
    if isinstance(asked, Mapping):
        chosen = _chosen(network, effect, column, asked, place)
        names = [name for name in known if name in chosen]
        if not names:
            raise InputError(f"{place}: the selector {dict(asked)} names nobody")
        return names
    if not isinstance(asked, list) or not asked or not all(isinstance(name, str | int) for name in asked):
        raise InputError(f"{place} = {asked!r}: must be a list of names, or a selector, as {{not: {{kind: buyer}}}}")
    names = [str(name) for name in asked]
    unknown = sorted({*names} - {*known})
    if unknown:
        raise InputError(*(f"{place}: {name!r} occurs nowhere; {nearest(name, known)}" for name in unknown))
    return names


def _rows(network: Network, effect: Effect) -> pd.DataFrame:
    if effect.table == CARRIERS:
        return network.carriers
    if effect.table == LANES:
        return network.lanes.assign(item=network.agents["item"].to_numpy(dtype=object)[network.seller_row])
    return network.agents[network.agents["kind"] == "buyer"] if effect.role == BUYER else network.agents


def _chosen(network: Network, effect: Effect, column: str, where: Mapping[str, Any], place: str) -> set[str]:
    """The names in a column that a selector selects: of agents, if the column holds agents."""
    if column in ("seller", "buyer") or effect.table == AGENTS:
        own = "name" if column in ("seller", "buyer") else column
        return {*network.agents[own][select_agents(network, where, place)]}
    by_carrier = effect.table == CARRIERS
    choose = select(network.carriers, where, place) if by_carrier else select_lanes(network, where, place)
    return {*_rows(network, effect)[column][choose]}
