"""Targets: the rows that a disruption may affect, in which worlds, and with which share of its severity."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from jitagents.column import Array, Flags
from jitagents.crises import Course, Disruption, Scene
from jitagents.crises.course import Idle
from jitagents.crises.effects.base import AGENTS, BUYER, CARRIERS, MAKER, RECEIVER, SELLER, Effect
from jitagents.crises.engine import starvation
from jitagents.crises.engine.active import ActiveDisruption
from jitagents.crises.engine.exposure import SalesAndLoad
from jitagents.crises.engine.partners import help_of
from jitagents.errors import Faults, InputError
from jitagents.flow import NONE, Index
from jitagents.network import Network, lane_names, select, select_agents, select_lanes, tiers
from jitagents.state import SimulationState

RANDOM = "random"
"""Key of a target: number of targets drawn in each replication."""


@dataclass(frozen=True)
class Candidates:
    """Rows that a disruption may affect in some world.

    Attributes:
        table: agents, lanes, or groups of lanes that fail together, with their attributes.
        rows, lane_rows, of_lanes: as in `ActiveDisruption`.
        idle: which of them were starved yesterday.
    """

    table: pd.DataFrame
    rows: Index
    lane_rows: Index
    of_lanes: Index
    idle: Idle


def bind_targets(crisis: Mapping[str, Disruption], state: SimulationState) -> list[ActiveDisruption]:
    """Find the rows that the disruptions of a crisis may affect.

    Raises:
        InputError: targets that cannot be read or are nobody, and all else that does not fit the network.
    """
    faults, bound = Faults(), list[ActiveDisruption]()
    for name, spec in crisis.items():
        with faults.collected():
            bound.append(_bind(name, spec, state))
    faults.tell()
    return bound


def _bind(name: str, spec: Disruption, state: SimulationState) -> ActiveDisruption:
    place, faults, attenuation = f"crisis.{name}", Faults(), list[Array]()
    with faults.collected():
        candidates = (_agents if spec.effect.table == AGENTS else _lanes)(spec, state, place)
    with faults.collected():
        if spec.attenuation is not None:
            attenuation.append(spec.attenuation.weights(state.layout.network, f"{place}.attenuation"))
    faults.tell()
    near = [weights[state.layout.agent[candidates.rows]] for weights in attenuation]
    with faults.collected():
        weight = _product(near + _chosen(name, spec, candidates.table, state))
    with faults.collected(f"{place}: "):
        course = _course(name, spec, candidates, state)
    faults.tell()
    return ActiveDisruption(name, spec, course, weight, candidates.rows, candidates.lane_rows, candidates.of_lanes)


def _agents(spec: Disruption, state: SimulationState, place: str) -> Candidates:
    """The agents of a target that the effect can act on, in the order of the rows."""
    layout, network = state.layout, state.layout.network
    chosen = select_agents(network, _names(spec.target), f"{place}.target") & _able(network, spec.effect.role)
    _refuse_nobody(chosen, spec, spec.effect.role, place)
    agents = np.flatnonzero(chosen)
    agents = agents[np.argsort(layout.row_of[agents])]
    table = network.agents.assign(tier=tiers(network)).iloc[agents].reset_index(drop=True)
    rows = layout.row_of[agents]
    return Candidates(table, rows, NONE, NONE, starvation.of_agents(state, rows))


def _able(network: Network, role: str) -> Flags:
    """The agents that have a role `(agents,)`."""
    every, kind = np.arange(len(network.agents)), network.agents["kind"].to_numpy(dtype=object)
    if role in (SELLER, RECEIVER):
        return np.isin(every, network.seller_row if role == SELLER else network.buyer_row)
    if role in (BUYER, MAKER):
        return kind == "buyer" if role == BUYER else (kind == "plant") | network.is_source
    return np.ones(len(every), dtype=bool)


def _lanes(spec: Disruption, state: SimulationState, place: str) -> Candidates:
    """The lanes of a target; those of a carrier fail together."""
    layout, network, target = state.layout, state.layout.network, _names(spec.target)
    by_carrier = spec.effect.table == CARRIERS
    if by_carrier:
        targeted = network.carriers["name"][select(network.carriers, target, f"{place}.target")]
        chosen = network.lanes["carrier"].isin(targeted).to_numpy()
    else:
        chosen = select_lanes(network, target, f"{place}.target")
    _refuse_nobody(chosen, spec, "a lane", place)
    lane_rows = np.flatnonzero(chosen[layout.lane_order])
    table = network.lanes.iloc[layout.lane_order[lane_rows]].reset_index(drop=True)
    table["name"] = table["carrier"] if by_carrier else lane_names(table)
    _, first, lanes = np.unique(table["name"].to_numpy(dtype=str), return_index=True, return_inverse=True)
    down = table.iloc[first].reset_index(drop=True)
    return Candidates(down, NONE, lane_rows, lanes, starvation.of_lanes(state, lane_rows, lanes))


def _names(target: Mapping[str, Any]) -> dict[str, Any]:
    """The selector of all whom the target names in any world."""
    return {
        key: sorted(set(value.ravel().tolist())) if isinstance(value, np.ndarray) else value
        for key, value in target.items()
        if key != RANDOM
    }


def _refuse_nobody(chosen: Flags, spec: Disruption, needed: str, place: str) -> None:
    if not chosen.any():
        raise InputError(f"{place}.target: names nobody: {spec.effect_name} needs {needed}")


def _product(weights: list[Array]) -> Array | None:
    """Share of the severity that reaches each row in each world; None if that is all of it everywhere."""
    return np.prod(np.broadcast_arrays(*weights), axis=0) if weights else None


def _chosen(name: str, spec: Disruption, table: pd.DataFrame, state: SimulationState) -> list[Array]:
    """1 for the rows affected in a world, 0 for others: by parts of the target that differ by world, and by chance."""
    weights = [
        np.asarray(table[key].to_numpy(dtype=object)[:, None] == value, dtype=float)
        for key, value in spec.target.items()
        if isinstance(value, np.ndarray) and key != RANDOM
    ]
    if RANDOM in spec.target:
        if isinstance(spec.target.get("name"), str):
            raise InputError(f"crisis.{name}.target: a name and {RANDOM} are two targets; keep one of them")
        weights.append(_at_random(name, spec.target[RANDOM], table, state))
    return weights


def _at_random(name: str, count: Any, table: pd.DataFrame, state: SimulationState) -> Array:
    """1 for the rows that are drawn in a world, in the order of names, 0 for others `(rows, worlds)`."""
    number, text = np.asarray(count), f"crisis.{name}.target.{RANDOM} = {count!r}"
    if number.dtype.kind not in "if" or (number < 0).any() or (number % 1).any():
        raise InputError(f"{text}: must be a whole number from 1 up")
    if not number.any():
        raise InputError(f"{text}: affects nobody; must be a whole number from 1 up, or choose crisis=none")
    if (number > len(table)).any():
        raise InputError(f"{text}: there are only {len(table)} to choose from")
    back = np.argsort(np.argsort(table["name"].to_numpy(dtype=str), kind="stable"))
    draws = np.array([rng.random(len(table)) for rng in state.worlds.generators(f"crisis.{name}.target")])[:, back]
    rank = np.argsort(np.argsort(draws, axis=1), axis=1).T
    targeted = np.concatenate([state.worlds.by_replication(row) for row in rank]) < number
    return targeted.astype(float)


def _course(name: str, spec: Disruption, candidates: Candidates, state: SimulationState) -> Course:
    def idle_of(target: Mapping[str, Any], key: str) -> Idle:
        return starvation.of_named(state, target, key)

    short = None
    if "short" in state.points and len(candidates.rows):
        short = lambda: state.points["short"][candidates.rows]  # noqa: E731
    helped = spec.effect.table == AGENTS and type(spec.effect).missing_lanes is not Effect.missing_lanes
    factor = help_of(state.planned.terms, state, candidates.rows) if helped else None
    exposure = partial(SalesAndLoad, state, candidates.rows) if len(candidates.rows) else None
    scene = Scene(
        candidates.table, state.worlds, f"crisis.{name}", 1 - state.clock.warmup, candidates.idle, idle_of, short,
        exposure, factor,
    )  # fmt: skip
    return spec.course(scene)
