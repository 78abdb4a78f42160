"""Base tables of a study: means, losses and risks by variant, level, scope and metric."""

from functools import cached_property

import pandas as pd

from jitagents.errors import InputError
from jitagents.results import tables
from jitagents.results.comparisons import Comparisons
from jitagents.results.daily_tables import DailyTables
from jitagents.results.study_frames import Names

LOSSES = ("first_loss", "last_loss")
"""Measures of the days of loss."""


class BaseTables(DailyTables, Comparisons):
    """The frames of a study, and the tables that are computed from them."""

    def summary(self, metrics: Names = None, scopes: Names = None) -> pd.DataFrame:
        """Means of calm, crisis, and crisis - calm with 95 % intervals, by variant, level, scope and metric.

        Each swept key has a column of its values after `level`, as in every table with levels. Measures that compare a
        crisis with its calm twin (output lost, first loss, …) have no calm value of their own but 0 where that is
        what they mean; their difference is the measure itself.

        Raises:
            InputError: an unknown metric or scope.
        """
        if metrics is None and scopes is None:
            return self.whole_summary.copy()
        return self._swept(tables.summary(self.cube(metrics, scopes)))

    @cached_property
    def whole_summary(self) -> pd.DataFrame:
        """The summary of everything, made once."""
        return self._swept(tables.summary(self.cube()))

    def first_loss(self, scopes: Names = None) -> pd.DataFrame:
        """Share of replications with a loss, and mean day of the first loss in those, by scope.

        Days count from the start of the crisis.
        """
        return self._swept(tables.first_loss(self.cube(LOSSES, scopes)))

    def risk(self, metric: str = "days_lost", probability: float = 0.95, scopes: Names = "network") -> pd.DataFrame:
        """The distribution of a measure over the replications in the crisis, a row per statistic, with 95 % intervals.

        Mean, standard deviation, quantiles, value at risk and expected shortfall; see `jitagents.results.risk`.

        Args:
            metric: what is the worse the larger it is.
            probability: of not exceeding the value at risk; the expected shortfall is the mean beyond it.
            scopes: names of scopes; None for all.

        Raises:
            InputError: an unknown metric or scope, or no probability.
        """
        from jitagents.results.risk import risk

        if not 0 < probability < 1:
            raise InputError(f"probability = {probability!r}: must be between 0 and 1")
        return self._swept(risk(self.cube([metric], scopes), probability))

    def risk_of_line_stop(self, days: float, scopes: Names = "network") -> pd.DataFrame:
        """The probability that a plant stands still for more than so many days on end in the crisis, with its interval.

        Raises:
            InputError: the measure `longest_line_stop` was not asked for, or an unknown scope.
        """
        from jitagents.results.risk import exceedance

        data = self.cube(["longest_line_stop"], scopes)
        return self._swept(exceedance(data, days))
