"""The plan of a study: its chunks, how many of them run at a time, and where."""

from functools import cached_property
from math import ceil
from typing import Any

from jitagents.studies.chunk_plan import ChunkPlan, cut, fitting
from jitagents.studies.chunks import Chunk
from jitagents.studies.executors import Backend
from jitagents.studies.executors.chosen import chosen_backend
from jitagents.studies.resolved_study import ResolvedStudy
from jitagents.studies.rules import own_code

CHUNKS_A_WORKER = 2
"""Chunks of each process at least, so that no process waits long for the last one."""


class PlannedStudy(ResolvedStudy):
    """A resolved study, divided into chunks."""

    @cached_property
    def backend(self) -> Backend:
        """The backend that simulates its chunks."""
        return chosen_backend(self.config)

    @property
    def workers(self) -> int:
        """The number of chunks to simulate at a time."""
        return 1 if self._stays_here else self.backend.workers(self.config["workers"])

    @property
    def _stays_here(self) -> bool:
        """Whether a rule of the user's cannot be sent to other processes."""
        return any(code.sent is None for code in own_code(self.configs).values())

    @property
    def precision(self) -> dict[str, Any]:
        """The half-widths that are asked for, and the limit of replications; empty if none is asked for."""
        asked = self.config["precision"]
        return {"wanted": asked, "most": self.config["most_replications"]} if asked else {}

    def wanted(self, held: range) -> range:
        """The replications that a run begins with: those asked for; with a precision, also all that are there.

        Args:
            held: that are there.
        """
        asked = self.replications
        if not self.precision or not held:
            return asked
        return range(min(asked.start, held.start), max(asked.stop, held.stop))

    def chunk_plan(self, replications: int | None = None) -> ChunkPlan:
        """The size of chunks: as asked for; by default what fits the cache, and enough chunks for all processes.

        Args:
            replications: that are to be simulated; None: all that are asked for.
        """
        count = len(self.replications) if replications is None else replications
        asked, several = self.config["chunk"], self.workers > 1
        worlds = int(asked or fitting(self.overview.rows))
        chunks = ceil(self.workers * CHUNKS_A_WORKER / len(self.configs)) if several and not asked else 1
        return cut(self.levels, count, bool(self.config["crisis"]), worlds, chunks)

    def chunks(self, plan: ChunkPlan | None = None, numbers: range | None = None, after: int = 0) -> list[Chunk]:
        """Some replications divided into chunks, the first ones of all variants before the next.

        Args:
            plan: size of the chunks; None: one that suits this machine.
            numbers: of the replications; None: those that are asked for.
            after: number of the first chunk.
        """
        asked = self.replications if numbers is None else numbers
        plan = plan or self.chunk_plan(len(asked))
        blocks = [
            (name, config, *block) for name, config in self.configs.items() for block in plan.blocks(self.levels, asked)
        ]
        blocks.sort(key=lambda block: block[3])  # by their first replication
        return [Chunk(number, *block) for number, block in enumerate(blocks, after)]
