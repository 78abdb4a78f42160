"""Failures: the chunks of a study that could not be simulated, each with its reason and what to do."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from jitagents.studies.chunks import Chunk

HOPELESS = 3
"""Chunks that fail before any is done, and end a run: the next ones would, too."""
SHOWN = 3
"""Chunks that a message names."""


class ChunksFailed(RuntimeError):
    """Chunks of a study could not be simulated; those that were done are kept.

    Args:
        reasons: a sentence for each.
        missing: chunks that are not done, those included.
        count: chunks of the study.
    """

    def __init__(self, reasons: tuple[str, ...], missing: int, count: int) -> None:
        more = f"and {len(reasons) - SHOWN:,} more"
        self.faults = (*reasons[:SHOWN], *([more] if len(reasons) > SHOWN else []))
        self.end = f"{missing:,} of {count:,} chunks are missing; the same command, with its hydra.run.dir, runs these"
        super().__init__("\n".join((*self.faults, self.end)))


@dataclass
class Failures:
    """The chunks that failed in a run.

    Attributes:
        reasons: why, by the name of the chunk.
        sentences: the same, each beginning with the variant, levels and replications of the chunk.
    """

    reasons: dict[str, str] = field(default_factory=dict)
    sentences: dict[str, str] = field(default_factory=dict)

    def add(self, chunk: Chunk, error: Exception) -> None:
        """Record a chunk with the error that it raised."""
        message = str(error).strip() or "no message"
        self.reasons[chunk.name] = f"{type(error).__name__}: {message}; {_hint(chunk, error)}"
        self.sentences[chunk.name] = f"{chunk}: {self.reasons[chunk.name]}"

    def told(self, chunks: Sequence[Chunk], is_done: Callable[[Chunk], bool]) -> ChunksFailed:
        """The error that says so, among the chunks of the study."""
        reasons = tuple(self.sentences[chunk.name] for chunk in chunks if chunk.name in self.sentences)
        return ChunksFailed(reasons, sum(not is_done(chunk) for chunk in chunks), len(chunks))


def _hint(chunk: Chunk, error: Exception) -> str:
    if isinstance(error, MemoryError):
        return "lower `workers`, or begin anew with a lower `chunk`"
    return f"`replications={chunk.first}:{chunk.last}` runs these alone"
