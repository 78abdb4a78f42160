"""Idleness: who waited yesterday for what did not come."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from jitagents.crises.course import Flags, Idle
from jitagents.crises.engine.active import SimulationState
from jitagents.errors import InputError
from jitagents.flow import ROUNDING, Groups, Index
from jitagents.network import select_agents


def of_agents(state: SimulationState, rows: Index) -> Idle:
    """Who of some agents delivered nothing although it owed something, or a customer went away `(rows, worlds)`."""
    buyers = rows < state.layout.market_rows.stop

    def idle() -> Flags:
        owes = state.points["owed"][rows] > ROUNDING
        owes[buyers] |= state.buying["lost"][rows[buyers]] > ROUNDING
        return owes & (state.points["output"][rows] <= ROUNDING)

    return idle


def of_named(state: SimulationState, target: Mapping[str, Any], place: str) -> Idle:
    """The same for the agents that a selector names.

    Raises:
        InputError: it cannot be read, or names nobody.
    """
    chosen = select_agents(state.layout.network, target, place)
    if not chosen.any():
        raise InputError(f"{place}: the selector {dict(target)} names nobody")
    return of_agents(state, np.sort(state.layout.row_of[np.flatnonzero(chosen)]))


def of_lanes(state: SimulationState, lane_rows: Index, lanes: Index) -> Idle:
    """On which ways nothing was sent although something was owed `(ways, worlds)`.

    Args:
        ground: the model.
        lanes: some lanes.
        ways: number of the way of each.
    """
    by_way = Groups(lanes, int(lanes.max()) + 1)

    def idle() -> Flags:
        owed, sent = (
            by_way.sum(state.lanes[name][lane_rows], np.empty((by_way.size, state.worlds.count)))
            for name in ("owed", "allocated")
        )
        return (owed > ROUNDING) & (sent <= ROUNDING)

    return idle
