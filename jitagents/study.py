"""Studies: variants x levels x replications x {calm, crisis}, cut into chunks, run in processes, resumed."""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from math import ceil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pandas as pd

from jitagents.config import composed, plain, searching
from jitagents.errors import InputError
from jitagents.network import Network
from jitagents.results import Results, directory, files
from jitagents.results.buffer_path import BufferPath
from jitagents.results.losses import merged
from jitagents.results.objective import check_objective
from jitagents.shown import Shown, few
from jitagents.studies import manifest
from jitagents.studies.chunk_plan import ChunkPlan, cut, fitting
from jitagents.studies.chunks import Chunk
from jitagents.studies.dry_run import StudyOverview, dry_run
from jitagents.studies.execution import run_missing
from jitagents.studies.executors import cores
from jitagents.studies.given import as_choice, as_node
from jitagents.studies.overrides import natural, texts
from jitagents.studies.placements import resolve_placements
from jitagents.studies.revision import revision
from jitagents.studies.rules import NOTICE, given_as_objects, name_of, with_rule
from jitagents.studies.screening import Finding
from jitagents.studies.settings import check_settings
from jitagents.studies.store import Store
from jitagents.studies.sweep import Sweep, columns_of
from jitagents.studies.targets import resolve_targets
from jitagents.studies.variants import configurations, readable

if TYPE_CHECKING:
    from matplotlib.figure import Figure

type Levels = pd.DataFrame | Sequence[Mapping[str, Any]] | Mapping[str, Any]
"""Points of a sweep, or the values of each key, of which every combination is a point."""

CHUNKS_A_WORKER = 2
"""At least, so that no process waits long for the last one."""

FEW = 3
"""Makers that one notice each is given of."""


