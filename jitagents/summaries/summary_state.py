"""State of a summary: all that is kept of a study, and the names in it."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from jitagents.results.manifest import Manifest
from jitagents.results.study_words import StudyWords
from jitagents.shown import Shown, few
from jitagents.summaries.layout import Key
from jitagents.summaries.state import State
from jitagents.summaries.tables import Tables


@dataclass(frozen=True, eq=False, repr=False)
class SummaryState(StudyWords, Shown):
    """The state of a summary, and what it holds.

    Attributes:
        state: all that is kept of the replications.
        agents, lanes: as in `Results`.
        config: the resolved configuration.
        manifest: what identifies the study, and how its numbers came about.
    """

    state: State
    agents: pd.DataFrame
    lanes: pd.DataFrame
    config: dict[str, Any]
    manifest: Manifest

    def _facts(self) -> dict[str, object]:
        return {
            "study": self.manifest.study, "variants": few(self.variants), "replications": f"{self.replication_count:,}",
            "levels": f"{len(self.levels):,}" if self.levels != [""] else "none", "measures": len(self.measures),
            "crisis": "paired with calm twins" if self.has_crisis else "none", "hash": self.manifest.hash,
        }  # fmt: skip

    @property
    def replication_count(self) -> int:
        """The number of replications."""
        return sum(map(len, self.state.held))

    @property
    def variants(self) -> list[str]:
        """Names of the variants, in the order of the configuration."""
        return [*self.state.layout.variants]

    @property
    def levels(self) -> list[str]:
        """Names of the levels of the sweep; one empty name if there is no sweep."""
        return [*self.state.layout.levels]

    @property
    def measures(self) -> list[str]:
        """Names of what was measured, in the order of tables."""
        return [*self.state.layout.metrics]

    @cached_property
    def scopes(self) -> list[str]:
        """Names of the scopes of measures, of all variants."""
        return list(dict.fromkeys(scope for own in self.state.layout.scopes.values() for scope in own))

    @property
    def has_crisis(self) -> bool:
        """Whether there is a crisis to set beside the calm worlds."""
        return self.state.layout.twins

    def has(self, *measures: str) -> bool:
        """Whether all of these were measured."""
        return {*measures} <= {*self.measures}

    @cached_property
    def varies(self) -> bool:
        """Whether replications differ in any measure of the network."""
        layout = self.state.layout
        for name in self.variants:
            moments = self._tables.part(Key("own", name))
            network = layout.scopes[name].index("network")
            count = moments.count[:, network]
            if (moments.squares[:, network] > 0).any() or ((count > 0) & (count < self.replication_count)).any():
                return True
        return False

    def pairing(self, metric: str) -> "pd.Series[float]":
        """Ratio of the variance of crisis less calm under independent random numbers to that under common ones.

        Of a measure of the network, by variant and level; NaN where the difference does not vary.
        """
        layout, found = self.state.layout, dict[tuple[str, str], float]()
        for name in self.variants:
            network, at = layout.scopes[name].index("network"), layout.metrics.index(metric)
            variance = self._tables.part(Key("own", name)).variance[:, network, at]
            for level, (calm, crisis, apart) in zip(self.levels, variance, strict=True):
                found[name, level] = (calm + crisis) / apart if apart > 0 else np.nan
        return pd.Series(found, dtype=float)

    @cached_property
    def _tables(self) -> Tables:
        return Tables(self.state, self.definitions)
