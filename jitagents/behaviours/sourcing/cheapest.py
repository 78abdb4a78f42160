"""Spot choice: the cheapest seller that is fast enough today."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from jitagents.behaviours.base import Memory
from jitagents.behaviours.sourcing.base import Lanes, Offers, Sourcing, count_closed, known_closed, least_of
from jitagents.column import Array
from jitagents.parameters import Number, param

LITTLE = 1e-12
"""Units a day: a flow below which there is none."""


@dataclass(frozen=True)
class CheapestInTime(Sourcing):
    """Least-cost sourcing under a due date: all from the cheapest seller that delivers in time, else from the fastest.

    Sellers quote a lead time: the stated one, and the days of the buyer's mean flow that they owed it when they quoted.
    That a lane is closed is known after `lag` days without a shipment, at once where the closure was announced.

    Formula:
        days = lead time + owed at the last quote / mean flow; infinite once days closed > lag, or announced
        share = 1 for the lowest price among those with days <= within, else 1 for the fewest days

    Source:
        Weber, Current & Benton 1991, European Journal of Operational Research 50 (least price under a delivery limit);
        Duenyas & Hopp 1995, Management Science 41(1) (quoted lead times).
    """

    fixed: ClassVar[bool] = False

    within: float = param(10.0, "days", "from ordering to receiving, at most", low=0)
    lag: Number = param(
        3.0, "days", "closed before it is known, unless it was announced; 0: known on the first day", low=0
    )
    quoting: int | None = param(
        1, "days", "from one quote of all sellers to the next; 1: every day; None: the stated lead time for good", low=1
    )

    def depths(self) -> dict[str, int]:
        return {"shut": 0} | ({} if self.quoting in (None, 1) else {"quoted": 0})

    def prepare(self, offers: Offers, memory: Memory) -> None:
        if "quoted" in memory:
            memory["quoted"][...] = offers.owed

    def planned(self, lanes: Lanes) -> Array:
        return self._choose(lanes, lanes.lead_time)

    def __call__(self, offers: Offers, memory: Memory) -> Array:
        days = offers.lead_time + self._quoted(offers, memory) / np.maximum(offers.rate, LITTLE)
        count_closed(offers, memory["shut"])
        return self._choose(offers, np.where(known_closed(offers, memory["shut"], self.lag), np.inf, days))

    def _quoted(self, offers: Offers, memory: Memory) -> Array:
        """Units that each seller owed the buyer when it last quoted `(lanes, worlds)`."""
        if self.quoting is None:
            return np.zeros_like(offers.owed)
        if self.quoting == 1:
            return offers.owed
        if (offers.day - 1) % self.quoting == 0:
            memory["quoted"][...] = offers.owed
        return memory["quoted"]

    def _choose(self, lanes: Lanes, days: Array) -> Array:
        # Price comes first where a lane is in time; where none is, all prices are infinite and the days decide.
        price = np.where(days <= self.within, lanes.price, np.inf)
        cheapest = least_of(lanes.buyers, price) * np.isfinite(price)
        none = lanes.buyers.sum(cheapest) == 0.0
        return cheapest + lanes.buyers.spread(none.astype(float)) * least_of(lanes.buyers, days)