@dataclass(frozen=True, repr=False)
class Study(Shown):
    """A study that is ready to run.

    Attributes:
        name: of the study.
        configs: resolved configuration of each variant, plain values, by its name.
        config: resolved configuration before any variant's overrides.
        levels: points of the sweep.
        portrait: what is known before the first day.
        notices: what the user should know of how it was read.
        findings: the worst target of each shock that asked for one, by the shock's name.
        routes: the path of buffers of each variant that asked for the best one, by the variant's name.
        asked: the overrides that led to it.
    """

    name: str
    configs: dict[str, dict[str, Any]]
    config: dict[str, Any]
    levels: Sweep
    overview: StudyOverview
    notices: tuple[str, ...] = ()
    findings: dict[str, Finding] = field(default_factory=dict)
    routes: dict[str, BufferPath] = field(default_factory=dict)
    asked: tuple[str, ...] = ()

    @classmethod
    def of(cls, config: dict[str, Any], overrides: Sequence[str], given: Mapping[str, Any] | None = None) -> "Study":
        """A study from the resolved configuration and the overrides that led to it; every variant is built once.

        Args:
            config: plain values.
            overrides: as texts.
            given: top-level keys whose values were not given as texts, of all variants.

        Raises:
            InputError: all that keeps it from being simulated.
        """
        config = {**config, **(given or {})}
        check_settings(config)
        variants = configurations(config, overrides, given or {})
        made = cls._made(str(config["study"]), config, variants.configs, notices=variants.notices)
        return replace(made, asked=tuple(overrides))

    @classmethod
    def _made(
        cls,
        name: str,
        config: dict[str, Any],
        configs: Mapping[str, dict[str, Any]],
        known: "Study | None" = None,
        notices: tuple[str, ...] = (),
    ) -> "Study":
        """A study of resolved variants; what was found for another study of them is not looked for again."""
        levels: Any = config["levels"] or {}
        stated = isinstance(levels, list)
        aimed = resolve_targets(configs, columns_of(levels) if stated else levels)
        sweep = Sweep.along(aimed.levels) if stated else Sweep.of(aimed.levels)
        resolved, routes = resolve_placements(aimed.configs)
        overview = dry_run(resolved, sweep)
        late = (
            f"crisis {crisis} begins after the last measured day, {config['days']}: it never strikes"
            for crisis in overview.late
        )
        idle = (
            f"{variant}: ordering.z does nothing, since forecasting=perfect makes no error for it to cover"
            for variant in overview.idle
        )
        overloaded = (
            f"{maker}: capacity {capacity:g} is below its mean flow of {rate:,.4g} units a day, so that what it owes "
            "grows without end; leave the cell empty where capacity is unlimited"
            for maker, capacity, rate in overview.overloaded[:FEW]
        )
        check_objective(config, len(resolved), len(sweep.points))
        findings, notices = aimed.findings, (*notices, *late, *idle, *overloaded, *_own_study(name, config))
        if known is not None:
            findings, routes, notices = findings or known.findings, routes or known.routes, known.notices
        return cls(name, resolved, config, sweep, overview, notices, findings, routes)

    def sweep(self, levels: Levels) -> "Study":
        """The same study at other levels.

        Args:
            levels: points, a row each of a DataFrame with a column a key, or a list of mappings `{key: value}`; or one
                mapping `{key: [values]}`, of which every combination is a level. A design of scipy or SALib fits.

        Raises:
            InputError: keys or values that cannot be swept.
        """
        stated = {"levels": natural(levels)}
        config = {**self.config, **stated}
        check_settings(config)
        return self._made(self.name, config, {name: {**one, **stated} for name, one in self.configs.items()}, self)

    @cached_property
    def hash(self) -> str:
        """Equal for studies with equal numbers."""
        return manifest.fingerprint(self.configs)

    def with_rule(self, rule: Any, name: str | None = None) -> "Study":
        """The same study with a variant more, which has a rule of your own and is the first one otherwise.

        The rule need not be in a package: it may stand in a notebook. The study then runs in this process.

        Args:
            rule: a class that derives from Buyer, Supplier or Plant, or an object of a behaviour's class.
            name: of the variant; None: that of the rule's class in lower case.

        Raises:
            InputError: it is no rule, or there is a variant of that name.
        """
        called = name or name_of(rule)
        if called in self.configs:
            raise InputError(f"name = {called!r}: there is a variant of that name already; give it another one")
        first = next(iter(self.configs.values()))
        study = self._made(self.name, self.config, {**self.configs, called: with_rule(first, rule)}, self)
        return replace(study, notices=(*study.notices, f"{called} {NOTICE}"))

    def _facts(self) -> dict[str, object]:
        config, crisis = self.config, few(list(self.config["crisis"] or ())) or "none"
        worlds = f"{config['replications']:,} replications, {len(self.levels.points):,} level(s)"
        return {
            "study": self.name, "network": self.network.name, "variants": few(list(self.configs)), "crisis": crisis,
            "worlds": worlds, "days": f"{config['days']:,} after {config['warmup']:,}", "hash": self.hash,
        }  # fmt: skip

    @property
    def network(self) -> Network:
        """The network of the first variant."""
        return self.overview.network

    def plot_network(self) -> "Figure":
        """The network before any run, by tier; a map if all agents have latitude and longitude (or lat and lon)."""
        from jitagents.plots.picture import picture

        agents, known = self.overview.agents, self.network.agents.set_index("name")
        agents = agents.join(known[known.columns.difference(agents.columns)], on="name")
        labels = {str(name): str(label) for name, label in (self.config["labels"] or {}).items()}
        lanes = self.overview.lanes.replace({"seller": labels, "buyer": labels})
        return picture(self.network.name, agents.replace({"name": labels}), lanes)

    @property
    def workers(self) -> int:
        """Processes to use."""
        here = any(map(given_as_objects, self.configs.values()))
        return 1 if here else int(self.config["workers"] or cores())

    def chunks(self, size: ChunkPlan | None = None) -> list[Chunk]:
        """The study cut into chunks of a size; None: of one that suits this machine."""
        size = size or self._chunk_size()
        blocks = [
            (name, config, *block)
            for name, config in self.configs.items()
            for block in size.blocks(self.levels, int(self.config["replications"]))
        ]
        return [Chunk(number, *block) for number, block in enumerate(blocks)]

    def _chunk_size(self) -> ChunkPlan:
        """As asked, or as much as the cache takes, and enough chunks for all processes."""
        asked, several = self.config["chunk"], self.workers > 1
        worlds = int(asked or fitting(self.overview.rows))
        chunks = ceil(self.workers * CHUNKS_A_WORKER / len(self.configs)) if several and not asked else 1
        return cut(self.levels, int(self.config["replications"]), bool(self.config["crisis"]), worlds, chunks)

    def is_complete(self, path: str | Path) -> bool:
        """Whether a run directory holds the results of this study already.

        Raises:
            InputError: the directory holds something else.
        """
        folder = Path(path)
        return self._there(folder).get("status") == "complete" and all(
            files.is_plain(folder / f"{name}.parquet") for name in files.FRAMES
        )

    def kept(self, path: str | Path) -> int:
        """Chunks that a run directory holds already."""
        store = self._store(Path(path))
        return sum(store.has(chunk) for chunk in self.chunks(self._size_there(Path(path))))

    def _store(self, folder: Path) -> Store:
        return Store(folder, self.hash)

    def _there(self, folder: Path) -> dict[str, Any]:
        """The manifest of this study that lies in a run directory; empty if there is none."""
        return directory.claim(folder, {"hash": self.hash, "variants": self.configs, "inputs": self._inputs})

    @cached_property
    def _inputs(self) -> dict[str, str]:
        return manifest.inputs(self.configs)

    def _size_there(self, folder: Path) -> ChunkPlan | None:
        """The size of the chunks that a run directory holds."""
        there = self._there(folder).get("chunk")
        return ChunkPlan(**there) if there else None

    def run(self, path: str | Path | None = None, progress: bool = True, executor: Executor | None = None) -> Results:
        """Simulate what is not yet simulated, and bring it together.

        Args:
            path: run directory: chunks are kept there as they are done, and a study that was stopped goes on; one that
                is complete is opened. None: nothing is kept.
            progress: show a progress bar.
            executor: where chunks run; None: processes of this machine. Dask: `client.get_executor()`.

        Raises:
            InputError: the directory holds something else, or another run is at it.
        """
        if path is None:
            with TemporaryDirectory() as passing:
                return self._simulated(Path(passing), progress, executor)
        folder = Path(path)
        self._there(folder)
        folder.mkdir(parents=True, exist_ok=True)
        with directory.occupied(folder):
            directory.tidy(folder)
            if self.is_complete(folder):
                results = Results.open(folder)
            else:
                results = self._simulated(folder, progress, executor)
                results.save(folder)
            directory.clear_chunks(folder)
        return results

    def _simulated(self, folder: Path, progress: bool, executor: Executor | None) -> Results:
        size = self._size_there(folder) or self._chunk_size()
        chunks, store = self.chunks(size), self._store(folder)
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
        overview = self.overview
        return Results(replications, histories, overview.agents, overview.lanes, self.config, told, losses)

    def _manifest(self, size: ChunkPlan, chunks: Sequence[Chunk], store: Store, status: str) -> dict[str, Any]:
        return {
            "study": self.name,
            "hash": self.hash,
            "status": status,
            "seed": self.config["seed"],
            "asked": list(self.asked),
            "made": manifest.now(),
            "versions": manifest.versions(),
            "git": revision(),
            "network": {"name": self.network.name, "source": self.network.source},
            "targets": self.overview.targets,
            "inputs": self._inputs,
            "levels": self.levels.stated,
            "struck": self.levels.struck,
            "crisis_window": self.overview.window,
            "screening": {name: asdict(finding) for name, finding in self.findings.items()},
            "routes": {name: asdict(route) for name, route in self.routes.items()},
            "chunk": size._asdict(),
            "chunks": {chunk.name: f"{chunk}: {'done' if store.has(chunk) else 'to do'}" for chunk in chunks},
            "variants": self.configs,
        }


