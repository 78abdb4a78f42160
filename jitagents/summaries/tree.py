"""A binary tree over the numbers of replications, which fixes the order in which their moments are joined.

A block of 2^k replications begins at a multiple of 2^k, and is joined with its sibling as soon as both are there. So
every bit depends on the numbers of the replications alone, not on how they were divided, nor on which came first; as
in summation by a fixed tree (Demmel & Nguyen 2015, IEEE Transactions on Computers 64(7)). Of n replications in a row,
at most 2 log2 n blocks are held.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import reduce
from itertools import pairwise
from typing import NamedTuple, Self

import numpy as np

from jitagents.errors import InputError
from jitagents.results.estimate import Floats
from jitagents.scenario.replications import told
from jitagents.summaries.moments import Moments

AT_ONCE = 1 << 18
"""Numbers that are joined together: more take memory, fewer take time."""


class Block(NamedTuple):
    """The replications from `place` x 2^`level` on, 2^`level` of them."""

    level: int
    place: int

    @property
    def numbers(self) -> range:
        """Of its replications."""
        return range(self.place << self.level, (self.place + 1) << self.level)


@dataclass(frozen=True, eq=False)
class Tree:
    """Moments of some values over replications.

    Attributes:
        blocks: the largest ones that are whole, with their moments, arrays of one axis.
    """

    blocks: dict[Block, Moments] = field(default_factory=dict)

    def add(self, first: int, values: Floats) -> None:
        """Add replications.

        Args:
            first: number of the first.
            values: `(replications, values)`; NaN where undefined.

        Raises:
            InputError: some of them are there already.
        """
        self._check(range(first, first + len(values)))
        step = max(AT_ONCE // max(values.shape[1], 1), 1)
        for start in range(0, len(values), step):
            self._add(first + start, values[start : start + step])

    def _add(self, first: int, values: Floats) -> None:
        row, level = Moments.of(values), 0
        while len(row.count):
            if first % 2:
                self._put(Block(level, first), row, 0)
                row, first = row[1:], first + 1
            if len(row.count) % 2:
                self._put(Block(level, first + len(row.count) - 1), row, -1)
                row = row[:-1]
            row, first, level = row[::2].joined(row[1::2]), first // 2, level + 1

    def take(self, other: Self) -> None:
        """Add the replications of another tree of the same values.

        Raises:
            InputError: some of them are there already.
        """
        for numbers in other.held:
            self._check(numbers)
        for block, moments in other.blocks.items():
            self._insert(block, moments)

    @property
    def held(self) -> list[range]:
        """The replications that are there, as ranges in order, as few as possible."""
        return joined_ranges(block.numbers for block in self.blocks)

    def total(self) -> Moments:
        """The moments over all replications, the later blocks joined first.

        Raises:
            ValueError: there are none.
        """
        if not self.blocks:
            raise ValueError("a tree without replications has no moments")
        ordered = [self.blocks[block] for block in sorted(self.blocks, key=lambda one: -one.numbers.start)]
        return reduce(lambda later, earlier: earlier.joined(later), ordered)

    def _put(self, block: Block, row: Moments, place: int) -> None:
        self._insert(block, Moments(row.count[place].copy(), row.mean[place].copy(), row.squares[place].copy()))

    def _insert(self, block: Block, moments: Moments) -> None:
        """Put a block in its place, joined with its sibling and theirs."""
        while (sibling := Block(block.level, block.place ^ 1)) in self.blocks:
            other = self.blocks.pop(sibling)
            moments = other.joined(moments) if block.place % 2 else moments.joined(other)
            block = Block(block.level + 1, block.place // 2)
        self.blocks[block] = moments

    def _check(self, numbers: range) -> None:
        for there in self.held:
            common = range(max(there.start, numbers.start), min(there.stop, numbers.stop))
            if common:
                raise InputError(f"{told(common)} are there already")


def joined_ranges(ranges: Iterable[range]) -> list[range]:
    """Ranges that have nothing in common as few as possible, in order."""
    ordered = sorted(ranges, key=lambda one: one.start)
    breaks = [0, *(at for at, (before, after) in enumerate(pairwise(ordered), 1) if before.stop != after.start)]
    ends = [*breaks[1:], len(ordered)]
    return [range(ordered[a].start, ordered[b - 1].stop) for a, b in zip(breaks, ends, strict=True) if b > a]


def blocks_of(numbers: range) -> Iterator[Block]:
    """The largest whole blocks of some replications in a row, which a tree that has them holds."""
    first = numbers.start
    while first < numbers.stop:
        level = min((first & -first).bit_length() - 1 if first else 64, (numbers.stop - first).bit_length() - 1)
        yield Block(level, first >> level)
        first += 1 << level


def stacked(blocks: Iterable[Moments]) -> Floats:
    """Moments of several blocks as one array `(blocks, 3, values)`."""
    return np.stack([np.stack([one.count, one.mean, one.squares]) for one in blocks])
