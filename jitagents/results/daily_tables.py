"""Daily tables of a study: means and quantiles of the series that were kept day by day."""

from functools import cached_property

import pandas as pd

from jitagents.accounting.definition import by_value
from jitagents.errors import InputError
from jitagents.results import tables
from jitagents.results.cube import pick, within
from jitagents.results.study_frames import Names, StudyFrames


class DailyTables(StudyFrames):
    """Frames of a study, with tables of its daily series."""

    def daily(self, metrics: Names = None, scopes: Names = None) -> pd.DataFrame:
        """Mean, 10 % and 90 % over replications of every measured day (1, 2, …), calm and crisis.

        Scopes of several items give a series in units by value, under the name that `kept_as` gives.

        Raises:
            InputError: an unknown metric or scope, or a metric that none of the scopes has.
        """
        if metrics is None and scopes is None:
            return self.whole_daily.copy()
        return self._swept(tables.daily(self._daily_rows(self.histories, metrics, scopes), self.variants))

    @cached_property
    def whole_daily(self) -> pd.DataFrame:
        """The daily table of everything, made once."""
        return self._swept(tables.daily(self.histories, self.variants))

    def daily_loss(self, metric: str = "output", scopes: Names = "network") -> pd.DataFrame:
        """Calm - crisis of every measured day (of costs and backorders: crisis - calm), over the replications.

        Columns: variant, level, day, metric, scope; the mean `loss`, and its quantiles `loss_05`, 25, 50, 75, 95.

        Raises:
            InputError: a metric or scope that was not kept day by day, or no crisis.
        """
        histories = self._daily_rows(self.histories, [metric], scopes)
        if not self.has_crisis:
            raise InputError("there is no crisis in these results, and nothing lost in one")
        return self._swept(tables.daily_loss(histories, self.variants))

    @cached_property
    def _kept(self) -> set[tuple[str, str]]:
        """Names and scopes of the daily series that were kept."""
        return {*self.histories[["metric", "scope"]].drop_duplicates().itertuples(index=False, name=None)}

    def kept_as(self, metric: str, scope: str = "network") -> str:
        """The name under which a scope has a daily series: where it has several items, that of the series by value.

        Empty if it was not kept.
        """
        instead = by_value(metric) if metric in self.series and self.series[metric].in_units else metric
        return next((name for name in (metric, instead) if (name, scope) in self._kept), "")

    def _daily_rows(self, table: pd.DataFrame, metrics: Names, scopes: Names) -> pd.DataFrame:
        """The rows of some daily series and scopes; all if None."""
        rows = within(table, "scope", scopes)
        if metrics is None or table.empty:
            return within(rows, "metric", metrics)
        there = sorted({name for name, _ in self._kept})
        told = [name for name in self.series if any(self.kept_as(name, scope) for _, scope in self._kept)]
        asked = pick(metrics, dict.fromkeys([*there, *told]), "metrics")
        wanted = {(self.kept_as(name, scope), scope) for name in asked for scope in pd.unique(rows["scope"])}
        found = rows[pd.MultiIndex.from_frame(rows[["metric", "scope"]]).isin(wanted)]
        if found.empty:
            raise InputError(f"metrics: {', '.join(asked)} was not kept for these scopes, which have several items")
        return found
