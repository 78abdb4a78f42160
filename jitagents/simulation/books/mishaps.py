"""Mishaps: rare events of the books, found without a look at the cells in which nothing happens."""

from copy import deepcopy
from typing import Self

import numpy as np

from jitagents.column import Array
from jitagents.continuation import Index as OldWorlds
from jitagents.continuation import Stateful
from jitagents.layout import Index
from jitagents.random_streams import BLOCK
from jitagents.worlds import Worlds

MOST = 128
"""Most days for which numbers are drawn at a time; fewer where there are many rows."""
RARE = 0.25
"""Chance up to which events are found one after the other; above it, all cells are looked at."""
STRIDE = 1 << 40
"""Random numbers that a block of days may use, so that the next does not depend on how many it has used."""


class Mishaps(Stateful):
    """The cells in which something rare happens, day by day: those whose chance, uniform from 0 to 1, is below a limit.

    Chances are drawn in the order of names, one a row and day. The lowest come first, as the points of a Poisson
    process of rate 1 a cell: of the lowest point x of a cell, 1 - exp(-x) is uniform (Devroye 1986, Non-Uniform Random
    Variate Generation, ch. VI.1). So an event does not depend on the limit above it.

    Args:
        worlds: that share them.
        purpose: name of the stream.
        rank: place of each row in the alphabet `(rows,)`.
        limit: probability of the event `(rows, worlds)`.

    Attributes:
        days: for which numbers are drawn at a time.
        first: first of the days for which numbers are there.
        cells: places of the cells of all these days in a flat array `(days, rows, worlds)`, day by day, row by row.
        chances: of each, below its limit.
    """

    changing = ("_generators", "_others", "first")

    def __init__(self, worlds: Worlds, purpose: str, rank: Index, limit: Array) -> None:
        self._limit, self._row = limit, np.argsort(rank)
        self._most = min(float(limit.max(initial=0.0)), 1.0)
        self._generators = worlds.generators(f"books.{purpose}")
        self._others = worlds.generators(f"books.{purpose}.others") if self._most > RARE else []
        stream = worlds.places % max(len(self._generators), 1)
        self._worlds, self._copies = (
            np.argsort(stream, kind="stable"),
            np.bincount(stream, minlength=len(self._generators)),
        )
        self.days = int(np.clip(2 * BLOCK // max(len(rank), 1), 1, MOST))
        self.first = 1 - self.days
        self._drawn: tuple[Index, Index, Array] | None = None
        self.cells, self.chances, self._starts, self._ahead = np.zeros(0, np.int64), np.zeros(0), [0] * self.days, 0

    def draw(self, day: int) -> None:
        """Find those of a day; days must be asked for one after the other."""
        if day >= self.first + self.days:
            self._fill(day)
        self._ahead = day - self.first

    @property
    def at(self) -> Index:
        """Places of the cells of today in a flat array `(rows, worlds)`, in the order of rows."""
        return self.cells[self.on(self._ahead)] - self._ahead * self._limit.size

    @property
    def chance(self) -> Array:
        """Their chances."""
        return self.chances[self.on(self._ahead)]

    def on(self, ahead: int) -> slice:
        """Return which of `cells` are those of a day, so many days after the first."""
        return slice(self._starts[ahead], self._starts[ahead + 1])

    def _fill(self, day: int) -> None:
        """Draw the cells of some days whose chances are below the largest limit."""
        rows = len(self._row)
        stream, place, chance = self._lowest(self.days * rows)
        if self._others:
            stream, place, chance = self._with_others(self.days * rows, stream, place, chance)
        ahead, name = np.divmod(place, rows)
        line, streams = ahead * rows + self._row[name], len(self._generators)
        events = line * streams + stream
        order = _ascending(events)
        events, chance = events[order], chance[order]
        firsts = np.flatnonzero(np.diff(events, prepend=-1))
        if len(firsts) < len(events):  # of several points in a cell, the lowest
            events, chance = events[firsts], np.minimum.reduceat(chance, firsts)
        self._drawn, self.first = (*np.divmod(events, max(streams, 1)), chance), day
        self._share()

    def _lowest(self, cells: int) -> tuple[Index, Index, Array]:
        """Return the low chances of so many cells: their streams, ascending, their places, and the chances."""
        highest = -np.log1p(-min(self._most, RARE))
        points = int(highest * cells + 6.0 * np.sqrt(highest * cells)) + 20
        drawn, marks = np.empty((len(self._generators), 0, 2)), np.empty((len(self._generators), 0))
        while marks.size == 0 or marks[:, -1].min() < highest:
            more = np.empty((len(drawn), points, 2))
            for generator, numbers in zip(self._generators, more, strict=True):
                generator.random(out=numbers)
            drawn = np.concatenate((drawn, more), axis=1)
            marks = np.cumsum(-np.log1p(-drawn[:, :, 0]), axis=1) / cells
        for generator in self._generators:
            generator.bit_generator.advance(STRIDE - drawn[0].size)  # type: ignore[attr-defined]
        stream, point = np.nonzero(marks < highest)
        place = (drawn[stream, point, 1] * cells).astype(np.int64)
        return stream, place, -np.expm1(-marks[stream, point])

    def _with_others(self, cells: int, stream: Index, place: Index, chance: Array) -> tuple[Index, Index, Array]:
        """Return the same with the chances of all other cells that are below the largest limit."""
        own = np.split(place, np.searchsorted(stream, np.arange(1, len(self._others))))
        streams, places, chances = [stream], [place], [chance]
        for number, generator in enumerate(self._others):
            drawn = RARE + (1.0 - RARE) * generator.random(cells)
            drawn[own[number]] = 1.0
            places.append(np.flatnonzero(drawn < self._most))
            streams.append(np.full(len(places[-1]), number))
            chances.append(drawn[places[-1]])
        return np.concatenate(streams), np.concatenate(places), np.concatenate(chances)

    def _share(self) -> None:
        """Give what was drawn to the worlds that share it, where it is below the limit there."""
        assert self._drawn is not None
        line, stream, chance = self._drawn
        copies, ends = self._copies[stream], np.cumsum(self._copies)
        each = np.repeat(np.arange(len(stream)), copies)
        turn = np.arange(len(each)) - np.repeat(np.cumsum(copies) - copies, copies)
        cells = line[each] * len(self._worlds) + self._worlds[(ends - self._copies)[stream][each] + turn]
        chance = chance[each]
        below = chance < self._limit.reshape(-1)[cells % self._limit.size]
        self.cells, self.chances = cells[below], chance[below]
        starts = np.arange(self.days + 1) * self._limit.size
        self._starts = np.searchsorted(self.cells, starts).tolist()

    def continue_from(self, before: Self, index: OldWorlds) -> None:
        self._generators, self.first, self._drawn = deepcopy(before._generators), before.first, before._drawn
        self._others = deepcopy(before._others) or self._others
        if self._drawn is not None:
            self._share()


def _ascending(numbers: Index) -> Index:
    """Return the order of whole numbers below 2**48, by digits of 16 bits, for which numpy has a faster sort."""
    order = np.argsort(numbers.astype(np.uint16), kind="stable")
    for shift in (16, 32):
        digits = numbers >> shift
        if digits.any():
            order = order[np.argsort(digits[order].astype(np.uint16), kind="stable")]
    return order
