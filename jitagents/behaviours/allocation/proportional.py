"""Rules that give in proportion to what is owed."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from jitagents.behaviours.allocation.base import Allocation, Claims
from jitagents.behaviours.base import Memory
from jitagents.column import Array
from jitagents.flow import Groups, turn

DECIMALS = 9
"""To which remainders are told apart: two that differ by an error of the last bit are equal."""


@dataclass(frozen=True)
class Proportional(Allocation):
    """Proportional allocation: in proportion to what is owed.

    Formula:
        given = owed x min(1, available / sum of owed)

    Source:
        Cachon & Lariviere 1999, Management Science 45(8).
    """

    def __call__(self, available: Array, claims: Claims, memory: Memory) -> Array:
        return claims.sellers.ration(available, claims.owed, claims.whole, claims.day)


@dataclass(frozen=True)
class LargestRemainder(Allocation):
    """Largest-remainder allocation: proportional, and whole units that remain go to the largest remainders (Hamilton).

    Among equal remainders the turn goes round from day to day, so that over the days nobody is favoured. Where units
    are not whole there is no remainder, and the rule is the proportional one.

    Formula:
        quota = owed x min(1, available / sum of owed)
        given = floor(quota), + 1 for the (available - sum of floors) largest quota - floor(quota)

    Source:
        Balinski & Young 2001, Fair Representation, ch. 3 and app. A (the method of Hamilton).
    """

    def __call__(self, available: Array, claims: Claims, memory: Memory) -> Array:
        quota = claims.sellers.ration(available, claims.owed, False, claims.day)
        if not claims.whole:
            return quota
        given = np.floor(quota + 0.5 * 10.0**-DECIMALS)
        over = np.round(np.minimum(available, claims.sellers.sum(claims.owed)))
        over -= claims.sellers.sum(given)
        place = _places(claims.sellers, np.round(quota - given, DECIMALS), claims.day)
        return given + (place < claims.sellers.spread(over))


def _places(groups: Groups, remainders: Array, day: int) -> npt.NDArray[np.int64]:
    """Place of each member in its group by remainder, the largest 0; equal ones in turn `(members, worlds)`."""
    count = len(remainders)
    order = np.argsort(-remainders, axis=0, kind="stable")
    group = groups.key[order]
    again = np.argsort(group, axis=0, kind="stable")
    order = np.take_along_axis(order, again, axis=0)
    group, sorted_ = groups.key[order], np.take_along_axis(remainders, order, axis=0)
    row = np.arange(count)[:, None] + np.zeros_like(order)
    new_group = np.diff(group, axis=0, prepend=-1) != 0
    new_run = new_group | (np.diff(sorted_, axis=0, prepend=-1.0) != 0.0)
    group_start = np.maximum.accumulate(np.where(new_group, row, 0), axis=0)
    first = np.maximum.accumulate(np.where(new_run, row, 0), axis=0)
    ends = np.where(np.roll(new_run, -1, axis=0), row + 1, count)
    ends[-1] = count
    length = np.minimum.accumulate(ends[::-1], axis=0)[::-1] - first
    turned = first + (row - first + (turn(day) * length).astype(np.int64)) % length
    places = np.empty_like(order)
    np.put_along_axis(places, order, turned - group_start, axis=0)
    return places
