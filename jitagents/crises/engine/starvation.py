"""Starvation: agents and lanes that could deliver nothing yesterday although something was owed."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from jitagents.column import Flags
from jitagents.crises.course import Idle
from jitagents.errors import InputError
from jitagents.flow import ROUNDING, Groups, Index
from jitagents.network import select_agents
from jitagents.state import SimulationState


def of_agents(state: SimulationState, rows: Index) -> Idle:
    """Agents that delivered nothing although they owed something, or a customer was lost `(rows, worlds)`."""
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


def of_lanes(state: SimulationState, lane_rows: Index, group: Index) -> Idle:
    """Groups of lanes on which nothing was sent although something was owed `(groups, worlds)`.

    Args:
        state: of the model.
        lane_rows: some lanes.
        group: number of the group of each.
    """
    groups = Groups(group, int(group.max()) + 1)

    def idle() -> Flags:
        owed, sent = (groups.sum(state.lanes[name][lane_rows]) for name in ("owed", "allocated"))
        return (owed > ROUNDING) & (sent <= ROUNDING)

    return idle
