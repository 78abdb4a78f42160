"""Mishaps: rare events of the books, found among random numbers that are otherwise not looked at."""

from copy import deepcopy
from typing import Self

import numpy as np
import numpy.typing as npt

from jitagents.column import Array
from jitagents.continuation import Index as OldWorlds
from jitagents.continuation import Stateful
from jitagents.layout import Index
from jitagents.worlds import BLOCK, Worlds

MOST = 64
"""Most days for which numbers are drawn at a time; fewer where there are many rows."""


class Mishaps(Stateful):
    """The cells in which something rare happens, day by day: those whose chance, uniform from 0 to 1, is below a limit.

    Chances are drawn in the order of names, one a row and day.

    Args:
        worlds: that share them.
        purpose: name of the stream.
        rank: place of each row in the alphabet `(rows,)`.
        limit: probability of the event `(rows, worlds)`.

    Attributes:
        days: for which numbers are drawn at a time.
        first: first of the days for which numbers are there.
        cells: places of the cells of all these days in a flat array `(days, rows, worlds)`, ascending.
        chances: of each, below its limit.
        at, chance: those of today; places in a flat array `(rows, worlds)`.
    """

    changing = ("_generators", "first")

    def __init__(self, worlds: Worlds, purpose: str, rank: Index, limit: Array) -> None:
        self._generators, self._limit = worlds.generators(f"books.{purpose}"), limit.astype(np.float32)
        self._most, self._row = self._limit.max(initial=0.0), np.argsort(rank)
        stream = worlds.places % max(len(self._generators), 1)
        self._worlds, self._copies = np.argsort(stream, kind="stable"), np.bincount(stream)
        self.days = int(np.clip(BLOCK // max(len(rank), 1), 1, MOST))
        self.first = 1 - self.days
        self._drawn: tuple[Index, Index, npt.NDArray[np.float32]] | None = None
        self.cells, self.chances, self._starts = np.zeros(0, np.int64), np.zeros(0), np.zeros(self.days + 1, np.int64)
        self.at, self.chance = self.cells, self.chances

    def draw(self, day: int) -> None:
        """Find those of a day; days must be asked for one after the other."""
        if day >= self.first + self.days:
            self._fill(day)
        ahead = day - self.first
        today = slice(*self._starts[ahead : ahead + 2])
        self.at, self.chance = self.cells[today] - ahead * self._limit.size, self.chances[today]

    def _fill(self, day: int) -> None:
        """Draw the chances of some days, and keep those that are below the largest limit."""
        rows, few, chances = len(self._row), [], []
        drawn = np.empty(
            self.days * rows, dtype=np.float32
        )  # one stream after the other, so that they stay in the cache
        for generator in self._generators:
            generator.random(out=drawn, dtype=np.float32)
            few.append(np.flatnonzero(drawn < self._most))
            chances.append(drawn[few[-1]])
        ahead, name = np.divmod(np.concatenate(few), rows)
        stream = np.repeat(np.arange(len(few)), [len(cells) for cells in few])
        self._drawn, self.first = (ahead * rows + self._row[name], stream, np.concatenate(chances)), day
        self._share()

    def _share(self) -> None:
        """Give what was drawn to the worlds that share it, where it is below the limit there."""
        assert self._drawn is not None
        line, stream, chance = self._drawn
        copies, ends = self._copies[stream], np.cumsum(self._copies)
        each = np.repeat(np.arange(len(stream)), copies)
        turn = np.arange(len(each)) - np.repeat(np.cumsum(copies) - copies, copies)
        world = self._worlds[(ends - self._copies)[stream][each] + turn]
        cells = line[each] * len(self._worlds) + world
        order = np.argsort(cells)
        cells, chance = cells[order], chance[each][order]
        below = chance < self._limit.reshape(-1)[cells % self._limit.size]
        self.cells, self.chances = cells[below], chance[below].astype(float)
        self._starts = np.searchsorted(self.cells, np.arange(self.days + 1) * self._limit.size)

    def continue_from(self, before: Self, index: OldWorlds) -> None:
        self._generators, self.first, self._drawn = deepcopy(before._generators), before.first, before._drawn
        if self._drawn is not None:
            self._share()
