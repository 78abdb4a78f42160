"""Rescheduling: changes of a plan, and those that are too small for a message to the planner."""

import numpy as np

from jitagents.behaviours.ordering.running_sums import running
from jitagents.column import Array, Flags
from jitagents.flow import ROUNDING, Index
from jitagents.parameters import Number


def below_filters(new: Array, old: Array, days: int, share: Number, rate: Array) -> Flags:
    """Whether a new plan moves orders by a few days, and changes quantities by a small share, at most.

    Sums from today on are compared, so that what is put off is not forgotten: it counts in all days until it comes.

    Args:
        new, old: planned orders of today and of the days ahead, units `(days, rows, worlds)`.
        days: by which orders may move, earlier or later.
        share: by which quantities may change, up or down.
        rate: mean flow, which the plans have behind their last day, `(rows, 1)` or `(rows, worlds)`.

    Returns:
        `(rows, worlds)`.
    """
    wanted, planned = running(new)[1:], running(old)
    behind = np.arange(1, days + 1)[:, None, None]
    later = np.concatenate((planned[1:], planned[-1] + behind * rate))[days:]
    earlier = np.concatenate((np.zeros((days, *new.shape[1:])), planned[1:]))[: len(new)]
    above, below = (1.0 + np.asarray(share)) * later, (1.0 - np.asarray(share)) * earlier
    inside: Flags = (wanted <= above + ROUNDING) & (wanted >= below - ROUNDING)
    return inside.all(axis=0)


def changed(new: Array, old: Array, days: Index, rate: Array) -> Flags:
    """Whether a new plan has other orders than the old one had, but for rounding.

    Args:
        new, old: planned orders of today and of the days ahead, units `(days, rows, worlds)`.
        days: the first ones, which are compared `(rows or 1, 1)`.
        rate: mean flow, whose sums of all days may be rounded `(rows, 1)` or `(rows, worlds)`.

    Returns:
        `(rows, worlds)`.
    """
    least = ROUNDING * np.maximum(rate * len(new), 1.0)
    flags: Flags = ((np.abs(new - old) > least) & (np.arange(len(new))[:, None, None] < days)).any(axis=0)
    return flags
