"""One run of a study: its missing chunks are simulated, in rounds if a precision is asked for."""

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from jitagents.accounting.measures import DEFINITIONS, Definition
from jitagents.results import files
from jitagents.results.manifest import Manifest
from jitagents.results.precision import Judgement, judge
from jitagents.scenario.precision import aims
from jitagents.studies.chunk_plan import ChunkPlan
from jitagents.studies.chunks import Chunk, Outcome
from jitagents.studies.execution import run_missing
from jitagents.studies.executors import Backend
from jitagents.studies.failures import HOPELESS, Failures
from jitagents.studies.gathering import manifest_of
from jitagents.studies.growth import Growth
from jitagents.studies.store import Store
from jitagents.studies.until_precise import add_until_precise

if TYPE_CHECKING:
    from jitagents.studies.planned_study import PlannedStudy


@dataclass
class SimulationRun:
    """A run of a study in a directory.

    Attributes:
        folder: the directory.
        study: what is simulated.
        store: of its chunks.
        held: replications in the tables of the directory.
        old: these, as chunks of the store.
        plan: size of the chunks of the first round.
        progress: show a progress bar, and lines on the precision.
        backend: where chunks are simulated.
        go_on: if a chunk fails, simulate the others before that is told; else its error ends the run.
        chunks: those beside the old ones.
    """

    folder: Path
    study: "PlannedStudy"
    store: Store
    held: range
    old: list[Chunk]
    plan: ChunkPlan
    progress: bool
    backend: Backend
    go_on: bool
    chunks: list[Chunk] = field(default_factory=list)
    _failures: Failures = field(default_factory=Failures)

    def simulate(self) -> range:
        """Simulate what is missing, until the intervals are narrow enough if a precision is asked for.

        Returns:
            The replications that are there then.

        Raises:
            ChunksFailed: chunks could not be simulated; all others are kept.
        """
        self._round(Growth(self.held, (there := self.study.wanted(self.held))), self.plan)

        def add(count: int) -> None:
            nonlocal there
            growth = Growth(there, range(there.start, there.start + count))
            self._round(growth, self.study.chunk_plan(sum(map(len, growth.missing))))
            there = growth.wanted

        if self.study.precision:
            add_until_precise(self._judged, add, int(self.study.config["most_replications"]), self.progress)
        return there

    def outcomes(self) -> list[Outcome]:
        """The outcomes of all chunks."""
        return [self.store.read(chunk) for chunk in (*self.old, *self.chunks)]

    def manifest(self, status: str, numbers: range) -> Manifest:
        """The manifest of the study.

        Args:
            status: running, stopped or complete.
            numbers: replications in the tables.
        """
        why = self._failures.reasons

        def state(chunk: Chunk) -> str:
            if self.store.has(chunk):
                return "done"
            return f"failed: {why[chunk.name]}" if chunk.name in why else "to do"

        done = {chunk.name: f"{chunk}: {state(chunk)}" for chunk in self.chunks}
        return replace(manifest_of(self.study, status, numbers), chunk=self.plan._asdict(), chunks=done)

    def _round(self, growth: Growth, plan: ChunkPlan) -> None:
        """Simulate some more replications."""
        new = list[Chunk]()
        for numbers in growth.missing:
            new += self.study.chunks(plan, numbers, len(self.old) + len(self.chunks) + len(new))
        self.chunks += new
        self._write("running")
        try:
            run_missing(new, self.store, self.backend, self.study.workers, self.progress, self._failed)
            if self._failures.reasons:
                raise self._failures.told(self.chunks, self.store.has)
        except BaseException:
            self._write("stopped")
            raise

    def _failed(self, chunk: Chunk, error: Exception) -> None:
        """Record a chunk that failed, or end the run."""
        if not self.go_on:
            raise error
        self._failures.add(chunk, error)
        self._write("running")
        if len(self._failures.reasons) >= HOPELESS and not any(map(self.store.has, self.chunks)):
            raise self._failures.told(self.chunks, self.store.has) from error

    def _judged(self) -> Judgement:
        """A look at the intervals of all chunks."""
        frames = [self.store.replications(chunk) for chunk in (*self.old, *self.chunks)]
        network = pd.concat([frame[frame["scope"] == "network"] for frame in frames], ignore_index=True)
        manifest = self.manifest("running", self.held)
        known = {**DEFINITIONS, **{name: Definition(**words) for name, words in manifest.measures.items()}}
        names = [name for name in known if f"{name}.calm" in network]
        return judge(network, [*self.study.configs], aims(self.study.config["precision"], names), known)

    def _write(self, status: str) -> None:
        files.write_manifest(self.folder, self.manifest(status, self.held), self.study.config)
