"""Run directory of a study: its missing chunks are simulated, kept, and brought together as results."""

import json
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from jitagents.errors import InputError
from jitagents.results import Results, directory, files
from jitagents.results.manifest import Manifest
from jitagents.results.merging import faults_of_versions
from jitagents.scenario.replications import ends, told
from jitagents.scenario.settings import SHOWN
from jitagents.studies.chunk_plan import ChunkPlan
from jitagents.studies.chunks import Chunk
from jitagents.studies.execution import run_missing
from jitagents.studies.failures import HOPELESS, Failures
from jitagents.studies.gathering import brought_together, manifest_of, outcome_of
from jitagents.studies.growth import INSTEAD, Growth
from jitagents.studies.manifest import versions
from jitagents.studies.rule_checks import check_kept
from jitagents.studies.rules import own_code
from jitagents.studies.store import Store

if TYPE_CHECKING:
    from jitagents.studies.study import Study


@dataclass(frozen=True)
class RunDirectory:
    """A directory that holds the results of one study, or will.

    Attributes:
        folder: need not exist.
        study: whose results it holds.
    """

    folder: Path
    study: "Study"

    def claimed(self) -> Manifest | None:
        """The manifest of this study that lies in the directory; None if there is none.

        Raises:
            InputError: the directory holds something else.
        """
        study = self.study
        own = Manifest(hash=study.hash, variants=study.configs, inputs=study.inputs)
        return directory.claim(self.folder, own)

    def is_complete(self) -> bool:
        """Whether the directory holds all results of the study.

        Raises:
            InputError: the directory holds something else, or replications that are not asked for.
        """
        found = self.claimed()
        complete = found is not None and found.status == "complete" and self.held() == self.study.replications
        return complete and self._has_tables()

    def held(self) -> range:
        """The replications in the tables of the directory; an empty range if there are none.

        Raises:
            InputError: the directory holds something else, or replications that are not asked for.
        """
        found = self.claimed()
        there = range(*found.replications) if found and found.replications else range(0)
        Growth(there, self.study.replications).check(self.folder)
        return there

    def finished_chunks(self) -> int:
        """The number of chunks that the directory holds beside its tables."""
        return sum(self._store.has(chunk) for chunk in self._new(self._plan(self.held()), self.held()))

    def run(self, progress: bool, executor: Executor | None) -> Results:
        """Simulate the missing chunks and save the results; a complete study is opened.

        Args:
            progress: show a progress bar.
            executor: where chunks run; None: processes of this machine.

        Raises:
            InputError: the directory holds something else, or another run uses it; or a rule cannot be identified.
        """
        check_kept(own_code(self.study.configs))
        self.held()
        self.folder.mkdir(parents=True, exist_ok=True)
        with directory.occupied(self.folder):
            directory.tidy(self.folder)
            if self.is_complete():
                results = self._opened()
            else:
                results = self.simulate(progress, executor, go_on=True)
                results.save(self.folder)
            directory.clear_chunks(self.folder)
        return results

    def _opened(self) -> Results:
        """The results that the directory holds, shown as the study asks now; to be drawn again if that is new."""
        results = Results.open(self.folder)
        asked, kept = (
            {key: config.get(key) or None for key in SHOWN} for config in (self.study.config, results.config)
        )
        if json.dumps(asked, default=str) == json.dumps(kept, default=str):
            return results
        return replace(results, config={**results.config, **asked}, manifest=replace(results.manifest, drawn={}))

    def simulate(self, progress: bool, executor: Executor | None, *, go_on: bool) -> Results:
        """Simulate the missing chunks, and bring all together; the results themselves are not saved.

        Args:
            progress: show a progress bar.
            executor: where chunks run; None: processes of this machine.
            go_on: if a chunk fails, simulate the others before that is told; else its error ends the run.

        Raises:
            ChunksFailed: chunks could not be simulated; all others are kept.
        """
        held = self._taken_up()
        plan, failures = self._plan(held), Failures()
        chunks = self._new(plan, held)

        def failed(chunk: Chunk, error: Exception) -> None:
            if not go_on:
                raise error
            failures.add(chunk, error)
            self._write_manifest(plan, chunks, "running", held, failures.reasons)
            if len(failures.reasons) >= HOPELESS and not any(map(self._store.has, chunks)):
                raise failures.told(chunks, self._store.has) from error

        self._write_manifest(plan, chunks, "running", held)
        try:
            run_missing(chunks, self._store, self.study.workers, executor, progress, failed)
            if failures.reasons:
                raise failures.told(chunks, self._store.has)
        except BaseException:
            self._write_manifest(plan, chunks, "stopped", held, failures.reasons)
            raise
        outcomes = [self._store.read(chunk) for chunk in (*self._old(held), *chunks)]
        manifest = self._manifest(plan, chunks, "complete", self.study.replications)
        return brought_together(self.study, outcomes, manifest)

    def _taken_up(self) -> range:
        """Keep the tables of the directory as chunks, so that nothing is lost whenever the run ends.

        Returns:
            Their replications; none if there are no tables that could be read, and all is simulated.

        Raises:
            InputError: they were made by other versions of the packages on which numbers depend.
        """
        found, held = self.claimed(), self.held()
        if not held or found is None:
            return held
        if other := faults_of_versions(found.versions, versions()):
            made = f"{self.folder} holds {told(held)}, made by {', '.join(other)}"
            raise InputError(f"{made}: other versions may give other numbers; {INSTEAD}")
        if not all(map(self._store.has, self._old(held))):
            if not self._has_tables():
                return range(0)
            results = Results.open(self.folder)
            for chunk in self._old(held):
                self._store.keep(chunk, outcome_of(results, chunk.variant))
        return held

    def _has_tables(self) -> bool:
        return all(files.is_plain(self.folder / f"{name}.parquet") for name in files.FRAMES)

    @cached_property
    def _store(self) -> Store:
        return Store(self.folder, self.study.hash)

    def _old(self, held: range) -> list[Chunk]:
        """The tables, as a chunk a variant."""
        return self.study.chunks(ChunkPlan(len(self.study.levels.points), len(held)), held) if held else []

    def _new(self, plan: ChunkPlan, held: range) -> list[Chunk]:
        """The chunks of the replications that are not in the tables."""
        chunks, after = list[Chunk](), len(self._old(held))
        for numbers in Growth(held, self.study.replications).missing:
            chunks += self.study.chunks(plan, numbers, after + len(chunks))
        return chunks

    def _plan(self, held: range) -> ChunkPlan:
        """The size of the chunks: that of a run that was stopped, or one that suits what is missing."""
        found = self.claimed()
        if found and found.chunk and found.status != "complete":
            return ChunkPlan(**found.chunk)
        return self.study.chunk_plan(sum(map(len, Growth(held, self.study.replications).missing)))

    def _write_manifest(
        self, plan: ChunkPlan, chunks: Sequence[Chunk], status: str, held: range,
        failed: Mapping[str, str] | None = None,
    ) -> None:  # fmt: skip
        manifest = self._manifest(plan, chunks, status, held, failed)
        files.write_manifest(self.folder, manifest, self.study.config)

    def _manifest(
        self, plan: ChunkPlan, chunks: Sequence[Chunk], status: str, held: range,
        failed: Mapping[str, str] | None = None,
    ) -> Manifest:  # fmt: skip
        """The manifest of the study.

        Args:
            plan: sizes of the chunks.
            chunks: those that are not in the tables, or were not.
            status: running, stopped or complete.
            held: replications in the tables.
            failed: why, by the name of each chunk that failed.
        """
        why = failed or {}

        def state(chunk: Chunk) -> str:
            return "done" if self._store.has(chunk) else f"failed: {why[chunk.name]}" if chunk.name in why else "to do"

        done = {chunk.name: f"{chunk}: {state(chunk)}" for chunk in chunks}
        manifest = manifest_of(self.study, status)
        return replace(manifest, replications=ends(held) if held else None, chunk=plan._asdict(), chunks=done)
