"""Lots: which needs of the days ahead are covered by one order. Arrays `(days, rows, worlds)`."""

from itertools import pairwise

import numpy as np

from jitagents.behaviours.ordering.running_sums import by_day, on_days, running
from jitagents.column import Array, Flags
from jitagents.flow import ROUNDING, Index
from jitagents.parameters import Number

NEARLY = 1 + 1e-9
"""Factor by which costs differ at most that may be equal but for rounding."""


def fixed_lots(needs: Array, lot: Number) -> Array:
    """Multiples of a fixed lot, each as late as it may be."""
    return by_day(np.ceil(running(needs)[1:] / lot - ROUNDING) * lot)


def period_lots(needs: Array, begins: Flags, left: Index, rate: Array) -> Array:
    """Periodic order quantity: on the first day of each period, the needs of all its days.

    Args:
        needs: net requirements, units; days behind the last one need the mean flow.
        begins: whether a period begins `(days, rows, 1)`.
        left: days of the period from each day on, this one included `(days, rows, 1)`.
        rate: mean flow, units a day `(rows, 1)`.
    """
    lots, ahead = np.zeros(needs.shape), rate * np.ones(needs.shape[1:])
    total = running(needs, [ahead] * int(left.max()))
    day, row = np.nonzero(begins[..., 0])
    lots[day, row] = total[day + left[day, row, 0], row] - total[day, row]
    return lots


def at_first_chance(needs: Array, begins: Flags) -> Array:
    """The needs of the days before the first period moved to its first day: a plan that stands looks at them once."""
    begun = np.logical_or.accumulate(begins, axis=0)
    first = begins & (np.cumsum(begins, axis=0) == 1)
    return np.where(begun, needs, 0.0) + first * np.where(begun, 0.0, needs).sum(axis=0)


def wagner_whitin(needs: Array, setup: Number, holding: Number) -> Array:
    """Lots of least cost: the exact dynamic programme (Wagner & Whitin 1958).

    From the last day back, least[d] is the least cost of the needs from day d on: a lot on day d covers them up to some
    day, or nothing is needed on day d and no lot is ordered. A lot that is too long on day d + 1 is too long on day d
    too, where it holds the same units for a day more (their planning horizon theorem). So no lot is tried that reaches
    further than those of the day behind it that cost the least, or nearly so, in any row and world.

    Args:
        needs: net requirements, units.
        setup: money an order.
        holding: money a unit and day.
    """
    days, reach, idle = len(needs), 0, needs <= ROUNDING
    held = np.arange(days).reshape(-1, 1, 1) * np.asarray(holding)
    least, until = np.zeros((days + 1, *needs.shape[1:])), np.empty(needs.shape, dtype=np.int64)
    for day in reversed(range(days)):
        reach += 1
        cost = needs[day : day + reach] * held[:reach]
        for shorter, longer in pairwise(cost):
            longer += shorter
        cost += setup
        cost += least[day + 1 : day + 1 + reach]
        cost.argmin(axis=0, out=until[day])
        cost.min(axis=0, out=least[day])
        near = (cost <= least[day] * NEARLY).reshape(reach, -1).any(axis=1)
        reach = 1 + int(near.nonzero()[0][-1])
        np.copyto(least[day], least[day + 1], where=idle[day])
    until[idle] = 0
    until += np.arange(1, days + 1).reshape(-1, 1, 1)
    return _lots(needs, until)


def _lots(needs: Array, until: Index) -> Array:
    """The lots, if one that is ordered on a day covers the needs up to (without) the day `until`."""
    total, turn = running(needs), np.zeros(needs.shape[1:], dtype=np.int64)
    ordered = np.empty(needs.shape, dtype=bool)
    for day, now in enumerate(ordered):
        np.equal(turn, day, out=now)
        turn = np.where(now, until[day], turn)
    return np.where(ordered, on_days(total, until) - total[:-1], 0.0)
