"""Studies: variants x levels x replications x {calm, crisis}, cut into chunks, run in processes, resumed."""

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, as_completed
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pandas as pd
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from jitagents import manifest
from jitagents.chunks import Chunk, Outcome, simulate
from jitagents.config import composed, plain
from jitagents.errors import InputError, nearest
from jitagents.executors import InProcess, cores, processes
from jitagents.layout import points_of
from jitagents.network import Network, tiers
from jitagents.results import Results, files
from jitagents.screening import Finding, worst_target
from jitagents.setup import Sweep, make_model, network_of, shocks_of
from jitagents.variants import configurations
from jitagents.worlds import Worlds

PARTS = ("replications", "histories")
CELLS = 40_000
"""Rows x worlds simulated together: a column is then 320 kB, and a day's work stays in the cache."""


@dataclass(frozen=True)
class Study:
    """A study that is ready to run.

    Attributes:
        name: of the study.
        configs: resolved configuration of each variant, plain values, by its name.
        config: resolved configuration before any variant's overrides.
        notices: what the user should know of how it was read.
        findings: the worst target of each shock that asked for one, by the shock's name.
    """

    name: str
    configs: dict[str, dict[str, Any]]
    config: dict[str, Any]
    notices: tuple[str, ...] = ()
    findings: dict[str, Finding] = field(default_factory=dict)

    @classmethod
    def of(cls, config: dict[str, Any], overrides: Sequence[str]) -> "Study":
        """A study from the resolved configuration and the overrides that led to it."""
        configs, notices = configurations(config, overrides)
        check_numbers(config)
        findings = _aim(configs)
        study = cls(str(config["study"]), configs, config, tuple(notices), findings)
        study.check()
        return study

    def check(self) -> None:
        """Build every variant once, for one replication.

        Raises:
            InputError: faults of the variants, each named once.
        """
        faults: dict[str, None] = {}
        for config in self.configs.values():
            try:
                worlds = Worlds((0,), len(self.sweep.points), bool(config["crisis"]), int(config["seed"]))
                make_model(config, worlds, self.sweep)
            except InputError as error:
                faults |= dict.fromkeys(error.faults)
        if faults:
            raise InputError(*faults)

    @cached_property
    def sweep(self) -> Sweep:
        """The levels."""
        return Sweep.of(self.config["levels"] or {})

    @cached_property
    def hash(self) -> str:
        """Equal for studies with equal numbers."""
        return manifest.fingerprint(self.configs)

    @property
    def network(self) -> Network:
        """The network of the first variant."""
        return network_of(next(iter(self.configs.values())))

    def chunks(self, size: int | None = None) -> list[Chunk]:
        """The study cut into chunks of `size` replications."""
        count, size = int(self.config["replications"]), size or self._chunk_size()
        cuts = [(first, min(first + size, count)) for first in range(0, count, size)]
        blocks = [(name, config, *cut) for name, config in self.configs.items() for cut in cuts]
        return [Chunk(number, name, config, self.sweep, *cut) for number, (name, config, *cut) in enumerate(blocks)]

    def _chunk_size(self) -> int:
        """Replications a chunk: as asked, or as many as the cache takes, and enough chunks for all processes."""
        count, each = int(self.config["replications"]), len(self.sweep.points) * (2 if self.config["crisis"] else 1)
        if self.config["chunk"]:
            return max(int(self.config["chunk"]) // each, 1)
        rows = len(points_of(self.network).agent)
        fitting = max(CELLS // (rows * each), 1)
        return min(fitting, -(-count // self.workers))

    @property
    def workers(self) -> int:
        """Processes to use."""
        return int(self.config["workers"] or cores())

    def run(self, path: str | Path | None = None, progress: bool = True, executor: Executor | None = None) -> Results:
        """Simulate what is not yet simulated, and bring it together.

        Args:
            path: run directory: chunks are kept there as they are done, and a study that was stopped goes on. None:
                nothing is kept.
            progress: show a progress bar.
            executor: where chunks run; None: processes of this machine. Dask: `client.get_executor()`.

        Raises:
            InputError: the directory holds another study.
        """
        if path is None:
            with TemporaryDirectory() as folder:
                return self._run(Path(folder), progress, executor)
        folder = Path(path)
        if (folder / files.MANIFEST).exists():
            found = files.read_manifest(folder)
            if found.get("hash") == self.hash and found.get("status") == "complete":
                return Results.open(folder)
        results = self._run(folder, progress, executor)
        results.save(folder)
        shutil.rmtree(folder / "chunks")
        return results

    def _run(self, folder: Path, progress: bool, executor: Executor | None) -> Results:
        size = files.claim(folder, self.hash).get("chunk") or self._chunk_size()
        chunks = self.chunks(size)
        store = folder / "chunks"
        store.mkdir(parents=True, exist_ok=True)
        told = self._manifest() | {"status": "running", "chunk": size}
        files.write_manifest(folder, told, self.config)
        missing = [chunk for chunk in chunks if not _kept(store, chunk)]
        with self._executor(executor, len(missing)) as pool, _bar(progress, len(chunks), len(missing)) as advance:
            futures = {pool.submit(simulate, chunk): chunk for chunk in missing}
            try:
                for future in as_completed(futures):
                    _keep(store, futures[future], future.result())
                    advance()
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                raise
        outcomes = [_read(store, chunk) for chunk in chunks]
        done = {chunk.name: f"{chunk.variant}, replications {chunk.first} to {chunk.last - 1}: done" for chunk in chunks}
        return self._results(outcomes, told | {"status": "complete", "chunks": done})

    @contextmanager
    def _executor(self, given: Executor | None, chunks: int) -> Iterator[Executor]:
        if given is not None:
            yield given
            return
        workers = min(self.workers, chunks)
        with processes(workers) if workers > 1 else InProcess() as pool:
            yield pool

    def _results(self, outcomes: Sequence[Outcome], told: dict[str, Any]) -> Results:
        replications = pd.concat([outcome.replications for outcome in outcomes], ignore_index=True)
        histories = pd.concat([outcome.histories for outcome in outcomes], ignore_index=True)
        return Results(replications, histories, *self._described(), self.config, told)

    def _described(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Agents and lanes with tiers and mean flows, as figures draw them."""
        model = make_model(next(iter(self.configs.values())), Worlds((0,), entropy=int(self.config["seed"])))
        layout, network = model.layout, self.network
        rate = np.empty(len(network.agents))
        rate[layout.agent[layout.firms]] = model.planned.plan.rate[layout.firms, 0]
        lane_rate = np.empty(len(network.lanes))
        lane_rate[layout.lane_order] = model.planned.lane_rate[:, 0]
        agents = network.agents[["name", "kind", "region", "firm", "item", "value"]].assign(tier=tiers(network), rate=rate)
        items = network.agents["item"].to_numpy(dtype=object)[network.seller_row]
        return agents, network.lanes[["seller", "buyer"]].assign(item=items, rate=lane_rate)

    def _manifest(self) -> dict[str, Any]:
        crisis = list(shocks_of(next(iter(self.configs.values()))).values())
        last = min(max((shock.last for shock in crisis), default=1) - 1, int(self.config["days"]))
        return {
            "study": self.name,
            "hash": self.hash,
            "seed": int(self.config["seed"]),
            "made": manifest.now(),
            "versions": manifest.versions(),
            "git": manifest.revision(),
            "network": {"name": self.network.name, "source": self.network.source},
            "variants": self.configs,
            "targets": self.targets(),
            "crisis_window": [min(shock.first for shock in crisis), last] if crisis else None,
            "screening": {name: asdict(finding) for name, finding in self.findings.items()},
        }

    def targets(self) -> list[str]:
        """Names of the agents that the crisis strikes: sites, and the sellers of closed lanes."""
        config = next(iter(self.configs.values()))
        model = make_model(config, Worlds((0,), len(self.sweep.points), entropy=int(self.config["seed"])), self.sweep)
        return model.strikes.struck_agents()


def load(name: str = "jit_vs_hybrid", overrides: Sequence[str] = ()) -> Study:
    """Compose a study by name, check it, and find its targets.

    Args:
        name: a choice of the config group `study`.
        overrides: as on the command line, e.g. `["network=beer_game", "replications=50"]`.

    Raises:
        InputError: all that keeps it from being simulated.
    """
    asked = [f"study={name}", *overrides]
    return Study.of(plain(composed(asked)), asked)


def check_numbers(config: Mapping[str, Any]) -> None:
    """Check the numbers of a study that no behaviour checks.

    Raises:
        InputError: all of them that are wrong.
    """
    faults = []
    for key, least in (("replications", 1), ("days", 1), ("warmup", 0), ("seed", 0), ("workers", 1), ("chunk", 1)):
        value = config[key]
        if value is None and key in ("workers", "chunk"):
            continue
        if not isinstance(value, int) or isinstance(value, bool) or value < least:
            faults.append(f"{key} = {value!r}: must be a whole number from {least} up")
    if config["start"] not in ("steady", "empty"):
        faults.append(f"start = {config['start']!r}: {nearest(config['start'], ('steady', 'empty'))}")
    tolerance = config["tolerance"]
    if not isinstance(tolerance, int | float) or not 0 <= tolerance < 1:
        faults.append(f"tolerance = {tolerance!r}: must lie between 0 and 1, a share of the mean flow")
    if faults:
        raise InputError(*faults)


def _aim(configs: Mapping[str, dict[str, Any]]) -> dict[str, Finding]:
    """Work out `target: {worst: …}` once, in the first variant, and put the name in its place in all variants."""
    first = next(iter(configs.values()))
    findings = {}
    for name, shock in first["crisis"].items():
        if isinstance(shock, Mapping) and isinstance(shock.get("target"), Mapping) and "worst" in shock["target"]:
            findings[name] = worst_target(first, name)
    for config in configs.values():
        for name, finding in findings.items():
            if name in config["crisis"]:
                config["crisis"][name]["target"] = {"name": finding.name}
    return findings


def _kept(store: Path, chunk: Chunk) -> bool:
    return all((store / f"{chunk.name}.{part}.parquet").exists() for part in PARTS)


def _keep(store: Path, chunk: Chunk, outcome: Outcome) -> None:
    for part in PARTS:
        files.whole(store / f"{chunk.name}.{part}.parquet", getattr(outcome, part).to_parquet(compression="zstd"))


def _read(store: Path, chunk: Chunk) -> Outcome:
    return Outcome(*(pd.read_parquet(store / f"{chunk.name}.{part}.parquet") for part in PARTS))


@contextmanager
def _bar(shown: bool, chunks: int, missing: int) -> Iterator[Callable[[], None]]:
    """A progress bar over the chunks; gives the function that moves it on."""
    columns = (TextColumn("simulating"), BarColumn(), MofNCompleteColumn(), TextColumn("chunks"), TimeRemainingColumn())
    with Progress(*columns, disable=not shown, console=Console(stderr=True)) as bar:
        task = bar.add_task("", total=chunks, completed=chunks - missing)
        yield lambda: bar.advance(task)
