"""Diary: news of later days."""

from typing import Self

import numpy as np

from jitagents.cells import NONE, Cells, Index, continued_in, merged
from jitagents.continuation import Stateful


class Diary(Stateful):
    """Units of a few cells, by the day on which they become known.

    Args:
        worlds: number of worlds.
    """

    def __init__(self, worlds: int) -> None:
        self._worlds = worlds
        self._days, self._at, self._units = NONE[0], *NONE

    def note(self, days: Index, cells: Cells) -> None:
        """Note cells, whose places may repeat, with the day of each."""
        at, units = cells
        self._days, self._at = np.concatenate((self._days, days)), np.concatenate((self._at, at))
        self._units = np.concatenate((self._units, units))

    def today(self, day: int) -> Cells:
        """Take out the cells of a day."""
        known = self._days == day
        if not known.any():
            return NONE
        cells, later = (self._at[known], self._units[known]), ~known
        self._days, self._at, self._units = self._days[later], self._at[later], self._units[later]
        return merged(*cells)

    def continue_from(self, before: Self, index: Index) -> None:
        self._at, one = continued_in(before._at, before._worlds, index)
        self._days, self._units = before._days[one], before._units[one]
