"""The summary of a study: means, intervals and quantiles of replications that are not kept themselves."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import pandas as pd

from jitagents.accounting.definition import by_value
from jitagents.accounting.measures import RENAMED
from jitagents.errors import InputError
from jitagents.plots.renamed import missing
from jitagents.results import Results
from jitagents.results.calm_service import Service, services
from jitagents.results.cube import pick, within
from jitagents.results.figure_files import FigureFiles
from jitagents.results.figures import Figures
from jitagents.results.files import located
from jitagents.results.labels import Labels
from jitagents.results.manifest import Manifest
from jitagents.results.own import Own
from jitagents.results.study_frames import Names
from jitagents.results.study_words import StudyWords
from jitagents.shown import Shown, few
from jitagents.summaries import saving
from jitagents.summaries.layout import Key
from jitagents.summaries.state import State
from jitagents.summaries.tables import Tables
from jitagents.summaries.view import SummaryView

if TYPE_CHECKING:
    from jitagents.results.plot import Plot

QUANTILES = (0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99)
"""Shares that are told if no others are asked for."""


@dataclass(frozen=True, eq=False, repr=False)
class Summary(StudyWords, Shown, FigureFiles):
    """Means, intervals, quantiles and comparisons of a study whose replications are not kept (`keep: summary`).

    Its methods are those of `Results` that need no single replication, and `quantiles`. Any other one is refused.

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

    def summary(self, metrics: Names = None, scopes: Names = None) -> pd.DataFrame:
        """Means of calm, crisis, and crisis - calm with 95 % intervals, as `Results.summary`.

        Raises:
            InputError: an unknown metric or scope.
        """
        return self._rows(self.whole_summary, metrics, scopes)

    @cached_property
    def whole_summary(self) -> pd.DataFrame:
        """The summary of everything, made once."""
        return self._swept(self._tables.summary())

    def compare(self, a: str, b: str, metric: str | None = None, scopes: Names = None) -> pd.DataFrame:
        """Variant a - variant b on the same random numbers, in calm and in crisis, with 95 % intervals.

        Raises:
            InputError: an unknown variant, metric or scope.
        """
        pick([a, b], self.variants, "variants")
        table = self._swept(self._tables.compare(a, b))
        return self._rows(table, None if metric is None else [metric], scopes)

    def quantiles(
        self, metrics: Names = None, scopes: Names = None, shares: Sequence[float] = QUANTILES
    ) -> pd.DataFrame:
        """Quantiles of calm, crisis, and crisis - calm over the replications, each off by 1 % of its value at most.

        A row per variant, level, metric, scope and world: `replications` that are numbers, `least`, `quantile_50` for
        the share of 50 %, …, `most`; the two ends are exact (Masson, Rim & Lee 2019).

        Args:
            metrics, scopes: names; None for all.
            shares: of the replications below a quantile, from 0 to 1.

        Raises:
            InputError: an unknown metric or scope, or a share that is none.
        """
        asked = [*shares]
        if not asked or not all(_is_share(one) for one in asked):
            raise InputError(f"shares = {asked!r}: must be numbers from 0 to 1, as 0.05")
        wanted = self._rows(self.whole_summary, metrics, scopes)
        return self._swept(self._tables.quantiles(asked, wanted))

    def first_loss(self, scopes: Names = None) -> pd.DataFrame:
        """Share of replications with a loss, and mean day of the first loss in those, by scope.

        Raises:
            InputError: the days of loss were not measured, or an unknown scope.
        """
        if not self.state.layout.tells_losses:
            raise InputError("first_loss: the measures first_loss and last_loss were not asked for")
        return self._swept(within(self._tables.first_loss(), "scope", scopes).reset_index(drop=True))

    def daily(self, metrics: Names = None, scopes: Names = None) -> pd.DataFrame:
        """Mean of every measured day (1, 2, …) with its 95 % interval, calm and crisis.

        Raises:
            InputError: an unknown series or scope.
        """
        names = None if metrics is None else [metrics] if isinstance(metrics, str) else [*metrics]
        kept = None if names is None else [self.kept_as(name) or name for name in names]
        return within(within(self.whole_daily, "metric", kept), "scope", scopes).reset_index(drop=True)

    @cached_property
    def whole_daily(self) -> pd.DataFrame:
        """The daily table of everything, made once."""
        return self._swept(self._tables.daily())

    def kept_as(self, metric: str, scope: str = "network") -> str:
        """The name under which a scope has a daily series, as `Results.kept_as`; empty if it was not kept."""
        there = {one for own in self.state.layout.series.values() for one in own}
        instead = by_value(metric) if metric in self.series and self.series[metric].in_units else metric
        return next((name for name in (metric, instead) if (name, scope) in there), "")

    @cached_property
    def calm_service(self) -> dict[tuple[str, str], Service]:
        """Service of the calm worlds, by variant and level."""
        return services(self.as_results, self._growth)

    @property
    def _growth(self) -> dict[tuple[str, str], float]:
        """Backlog gained in the second half of the calm horizon as a share of its demand; 0 where that is not clear."""
        found = dict[tuple[str, str], float]()
        for name in filter(self.state.layout.growing, self.variants):
            rates = self._tables.part(Key("growth", name)).estimate()
            for level, mean, low in zip(self.levels, rates.mean, rates.low, strict=True):
                clear = mean[0] > 0 and not low[0] <= 0
                found[name, level] = float(mean[0] / (mean[0] + mean[1])) if clear else 0.0
        return found

    @property
    def as_results(self) -> Results:
        """The summary for readers of results; single replications are refused by `__getattr__`."""
        return cast("Results", self)

    @cached_property
    def own(self) -> Own:
        """Nothing of what a configuration may add: a view or a figure would look at single replications."""
        return Own()

    @cached_property
    def view(self) -> SummaryView:
        """The view that shows it."""
        return SummaryView()

    @cached_property
    def labels(self) -> Labels:
        """Labels of identifiers."""
        return Labels.of(self.as_results)

    @cached_property
    def shown(self) -> "Summary":
        """The same with labels for identifiers, as tables for readers, findings and figures show them."""
        if self.labels.change_nothing:
            return self
        config, manifest = self.labels.described(self.config, self.manifest)
        agents, lanes = self.labels.frame(self.agents), self.labels.frame(self.lanes)
        return Summary(self.state.labelled(self.labels), agents, lanes, config, manifest)

    def table(self) -> pd.DataFrame:
        """The answer as text: a row per variant (and level), `mean ± half-width` of its 95 % interval."""
        return self.view.table(self.shown.as_results)

    def findings(self) -> list[str]:
        """Sentences on what the means say, and how surely."""
        return self.view.findings(self.shown.as_results)

    @cached_property
    def _figures(self) -> Figures:
        return Figures(self.as_results)

    @property
    def plot(self) -> "Plot":
        """Figures, a method each: `summary.plot.network()`."""
        from jitagents.results.plot import Plot

        return Plot(self.as_results)

    def report(self) -> str:
        """One self-contained HTML page: findings, table, figures, definitions, configuration."""
        from jitagents.results.report import report

        return report(self.as_results, None)

    def merge(self, *others: "Summary") -> "Summary":
        """The summary of this and other parts of a study as that of one run: the same bits.

        Raises:
            InputError: parts of other studies, of other versions, with replications in common or between them missing.
        """
        from jitagents.summaries.merging import merged

        return merged([self, *others])

    def save(self, path: str | Path) -> None:
        """Write the state, its tables and the manifest into a directory.

        Raises:
            InputError: the directory holds results of another configuration, or single replications.
        """
        saving.save(self, located(path))

    @classmethod
    def open(cls, path: str | Path) -> "Summary":
        """Read a summary that was saved.

        Raises:
            InputError: the directory or one of its files is missing or damaged, or holds results with replications.
        """
        return cls(*saving.read(located(path)))

    @staticmethod
    def _rows(table: pd.DataFrame, metrics: Names, scopes: Names) -> pd.DataFrame:
        """The rows of some metrics and scopes."""
        if metrics is not None:
            metrics = pick(metrics, pd.unique(table["metric"]), "metrics", RENAMED)
        return within(within(table, "metric", metrics), "scope", scopes).reset_index(drop=True)

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            if not name.startswith("_") and (hasattr(Results, name) or name in {one.name for one in fields(Results)}):
                raise InputError(f"{name}: needs single replications, and a summary has none; run it with {INSTEAD}")
            return missing(self, name)


def _is_share(value: object) -> bool:
    return isinstance(value, int | float) and 0 <= value <= 1


INSTEAD = "keep=replications"
