"""Lots: which needs of the days ahead are covered by one order. Arrays `(days, rows, worlds)`."""

import numpy as np
import numpy.typing as npt

from jitagents.behaviours.ordering.running_sums import by_day, on_days, running
from jitagents.column import Array
from jitagents.flow import ROUNDING, Index
from jitagents.parameters import Number

type Flags = npt.NDArray[np.bool_]


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
    ahead = np.broadcast_to(rate, (int(left.max()), *needs.shape[1:]))
    total = running(np.concatenate((needs, ahead)))
    end = np.arange(len(needs))[:, None, None] + left
    return np.where(begins, on_days(total, end) - total[: len(needs)], 0.0)


def at_first_chance(needs: Array, begins: Flags) -> Array:
    """The needs of the days before the first period moved to its first day: a plan that stands looks at them once."""
    begun = np.logical_or.accumulate(begins, axis=0)
    first = begins & (np.cumsum(begins, axis=0) == 1)
    return np.where(begun, needs, 0.0) + first * np.where(begun, 0.0, needs).sum(axis=0)


def wagner_whitin(needs: Array, setup: Number, holding: Number) -> Array:
    """Lots of least cost: the exact dynamic programme (Wagner & Whitin 1958).

    From the last day back, least[d] is the least cost of the needs from day d on: a lot on day d covers them up to some
    day, or nothing is needed on day d and no lot is ordered.

    Args:
        needs: net requirements, units.
        setup: money an order.
        holding: money a unit and day.
    """
    days = len(needs)
    least = np.zeros((days + 1, *needs.shape[1:]))
    until = np.zeros(needs.shape, dtype=np.int64)
    for day in reversed(range(days)):
        kept = np.arange(days - day).reshape(-1, 1, 1) * np.asarray(holding)
        cost = np.cumsum(needs[day:] * kept, axis=0) + setup + least[day + 1 :]
        chosen = cost.argmin(axis=0)
        until[day] = day + 1 + chosen
        least[day] = cost.min(axis=0)
        idle = needs[day] <= ROUNDING
        least[day], until[day] = np.where(idle, least[day + 1], least[day]), np.where(idle, day + 1, until[day])
    return _lots(needs, until)


def _lots(needs: Array, until: Index) -> Array:
    """The lots, if one that is ordered on a day covers the needs up to (without) the day `until`."""
    total = running(needs)
    lots, turn = np.zeros_like(needs), np.zeros(needs.shape[1:], dtype=np.int64)
    for day in range(len(needs)):
        covered = on_days(total, until[day][None])[0] - total[day]
        lots[day] = np.where(turn == day, covered, 0.0)
        turn = np.where(turn == day, until[day], turn)
    return lots
