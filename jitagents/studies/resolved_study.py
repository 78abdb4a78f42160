"""A study as it was resolved: its network, levels, and what identifies it, before any day is simulated."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pandas as pd

from jitagents.network import Network
from jitagents.results.buffer_path import BufferPath
from jitagents.scenario.replications import span
from jitagents.scenario.sweep import Sweep
from jitagents.shown import Shown, few
from jitagents.studies import manifest
from jitagents.studies.dry_run import StudyOverview
from jitagents.studies.screening import Finding
from jitagents.supply_base import SupplyBase, supply_base


@dataclass(frozen=True, repr=False)
class ResolvedStudy(Shown):
    """A study as it was resolved, with its network and what identifies it.

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
    def replications(self) -> range:
        """The numbers of the replications that are asked for."""
        return span(self.config["replications"])
