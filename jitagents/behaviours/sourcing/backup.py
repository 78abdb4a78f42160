"""Backup supply: another seller while the first one fails."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from jitagents.behaviours.base import Memory
from jitagents.behaviours.sourcing.base import Lanes, Offers, Sourcing, at_lanes, first_of
from jitagents.column import Array
from jitagents.parameters import Number, param


@dataclass(frozen=True)
class Backup(Sourcing):
    """Contingent rerouting: from the first-ranked seller that does not fail, from the first one if all do.

    A seller fails on a day when it is closed, or late: it owes more than `patience` days of the buyer's mean flow. It
    is left after `activation` days of failing in a row, and taken again after `recovery` days in a row without.

    Formula:
        fails = closed or owed > patience x mean flow
        left = 1 once days failing > activation, 0 once days well > recovery
        share = 1 for the first-ranked seller that is not left, else 0

    Source:
        Tomlin 2006, Management Science 52(5), sec. 4 (contingent rerouting and its response time).
    """

    fixed: ClassVar[bool] = False
    memory: ClassVar[dict[str, int]] = {"failing": 0, "well": 0, "left": 0}

    patience: Number = param(2.0, "days", "mean flow that a seller may owe before it counts as late", low=0)
    activation: Number = param(0.0, "days", "failing in a row before the backup starts", low=0)
    recovery: Number = param(0.0, "days", "without failing in a row before orders go back", low=0)

    def planned(self, lanes: Lanes) -> Array:
        return first_of(lanes.buyers, np.ones_like(lanes.share))

    def __call__(self, offers: Offers, memory: Memory) -> Array:
        fails = offers.owed > self.patience * offers.rate
        if offers.closed is not None:
            fails = fails | (offers.closed > 0.0)
        failing, well, left = memory["failing"], memory["well"], memory["left"]
        failing[...] = (failing + 1.0) * fails
        well[...] = (well + 1.0) * ~fails
        left[...] = np.where(failing > self.activation, 1.0, np.where(well > self.recovery, 0.0, left))
        chosen = first_of(offers.buyers, 1.0 - left)
        return np.where(at_lanes(offers.buyers, chosen) > 0.0, chosen, self.planned(offers))
