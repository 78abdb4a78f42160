"""Allocation: which customers get what a seller has, when it owes more."""

from abc import abstractmethod
from dataclasses import dataclass

import numpy as np

from jitagents.behaviours.base import Behaviour, Memory
from jitagents.column import Array
from jitagents.flow import Groups
from jitagents.parameters import param


@dataclass(frozen=True)
class Claims:
    """What the customers of a seller are owed, lane by lane.

    Attributes:
        owed: units owed on each lane, today's orders included `(lanes, worlds)`.
        ordered: units of today's orders `(lanes, worlds)`.
        priority: class of the customer, 1 first `(lanes, 1)`.
        sellers: the lanes grouped by their seller.
        whole: True if units are whole.
        day: today.
    """

    owed: Array
    ordered: Array
    priority: Array
    sellers: Groups
    whole: bool
    day: int


class Allocation(Behaviour):
    """An allocation rule."""

    @abstractmethod
    def __call__(self, available: Array, claims: Claims, memory: Memory) -> Array:
        """Units to ship `(lanes, worlds)`: at most what is owed, and per seller at most what is `available`."""


@dataclass(frozen=True)
class Proportional(Allocation):
    """In proportion to what is owed (Cachon & Lariviere 1999, Management Science 45(8))."""

    def __call__(self, available: Array, claims: Claims, memory: Memory) -> Array:
        return claims.sellers.ration(available, claims.owed, claims.whole, claims.day)


@dataclass(frozen=True)
class Priority(Allocation):
    """Class by class of the lanes' `priority`; in proportion to what is owed within a class."""

    def __call__(self, available: Array, claims: Claims, memory: Memory) -> Array:
        left = available.copy()
        shipped = np.zeros_like(claims.owed)
        for rank in np.unique(claims.priority):
            wanted = claims.owed * (claims.priority == rank)
            given = claims.sellers.ration(left, wanted, claims.whole, claims.day)
            shipped += given
            left -= claims.sellers.sum(given, np.empty_like(left))
            np.maximum(left, 0.0, out=left)
        return shipped


@dataclass(frozen=True)
class OldestFirst(Allocation):
    """First come, first served by day of order; orders of the same day in proportion (Kanban's and most ERPs' rule).

    Orders older than `horizon` days count as equally old.
    """

    horizon: int = param(30, "days", "ages told apart", low=2)

    def depths(self) -> dict[str, int]:
        return {"owed_by_age": self.horizon}

    def __call__(self, available: Array, claims: Claims, memory: Memory) -> Array:
        by_age = memory["owed_by_age"]
        newest, oldest = claims.day % self.horizon, (claims.day + 1) % self.horizon
        by_age[oldest] += by_age[newest]
        by_age[newest] = claims.ordered
        left = available.copy()
        shipped = np.zeros_like(claims.owed)
        for age in range(self.horizon - 1, -1, -1):
            orders = by_age[(claims.day - age) % self.horizon]
            if not orders.any():
                continue
            wanted = np.minimum(orders, claims.owed - shipped)
            given = claims.sellers.ration(left, wanted, claims.whole, claims.day)
            orders -= given
            shipped += given
            left -= claims.sellers.sum(given, np.empty_like(left))
            np.maximum(left, 0.0, out=left)
        return shipped
