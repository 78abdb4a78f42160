"""One run of a study of which a summary is kept: its missing chunks are simulated and folded into it."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from jitagents.accounting.measures import DEFINITIONS, Definition
from jitagents.results import files
from jitagents.results.manifest import SUMMARY, Manifest
from jitagents.results.precision import Judgement
from jitagents.scenario.precision import aims
from jitagents.scenario.replications import ends, stated
from jitagents.studies.chunks import Chunk
from jitagents.studies.execution import run_missing
from jitagents.studies.executors import Backend
from jitagents.studies.failures import HOPELESS, ChunksFailed, Failures
from jitagents.studies.folding import Folding
from jitagents.studies.gathering import manifest_of
from jitagents.studies.until_precise import add_until_precise
from jitagents.summaries import Summary
from jitagents.summaries.precision import judge
from jitagents.summaries.saving import write_state
from jitagents.summaries.state import State

if TYPE_CHECKING:
    from jitagents.studies.planned_study import PlannedStudy

AT_ONCE = 1 << 16
"""Replications whose chunks are listed together."""


@dataclass
class SummaryRun:
    """A run of a study in a directory.

    Attributes:
        folder: the directory.
        study: what is simulated.
        state: that is there already; None: nothing.
        progress: show a progress bar, and lines on the precision.
        backend: where chunks are simulated.
        go_on: if a chunk fails, simulate the others before that is told; else its error ends the run.
    """

    folder: Path
    study: "PlannedStudy"
    state: State | None
    progress: bool
    backend: Backend
    go_on: bool
    _failures: Failures = field(default_factory=Failures)
    _listed: int = field(default=0, init=False)
    _lacking: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        study = self.study
        self._folding = Folding(
            self.folder, tuple(study.configs), tuple(study.levels.labels), self._definitions,
            lambda state: write_state(self.folder, state), self.state,
        )  # fmt: skip

    def simulate(self) -> Summary:
        """Simulate what is missing, until the intervals are narrow enough if a precision is asked for.

        Raises:
            ChunksFailed: chunks could not be simulated; all others are in the summary.
        """
        held = self._folding.state.held if self._folding.state else []
        there = self.study.wanted(range(held[0].start, held[-1].stop) if held else range(0))
        self._round(there)

        def add(count: int) -> None:
            nonlocal there
            there = range(there.start, there.start + count)
            self._round(there)

        if self.study.precision:
            add_until_precise(self._judged, add, int(self.study.config["most_replications"]), self.progress)
        return self._summary(there)

    def _summary(self, numbers: range) -> Summary:
        overview, study = self.study.overview, self.study
        config = {**study.config, "replications": stated(numbers), "keep": SUMMARY}
        assert self._folding.state is not None
        return Summary(
            self._folding.state, overview.agents, overview.lanes, config, self._manifest("complete", numbers)
        )

    @property
    def _definitions(self) -> dict[str, Definition]:
        words = manifest_of(self.study, "running").measures
        return {**DEFINITIONS, **{name: Definition(**one) for name, one in words.items()}}

    def _round(self, wanted: range) -> None:
        """Simulate what is missing of some replications."""
        self._write("running")
        try:
            for numbers in self._missing(wanted):
                chunks = self._chunks(numbers)
                run_missing(chunks, self._folding, self.backend, self.study.workers, self.progress, self._failed)
                self._lacking += sum(not self._folding.has(chunk) for chunk in chunks)
            if self._failures.reasons:
                raise self._all_failures
        except BaseException:
            self._folding.save()
            self._write("stopped")
            raise

    def _missing(self, wanted: range) -> Iterator[range]:
        """Missing replications, in parts whose chunks are listed together."""
        held = self._folding.state.held if self._folding.state else []
        first = wanted.start
        for there in [*held, range(wanted.stop, wanted.stop)]:
            for start in range(first, there.start, AT_ONCE):
                yield range(start, min(start + AT_ONCE, there.start))
            first = max(first, there.stop)

    def _chunks(self, numbers: range) -> list[Chunk]:
        """The chunks of some replications; no map of losses is kept of them."""
        chunks = self.study.chunks(None, numbers, self._listed)
        self._listed += len(chunks)
        return [replace(chunk, config={**chunk.config, "loss_map": False}) for chunk in chunks]

    def _failed(self, chunk: Chunk, error: Exception) -> None:
        """Record a chunk that failed, or end the run."""
        if not self.go_on:
            raise error
        self._failures.add(chunk, error)
        self._folding.forget(chunk)
        self._write("running")
        if len(self._failures.reasons) >= HOPELESS and self._folding.state is None:
            self._lacking = self._listed
            raise self._all_failures from error

    @property
    def _all_failures(self) -> ChunksFailed:
        return ChunksFailed(tuple(self._failures.sentences.values()), self._lacking, self._listed)

    def _judged(self) -> Judgement:
        """A look at the intervals of the summary."""
        summary = self._summary(self.study.replications)
        return judge(summary, aims(self.study.config["precision"], summary.measures))

    def _manifest(self, status: str, numbers: range | None) -> Manifest:
        made = manifest_of(self.study, status, range(0) if numbers is None else numbers)
        failed = {name: f"failed: {why}" for name, why in self._failures.reasons.items()}
        return replace(made, keep=SUMMARY, replications=ends(numbers or range(0)) or None, chunks=failed)

    def _write(self, status: str) -> None:
        config = {**self.study.config, "keep": SUMMARY}
        files.write_manifest(self.folder, self._manifest(status, None), config)
