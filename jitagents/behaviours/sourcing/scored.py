"""Supplier evaluation: shares follow what the suppliers did."""

from dataclasses import dataclass, replace
from typing import ClassVar, Self

import numpy as np

from jitagents.behaviours.base import Memory
from jitagents.behaviours.sourcing.base import Lanes, Offers, Sourcing, at_lanes, least
from jitagents.behaviours.sourcing.record import COLUMNS, follow, good, times
from jitagents.column import Array
from jitagents.flow import Groups
from jitagents.parameters import Number, param

LITTLE = 1e-9
"""A share from which a supplier can still rise again."""
LARGEST = 500.0
"""Exponent above which a share is as good as all."""
HALVINGS = 50
"""Of the interval in which the factor of the shares lies."""


@dataclass(frozen=True)
class Scored(Sourcing):
    """Supplier evaluation by a weighted point plan; shares move towards the better suppliers, within limits.

    Every day each supplier is rated on its record, in which a day's weight falls exponentially with its age: the part
    of what was due that came on time, mean and spread of its lead times, its price, the part of what came that was not
    sent back. A limit that cannot hold with the number of suppliers that a buyer has gives way: one supplier gets
    everything. Shares move a little every day, or more on the days of a review, as purchasing departments do by the
    quarter.

    Formula:
        rating = (delivery x on time + speed x shortest lead time / its own + steadiness / (1 + its coefficient of
            variation) + price x lowest price / its own + quality x good) / (sum of the weights)
        share = share x exp(pace x review x rating) / sum, held between least and most (projection by relative
            entropy), every `review` days

    Source:
        Dickson 1966, Journal of Purchasing 2(1), and Weber, Current & Benton 1991, European Journal of Operational
        Research 50, for the criteria; Arora, Hazan & Kale 2012, Theory of Computing 8, for the move of the shares.
    """

    fixed: ClassVar[bool] = False

    delivery: Number = param(0.5, "", "weight of delivery on time in full", low=0)
    speed: Number = param(0.1, "", "weight of the mean lead time", low=0)
    steadiness: Number = param(0.1, "", "weight of the spread of lead times", low=0)
    price: Number = param(0.3, "", "weight of the price", low=0)
    quality: Number = param(0.0, "", "weight of the part of what came that is not sent back", low=0)
    smoothing: Number = param(0.05, "", "weight of today in the record", low=0, high=1)
    pace: Number = param(0.1, "1/day", "how fast shares follow the rating", low=0)
    review: int = param(1, "days", "from one review of the shares to the next", low=1)
    least: Number = param(0.1, "", "share that a supplier keeps at least", low=0, high=1)
    most: Number = param(0.7, "", "share that a supplier gets at most", low=0, high=1)
    ages: int | None = param(None, "days", "ages of orders told apart; None: three lead times", low=2)

    def depths(self) -> dict[str, int]:
        rated = {"bad": 0} if np.any(self.quality) else {}
        return COLUMNS | rated | {"share": 0, "orders": self.ages or 2}

    def suited(self, lanes: Lanes) -> Self:
        longest = int(lanes.lead_time.max(initial=1.0))
        return replace(self, ages=max(longest + 2, self.ages or 3 * longest))

    def prepare(self, offers: Offers, memory: Memory) -> None:
        memory["share"][...] = offers.share
        # What is under way already is no order of ours: nothing counts as arrived before it has come.
        memory["arrived"][...] = -offers.under_way

    def planned(self, lanes: Lanes) -> Array:
        return lanes.share

    def __call__(self, offers: Offers, memory: Memory) -> Array:
        follow(offers, memory, self.smoothing)
        share = memory["share"]
        if offers.day % self.review:
            return share
        rating = self._rate(offers, memory)
        lead = self.pace * self.review * (rating - at_lanes(offers.buyers, share * rating))
        moved = share * np.exp(np.minimum(lead, LARGEST))
        share[...] = hold(offers.buyers, moved, self.least, self.most)
        return share

    def _rate(self, offers: Offers, memory: Memory) -> Array:
        """The rating of each lane, between 0 and 1 `(lanes, worlds)`."""
        on_time, mean, sd = times(offers, memory)
        points = self.delivery * on_time + self.speed * _best_over_own(offers.buyers, mean)
        points = points + self.steadiness / (1.0 + sd / mean) + self.price * _best_over_own(offers.buyers, offers.price)
        weights = self.delivery + self.speed + self.steadiness + self.price
        if "bad" in memory:
            points, weights = points + self.quality * good(memory), weights + self.quality
        return points / np.maximum(weights, 1e-12)


def _best_over_own(buyers: Groups, values: Array) -> Array:
    """The least value of each buyer's lanes over the lane's own; 1 where it is nothing."""
    best = buyers.spread(least(buyers, values))
    return np.divide(best, values, out=np.ones_like(values), where=values > 0.0)


def hold(buyers: Groups, weights: Array, least: Number, most: Number, among: Array | None = None) -> Array:
    """Shares in proportion to weights, held between two limits; those of a buyer add up to 1 `(lanes, worlds)`.

    Args:
        buyers: the lanes grouped by their buyer.
        weights: `(lanes, worlds)`.
        least, most: limits; one that cannot hold with the number of lanes gives way.
        among: 1 for the lanes that have a share, 0 for others `(lanes, worlds)`; None: all have one.
    """
    if among is None:
        even, has = buyers.spread(1.0 / np.maximum(buyers.counts, 1)[:, None]), np.ones((1, 1))
    else:
        even, has = 1.0 / np.maximum(at_lanes(buyers, among), 1.0), among
    low, high = np.minimum(least, even) * has, np.maximum(np.maximum(most, least), even) * has
    weights = np.maximum(weights / at_lanes(buyers, weights), LITTLE) * has
    shape = (buyers.size, weights.shape[1])
    bottom, top = np.full(shape, LITTLE), np.full(shape, 1.0 / LITTLE)
    for _ in range(HALVINGS):
        factor = np.sqrt(bottom * top)
        enough = buyers.sum(np.clip(buyers.spread(factor) * weights, low, high)) >= 1.0
        np.copyto(top, factor, where=enough)
        np.copyto(bottom, factor, where=~enough)
    shares = np.clip(buyers.spread(top) * weights, low, high)
    return shares / at_lanes(buyers, shares)
