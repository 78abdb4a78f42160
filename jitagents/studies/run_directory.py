"""Run directory of a study: its missing chunks are simulated, kept, and brought together as results."""

import json
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from jitagents.results import Results, directory, files
from jitagents.results.manifest import Manifest
from jitagents.scenario.settings import SHOWN
from jitagents.studies.chunk_plan import ChunkPlan
from jitagents.studies.chunks import Chunk
from jitagents.studies.execution import run_missing
from jitagents.studies.failures import HOPELESS, Failures
from jitagents.studies.gathering import brought_together, manifest_of
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
            InputError: the directory holds something else.
        """
        found = self.claimed()
        complete = found is not None and found.status == "complete"
        return complete and all(files.is_plain(self.folder / f"{name}.parquet") for name in files.FRAMES)

    def finished_chunks(self) -> int:
        """The number of chunks that the directory holds."""
        return sum(self._store.has(chunk) for chunk in self.study.chunks(self._kept_plan()))

    def run(self, progress: bool, executor: Executor | None) -> Results:
        """Simulate the missing chunks and save the results; a complete study is opened.

        Args:
            progress: show a progress bar.
            executor: where chunks run; None: processes of this machine.

        Raises:
            InputError: the directory holds something else, or another run uses it; or a rule cannot be identified.
        """
        check_kept(own_code(self.study.configs))
        self.claimed()
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
        study, plan, failures = self.study, self._kept_plan() or self.study.chunk_plan(), Failures()
        chunks = study.chunks(plan)

        def failed(chunk: Chunk, error: Exception) -> None:
            if not go_on:
                raise error
            failures.add(chunk, error)
            self._write_manifest(plan, chunks, "running", failures.reasons)
            if len(failures.reasons) >= HOPELESS and not any(map(self._store.has, chunks)):
                raise failures.told(chunks, self._store.has) from error

        self._write_manifest(plan, chunks, "running")
        try:
            run_missing(chunks, self._store, study.workers, executor, progress, failed)
            if failures.reasons:
                raise failures.told(chunks, self._store.has)
        except BaseException:
            self._write_manifest(plan, chunks, "stopped", failures.reasons)
            raise
        outcomes = [self._store.read(chunk) for chunk in chunks]
        return brought_together(study, outcomes, self._manifest(plan, chunks, "complete"))

    @cached_property
    def _store(self) -> Store:
        return Store(self.folder, self.study.hash)

    def _kept_plan(self) -> ChunkPlan | None:
        """The size of the chunks that the directory holds; None if it holds none."""
        found = self.claimed()
        return ChunkPlan(**found.chunk) if found and found.chunk else None

    def _write_manifest(
        self, plan: ChunkPlan, chunks: Sequence[Chunk], status: str, failed: Mapping[str, str] | None = None
    ) -> None:
        files.write_manifest(self.folder, self._manifest(plan, chunks, status, failed), self.study.config)

    def _manifest(
        self, plan: ChunkPlan, chunks: Sequence[Chunk], status: str, failed: Mapping[str, str] | None = None
    ) -> Manifest:
        """The manifest of the study.

        Args:
            plan: sizes of the chunks.
            chunks: all of them.
            status: running, stopped or complete.
            failed: why, by the name of each chunk that failed.
        """
        why = failed or {}

        def state(chunk: Chunk) -> str:
            return "done" if self._store.has(chunk) else f"failed: {why[chunk.name]}" if chunk.name in why else "to do"

        done = {chunk.name: f"{chunk}: {state(chunk)}" for chunk in chunks}
        return replace(manifest_of(self.study, status), chunk=plan._asdict(), chunks=done)
