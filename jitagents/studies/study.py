"""A study: variants x levels x replications x {calm, crisis}, ready to run."""

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from functools import cached_property
from math import ceil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pandas as pd

from jitagents.errors import InputError
from jitagents.guard import fault_of_name
from jitagents.network import Network
from jitagents.plots.renamed import missing
from jitagents.points import ONLY
from jitagents.results import Results
from jitagents.results.buffer_path import BufferPath
from jitagents.results.files import located
from jitagents.results.own import check_own
from jitagents.scenario.alternatives import chosen
from jitagents.scenario.replications import span
from jitagents.scenario.settings import check_settings
from jitagents.scenario.sweep import Sweep
from jitagents.shown import Shown, few
from jitagents.studies import manifest
from jitagents.studies.chunk_plan import ChunkPlan, cut, fitting
from jitagents.studies.chunks import Chunk
from jitagents.studies.designed import designed_levels
from jitagents.studies.dry_run import StudyOverview
from jitagents.studies.executors import Backend
from jitagents.studies.executors.chosen import chosen_backend, running_backend
from jitagents.studies.overrides import natural
from jitagents.studies.perfect_books import with_twins
from jitagents.studies.preparation import prepare
from jitagents.studies.rule_trial import tried
from jitagents.studies.rules import is_scalar, name_of, own_code, with_rule
from jitagents.studies.run_directory import RunDirectory
from jitagents.studies.screening import Finding
from jitagents.studies.variants import configurations
from jitagents.supply_base import SupplyBase, supply_base

if TYPE_CHECKING:
    from jitagents.studies.plot import StudyPlot

type Levels = pd.DataFrame | Sequence[Mapping[str, Any]] | Mapping[str, Any]
"""Points of a sweep, or the values of each key, of which every combination is a point."""

CHUNKS_A_WORKER = 2
"""Chunks of each process at least, so that no process waits long for the last one."""


