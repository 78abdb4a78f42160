"""Base tables of a study: its replications as they were recorded, and the tables computed from them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pandas as pd

from jitagents.accounting.daily import DAILY
from jitagents.accounting.definition import by_value
from jitagents.accounting.measures import DEFINITIONS, Definition
from jitagents.errors import InputError, nearest
from jitagents.results import tables
from jitagents.results.cube import cube, measured, pick, within
from jitagents.results.manifest import Manifest
from jitagents.results.swept_columns import point_table, swept_keys, with_swept
from jitagents.shown import Shown, few

type Names = Iterable[str] | None
"""Names of metrics or scopes; None for all of them."""

LOSSES = ("first_loss", "last_loss")
"""Measures of the days of loss."""


@dataclass(frozen=True, eq=False, repr=False)
class BaseTables(Shown):
    """The frames of a study, and the tables that are computed from them.

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
        return self._swept(tables.summary(cube(self.replications, self.variants, metrics, scopes, self.definitions)))

    @cached_property
    def whole_summary(self) -> pd.DataFrame:
        """The summary of everything, made once."""
        return self._swept(tables.summary(cube(self.replications, self.variants, known=self.definitions)))

    def daily(self, metrics: Names = None, scopes: Names = None) -> pd.DataFrame:
        """Mean, 10 % and 90 % over replications of every measured day (1, 2, …), calm and crisis.

        Scopes of several items give a series in units by value, under the name that `kept_as` gives.

        Raises:
            InputError: an unknown metric or scope, or a metric that none of the scopes has.
        """
        return self._daily_rows(self.whole_daily, metrics, scopes).reset_index(drop=True)

    @cached_property
    def whole_daily(self) -> pd.DataFrame:
        """The daily table of everything, made once."""
        return self._swept(tables.daily(self.histories, self.variants))

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

    def compare(self, a: str, b: str, metric: str | None = None, scopes: Names = None) -> pd.DataFrame:
        """Variant a - variant b on the same random numbers, in calm and in crisis, with 95 % intervals.

        Raises:
            InputError: an unknown variant, metric or scope.
        """
        pick([a, b], self.variants, "variants")
        metrics = None if metric is None else [metric]
        return self._swept(
            tables.compare(cube(self.replications, self.variants, metrics, scopes, self.definitions), a, b)
        )

    def gains(self, variant: str, baseline: str, parties: Names = None, *, crisis: bool = False) -> pd.DataFrame:
        """Profit of each party in two variants, its gain, and what it pays where all share their gain evenly.

        A row per level and party, and one of all parties: `baseline`, `profit`, `gain` and `pays` (below 0: it is
        paid), in money a day with 95 % intervals. `pays` is NaN where all together gain nothing. The study needs the
        measure `profit`, and costs that count purchases, as `costs=ownership`.

        Args:
            variant, baseline: names.
            parties: scopes that have no agent in common; None: all agents.
            crisis: of the crisis worlds, not of the calm ones.

        Raises:
            InputError: an unknown variant or scope, or no profit that is known.
        """
        from jitagents.results.parties import gains

        pick([variant, baseline], self.variants, "variants")
        every = [name for name in pd.unique(self.replications["scope"]) if name.startswith("agent:")]
        scopes = every if parties is None else parties
        return self._swept(gains(cube(self.replications, self.variants, ["profit"], scopes), variant, baseline, crisis))

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
        return self._swept(
            risk(cube(self.replications, self.variants, [metric], scopes, self.definitions), probability)
        )

    def regret(self, metric: str = "cost", scopes: Names = "network", *, most: bool = False) -> pd.DataFrame:
        """Regret: each variant less the best of all in the same worlds, which nobody knows beforehand.

        Columns: variant, level, metric, scope, unit, and for calm and crisis the mean with its 95 % interval, the
        largest of any replication (`_most`: the variant whose largest regret is least is the minimax choice of Savage
        1951), and the share of replications in which the variant is the best (`_best`).

        Args:
            metric: of which the least is best.
            scopes: names of scopes; None for all.
            most: the most is best, as of profit.

        Raises:
            InputError: an unknown metric or scope.
        """
        from jitagents.results.regret import regret

        return self._swept(
            regret(cube(self.replications, self.variants, [metric], scopes, self.definitions), most=most)
        )

    def best(self, metric: str = "cost", world: str | None = None, *, most: bool = False) -> pd.DataFrame:
        """The best variant of the network at each level, and how surely: a map of where which rule is best.

        Columns: level, `variant`, `mean`, `next` (the next best; empty where there is none), `behind` (how much worse
        that is, replication by replication) with its 95 % interval, and `clear`: whether all others are clearly worse.

        Args:
            metric: the measure that is compared.
            world: calm or crisis; None: crisis if there is one.
            most: the most is best, as of profit; otherwise the least.

        Raises:
            InputError: an unknown metric, or no world of this name.
        """
        from jitagents.results.best import best

        chosen = world or ("crisis" if self.has_crisis else "calm")
        if chosen not in ("calm", "crisis"):
            raise InputError(
                f"world = {world!r}: must be calm, crisis or None; {nearest(str(world), ('calm', 'crisis'))}"
            )
        data = cube(self.replications, self.variants, [metric], ["network"], self.definitions)
        return self._swept(best(data, chosen, most=most))

    def risk_of_line_stop(self, days: float, scopes: Names = "network") -> pd.DataFrame:
        """The probability that a plant stands still for more than so many days on end in the crisis, with its interval.

        Raises:
            InputError: the measure `longest_line_stop` was not asked for, or an unknown scope.
        """
        from jitagents.results.risk import exceedance

        data = cube(self.replications, self.variants, ["longest_line_stop"], scopes)
        return self._swept(exceedance(data, days))

    def first_loss(self, scopes: Names = None) -> pd.DataFrame:
        """Share of replications with a loss, and mean day of the first loss in those, by scope.

        Days count from the start of the crisis.
        """
        return self._swept(tables.first_loss(cube(self.replications, self.variants, LOSSES, scopes)))
