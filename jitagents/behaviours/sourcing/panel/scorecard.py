"""The scorecard of suppliers: criteria between 0 and 1, their weighted mean, and classes A to D."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from jitagents.behaviours.base import Memory
from jitagents.behaviours.sourcing.base import Offers, at_lanes, least
from jitagents.behaviours.sourcing.record import NOTHING, times
from jitagents.column import Array, Flags
from jitagents.errors import InputError
from jitagents.parameters import Number, Parameters, param

NONE, A, B, C, D = range(5)
"""Classes of suppliers; none before their first review."""
EXACT = 1e-9
"""Within which a score still reaches a limit."""
RATED = ("quality", "delivery", "price", "speed", "finance", "warning")
"""The criteria, which bear the names of their weights."""


@dataclass(frozen=True)
class Scorecard(Parameters):
    """The weights of a scorecard, and the limits of its classes."""

    quality: Number = param(0.30, "", "weight of 1 - bad parts per million / their limit", low=0)
    delivery: Number = param(0.25, "", "weight of the part of what was due that came on time", low=0)
    price: Number = param(0.25, "", "weight of the lowest price of the buyer's suppliers over the own one", low=0)
    speed: Number = param(0.10, "", "weight of the promised lead time over its mean and standard deviation", low=0)
    finance: Number = param(0.05, "", "weight of 1 - probability of default / its limit, of those rated", low=0)
    warning: Number = param(0.05, "", "weight of the part of the outages that were announced", low=0)
    ppm_limit: Number = param(1000.0, "ppm", "bad parts at which the quality counts 0", low=1e-3, high=1e6)
    default_limit: Number = param(0.05, "1/year", "probability of default at which finance counts 0", low=1e-6, high=1)
    smoothing: Number = param(0.4, "", "weight of the last review in the score; .4: a mean of four", low=0, high=1)
    class_a: Number = param(0.85, "", "least score of class A", low=0, high=1)
    class_b: Number = param(0.70, "", "least score of class B", low=0, high=1)
    class_c: Number = param(0.55, "", "least score of class C", low=0, high=1)
    knockout: Number = param(
        0.55, "share", "of what was due on time, below which a supplier is of class D whatever its score", low=0, high=1
    )

    def __post_init__(self) -> None:
        super().__post_init__()
        if faults := list(self._faults()):
            raise InputError(*faults)

    def _faults(self) -> Iterator[str]:
        limits = {name: np.asarray(getattr(self, name)) for name in ("class_a", "class_b", "class_c")}
        if not ((limits["class_a"] >= limits["class_b"]) & (limits["class_b"] >= limits["class_c"])).all():
            yield f"{type(self).__name__}.class_a, class_b, class_c: must fall, or be equal, from A to C"

    def criteria(self, offers: Offers, memory: Memory, used: Flags) -> dict[str, Array]:
        """The criteria of the record since the last review, each between 0 and 1 `(lanes, worlds)`; NaN: not rated.

        Args:
            offers: of today.
            memory: with the record.
            used: the suppliers in use, whose prices are compared.
        """
        on_time, mean, sd = times(offers, memory)
        units, outages = memory["units"], memory["outages"]
        ppm = 1e6 * np.divide(memory["bad"], units, out=np.zeros_like(units), where=units > NOTHING)
        lowest = offers.buyers.spread(least(offers.buyers, np.where(used, offers.price, np.inf)))
        rating = np.full((1, 1), np.nan) if offers.default_probability is None else offers.default_probability
        return {
            "quality": 1.0 - np.minimum(ppm / self.ppm_limit, 1.0),
            "delivery": on_time,
            "price": np.divide(lowest, offers.price, out=np.ones_like(lowest), where=used & (offers.price > 0.0)),
            "speed": np.minimum(offers.lead_time / (mean + sd), 1.0),
            "finance": 1.0 - np.minimum(rating / self.default_limit, 1.0) + np.zeros_like(units),
            "warning": np.divide(memory["warned"], outages, out=np.ones_like(outages), where=outages > 0.0),
        }

    def score(self, criteria: Mapping[str, Array]) -> Array:
        """The weighted mean of the criteria that are rated `(lanes, worlds)`."""
        points, weights = np.zeros_like(criteria["delivery"]), np.zeros_like(criteria["delivery"])
        for name in RATED:
            rated = ~np.isnan(criteria[name])
            points += np.where(rated, criteria[name], 0.0) * getattr(self, name)
            weights += rated * getattr(self, name)
        return np.divide(points, weights, out=np.ones_like(points), where=weights > 0.0)

    def classes(self, score: Array, delivery: Array) -> Array:
        """The class of each score, from A to D `(lanes, worlds)`."""
        below = [score < np.asarray(limit) - EXACT for limit in (self.class_a, self.class_b, self.class_c)]
        return np.where(delivery < np.asarray(self.knockout) - EXACT, D, A + np.sum(below, axis=0)).astype(float)


def mean_of(buyers_lanes: "Offers", values: Array, among: Flags) -> Array:
    """The mean over some of each buyer's lanes, at all of them; 1 where there are none `(lanes, worlds)`."""
    count = at_lanes(buyers_lanes.buyers, among.astype(float))
    total = at_lanes(buyers_lanes.buyers, np.where(among, values, 0.0))
    return np.divide(total, count, out=np.ones_like(total), where=count > 0.0)
