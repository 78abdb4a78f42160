"""Warnings: what stock points know beforehand of disruptions that are announced."""

from collections.abc import Sequence

import numpy as np

from jitagents.crises import effects
from jitagents.crises.engine.active import ActiveDisruption, Reach, SimulationState
from jitagents.flow import Groups

SELLING = (effects.Supply, effects.Production, effects.Shipping, effects.Yield)
"""Effects by which the lanes of a seller miss a share of their flow."""


class Warnings:
    """What is known beforehand.

    Args:
        bound: the disruptions.
        ground: the model.

    Attributes:
        days: of its mean flow that each row will miss, or be asked for besides, `(rows, worlds)`; None if nothing is
            ever announced.
    """

    def __init__(self, disruption: Sequence[ActiveDisruption], state: SimulationState) -> None:
        self._ground, announced = state, [one for one in disruption if np.any(getattr(one.spec, "warning", 0))]
        self._of_demand = [one for one in announced if isinstance(one.spec.effect, effects.Demand)]
        reached = ((one, _missing(one, state)) for one in announced)
        self._of_supply = [(one, lane_rows) for one, lane_rows in reached if lane_rows is not None]
        self._buyers = Groups(state.layout.lane_buyer, state.layout.rows)
        self.days = np.zeros((state.layout.rows, state.worlds.count)) if announced else None

    def tell(self, measured: int) -> None:
        """Bring `days` up to date; of a row's lanes each counts by its planned share."""
        if self.days is None:
            return
        struck, share = self._ground.worlds.disrupted, self._ground.planned.share
        missing = np.zeros((len(share), self._ground.worlds.count))
        for one, lane_rows in self._of_supply:
            days = share[lane_rows.rows] * lane_rows.at(one.weigh(one.course.announced(measured)) * struck)
            missing[lane_rows.rows] = np.maximum(missing[lane_rows.rows], days)
        self._buyers.sum(missing, self.days)
        for one in self._of_demand:
            more = np.maximum(one.weigh(one.course.announced(measured)) * struck, 0.0)
            self.days[one.agents.rows] += more


def _missing(disruption: ActiveDisruption, state: SimulationState) -> Reach | None:
    """The lanes that will miss a share of their flow; None if a disruption does not work like that."""
    effect, layout = disruption.spec.effect, state.layout
    if isinstance(effect, SELLING):
        return disruption.dependents_of(layout.lane_seller)
    if isinstance(effect, effects.Receiving):
        return disruption.dependents_of(layout.owner[layout.lane_buyer])
    return disruption.lanes if isinstance(effect, effects.Lane) else None
