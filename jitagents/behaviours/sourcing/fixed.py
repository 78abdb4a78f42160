"""Rules whose shares are the same on every day."""

from dataclasses import dataclass

import numpy as np

from jitagents.behaviours.sourcing.base import Lanes, Sourcing, first_of
from jitagents.column import Array


@dataclass(frozen=True)
class Primary(Sourcing):
    """Single sourcing: all from the first-ranked seller.

    Formula:
        share = 1 if rank = 1, else 0

    Source:
        Treleven & Schweikhart 1988, Journal of Operations Management 7(4).
    """

    def planned(self, lanes: Lanes) -> Array:
        return first_of(lanes.buyers, np.ones_like(lanes.share))


@dataclass(frozen=True)
class Split(Sourcing):
    """Multiple sourcing by fixed shares, those that the network plans.

    Formula:
        share = planned share of the lane

    Source:
        Treleven & Schweikhart 1988, Journal of Operations Management 7(4).
    """

    def planned(self, lanes: Lanes) -> Array:
        return lanes.share
