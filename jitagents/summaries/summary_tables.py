"""Tables of a summary: means, intervals, comparisons, quantiles and daily means."""

from collections.abc import Sequence
from functools import cached_property

import pandas as pd

from jitagents.accounting.definition import by_value
from jitagents.accounting.measures import RENAMED
from jitagents.errors import InputError
from jitagents.results.best import world_of
from jitagents.results.cube import pick, within
from jitagents.results.study_frames import Names
from jitagents.summaries.best import best
from jitagents.summaries.layout import Key
from jitagents.summaries.responses import SummaryResponses
from jitagents.summaries.summary_state import SummaryState

QUANTILES = (0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99)
"""Shares that are told if no others are asked for."""


class SummaryTables(SummaryState):
    """A summary with its tables."""

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

    def best(self, metric: str = "cost", world: str | None = None, *, most: bool = False) -> pd.DataFrame:
        """The best variant of the network at each level, and how surely, as `Results.best`.

        Raises:
            InputError: an unknown metric, or no world of this name.
        """
        chosen = world_of(world, crisis=self.has_crisis)
        [name] = pick([metric], self.measures, "metrics", RENAMED)
        return self._swept(best(self._tables, name, chosen, most=most))

    def responses(self, metric: str, world: str) -> SummaryResponses:
        """A measure of the network at all levels, as `Results.responses`: of those that are told along levels.

        Raises:
            InputError: the summary does not know how this measure changes along its levels.
        """
        layout = self.state.layout
        if metric not in layout.along or world != layout.compared[-1] or not layout.tells_levels:
            raise InputError(f"responses: how {metric} changes in {world} along these levels needs single replications")
        return SummaryResponses.of(self._tables, metric)

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

    @staticmethod
    def _rows(table: pd.DataFrame, metrics: Names, scopes: Names) -> pd.DataFrame:
        """The rows of some metrics and scopes."""
        if metrics is not None:
            metrics = pick(metrics, pd.unique(table["metric"]), "metrics", RENAMED)
        return within(within(table, "metric", metrics), "scope", scopes).reset_index(drop=True)


def _is_share(value: object) -> bool:
    return isinstance(value, int | float) and 0 <= value <= 1
