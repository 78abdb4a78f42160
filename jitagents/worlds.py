"""Worlds: levels, replications and twins side by side, and their common streams of random numbers."""

from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Self
from zlib import crc32

import numpy as np
import numpy.typing as npt

from jitagents.column import Array
from jitagents.continuation import Index, Stateful, checked_index
from jitagents.errors import InputError

BLOCK = 1 << 15
"""Numbers that a replication draws ahead at a time. It may not depend on the number of replications that run together:
a law that draws in two steps would then give other numbers."""
FEW = 64
"""Days drawn ahead for the first time by laws that draw day by day."""


@dataclass(frozen=True)
class Worlds:
    """The worlds of one model, in the order twins x levels x replications, replications fastest.

    Attributes:
        replications: numbers of the replications; a replication does not depend on those beside it.
        levels: number of points of the sweep.
        twins: True if every crisis world has a calm twin; the calm ones come first.
        entropy: seed of the whole study.
        shared_calm: True if all levels share one calm world a replication; allowed where levels differ only in the
            crisis.
        index: numbers of the worlds of that order that there are, if they are repeated ones; None: all, once each.
    """

    replications: Sequence[int] = (0,)
    levels: int = 1
    twins: bool = False
    entropy: int = 0
    shared_calm: bool = False
    index: tuple[int, ...] | None = None

    def __post_init__(self) -> None:
        numbers: Any = self.replications
        if not isinstance(numbers, Sequence | np.ndarray):
            rule = f"must be the numbers of the replications, as range({numbers})"
            raise InputError(f"Worlds.replications = {numbers!r}: {rule}")
        for name, least in (("levels", 1), ("entropy", 0)):
            value: Any = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, int | np.integer) or value < least:
                raise InputError(f"Worlds.{name} = {value!r}: must be a whole number from {least} up")

    @property
    def pairs(self) -> int:
        """Levels x replications."""
        return self.levels * len(self.replications)

    def repeat(self, index: npt.ArrayLike) -> "Worlds":
        """Return worlds with the levels, replications and crisis or calm of these: one for each number in `index`.

        Raises:
            InputError: `index` is no list of numbers of these worlds.
        """
        return replace(self, index=tuple(self.places[checked_index(index, self.count)].tolist()))

    @cached_property
    def places(self) -> Index:
        """Place of each world in the order twins x levels x replications `(worlds,)`."""
        return np.arange(self._first_crisis + self.pairs) if self.index is None else np.array(self.index)

    @property
    def _first_crisis(self) -> int:
        """Number of the calm worlds that stand before their crisis twins."""
        return len(self.replications) * (1 if self.shared_calm else self.levels) if self.twins else 0

    @property
    def count(self) -> int:
        """Number of worlds."""
        return self._first_crisis + self.pairs if self.index is None else len(self.index)

    @cached_property
    def calm(self) -> slice | npt.NDArray[np.intp]:
        """The calm world of each pair: an index of the last axis, a slice where no two pairs have the same one.

        Raises:
            InputError: the worlds are repeated ones, which need not come in pairs.
        """
        self._refuse_repeated()
        if self.twins and self._first_crisis < self.pairs:
            return np.tile(np.arange(self._first_crisis), self.levels)
        return slice(0, self.pairs)

    @property
    def crisis(self) -> slice:
        """The crisis world of each pair, in the same order; all worlds if there are no twins."""
        self._refuse_repeated()
        return slice(self._first_crisis, self.count)

    def _refuse_repeated(self) -> None:
        if self.index is not None:
            raise InputError("repeated worlds need not come in pairs of calm and crisis, and are not compared")

    @cached_property
    def disrupted(self) -> Array:
        """1 for a world that the crisis affects, 0 for a calm one: `(1, worlds)`."""
        return (self.places >= self._first_crisis).astype(float)[None]

    def by_level(self, values: Sequence[float | str] | npt.NDArray[Any]) -> npt.NDArray[Any]:
        """Return a parameter with one value a level as an array `(1, worlds)`; shared calm worlds have the first."""
        kind = object if isinstance(values[0], str) else float
        every = np.repeat(np.asarray(values, dtype=kind), len(self.replications))
        return np.concatenate((every[: self._first_crisis], every))[None, self.places]

    def by_replication(self, values: npt.ArrayLike) -> Array:
        """Return a number of each replication as an array `(1, worlds)`."""
        numbers = np.asarray(values, dtype=float)
        return numbers[None, self.places % max(len(numbers), 1)]

    def level_values(self, value: npt.ArrayLike) -> Array:
        """Return the value of a parameter at each level `(levels,)`; the inverse of `by_level`.

        A level of which there is no world has the value of the first world.
        """
        array = np.broadcast_to(np.asarray(value, dtype=float), (1, self.count))
        calm = self.places < self._first_crisis
        level = np.where(calm, self.places, self.places - self._first_crisis) // len(self.replications)
        return np.array([array[0, np.argmax(level == number)] for number in range(self.levels)])

    def generators(self, stream: str) -> list[np.random.Generator]:
        """Return a generator for each replication for a purpose: levels, twins and variants share its numbers."""
        key = crc32(stream.encode())
        return [
            np.random.Generator(np.random.PCG64(np.random.SeedSequence(self.entropy, spawn_key=(number, key))))
            for number in self.replications
        ]


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
