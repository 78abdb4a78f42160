"""Running sums over the days ahead. Arrays `(days, rows, worlds)`."""

from collections.abc import Sequence
from itertools import chain

import numpy as np

from jitagents.column import Array
from jitagents.flow import Index


def running(units: Array, further: Sequence[Array] = ()) -> Array:
    """Sum up to each day, before the first one too: `(days, rows, worlds) -> (1 + days, rows, worlds)`.

    Day by day, whose numbers stand side by side; `np.cumsum` goes through the days of one world at a time.

    Args:
        units: of each day.
        further: of each day behind these `(rows, 1)` or `(rows, worlds)`.
    """
    total = np.empty((1 + len(units) + len(further), *units.shape[1:]))
    total[0] = 0.0
    for before, today, after in zip(total[:-1], chain(units, further), total[1:], strict=True):
        np.add(before, today, out=after)
    return total


def on_days(total: Array, days: Index) -> Array:
    """Select a day for each of `days`, of each row `(any, rows, 1)` or of each row and world `(any, rows, worlds)`."""
    if days.shape[2] < total.shape[2]:
        return total[days[..., 0], np.arange(total.shape[1])]
    cells = np.arange(total[0].size).reshape(total.shape[1:])
    places = days * cells.size
    places += cells
    return total.take(places)


def by_day(total: Array) -> Array:
    """Difference of each sum from that of the day before, which is 0 before the first; `total` is not changed."""
    units = np.empty_like(total)
    units[:1] = total[:1]
    np.subtract(total[1:], total[:-1], out=units[1:])
    return units
