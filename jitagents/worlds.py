"""Worlds: levels, replications and twins side by side, and the streams of random numbers that they share."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from zlib import crc32

import numpy as np
import numpy.typing as npt

from jitagents.column import Array

BLOCK = 1 << 15
"""Numbers that a replication draws ahead at a time. It may not depend on how many replications run together: a law that
draws in two steps would then give others."""


@dataclass(frozen=True)
class Worlds:
    """The worlds of one model, in the order twins x levels x replications, replications fastest.

    Attributes:
        replications: the numbers of the replications; a replication is the same whatever its neighbours are.
        levels: number of points of the sweep.
        twins: True if every calm world has a crisis twin; the calm ones come first.
        entropy: seed of the whole study.
    """

    replications: Sequence[int] = (0,)
    levels: int = 1
    twins: bool = False
    entropy: int = 0

    @property
    def pairs(self) -> int:
        """Levels x replications."""
        return self.levels * len(self.replications)

    @property
    def count(self) -> int:
        """Number of worlds."""
        return self.pairs * (2 if self.twins else 1)

    @property
    def calm(self) -> slice:
        """The calm worlds."""
        return slice(0, self.pairs)

    @property
    def crisis(self) -> slice:
        """The crisis twins, in the same order; all worlds if there are no twins."""
        return slice(self.pairs, 2 * self.pairs) if self.twins else slice(0, self.pairs)

    @cached_property
    def struck(self) -> Array:
        """1 for a world that the crisis strikes, 0 for a calm one: `(1, worlds)`."""
        mask = np.zeros((1, self.count))
        mask[:, self.crisis] = 1.0
        return mask

    def by_level(self, values: Sequence[float]) -> Array:
        """A parameter with one value a level, as an array `(1, worlds)`."""
        return np.tile(np.repeat(np.asarray(values, dtype=float), len(self.replications)), 2 if self.twins else 1)[None]

    def level_values(self, value: npt.ArrayLike) -> Array:
        """The value of a parameter at each level `(levels,)`; the inverse of `by_level`."""
        array = np.broadcast_to(np.asarray(value, dtype=float), (1, self.count))
        return array[0, : self.pairs : len(self.replications)]

    def generators(self, stream: str) -> list[np.random.Generator]:
        """One generator a replication for a purpose: levels, twins and variants share its numbers."""
        key = crc32(stream.encode())
        return [
            np.random.Generator(np.random.PCG64(np.random.SeedSequence(self.entropy, spawn_key=(number, key))))
            for number in self.replications
        ]


type Sampler = Callable[[np.random.Generator, int, int], npt.NDArray[np.number]]
"""`(generator, first day, days) -> (days, rows)`: the numbers of one replication, day after day."""


class Drawn:
    """Random numbers of a purpose, drawn ahead a block of days at a time.

    Args:
        worlds: who shares them.
        stream: the purpose.
        samplers: one for all levels, or one a level (the same stream, other parameters).
        rows: numbers a day and world.
        dtype: of the numbers.
    """

    def __init__(
        self,
        worlds: Worlds,
        stream: str,
        samplers: Sequence[Sampler],
        rows: int,
        dtype: npt.DTypeLike = np.float64,
    ) -> None:
        self._worlds, self._samplers = worlds, samplers
        self._generators = [worlds.generators(stream) for _ in samplers]
        draws = len(samplers) * len(worlds.replications)
        self._days = int(np.clip(BLOCK // max(rows, 1), 1, 256))
        self._block: npt.NDArray[Any] = np.empty((self._days, rows, draws), dtype=dtype)
        self._copies = worlds.count // draws if draws else 0
        self._first = 1
        self._filled = False

    def on(self, day: int, out: npt.NDArray[np.number]) -> None:
        """Write the numbers of a day into `out` `(rows, worlds)`; days are asked for one after the other."""
        if not self._filled or day >= self._first + self._days:
            self._fill(day)
        numbers = self._block[day - self._first]
        if self._copies == 1:
            out[...] = numbers
        else:
            out.reshape(len(numbers), self._copies, -1)[...] = numbers[:, None, :]

    def _fill(self, day: int) -> None:
        column = 0
        for sampler, generators in zip(self._samplers, self._generators, strict=True):
            for generator in generators:
                self._block[:, :, column] = sampler(generator, day, self._days)
                column += 1
        self._first, self._filled = day, True