@dataclass(frozen=True, repr=False)
class Study(Shown):
    """A study that is ready to run.

    Attributes:
        name: of the study.
        configs: resolved configuration of each variant, plain values, by its name.
        config: resolved configuration before any variant's overrides.
        levels: points of the sweep.
        overview: network, targets and days of the crisis, known before the first day.
        notices: remarks for the user on how the study was understood.
        findings: the worst target of each disruption that asked for one, by the disruption's name.
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
        """Make a study of the resolved configuration and the overrides that led to it; every variant is built once.

        Args:
            config: plain values.
            overrides: as texts.
            given: top-level keys of all variants whose values were not given as texts.

        Raises:
            InputError: anything that prevents the simulation.
        """
        config, name = {**config, **(given or {})}, str(config["study"])
        check_settings(config)
        check_own(config)
        chosen_backend(config)
        designed = designed_levels(config, lambda tried: cls.of(tried, ()).run(progress=False))
        config |= designed
        variants = configurations(config, overrides, {**(given or {}), **designed})
        config, configs = chosen(config), {one: chosen(variant) for one, variant in variants.configs.items()}
        ready = prepare(name, config, configs)
        notices = (*variants.notices, *ready.notices)
        return cls(
            name, ready.configs, config, ready.levels, ready.overview, notices, ready.findings, ready.routes,
            tuple(overrides),
        )  # fmt: skip

    def changed(self, config: dict[str, Any], configs: Mapping[str, dict[str, Any]]) -> "Study":
        """The study with other configurations; what was found for this one is kept where nothing else is found.

        Args:
            config: before any variant's overrides.
            configs: of each variant.

        Raises:
            InputError: anything that prevents the simulation.
        """
        ready = prepare(self.name, config, configs)
        findings, routes = ready.findings or self.findings, ready.routes or self.routes
        return Study(self.name, ready.configs, config, ready.levels, ready.overview, self.notices, findings, routes)

    def sweep(self, levels: Levels) -> "Study":
        """The same study at other levels.

        Args:
            levels: points, a row each of a DataFrame with a column a key, or a list of mappings `{key: value}`; or one
                mapping `{key: [values]}`, of which every combination is a level. A design of scipy or SALib fits. If
                the levels named disruptions by `crisis.only`, and these do not, the first one alone acts.

        Raises:
            InputError: keys or values that cannot be swept.
        """
        stated = {"levels": natural(levels), "design": {}}
        check_settings({**self.config, **stated})
        acting = self.levels.values.get(ONLY, [None])[0]
        config, *variants = (chosen({**one, **stated}, acting) for one in (self.config, *self.configs.values()))
        return self.changed(config, dict(zip(self.configs, variants, strict=True)))

    def with_rule(self, rule: Any, name: str | None = None, **parameters: Any) -> "Study":
        """The same study with a further variant, which is the first one with a rule of your own.

        The rule need not be in a package: it may stand in a notebook. It is tried on a few days before it is taken.

        Args:
            rule: an ordering rule or another behaviour, as an object or as its class; or a class that derives from
                Buyer, Supplier or Plant. For beginners, a function `decide(seen)` of plain numbers, which is called for
                one agent in one world at a time, `decide(seen, memory)` with a dict of its own for each of them, or a
                class with the method `decide(self, seen)`.
            name: of the variant; None: that of the rule in lower case.
            parameters: of the rule; numbers can be swept, as `ordering.NAME`.

        Raises:
            InputError: it is no rule, fails, or there is a variant of that name.
        """
        called = name or name_of(rule)
        if called in self.configs:
            raise InputError(f"name = {called!r}: there is a variant of that name already; give it another one")
        if fault := fault_of_name(called):
            raise InputError(f"name: {fault}")
        first = next(iter(self.configs.values()))
        study = self.changed(self.config, {**self.configs, called: with_rule(first, rule, parameters)})
        return replace(study, notices=(*study.notices, *tried(study, called, scalar=is_scalar(rule))))

    def with_perfect_books(self) -> "Study":
        """The same study with a truth twin beside each variant that has books: `results.value_of_data()` compares them.

        Raises:
            InputError: no variant has books that err.
        """
        return self.changed(self.config, with_twins(self.configs))

    @cached_property
    def hash(self) -> str:
        """Equal for studies with equal numbers."""
        return manifest.fingerprint(self.configs)

    @cached_property
    def inputs(self) -> dict[str, str]:
        """Hashes of the contents of the files that the study reads, by path."""
        return manifest.inputs(self.configs)

    def _facts(self) -> dict[str, object]:
        config, crisis = self.config, few(list(self.config["crisis"] or ())) or "none"
        worlds = f"{len(self.replications):,} replications, {len(self.levels.points):,} level(s)"
        return {
            "study": self.name, "network": self.network.name, "variants": few(list(self.configs)), "crisis": crisis,
            "worlds": worlds, "days": f"{config['days']:,} after {config['warmup']:,}", "hash": self.hash,
        }  # fmt: skip

    @property
    def network(self) -> Network:
        """The network of the first variant."""
        return self.overview.network

    @cached_property
    def supply_base(self) -> SupplyBase:
        """Concentration of purchases, what sources share, and who might deliver, at the flows of the first variant."""
        offers = pd.concat([self.overview.lanes.reset_index(drop=True), self.overview.offers], axis=1)
        return supply_base(self.overview.agents, offers)

    @property
    def plot(self) -> "StudyPlot":
        """Figures before any run, a method each: `study.plot.network()`."""
        from jitagents.studies.plot import StudyPlot

        return StudyPlot(self)

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            return missing(self, name)

    @property
    def workers(self) -> int:
        """The number of chunks to simulate at a time."""
        return 1 if self._stays_here else self.backend.workers(self.config["workers"])

    @cached_property
    def backend(self) -> Backend:
        """The backend that simulates its chunks."""
        return chosen_backend(self.config)

    @property
    def _stays_here(self) -> bool:
        """Whether a rule of the user's cannot be sent to other processes."""
        return any(code.sent is None for code in own_code(self.configs).values())

    @property
    def replications(self) -> range:
        """The numbers of the replications that are asked for."""
        return span(self.config["replications"])

    def wanted(self, held: range) -> range:
        """The replications that a run begins with: those asked for; with a precision, also all that are there.

        Args:
            held: that are there.
        """
        asked = self.replications
        if not self.precision or not held:
            return asked
        return range(min(asked.start, held.start), max(asked.stop, held.stop))

    @property
    def precision(self) -> dict[str, Any]:
        """The half-widths that are asked for, and the limit of replications; empty if none is asked for."""
        asked = self.config["precision"]
        return {"wanted": asked, "most": self.config["most_replications"]} if asked else {}

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

    def is_complete(self, path: str | Path) -> bool:
        """Whether a run directory holds all results of this study.

        Raises:
            InputError: the directory holds something else.
        """
        return RunDirectory(located(path), self).is_complete()

    def kept(self, path: str | Path) -> int:
        """The number of finished chunks that a run directory holds beside results that were brought together."""
        return RunDirectory(located(path), self).finished_chunks()

    def held(self, path: str | Path) -> range:
        """The replications whose results a run directory holds; an empty range if it holds none.

        Raises:
            InputError: the directory holds something else, or replications that are not asked for.
        """
        return RunDirectory(located(path), self).held()

    def run(self, path: str | Path | None = None, progress: bool = True, executor: Executor | None = None) -> Results:
        """Simulate what is not yet simulated, and bring it together.

        Args:
            path: run directory: chunks are kept there as they are done, and a study that was stopped goes on; one that
                is complete is opened, and replications that it lacks are added to it. None: nothing is kept.
            progress: show a progress bar.
            executor: of your own, where chunks run; None: as the configuration says, `executor=…`.

        Raises:
            InputError: the directory holds something else, or another run uses it; or the executor cannot run it.
            ChunksFailed: chunks failed, and all others are kept in the directory; without one, the first error is
                raised as it is.
        """
        backend = running_backend(self.backend, executor, kept=path is not None, stays_here=self._stays_here)
        if path is None:
            with TemporaryDirectory() as temporary:
                return RunDirectory(Path(temporary), self).simulate(progress, backend, go_on=False)
        return RunDirectory(located(path), self).run(progress, backend)
