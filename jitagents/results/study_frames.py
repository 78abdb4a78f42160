"""Frames of a study: its replications, daily series, agents and lanes as they were recorded."""

from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import Any

import pandas as pd

from jitagents.results.cube import Cube, cube, measured
from jitagents.results.manifest import Manifest
from jitagents.results.study_words import StudyWords
from jitagents.shown import Shown, few

type Names = Iterable[str] | None
"""Names of metrics or scopes; None for all of them."""
NETWORK = "network"
"""The scope of the whole network."""


@dataclass(frozen=True, eq=False, repr=False)
class StudyFrames(StudyWords, Shown):
    """The frames of a study, and what they hold.

    Attributes:
        replications: a row per variant, level, replication and scope; a column for each swept key, after `level`;
            columns `METRIC.calm` and `METRIC.crisis`.
        histories: a row per variant, level, replication, metric and scope; `calm` and `crisis` hold a number a day.
        agents: name, kind, tier, region, firm, item, value, rate (units/day).
        lanes: seller, buyer, mode, item, rate (units/day).
        config: the resolved configuration.
        manifest: what identifies the study, and how its numbers came about.
        losses: a row per variant, level and agent; `output` in calm (units/day), `lost` holds the mean loss of each
            day; without rows if they were not kept.
    """

    replications: pd.DataFrame
    histories: pd.DataFrame
    agents: pd.DataFrame
    lanes: pd.DataFrame
    config: dict[str, Any]
    manifest: Manifest
    losses: pd.DataFrame = field(default_factory=pd.DataFrame)

    def __getstate__(self) -> dict[str, Any]:
        """The state that goes to another process: the fields, without what has been worked out from them."""
        return {one.name: getattr(self, one.name) for one in fields(self)}

    def _facts(self) -> dict[str, object]:
        levels, count = self.levels, self.replication_count
        return {
            "study": self.manifest.study, "variants": few(self.variants), "replications": f"{count:,}",
            "levels": f"{len(levels):,}" if levels != [""] else "none", "measures": len(self.measures),
            "crisis": "paired with calm twins" if self.has_crisis else "none", "hash": self.manifest.hash,
        }  # fmt: skip

    def cube(self, metrics: Names = None, scopes: Names = None) -> Cube:
        """Measures of every replication; those of the network, which most sentences tell of, are aligned once.

        Raises:
            InputError: a metric or scope that is not in the frames.
        """
        if isinstance(scopes, str | list) and scopes in (NETWORK, [NETWORK]):
            return self._of_network.chosen(metrics)
        return cube(self.replications, self.variants, metrics, scopes, self.definitions)

    @cached_property
    def _of_network(self) -> Cube:
        return cube(self.replications, self.variants, None, [NETWORK], self.definitions)

    @cached_property
    def variants(self) -> list[str]:
        """Names of the variants, in the order of the configuration."""
        there = list(pd.unique(self.replications["variant"]))
        asked = [name for name in self.config.get("variants") or () if name in there]
        return asked + [name for name in there if name not in asked]

    @cached_property
    def levels(self) -> list[str]:
        """Names of the levels of the sweep; one empty name if there is no sweep."""
        return list(pd.unique(self.replications["level"]))

    @cached_property
    def measures(self) -> list[str]:
        """Names of what was measured, in the order of tables."""
        return measured(self.replications, self.definitions)

    @cached_property
    def has_crisis(self) -> bool:
        """Whether there is a crisis to set beside the calm worlds."""
        columns = [f"{name}.crisis" for name in self.measures]
        return bool(self.replications[columns].notna().any(axis=None))

    def has(self, *measures: str) -> bool:
        """Whether all of these were measured."""
        return set(measures) <= {*self.measures}

    @cached_property
    def replication_count(self) -> int:
        """The number of replications."""
        return int(self.replications["replication"].nunique())

    @cached_property
    def scopes(self) -> list[str]:
        """Names of the scopes of measures, of all variants."""
        return list(pd.unique(self.replications["scope"]))

    @cached_property
    def varies(self) -> bool:
        """Whether replications differ in any measure of the network."""
        keys = ["variant", "level", "scope"]
        network = self.replications[self.replications["scope"] == "network"]
        measured = network.groupby(keys)[[name for name in network if name not in (*keys, "replication")]]
        return bool((measured.nunique(dropna=False) > 1).any(axis=None))