def load(
    name: str = "jit_vs_hybrid",
    overrides: Sequence[str] | Mapping[str, Any] = (),
    *,
    levels: Levels | None = None,
    network: Network | None = None,
    config_dir: str | Path | None = None,
) -> Study:
    """Compose a study by name, check it, and find its targets.

    It works alike inside a program or notebook that uses Hydra itself, and leaves that as it was.

    Args:
        name: a choice of the config group `study`.
        overrides: as on the command line, e.g. `["network=beer_game", "replications=50"]`; or a mapping of keys to
            values, `{"ordering.cover": 2.5, "network.agents": path}`, which need no quotes.
        levels: as `Study.sweep` takes them; None: as configured.
        network: of your own; None: as configured.
        config_dir: a directory with further choices, as `--config-dir`; those of jitagents' own names stay ours.

    Raises:
        InputError: all that keeps it from being simulated.
    """
    stated = dict(overrides) if isinstance(overrides, Mapping) else {}
    if isinstance(stated.get("network"), Network):
        network = stated.pop("network")
    levels = stated.pop("levels", None) if levels is None else levels
    asked = texts(stated if isinstance(overrides, Mapping) else overrides)
    given: dict[str, Any] = {} if levels is None else {"levels": natural(levels)}
    if network is not None:
        asked = [*as_choice(network), *asked]
    read = searching(readable([f"study={name}", *asked]), [config_dir] if config_dir is not None else [])
    config = plain(composed(read))
    if network is not None:
        given["network"] = as_node(network, config["network"])
    return Study.of(config, read, given)


def _own_study(name: str, config: Mapping[str, Any]) -> Iterator[str]:
    """A note, if a network has a study of its own that is not this one."""
    own = config["network"].get("study")
    if own and own != name:
        yield f"{config['network'].get('name', 'this network')} has a study of its own: study={own}"
