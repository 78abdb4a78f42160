"""Idleness: who waited yesterday for what did not come."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from jitagents.crises.course import Flags, Idle
from jitagents.day.strikes.bound import Ground
from jitagents.errors import InputError
from jitagents.flow import ROUNDING, Groups, Index
from jitagents.network import select_agents


def of_agents(ground: Ground, rows: Index) -> Idle:
    """Who of some agents delivered nothing although it owed something, or a customer went away `(rows, worlds)`."""
    buyers = rows < ground.layout.buyers.stop

    def idle() -> Flags:
        owes = ground.points["owed"][rows] > ROUNDING
        owes[buyers] |= ground.buying["lost"][rows[buyers]] > ROUNDING
        return owes & (ground.points["output"][rows] <= ROUNDING)

    return idle


def of_named(ground: Ground, target: Mapping[str, Any], place: str) -> Idle:
    """The same for the agents that a selector names.

    Raises:
        InputError: it cannot be read, or names nobody.
    """
    chosen = select_agents(ground.layout.network, target, place)
    if not chosen.any():
        raise InputError(f"{place}: the selector {dict(target)} names nobody")
    return of_agents(ground, np.sort(ground.layout.row_of[np.flatnonzero(chosen)]))


def of_lanes(ground: Ground, lanes: Index, ways: Index) -> Idle:
    """On which ways nothing was sent although something was owed `(ways, worlds)`.

    Args:
        ground: the model.
        lanes: some lanes.
        ways: number of the way of each.
    """
    by_way = Groups(ways, int(ways.max()) + 1)

    def idle() -> Flags:
        owed, sent = (
            by_way.sum(ground.lanes[name][lanes], np.empty((by_way.size, ground.worlds.count)))
            for name in ("owed", "allocated")
        )
        return (owed > ROUNDING) & (sent <= ROUNDING)

    return idle
