"""Worlds: levels, replications and twins side by side, which share their random numbers."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any
from zlib import crc32

import numpy as np
import numpy.typing as npt

from jitagents.column import Array
from jitagents.continuation import Index, checked_index
from jitagents.errors import InputError


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
    def calm_of_each(self) -> Index:
        """The calm world whose past each world has too, before its crisis; a calm one its own `(worlds,)`.

        Raises:
            InputError: the worlds are repeated ones, which need not come in pairs.
        """
        calm = np.arange(self._first_crisis)
        return np.concatenate((calm, calm[self.calm]))

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
