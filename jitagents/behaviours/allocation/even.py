"""Rules that share evenly: the stock, or the shortage."""

from dataclasses import dataclass

import numpy as np

from jitagents.behaviours.allocation.base import Allocation, Claims
from jitagents.behaviours.base import Memory
from jitagents.column import Array
from jitagents.flow import Groups


def evenly(groups: Groups, amount: Array, most: Array) -> Array:
    """Divide an amount `(groups, worlds)` evenly over members, none of which takes more than `most`: water filling.

    Returns:
        `(members, worlds)`, with min(most, level) for each member, where the level is such that all is divided.
    """
    total = groups.sum(most)
    short = groups.spread((amount < total).astype(float)) > 0.0
    given, left = np.where(short, 0.0, most), amount.copy()
    open_ = short & (most > 0.0)
    while open_.any():
        count = groups.sum(open_.astype(float))
        each = groups.spread(np.divide(left, count, out=np.zeros_like(left), where=count > 0.0))
        full = open_ & (most <= each)
        # Those who want less than an even part are filled, and the others share again; without any, it is the level.
        some = groups.spread(groups.sum(full.astype(float))) > 0.0
        np.copyto(given, np.where(full, most, each), where=full | (open_ & ~some))
        left -= groups.sum(most * full)
        open_ &= some & ~full
    return given


@dataclass(frozen=True)
class Uniform(Allocation):
    """Uniform allocation: all get the same, but nobody more than it is owed; ordering more never gains.

    Formula:
        given = min(owed, level), with the level at which all that is available is given

    Source:
        Sprumont 1991, Econometrica 59(2); Cachon & Lariviere 1999, Management Science 45(8).
    """

    def __call__(self, available: Array, claims: Claims, memory: Memory) -> Array:
        return _whole(claims, evenly(claims.sellers, available, claims.owed))


@dataclass(frozen=True)
class Linear(Allocation):
    """Linear allocation: each customer gets what it is owed less an equal part of the shortage, but not below zero.

    Formula:
        given = max(0, owed - loss), with the loss at which all that is available is given

    Source:
        Cachon & Lariviere 1999, Management Science 45(8).
    """

    def __call__(self, available: Array, claims: Claims, memory: Memory) -> Array:
        shortage = claims.sellers.sum(claims.owed) - available
        return _whole(claims, claims.owed - evenly(claims.sellers, np.maximum(shortage, 0.0), claims.owed))


def _whole(claims: Claims, given: Array) -> Array:
    return claims.sellers.cut(given, claims.day) if claims.whole else given
