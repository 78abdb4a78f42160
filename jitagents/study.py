"""Studies: variants x levels x replications x {calm, crisis}, cut into chunks, run in processes, resumed."""

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import asdict, dataclass, field
from functools import cached_property
from math import ceil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd

from jitagents.config import composed, plain
from jitagents.network import Network
from jitagents.results import Results, files
from jitagents.results.losses import merged
from jitagents.results.route import Route
from jitagents.runs import manifest
from jitagents.runs.chunks import Chunk
from jitagents.runs.cutting import Cut, cut, fitting
from jitagents.runs.executors import cores
from jitagents.runs.placements import settle
from jitagents.runs.rehearsal import Portrait, rehearse
from jitagents.runs.running import Store, run_missing
from jitagents.runs.screening import Finding
from jitagents.runs.settings import check_settings
from jitagents.runs.sweep import Sweep
from jitagents.runs.targets import aim
from jitagents.runs.variants import configurations, readable

CHUNKS_A_WORKER = 2
"""At least, so that no process waits long for the last one."""


@dataclass(frozen=True)
class Study:
    """A study that is ready to run.

    Attributes:
        name: of the study.
        configs: resolved configuration of each variant, plain values, by its name.
        config: resolved configuration before any variant's overrides.
        sweep: the levels.
        portrait: what is known before the first day.
        notices: what the user should know of how it was read.
        findings: the worst target of each shock that asked for one, by the shock's name.
        routes: the path of buffers of each variant that asked for the best one, by the variant's name.
        asked: the overrides that led to it.
    """

    name: str
    configs: dict[str, dict[str, Any]]
    config: dict[str, Any]
    sweep: Sweep
    portrait: Portrait
    notices: tuple[str, ...] = ()
    findings: dict[str, Finding] = field(default_factory=dict)
    routes: dict[str, Route] = field(default_factory=dict)
    asked: tuple[str, ...] = ()

    @classmethod
    def of(cls, config: dict[str, Any], overrides: Sequence[str]) -> "Study":
        """A study from the resolved configuration and the overrides that led to it; every variant is built once.

        Raises:
            InputError: all that keeps it from being simulated.
        """
        check_settings(config)
        variants = configurations(config, overrides)
        aimed = aim(variants.configs, config["levels"] or {})
        sweep = Sweep.of(aimed.levels)
        configs, routes = settle(aimed.configs)
        portrait = rehearse(configs, sweep)
        late = (
            f"crisis {name} begins after the last measured day, {config['days']}: it never strikes"
            for name in portrait.late
        )
        notices = (*variants.notices, *late)
        return cls(
            str(config["study"]), configs, config, sweep, portrait, notices, aimed.findings, routes, tuple(overrides)
        )

    @cached_property
    def hash(self) -> str:
        """Equal for studies with equal numbers."""
        return manifest.fingerprint(self.configs)

    @property
    def network(self) -> Network:
        """The network of the first variant."""
        return self.portrait.network

    @property
    def workers(self) -> int:
        """Processes to use."""
        return int(self.config["workers"] or cores())

    def chunks(self, size: Cut | None = None) -> list[Chunk]:
        """The study cut into chunks of a size; None: of one that suits this machine."""
        size = size or self._chunk_size()
        blocks = [
            (name, config, *block)
            for name, config in self.configs.items()
            for block in size.blocks(self.sweep, int(self.config["replications"]))
        ]
        return [Chunk(number, *block) for number, block in enumerate(blocks)]

    def _chunk_size(self) -> Cut:
        """As asked, or as much as the cache takes, and enough chunks for all processes."""
        asked, several = self.config["chunk"], self.workers > 1
        worlds = int(asked or fitting(self.portrait.rows))
        chunks = ceil(self.workers * CHUNKS_A_WORKER / len(self.configs)) if several and not asked else 1
        return cut(self.sweep, int(self.config["replications"]), bool(self.config["crisis"]), worlds, chunks)

    def is_complete(self, path: str | Path) -> bool:
        """Whether a run directory holds the results of this study already.

        Raises:
            InputError: the directory holds another study.
        """
        folder = Path(path)
        there = files.claim(folder, self.hash).get("status") == "complete"
        return there and all((folder / f"{name}.parquet").exists() for name in files.FRAMES)

    def kept(self, path: str | Path) -> int:
        """Chunks that a run directory holds already."""
        store = Store.within(Path(path))
        return sum(store.has(chunk) for chunk in self.chunks(self._size_there(Path(path))))

    def _size_there(self, folder: Path) -> Cut | None:
        """The size of the chunks that a run directory holds."""
        there = files.claim(folder, self.hash).get("chunk")
        return Cut(**there) if there else None

    def run(self, path: str | Path | None = None, progress: bool = True, executor: Executor | None = None) -> Results:
        """Simulate what is not yet simulated, and bring it together.

        Args:
            path: run directory: chunks are kept there as they are done, and a study that was stopped goes on; one that
                is complete is opened. None: nothing is kept.
            progress: show a progress bar.
            executor: where chunks run; None: processes of this machine. Dask: `client.get_executor()`.

        Raises:
            InputError: the directory holds another study.
        """
        if path is None:
            with TemporaryDirectory() as passing:
                return self._simulated(Path(passing), progress, executor)
        folder = Path(path)
        if self.is_complete(folder):
            return Results.open(folder)
        results = self._simulated(folder, progress, executor)
        results.save(folder)
        Store.within(folder).clear()
        return results

    def _simulated(self, folder: Path, progress: bool, executor: Executor | None) -> Results:
        size = self._size_there(folder) or self._chunk_size()
        chunks, store = self.chunks(size), Store.within(folder)
        folder.mkdir(parents=True, exist_ok=True)
        files.write_manifest(folder, self._manifest(size, chunks, store, "running"), self.config)
        try:
            run_missing(chunks, store, self.workers, executor, progress)
        except BaseException:
            files.write_manifest(folder, self._manifest(size, chunks, store, "stopped"), self.config)
            raise
        outcomes = [store.read(chunk) for chunk in chunks]
        replications = pd.concat([outcome.replications for outcome in outcomes], ignore_index=True)
        histories = pd.concat([outcome.histories for outcome in outcomes], ignore_index=True)
        losses = merged([outcome.losses for outcome in outcomes])
        told = self._manifest(size, chunks, store, "complete")
        portrait = self.portrait
        return Results(replications, histories, portrait.agents, portrait.lanes, self.config, told, losses)

    def _manifest(self, size: Cut, chunks: Sequence[Chunk], store: Store, status: str) -> dict[str, Any]:
        return {
            "study": self.name,
            "hash": self.hash,
            "status": status,
            "seed": self.config["seed"],
            "asked": list(self.asked),
            "made": manifest.now(),
            "versions": manifest.versions(),
            "git": manifest.revision(),
            "network": {"name": self.network.name, "source": self.network.source},
            "targets": self.portrait.targets,
            "struck": self.sweep.struck,
            "crisis_window": self.portrait.window,
            "screening": {name: asdict(finding) for name, finding in self.findings.items()},
            "routes": {name: asdict(route) for name, route in self.routes.items()},
            "chunk": size._asdict(),
            "chunks": {chunk.name: f"{chunk}: {'done' if store.has(chunk) else 'to do'}" for chunk in chunks},
            "variants": self.configs,
        }


def load(name: str = "jit_vs_hybrid", overrides: Sequence[str] = ()) -> Study:
    """Compose a study by name, check it, and find its targets.

    Args:
        name: a choice of the config group `study`.
        overrides: as on the command line, e.g. `["network=beer_game", "replications=50"]`.

    Raises:
        InputError: all that keeps it from being simulated.
    """
    asked = readable([f"study={name}", *overrides])
    return Study.of(plain(composed(asked)), asked)
