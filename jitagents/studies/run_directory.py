"""Run directory of a study: its missing chunks are simulated, kept, and brought together as results."""

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from jitagents.accounting.measures import own_definitions
from jitagents.results import Results, directory, files
from jitagents.results.losses import merged
from jitagents.studies import manifest
from jitagents.studies.chunk_plan import ChunkPlan
from jitagents.studies.chunks import Chunk
from jitagents.studies.execution import run_missing
from jitagents.studies.revision import revision
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

    def claimed(self) -> dict[str, Any]:
        """The manifest of this study that lies in the directory; empty if there is none.

        Raises:
            InputError: the directory holds something else.
        """
        study = self.study
        return directory.claim(self.folder, {"hash": study.hash, "variants": study.configs, "inputs": study.inputs})

    def is_complete(self) -> bool:
        """Whether the directory holds all results of the study.

        Raises:
            InputError: the directory holds something else.
        """
        return self.claimed().get("status") == "complete" and all(
            files.is_plain(self.folder / f"{name}.parquet") for name in files.FRAMES
        )

    def finished_chunks(self) -> int:
        """The number of chunks that the directory holds."""
        return sum(self._store.has(chunk) for chunk in self.study.chunks(self._kept_plan()))

    def run(self, progress: bool, executor: Executor | None) -> Results:
        """Simulate the missing chunks and save the results; a complete study is opened.

        Args:
            progress: show a progress bar.
            executor: where chunks run; None: processes of this machine.

        Raises:
            InputError: the directory holds something else, or another run uses it.
        """
        self.claimed()
        self.folder.mkdir(parents=True, exist_ok=True)
        with directory.occupied(self.folder):
            directory.tidy(self.folder)
            if self.is_complete():
                results = Results.open(self.folder)
            else:
                results = self.simulate(progress, executor)
                results.save(self.folder)
            directory.clear_chunks(self.folder)
        return results

    def simulate(self, progress: bool, executor: Executor | None) -> Results:
        """Simulate the missing chunks, and bring all together; the results themselves are not saved."""
        study, plan = self.study, self._kept_plan() or self.study.chunk_plan()
        chunks = study.chunks(plan)
        self._write_manifest(plan, chunks, "running")
        try:
            run_missing(chunks, self._store, study.workers, executor, progress)
        except BaseException:
            self._write_manifest(plan, chunks, "stopped")
            raise
        outcomes = [self._store.read(chunk) for chunk in chunks]
        replications = pd.concat([outcome.replications for outcome in outcomes], ignore_index=True)
        histories = pd.concat([outcome.histories for outcome in outcomes], ignore_index=True)
        losses = merged([outcome.losses for outcome in outcomes])
        complete = self._manifest(plan, chunks, "complete")
        overview = study.overview
        return Results(replications, histories, overview.agents, overview.lanes, study.config, complete, losses)

    @cached_property
    def _store(self) -> Store:
        return Store(self.folder, self.study.hash)

    def _kept_plan(self) -> ChunkPlan | None:
        """The size of the chunks that the directory holds; None if it holds none."""
        kept = self.claimed().get("chunk")
        return ChunkPlan(**kept) if kept else None

    def _write_manifest(self, plan: ChunkPlan, chunks: Sequence[Chunk], status: str) -> None:
        files.write_manifest(self.folder, self._manifest(plan, chunks, status), self.study.config)

    def _manifest(self, plan: ChunkPlan, chunks: Sequence[Chunk], status: str) -> dict[str, Any]:
        study, store = self.study, self._store
        return {
            "study": study.name,
            "hash": study.hash,
            "status": status,
            "seed": study.config["seed"],
            "asked": list(study.asked),
            "made": manifest.now(),
            "versions": manifest.versions(),
            "git": revision(),
            "network": {"name": study.network.name, "source": study.network.source},
            "targets": study.overview.targets,
            "inputs": study.inputs,
            "levels": study.levels.stated,
            "struck": study.levels.targets,
            "crisis_window": study.overview.window,
            "measures": own_definitions(study.config),
            "screening": {name: asdict(finding) for name, finding in study.findings.items()},
            "routes": {name: asdict(route) for name, route in study.routes.items()},
            "chunk": plan._asdict(),
            "chunks": {chunk.name: f"{chunk}: {'done' if store.has(chunk) else 'to do'}" for chunk in chunks},
            "variants": study.configs,
        }
