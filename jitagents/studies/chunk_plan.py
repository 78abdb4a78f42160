"""Chunk plan: the number of levels and replications of a variant that are simulated together."""

from collections.abc import Iterator
from math import ceil
from typing import NamedTuple

from jitagents.scenario.sweep import Sweep

CELLS = 80_000
"""Rows x worlds simulated together: a column then takes 640 kB. Half as many cost a tenth more a world, four times as
many a tenth less, and four times the memory."""
WORLDS, MOST = 64, 600_000
"""For large networks: worlds that are simulated together all the same, since the fixed work of a day is then a small
part, and the rows x worlds beyond which they take too much memory."""


class ChunkPlan(NamedTuple):
    """Levels and replications of a chunk, at most."""

    levels: int
    replications: int

    def blocks(self, sweep: Sweep, numbers: range) -> Iterator[tuple[Sweep, int, int]]:
        """The levels and replications, from first to last - 1, of each chunk of a variant; all levels of some first."""
        parts = [sweep.part(level, level + self.levels) for level in range(0, len(sweep.points), self.levels)]
        for first in numbers[:: self.replications]:
            for part in parts:
                yield part, first, min(first + self.replications, numbers.stop)


def cut(sweep: Sweep, replications: int, twins: bool, worlds: int, chunks: int = 1) -> ChunkPlan:
    """Choose the size of the chunks of a variant.

    All levels of some replications go together if those of one replication fit. If they do not, or if there are too few
    replications for all processes, some levels of one replication do: the more of them, the fewer are the chunks that
    simulate its calm world again.

    Args:
        sweep: the levels.
        replications: of the study.
        twins: whether there is a crisis.
        worlds: how many may be simulated together.
        chunks: that there should be at least.
    """
    levels = len(sweep.points)
    calm, each = (1, 1) if twins and sweep.shares_calm else (0, 2 if twins else 1)
    together = worlds // (calm + each * levels)
    if together and replications >= chunks:
        return ChunkPlan(levels, min(together, replications // chunks))
    fitting = max((worlds - calm) // each, 1)
    return ChunkPlan(ceil(levels / max(ceil(levels / fitting), ceil(chunks / replications))), 1)


def fitting(rows: int) -> int:
    """Choose how many worlds of so many rows are simulated together."""
    return max(CELLS // rows, min(WORLDS, MOST // rows), 1)
