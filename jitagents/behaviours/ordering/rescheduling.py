"""Rescheduling: changes of a plan that are too small for a planner to act on."""

import numpy as np
import numpy.typing as npt

from jitagents.behaviours.ordering.running_sums import running
from jitagents.column import Array
from jitagents.flow import ROUNDING
from jitagents.parameters import Number


def below_filters(new: Array, old: Array, days: int, share: Number, rate: Array) -> npt.NDArray[np.bool_]:
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
    inside: npt.NDArray[np.bool_] = (wanted <= above + ROUNDING) & (wanted >= below - ROUNDING)
    return inside.all(axis=0)
