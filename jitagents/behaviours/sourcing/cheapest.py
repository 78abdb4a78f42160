"""Spot choice: the cheapest seller that is fast enough today."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from jitagents.behaviours.base import Memory
from jitagents.behaviours.sourcing.base import Lanes, Offers, Sourcing, least_of
from jitagents.column import Array
from jitagents.parameters import param

LITTLE = 1e-12
"""Units a day: a flow below which there is none."""


@dataclass(frozen=True)
class CheapestInTime(Sourcing):
    """Least-cost sourcing under a due date: all from the cheapest seller that delivers in time, else from the fastest.

    Formula:
        days = lead time + owed / mean flow; infinite if the lane is closed
        share = 1 for the lowest price among those with days <= within, else 1 for the fewest days

    Source:
        Weber, Current & Benton 1991, European Journal of Operational Research 50 (least price under a delivery limit).
    """

    fixed: ClassVar[bool] = False

    within: float = param(10.0, "days", "from ordering to receiving, at most", low=0)

    def planned(self, lanes: Lanes) -> Array:
        return self._choose(lanes, lanes.lead_time)

    def __call__(self, offers: Offers, memory: Memory) -> Array:
        days = offers.lead_time + offers.owed / np.maximum(offers.rate, LITTLE)
        return self._choose(offers, days if offers.closed is None else np.where(offers.closed > 0.0, np.inf, days))

    def _choose(self, lanes: Lanes, days: Array) -> Array:
        # Price comes first where a lane is in time; where none is, all prices are infinite and the days decide.
        price = np.where(days <= self.within, lanes.price, np.inf)
        cheapest = least_of(lanes.buyers, price) * np.isfinite(price)
        none = lanes.buyers.sum(cheapest, np.empty((lanes.buyers.size, days.shape[1]))) == 0.0
        return cheapest + lanes.buyers.spread(none.astype(float)) * least_of(lanes.buyers, days)
