"""Rules that serve one claim after the other: class by class, day by day."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy import stats

from jitagents.behaviours.allocation.base import Allocation, Claims
from jitagents.behaviours.base import Memory
from jitagents.column import Array
from jitagents.parameters import param


class _Turns:
    """What is left while claims are served in turn, each in proportion to what is wanted.

    Attributes:
        shipped: units given so far `(lanes, worlds)`.
    """

    def __init__(self, available: Array, claims: Claims) -> None:
        self._left, self._claims = available.copy(), claims
        self.shipped = np.zeros_like(claims.owed)

    def serve(self, wanted: Array, at_random: bool = False) -> Array:
        """Give what is left to those that want it; what each got `(lanes, worlds)`.

        Args:
            wanted: units `(lanes, worlds)`.
            at_random: whole units go to units wanted in random order, not in proportion.
        """
        claims, left = self._claims, self._left
        if at_random and claims.whole:
            given = in_random_order(left, wanted, claims)
        else:
            given = claims.sellers.ration(left, wanted, claims.whole, claims.day)
        self.shipped += given
        left -= claims.sellers.sum(given, np.empty_like(left))
        np.maximum(left, 0.0, out=left)
        return given


def in_random_order(available: Array, wanted: Array, claims: Claims) -> Array:
    """Whole units divided as if they were drawn one by one from those wanted, without putting back `(lanes, worlds)`.

    Lane by lane of a seller, a hypergeometric number given what the lanes before it got.

    Args:
        available: of each seller, whole units `(sellers, worlds)`.
        wanted: on each lane, whole units `(lanes, worlds)`.
        claims: with its numbers of chance.
    """
    sellers = claims.sellers
    assert claims.chance is not None
    total = sellers.sum(wanted, np.empty_like(available))
    left = np.minimum(available, total)
    given = np.zeros_like(wanted)
    for lanes in sellers.steps:
        of, asked = sellers.key[lanes], wanted[lanes]
        most, rest = left[of], total[of]
        got = np.minimum(asked, most)
        drawn = (most > 0.0) & (most < rest) & (asked > 0.0) & (asked < rest)
        if drawn.any():
            law = rest[drawn], asked[drawn], most[drawn]
            got[drawn] = stats.hypergeom.ppf(claims.chance[lanes][drawn], *law)
        given[lanes] = got
        total[of] -= asked
        left[of] -= got
    return given


@dataclass(frozen=True)
class Priority(Allocation):
    """Priority allocation: class by class of the lanes' `priority`, in proportion to what is owed within a class.

    Formula:
        a class is served when nothing is owed to the classes before it

    Source:
        Topkis 1968, Management Science 15(3); Silver, Pyke & Thomas 2017, ch. 11.
    """

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
    """First come, first served by day of order; orders of the same day in proportion, or in random order.

    Orders older than `horizon` days count as equally old. In random order, the whole units that are left for the orders
    of a day go to units ordered that day as they would have come one by one; where units are not whole, in proportion.

    Formula:
        the orders of a day are served when none of an earlier day is owed;
        in random order, what a seller's lanes get of a day's orders is multivariate hypergeometric

    Source:
        Monden 1983 (Kanban cards are filled in the order in which they come); Graves 1985, Management Science 31(10),
        eq. 9 (a depot's backorders belong to its customers at random); Silver, Pyke & Thomas 2017, ch. 11.
    """

    horizon: int = param(30, "days", "ages told apart", low=2)
    same_day: str = param("proportional", "", "orders of the same day", choices=("proportional", "random"))

    @property
    def noisy(self) -> bool:
        return self.same_day == "random"

    def depths(self) -> dict[str, int]:
        return {"owed_by_age": self.horizon}

    def __call__(self, available: Array, claims: Claims, memory: Memory) -> Array:
        turns = _Turns(available, claims)
        for orders in self._by_age(memory["owed_by_age"], claims):
            orders -= turns.serve(np.minimum(orders, claims.owed - turns.shipped), self.noisy)
        return turns.shipped

    def _by_age(self, by_age: Array, claims: Claims) -> Iterator[Array]:
        """What is owed of the orders of each day, the oldest first, today's noted."""
        newest, oldest = claims.day % self.horizon, (claims.day + 1) % self.horizon
        by_age[oldest] += by_age[newest]
        by_age[newest] = claims.ordered
        for age in range(self.horizon - 1, -1, -1):
            orders = by_age[(claims.day - age) % self.horizon]
            if orders.any():
                yield orders
