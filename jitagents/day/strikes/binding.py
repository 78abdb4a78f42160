"""Binding: who is hit by a disruption, in which worlds, and how hard."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from jitagents.column import Array
from jitagents.crises import Course, Disruption, Scene
from jitagents.crises.course import Flags, Idle
from jitagents.crises.effects import AGENTS, BUYER, CARRIERS, MAKER, RECEIVER, SELLER
from jitagents.day.strikes import idleness
from jitagents.day.strikes.bound import Bound, Ground
from jitagents.errors import Faults, InputError
from jitagents.flow import NONE, Index
from jitagents.network import Network, select, select_agents, select_lanes, tiers

RANDOM = "random"
"""Key of a target: how many of those that it names are hit, others in every replication."""


@dataclass(frozen=True)
class Prey:
    """What a disruption may hit in some world.

    Attributes:
        table: agents, lanes, or what goes down as one among these, with their attributes.
        rows, lanes, of_lanes: as in `Bound`.
        idle: who of them waited yesterday.
    """

    table: pd.DataFrame
    rows: Index
    lanes: Index
    of_lanes: Index
    idle: Idle


def bind_all(crisis: Mapping[str, Disruption], ground: Ground) -> list[Bound]:
    """Find the rows that the disruptions of a crisis may hit.

    Raises:
        InputError: targets that cannot be read or are nobody, and all else that does not fit the network.
    """
    faults, bound = Faults(), list[Bound]()
    for name, shock in crisis.items():
        with faults.collected():
            bound.append(_bind(name, shock, ground))
    faults.tell()
    return bound


def _bind(name: str, shock: Disruption, ground: Ground) -> Bound:
    place, faults, fading = f"crisis.{name}", Faults(), list[Array]()
    with faults.collected():
        prey = (_agents if shock.effect.table == AGENTS else _lanes)(shock, ground, place)
    with faults.collected():
        if shock.fades is not None:
            fading.append(shock.fades.weights(ground.layout.network, f"{place}.fades"))
    faults.tell()
    near = [weights[ground.layout.agent[prey.rows]] for weights in fading]
    with faults.collected():
        weight = _product(near + _chosen(name, shock, prey.table, ground))
    with faults.collected(f"{place}: "):
        course = _course(name, shock, prey, ground)
    faults.tell()
    return Bound(name, shock, course, weight, prey.rows, prey.lanes, prey.of_lanes)


def _agents(shock: Disruption, ground: Ground, place: str) -> Prey:
    """The agents of a target that the effect can hit, in the order of the rows."""
    layout, network = ground.layout, ground.layout.network
    chosen = select_agents(network, _names(shock.target), f"{place}.target") & _able(network, shock.effect.role)
    _refuse_nobody(chosen, shock, shock.effect.role, place)
    agents = np.flatnonzero(chosen)
    agents = agents[np.argsort(layout.row_of[agents])]
    table = network.agents.assign(tier=tiers(network)).iloc[agents].reset_index(drop=True)
    rows = layout.row_of[agents]
    return Prey(table, rows, NONE, NONE, idleness.of_agents(ground, rows))


def _able(network: Network, role: str) -> Flags:
    """The agents that have a role `(agents,)`."""
    every, kind = np.arange(len(network.agents)), network.agents["kind"].to_numpy(dtype=object)
    if role in (SELLER, RECEIVER):
        return np.isin(every, network.seller_row if role == SELLER else network.buyer_row)
    if role in (BUYER, MAKER):
        return kind == "buyer" if role == BUYER else (kind == "plant") | network.is_source
    return np.ones(len(every), dtype=bool)


def _lanes(shock: Disruption, ground: Ground, place: str) -> Prey:
    """The lanes of a target; what goes down as one are the lanes of a carrier, or those between two agents."""
    layout, network, target = ground.layout, ground.layout.network, _names(shock.target)
    by_carrier = shock.effect.table == CARRIERS
    if by_carrier:
        hit = network.carriers["name"][select(network.carriers, target, f"{place}.target")]
        chosen = network.lanes["carrier"].isin(hit).to_numpy()
    else:
        chosen = select_lanes(network, target, f"{place}.target")
    _refuse_nobody(chosen, shock, "a lane", place)
    lanes = np.flatnonzero(chosen[layout.lane_order])
    table = network.lanes.iloc[layout.lane_order[lanes]].reset_index(drop=True)
    table["name"] = table["carrier"] if by_carrier else table["seller"] + " -> " + table["buyer"]
    _, first, ways = np.unique(table["name"].to_numpy(dtype=str), return_index=True, return_inverse=True)
    down = table.iloc[first].reset_index(drop=True)
    return Prey(down, NONE, lanes, ways, idleness.of_lanes(ground, lanes, ways))


def _names(target: Mapping[str, Any]) -> dict[str, Any]:
    """The selector of all whom the target names in any world."""
    return {
        key: sorted(set(value.ravel().tolist())) if isinstance(value, np.ndarray) else value
        for key, value in target.items()
        if key != RANDOM
    }


def _refuse_nobody(chosen: Flags, shock: Disruption, needed: str, place: str) -> None:
    if not chosen.any():
        raise InputError(f"{place}.target: hits nobody: {shock.effect_name} needs {needed}")


def _product(weights: list[Array]) -> Array | None:
    """Share of the severity that reaches each row in each world; None if that is all of it everywhere."""
    return np.prod(np.broadcast_arrays(*weights), axis=0) if weights else None


def _chosen(name: str, shock: Disruption, table: pd.DataFrame, ground: Ground) -> list[Array]:
    """1 for the rows that are hit in a world, 0 for others: by what differs by world in the target, and by chance."""
    weights = [
        np.asarray(table[key].to_numpy(dtype=object)[:, None] == value, dtype=float)
        for key, value in shock.target.items()
        if isinstance(value, np.ndarray) and key != RANDOM
    ]
    if RANDOM in shock.target:
        if isinstance(shock.target.get("name"), str):
            raise InputError(f"crisis.{name}.target: a name and {RANDOM} are two targets; keep one of them")
        weights.append(_at_random(name, shock.target[RANDOM], table, ground))
    return weights


def _at_random(name: str, count: Any, table: pd.DataFrame, ground: Ground) -> Array:
    """1 for the rows that are drawn in a world, in the order of names, 0 for others `(rows, worlds)`."""
    number, told = np.asarray(count), f"crisis.{name}.target.{RANDOM} = {count!r}"
    if number.dtype.kind not in "if" or (number < 0).any() or (number % 1).any():
        raise InputError(f"{told}: must be a whole number from 1 up")
    if not number.any():
        raise InputError(f"{told}: strikes nobody; must be a whole number from 1 up, or choose crisis=none")
    if (number > len(table)).any():
        raise InputError(f"{told}: there are only {len(table)} to choose from")
    back = np.argsort(np.argsort(table["name"].to_numpy(dtype=str), kind="stable"))
    draws = np.array([rng.random(len(table)) for rng in ground.worlds.generators(f"crisis.{name}.target")])[:, back]
    rank = np.argsort(np.argsort(draws, axis=1), axis=1).T
    hit = np.concatenate([ground.worlds.by_replication(row) for row in rank]) < number
    return hit.astype(float)


def _course(name: str, shock: Disruption, prey: Prey, ground: Ground) -> Course:
    def idle_of(target: Mapping[str, Any], key: str) -> Idle:
        return idleness.of_named(ground, target, key)

    return shock.course(Scene(prey.table, ground.worlds, f"crisis.{name}", 1 - ground.warmup, prey.idle, idle_of))
