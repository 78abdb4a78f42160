"""Batches: the bad units among units under way, by the day on which they were sent."""

import numpy as np

from jitagents.column import Array
from jitagents.continuation import Stateful


class Batches(Stateful):
    """Units under way on lanes or in processes, and the bad ones among them; what was sent first arrives first.

    The units sent on a day are well mixed. Units that have waited for longer than all lead times are mixed, too.

    Args:
        opening: units under way before day 1, none of them bad `(rows, worlds)`.
        days: number of days told apart.
    """

    changing = ("_units", "_bad")

    def __init__(self, opening: Array, days: int) -> None:
        self._units, self._bad = np.zeros((2, max(days, 2), *opening.shape))
        self._units[0] = opening

    @property
    def bad(self) -> Array:
        """Bad units under way `(rows, worlds)`."""
        return _total(self._bad)

    def send(self, units: Array, bad: Array) -> None:
        """Send off the units of a day, with the bad ones among them, both `(rows, worlds)`."""
        for days, today in ((self._units, units), (self._bad, bad)):
            days[0] += days[1]
            days[1:-1] = days[2:]
            days[-1] = today

    def take(self, units: Array) -> Array:
        """Take out the units that arrive `(rows, worlds)`, the oldest first; return the bad ones among them."""
        until = np.minimum(np.cumsum(self._units, axis=0), units)
        taken = np.diff(until, axis=0, prepend=0.0)
        bad = self._bad * np.divide(taken, self._units, out=np.zeros_like(taken), where=self._units > 0.0)
        self._units -= taken
        self._bad -= bad
        return _total(bad)

    def drop(self, units: Array) -> None:
        """Take out units that are lost `(rows, worlds)`, of whatever day."""
        total = _total(self._units)
        kept = 1.0 - np.divide(units, total, out=np.zeros_like(total), where=total > 0.0)
        np.maximum(kept, 0.0, out=kept)
        self._units *= kept
        self._bad *= kept


def _total(days: Array) -> Array:
    """Sum over days, one after the other: `sum` adds those of a single row and world in another order."""
    total: Array = np.cumsum(days, axis=0)[-1]
    return total
