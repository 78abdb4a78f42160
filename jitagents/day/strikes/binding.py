"""Binding: who is hit by a disruption, in which worlds, and how hard."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from jitagents.column import Array, compact
from jitagents.crises import Course, Disruption, Scene
from jitagents.crises.course import Flags, Idle
from jitagents.crises.effects import AGENTS, BUYERS, CARRIERS
from jitagents.day.strikes.hit import Bound, Ground
from jitagents.errors import Faults, InputError
from jitagents.flow import NONE, ROUNDING, Index
from jitagents.network import select, select_agents, select_lanes, tiers

RANDOM = "random"
"""Key of a target: how many of those that it names are hit, others in every replication."""


def bind(name: str, shock: Disruption, ground: Ground) -> Bound:
    """Find the rows that a disruption may hit.

    Args:
        name: its key in the crisis.
        shock: the disruption.
        ground: the model.

    Raises:
        InputError: the target cannot be read, or is nobody.
    """
    if shock.effect.table in (AGENTS, BUYERS):
        return _bind_agents(name, shock, ground)
    return _bind_lanes(name, shock, ground)


def _bind_agents(name: str, shock: Disruption, ground: Ground) -> Bound:
    layout, place = ground.layout, f"crisis.{name}.target"
    network = layout.network
    chosen = select_agents(network, _names(shock.target), place)
    if shock.effect.table == BUYERS:
        chosen &= (network.agents["kind"] == "buyer").to_numpy()
    if not chosen.any():
        needed = "a buyer" if shock.effect.table == BUYERS else "an agent"
        raise InputError(f"{place}: hits nobody: a shock of {shock.what} needs {needed}")
    agents = np.flatnonzero(chosen)
    agents = agents[np.argsort(layout.row_of[agents])]
    rows = layout.row_of[agents]
    table = network.agents.assign(tier=tiers(network)).iloc[agents].reset_index(drop=True)
    weights = [_chosen(name, shock, table, ground)]
    if shock.fades is not None:
        weights.append(shock.fades.weights(network, f"crisis.{name}.fades")[agents])
    makers, lanes = np.flatnonzero(np.isin(layout.makers, rows)), np.flatnonzero(np.isin(layout.seller, rows))
    return Bound(
        name, shock, _course(name, shock, table, ground, lambda: _idle_agents(ground, rows)), _product(weights),
        compact(rows), compact(makers), compact(lanes),
        *(np.searchsorted(rows, found) for found in (layout.makers[makers], layout.seller[lanes])),
    )  # fmt: skip


def _bind_lanes(name: str, shock: Disruption, ground: Ground) -> Bound:
    layout, place = ground.layout, f"crisis.{name}.target"
    network, target = layout.network, _names(shock.target)
    if shock.effect.table == CARRIERS:
        hit = network.carriers["name"][select(network.carriers, target, place)]
        chosen = network.lanes["carrier"].isin(hit).to_numpy()
    else:
        chosen = select_lanes(network, target, place)
    if not chosen.any():
        raise InputError(f"{place}: hits nobody: a shock of {shock.what} needs a lane")
    lanes = np.flatnonzero(chosen[layout.lane_order])
    table = network.lanes.iloc[layout.lane_order[lanes]].reset_index(drop=True)
    whole = table["seller"] + " -> " + table["buyer"]
    table = table.assign(name=table["carrier"] if shock.effect.table == CARRIERS else whole)
    ways, of_lanes = np.unique(table["name"].to_numpy(dtype=str), return_inverse=True)
    first = np.unique(of_lanes, return_index=True)[1]
    down = table.iloc[first].reset_index(drop=True)
    idle = lambda: _idle_lanes(ground, lanes, of_lanes, len(ways))  # noqa: E731
    course = _course(name, shock, down, ground, idle)
    weight = _product([_chosen(name, shock, down, ground)])
    nobody = slice(0, 0)
    return Bound(name, shock, course, weight, nobody, nobody, compact(lanes), NONE, of_lanes)


def _names(target: Mapping[str, Any]) -> dict[str, Any]:
    """The selector of all whom the target names in any world."""
    return {
        key: sorted(set(value.ravel().tolist())) if isinstance(value, np.ndarray) else value
        for key, value in target.items()
        if key != RANDOM
    }


def _product(weights: list[Array | None]) -> Array | None:
    there = [weight for weight in weights if weight is not None]
    return np.prod(np.broadcast_arrays(*there), axis=0) if there else None


def _chosen(name: str, shock: Disruption, table: pd.DataFrame, ground: Ground) -> Array | None:
    """1 for a row that is hit in a world, 0 for others; None if all are hit in every world."""
    by_world = [
        table[key].to_numpy(dtype=object)[:, None] == value
        for key, value in shock.target.items()
        if isinstance(value, np.ndarray) and key != RANDOM
    ]
    weights: list[Array | None] = [np.asarray(one, dtype=float) for one in by_world]
    if RANDOM in shock.target:
        weights.append(_at_random(name, shock.target[RANDOM], table, ground))
    return _product(weights)


def _at_random(name: str, count: Any, table: pd.DataFrame, ground: Ground) -> Array:
    number = np.asarray(count)
    if number.dtype.kind not in "if" or (number < 0).any() or (number % 1).any():
        raise InputError(f"crisis.{name}.target.{RANDOM} = {count!r}: must be a whole number from 0 up")
    if (number > len(table)).any():
        raise InputError(f"crisis.{name}.target.{RANDOM} = {count!r}: there are only {len(table)} to choose from")
    back = np.argsort(np.argsort(table["name"].to_numpy(dtype=str), kind="stable"))
    draws = [generator.random(len(table))[back] for generator in ground.worlds.generators(f"crisis.{name}.target")]
    rank = np.argsort(np.argsort(np.array(draws), axis=1), axis=1).T
    return np.asarray(np.tile(rank, ground.worlds.count // rank.shape[1]) < number, dtype=float)


def _course(name: str, shock: Disruption, table: pd.DataFrame, ground: Ground, idle: Idle) -> Course:
    def idle_of(target: Mapping[str, Any], key: str) -> Idle:
        place = f"crisis.{name}.{key}"
        chosen = select_agents(ground.layout.network, target, place)
        if not chosen.any():
            raise InputError(f"{place}: the selector {dict(target)} names nobody")
        rows = np.sort(ground.layout.row_of[np.flatnonzero(chosen)])
        return lambda: _idle_agents(ground, rows)

    scene = Scene(table, ground.worlds, f"crisis.{name}", 1 - ground.warmup, idle, idle_of)
    try:
        return shock.course(scene)
    except InputError as error:
        raise InputError(*(f"crisis.{name}: {fault}" for fault in error.faults)) from error


def _idle_agents(ground: Ground, rows: Index) -> Flags:
    """Who delivered nothing yesterday although it owed something, or a customer went away `(rows, worlds)`."""
    owed = ground.points["owed"][rows] > ROUNDING
    buyers = rows < ground.layout.buyers.stop
    owed[buyers] |= ground.buying["lost"][rows[buyers]] > ROUNDING
    return owed & (ground.points["output"][rows] <= ROUNDING)


def _idle_lanes(ground: Ground, lanes: Index, of_lanes: Index, ways: int) -> Flags:
    """On which ways nothing was sent yesterday although something was owed `(ways, worlds)`."""
    owed, sent = np.zeros((2, ways, ground.worlds.count))
    np.add.at(owed, of_lanes, ground.lanes["owed"][lanes])
    np.add.at(sent, of_lanes, ground.lanes["allocated"][lanes])
    return (owed > ROUNDING) & (sent <= ROUNDING)


def bind_all(crisis: Mapping[str, Disruption], ground: Ground) -> list[Bound]:
    """Bind all disruptions of a crisis.

    Raises:
        InputError: the faults of all of them.
    """
    faults, bound = Faults(), list[Bound]()
    for name, shock in crisis.items():
        with faults.collected():
            bound.append(bind(name, shock, ground))
    faults.tell()
    return bound
