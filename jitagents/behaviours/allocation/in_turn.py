"""Rules that serve one claim after the other: class by class, day by day."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from jitagents.behaviours.allocation.base import Allocation, Claims
from jitagents.behaviours.allocation.unit_by_unit import unit_by_unit
from jitagents.behaviours.base import Memory
from jitagents.column import Array
from jitagents.parameters import param


class _Turns:
    """Remaining stock while claims are served in turn: in proportion to claims, or unit by unit if units are drawn.

    Attributes:
        shipped: units given so far `(lanes, worlds)`.
    """

    def __init__(self, available: Array, claims: Claims) -> None:
        self._left, self._claims = available.copy(), claims
        self.shipped = np.zeros_like(claims.owed)

    def serve(self, wanted: Array) -> Array:
        """Give what is left to those that want it; what each got `(lanes, worlds)`."""
        claims, left = self._claims, self._left
        if claims.chance is None:
            given = claims.sellers.ration(left, wanted, claims.whole, claims.day)
        else:
            given = unit_by_unit(claims.sellers, left, wanted, claims.chance)
        self.shipped += given
        left -= claims.sellers.sum(given)
        np.maximum(left, 0.0, out=left)
        return given


@dataclass(frozen=True)
class Priority(Allocation):
    """Priority allocation: class by class of the lanes' `priority`, in proportion to what is owed within a class.

    Formula:
        a class is served when nothing is owed to the classes before it

    Source:
        Topkis 1968, Management Science 15(3); Silver, Pyke & Thomas 2017, ch. 11.
    """

    @property
    def by_class(self) -> bool:
        return True

    def __call__(self, available: Array, claims: Claims, memory: Memory) -> Array:
        turns = _Turns(available, claims)
        for rank in np.unique(claims.priority):
            turns.serve(claims.owed * (claims.priority == rank))
        return turns.shipped


@dataclass(frozen=True)
class TodaysOrders(Allocation):
    """New orders first: in proportion to today's orders; what is left, in proportion to the backlog.

    Formula:
        first = min(order, available x order / sum of orders)
        then = min(backlog, left x backlog / sum of backlogs)

    Source:
        Cachon & Lariviere 1999, Management Science 45(8) (proportional allocation of a period's orders).
    """

    def __call__(self, available: Array, claims: Claims, memory: Memory) -> Array:
        turns, today = _Turns(available, claims), np.minimum(claims.ordered, claims.owed)
        turns.serve(today)
        turns.serve(claims.owed - today)
        return turns.shipped


@dataclass(frozen=True)
class OldestFirst(Allocation):
    """First come, first served by day of order; the units of a day in random order.

    Units that are not whole are served in proportion within a day, the limit of ever smaller units in random order.
    Orders older than `horizon` days count as equally old; of what a customer cancels, the newest orders go first.

    Formula:
        the orders of a day are served when none of an earlier day is owed
        served of a day in part: multivariate hypergeometric

    Source:
        Monden 1983 (Kanban cards are filled in the order in which they come); Graves 1985, Management Science 31(10)
        (of what a depot owes, each customer has a binomial part); Silver, Pyke & Thomas 2017, ch. 11.
    """

    horizon: int = param(30, "days", "ages told apart", low=2)

    def depths(self) -> dict[str, int]:
        return {"owed_by_age": self.horizon}

    @property
    def draws(self) -> bool:
        return True

    def start(self, owed: Array, memory: Memory) -> None:
        memory["owed_by_age"][0] = owed

    def __call__(self, available: Array, claims: Claims, memory: Memory) -> Array:
        turns = _Turns(available, claims)
        for orders in self._by_age(memory["owed_by_age"], claims):
            orders -= turns.serve(np.minimum(orders, claims.owed - turns.shipped))
        return turns.shipped

    def _by_age(self, by_age: Array, claims: Claims) -> Iterator[Array]:
        """The backorders from the orders of each day, the oldest first, with today's recorded."""
        newest, oldest = claims.day % self.horizon, (claims.day + 1) % self.horizon
        by_age[oldest] += by_age[newest]
        by_age[newest] = claims.ordered
        if claims.cancelled is not None:
            self._forget(by_age, claims.cancelled, claims.day)
        for age in range(self.horizon - 1, -1, -1):
            orders = by_age[(claims.day - age) % self.horizon]
            if orders.any():
                yield orders

    def _forget(self, by_age: Array, cancelled: Array, day: int) -> None:
        """Take what is cancelled from the newest orders before today's."""
        left = cancelled.copy()
        for age in range(1, self.horizon):
            orders = by_age[(day - age) % self.horizon]
            taken = np.minimum(orders, left)
            orders -= taken
            left -= taken
