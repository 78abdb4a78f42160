"""Warnings: what stock points know beforehand of disruptions that are announced."""

from collections.abc import Sequence

import numpy as np

from jitagents.crises import effects
from jitagents.day.strikes.bound import Bound, Ground, Reach
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

    def __init__(self, bound: Sequence[Bound], ground: Ground) -> None:
        self._ground, announced = ground, [one for one in bound if np.any(getattr(one.shock, "warning", 0))]
        self._of_demand = [one for one in announced if isinstance(one.shock.effect, effects.Demand)]
        reached = ((one, _missing(one, ground)) for one in announced)
        self._of_supply = [(one, lanes) for one, lanes in reached if lanes is not None]
        self._buyers = Groups(ground.layout.buyer, ground.layout.rows)
        self.days = np.zeros((ground.layout.rows, ground.worlds.count)) if announced else None

    def tell(self, measured: int) -> None:
        """Bring `days` up to date; of a row's lanes each counts by its planned share."""
        if self.days is None:
            return
        struck, share = self._ground.worlds.struck, self._ground.planned.share
        missing = np.zeros((len(share), self._ground.worlds.count))
        for one, lanes in self._of_supply:
            days = share[lanes.rows] * lanes.at(one.weigh(one.course.announced(measured)) * struck)
            missing[lanes.rows] = np.maximum(missing[lanes.rows], days)
        self._buyers.sum(missing, self.days)
        for one in self._of_demand:
            more = np.maximum(one.weigh(one.course.announced(measured)) * struck, 0.0)
            self.days[one.agents.rows] += more


def _missing(bound: Bound, ground: Ground) -> Reach | None:
    """The lanes that will miss a share of their flow; None if a disruption does not work like that."""
    effect, layout = bound.shock.effect, ground.layout
    if isinstance(effect, SELLING):
        return bound.hanging(layout.seller)
    if isinstance(effect, effects.Receiving):
        return bound.hanging(layout.owner[layout.buyer])
    return bound.ways if isinstance(effect, effects.Lane) else None
