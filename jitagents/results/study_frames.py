"""Frames of a study: its replications, daily series, agents and lanes as they were recorded."""

from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import Any

import pandas as pd

from jitagents.accounting.daily import DAILY
from jitagents.accounting.measures import DEFINITIONS, Definition
from jitagents.results.cube import measured
from jitagents.results.manifest import Manifest
from jitagents.results.swept_columns import point_table, swept_keys, with_swept
from jitagents.shown import Shown, few

type Names = Iterable[str] | None
"""Names of metrics or scopes; None for all of them."""


@dataclass(frozen=True, eq=False, repr=False)
class StudyFrames(Shown):
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
        """What goes to another process: the fields, without what has been worked out from them."""
        return {one.name: getattr(self, one.name) for one in fields(self)}

    def _facts(self) -> dict[str, object]:
        levels, count = self.levels, self.replications["replication"].nunique()
        return {
            "study": self.manifest.study, "variants": few(self.variants), "replications": f"{count:,}",
            "levels": f"{len(levels):,}" if levels != [""] else "none", "measures": len(self.measures),
            "crisis": "paired with calm twins" if self.has_crisis else "none", "hash": self.manifest.hash,
        }  # fmt: skip

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
    def points(self) -> pd.DataFrame:
        """Swept values: a row for each level, in the order of the study; `level`, then a column for each swept key."""
        stated = self.manifest.levels
        return point_table(stated) if stated else pd.DataFrame({"level": self.levels})

    @property
    def swept(self) -> dict[str, list[Any]]:
        """The values of each swept key, each once, in the order of the study; empty if there is no sweep."""
        return {key: list(dict.fromkeys(self.points[key].tolist())) for key in swept_keys(self.points)}

    def _swept(self, table: pd.DataFrame) -> pd.DataFrame:
        """A table with the swept keys beside its levels."""
        return with_swept(table, self.points)

    @cached_property
    def measures(self) -> list[str]:
        """Names of what was measured, in the order of tables."""
        return measured(self.replications, self.definitions)

    @cached_property
    def definitions(self) -> dict[str, Definition]:
        """The words for measures, by name: ours, and those of the user's own that the study has kept."""
        return {**DEFINITIONS, **{name: Definition(**words) for name, words in self.manifest.measures.items()}}

    @cached_property
    def series(self) -> dict[str, Definition]:
        """The words for daily series, by name: ours, and those of the user's own that the study has kept."""
        ours = {name: one.definition for name, one in DAILY.items()}
        return {**ours, **{name: Definition(**words) for name, words in self.manifest.series.items()}}

    @cached_property
    def has_crisis(self) -> bool:
        """Whether there is a crisis to set beside the calm worlds."""
        columns = [f"{name}.crisis" for name in self.measures]
        return bool(self.replications[columns].notna().any(axis=None))

    def has(self, *measures: str) -> bool:
        """Whether all of these were measured."""
        return set(measures) <= {*self.measures}
