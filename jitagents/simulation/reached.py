"""Reached: the stock points, agents, makers and lanes that each wave of a roll-out reaches."""

from dataclasses import dataclass

import numpy as np

from jitagents.flow import Index
from jitagents.layout import Layout
from jitagents.simulation.exempted import Selection
from jitagents.simulation.stages import Stages


@dataclass(frozen=True)
class Reached:
    """Those whom a wave reaches.

    Attributes:
        points: the stock points.
        agents: the agents to whom they belong.
        makers: those of these that make something, as numbers of makers.
        lanes: over which the stock points buy.
    """

    points: Index
    agents: Index
    makers: Index
    lanes: Index


def reached_by(stages: Stages, layout: Layout) -> dict[str, Reached]:
    """Return those whom each wave reaches, by its name, in the order of the roll-out; nothing without one."""
    points, reached = layout.points, dict[str, Reached]()
    for name in () if stages.rollout is None else stages.rollout.waves:
        chosen = np.zeros(len(points.agent), dtype=bool)
        for exemption in stages.exemptions:
            if exemption.when is not None and exemption.when.wave == name:
                for stage, flags in Selection(layout.network, points, exemption).rows().items():
                    chosen[points.of_lane[flags] if stage == "transport" else flags] = True
        rows = layout.row_of[chosen]
        agents = np.unique(layout.owner[rows])
        reached[name] = Reached(
            rows,
            agents,
            np.flatnonzero(np.isin(layout.maker_rows, agents)),
            np.flatnonzero(np.isin(layout.lane_buyer, rows)),
        )
    return reached
