"""Random streams: the numbers of a purpose, drawn ahead a block of days at a time and shared by the worlds."""

from collections.abc import Callable, Sequence
from copy import deepcopy
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from jitagents.column import Array
from jitagents.continuation import Index, Stateful
from jitagents.worlds import Worlds

BLOCK = 1 << 15
"""Numbers that a replication draws ahead at a time. It may not depend on the number of replications that run together:
a law that draws in two steps would then give other numbers."""
FEW = 64
"""Days drawn ahead for the first time by laws that draw day by day."""


type Carried = dict[str, Any]
"""State of a sampler from one block of days to the next, by name, for a replication (and level); empty before day 1."""

type Sampler = Callable[[np.random.Generator, int, int, Carried], npt.NDArray[np.number]]
"""`(generator, first day, days, carried) -> (days, rows)`: the numbers of one replication, day after day."""


class Drawn(Stateful):
    """Random numbers of a purpose, drawn ahead a block of days at a time.

    Args:
        worlds: worlds that share the numbers.
        stream: name of the purpose.
        samplers: one for all levels, or one a level (the same stream, other parameters).
        rows: numbers a day and world.
        dtype: of the numbers.
        order: place of each row among the numbers drawn `(rows,)`; None: they are in the order of the rows.
        days: drawn ahead at a time, for laws that draw number by number, which may take any; None: the usual ones.
        first: the same, for the first time only, so that a short run draws few numbers that it never asks for.

    Attributes:
        shape: of the numbers of a day, `(rows, worlds)`.
    """

    def __init__(
        self,
        worlds: Worlds,
        stream: str,
        samplers: Sequence[Sampler],
        rows: int,
        dtype: npt.DTypeLike = np.float64,
        order: Index | None = None,
        days: int | None = None,
        first: int | None = None,
    ) -> None:
        self._order = order
        streams = [(sampler, generator) for sampler in samplers for generator in worlds.generators(stream)]
        self._streams: list[tuple[Sampler, np.random.Generator, Carried]] = [(*stream, {}) for stream in streams]
        draws = len(self._streams)
        self._days = int(np.clip(BLOCK // max(rows, 1), 1, 256)) if days is None else days
        self._known = min(first or self._days, self._days)
        self._block: npt.NDArray[Any] = np.empty((self._days, rows, draws), dtype=dtype)
        self.shape = (rows, worlds.count)
        self._copies = worlds.count // draws if draws and worlds.index is None else 0
        self._draw_of_world = worlds.places % max(draws, 1)
        self._first = 1
        self._filled = False

    def on(self, day: int, out: npt.NDArray[np.number]) -> None:
        """Write the numbers of a day into `out` `(rows, worlds)`; days must be asked for one after the other."""
        if not self._filled or day >= self._first + self._known:
            self._fill(day)
        numbers = self._block[day - self._first]
        if self._order is not None:
            numbers = numbers[self._order]
        if self._copies == 1:
            out[...] = numbers
        elif self._copies:
            out.reshape(len(numbers), self._copies, -1)[...] = numbers[:, None, :]
        else:
            out[...] = numbers[:, self._draw_of_world]

    def continue_from(self, before: Self, index: Index) -> None:
        streams = zip(self._streams, before._streams, strict=True)
        self._streams = [(sampler, *deepcopy((generator, kept))) for (sampler, *_), (_, generator, kept) in streams]
        self._block[...] = before._block
        self._first, self._filled, self._known = before._first, before._filled, before._known

    def _fill(self, day: int) -> None:
        if self._filled:
            self._known = self._days
        drawn = np.empty((len(self._streams), self._known, self._block.shape[1]), dtype=self._block.dtype)
        for numbers, (sampler, generator, carried) in zip(drawn, self._streams, strict=True):
            numbers[...] = sampler(generator, day, self._known, carried)
        for ahead, numbers in enumerate(self._block[: self._known]):  # by day: what is turned over stays in the cache
            numbers[...] = drawn[:, ahead].T
        self._first, self._filled = day, True


class Ahead(Stateful):
    """Random numbers known some days ahead of the day that they are for.

    Args:
        drawn: the numbers; no day of them has been asked for.
        days: number of days ahead.
    """

    changing = ("_drawn", "_next", "_ring")

    def __init__(self, drawn: Drawn, days: int) -> None:
        self._drawn, self._days, self._next = drawn, days + 1, 1
        # Each day is stored twice, a ring length apart, so that the days from any day on are adjacent.
        self._ring = np.empty((2 * self._days, *drawn.shape))

    def on(self, day: int) -> Array:
        """Return the numbers of a day and of the days after it `(1 + days, rows, worlds)`, valid until the next day."""
        for coming in range(self._next, day + self._days):
            place = coming % self._days
            self._drawn.on(coming, self._ring[place])
            self._ring[place + self._days] = self._ring[place]
        self._next = day + self._days
        return self._ring[day % self._days :][: self._days]
