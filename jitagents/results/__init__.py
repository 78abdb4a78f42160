"""The results of a study: tables, figures and a report of the same numbers, on disk and back."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import pandas as pd

from jitagents.errors import InputError
from jitagents.results import dialled, files, ranked, swept, tables
from jitagents.results.again import RunAgain
from jitagents.results.cube import cube, measured, pick
from jitagents.results.dial import Dial, turns_the_dial
from jitagents.results.ranking import Ranking, ranks_agents

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from jitagents.plots.style import Image

type Names = Iterable[str] | None
"""Names of metrics or scopes; None for all of them."""

LOSSES = ("time_to_survive", "time_to_recover")
"""Measures that say who is hit, and when."""


@dataclass(frozen=True, eq=False)
class Results(RunAgain):
    """What a study found: every replication, and what is computed from them.

    Attributes:
        replications: a row per variant, level, replication and scope; columns `METRIC.calm` and `METRIC.crisis`.
        histories: a row per variant, level, replication, metric and scope; `calm` and `crisis` hold a number a day.
        agents: name, kind, tier, region, firm, item, value, rate (units/day).
        lanes: seller, buyer, item, rate (units/day).
        config: the resolved configuration.
        manifest: hash, seed, versions; `targets` (names of the agents struck); `crisis_window` (first and last day).
        losses: a row per variant, level and agent; `output` in calm (units/day), `lost` holds the mean loss of each
            day; without rows if they were not kept.
    """

    replications: pd.DataFrame
    histories: pd.DataFrame
    agents: pd.DataFrame
    lanes: pd.DataFrame
    config: dict[str, Any]
    manifest: dict[str, Any]
    losses: pd.DataFrame = field(default_factory=pd.DataFrame)

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
        return measured(self.replications)

    @cached_property
    def has_crisis(self) -> bool:
        """Whether there is a crisis to set beside the calm worlds."""
        return bool(self.replications.filter(like=".crisis").notna().any(axis=None))

    def has(self, *measures: str) -> bool:
        """Whether all of these were measured."""
        return set(measures) <= {*self.measures}

    def summary(self, metrics: Names = None, scopes: Names = None) -> pd.DataFrame:
        """Means of calm, crisis, and crisis - calm with 95 % intervals, by variant, level, scope and metric.

        Measures that compare a crisis with its calm twin (output lost, time to survive, …) have no calm value of
        their own but 0 where that is what they mean; their difference is the measure itself.

        Raises:
            InputError: an unknown metric or scope.
        """
        if metrics is None and scopes is None:
            return self._summary.copy()
        return tables.summary(cube(self.replications, self.variants, metrics, scopes))

    @cached_property
    def _summary(self) -> pd.DataFrame:
        return tables.summary(cube(self.replications, self.variants))

    def daily(self, metrics: Names = None, scopes: Names = None) -> pd.DataFrame:
        """Mean, 10 % and 90 % over replications of every measured day (1, 2, …), calm and crisis.

        Raises:
            InputError: an unknown metric or scope.
        """
        return tables.select(self._daily, metrics, scopes).reset_index(drop=True)

    @cached_property
    def _daily(self) -> pd.DataFrame:
        return tables.daily(self.histories, self.variants)

    def daily_loss(self, metric: str = "output", scopes: Names = "network") -> pd.DataFrame:
        """Calm - crisis of every measured day (of costs and what is owed: crisis - calm), over the replications.

        Columns: variant, level, day, metric, scope; the mean `loss`, and its quantiles `loss_05`, 25, 50, 75, 95.

        Raises:
            InputError: a metric or scope that was not kept day by day, or no crisis.
        """
        histories = tables.select(self.histories, [metric], scopes)
        if not self.has_crisis:
            raise InputError("there is no crisis in these results, and nothing lost in one")
        return tables.daily_loss(histories, self.variants)

    def compare(self, a: str, b: str, metric: str | None = None, scopes: Names = None) -> pd.DataFrame:
        """Variant a - variant b on the same random numbers, in calm and in crisis, with 95 % intervals.

        Raises:
            InputError: an unknown variant, metric or scope.
        """
        pick([a, b], self.variants, "variants")
        metrics = None if metric is None else [metric]
        return tables.compare(cube(self.replications, self.variants, metrics, scopes), a, b)

    def risk(self, metric: str = "output_lost", probability: float = 0.95, scopes: Names = "network") -> pd.DataFrame:
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
        return risk(cube(self.replications, self.variants, [metric], scopes), probability)

    def risk_of_line_stop(self, days: float, scopes: Names = "network") -> pd.DataFrame:
        """The probability that a plant stands still for more than so many days on end in the crisis, with its interval.

        Raises:
            InputError: the measure `longest_line_stop` was not asked for, or an unknown scope.
        """
        from jitagents.results.risk import exceedance

        return exceedance(cube(self.replications, self.variants, ["longest_line_stop"], scopes), days)

    def first_loss(self, scopes: Names = None) -> pd.DataFrame:
        """Who is hit and when: share of replications with a loss, mean day of the first one in those.

        Days count from the start of the crisis.
        """
        return tables.first_loss(cube(self.replications, self.variants, LOSSES, scopes))

    def table(self) -> pd.DataFrame:
        """The answer as text: a row per variant (and level), `mean ± half-width` of its 95 % interval.

        Where each level strikes one agent: a row for each of those that hurt most. Along the dial: a row per position.
        """
        if ranks_agents(self):
            return ranked.compact(self._ranking)
        if turns_the_dial(self):
            return dialled.compact(self.dial())
        losses = self.first_loss(["network"]) if self.has(*LOSSES) else None
        return tables.compact(self.summary(scopes=["network"]), losses)

    def findings(self) -> list[str]:
        """Five sentences on what the numbers say, and how surely; fewer if not all was measured that they tell of."""
        if ranks_agents(self):
            return ranked.findings(self._ranking)
        if turns_the_dial(self):
            return dialled.findings(self.dial())
        from jitagents.results.findings import findings

        return findings(self)

    def ranking(self) -> pd.DataFrame:
        """Whom the network misses most: a row per variant and agent, with loss, times, spend, centralities, all ranked.

        Its columns are those of `jitagents.results.ranking.Ranking.table`.

        Raises:
            InputError: the levels do not strike one agent each, or the losses were not measured.
        """
        return self._ranking.table.copy()

    def rank_correlations(self) -> pd.DataFrame:
        """How far spend and centralities order agents as their losses do: Spearman's rho by variant and measure.

        Raises:
            InputError: as `ranking`.
        """
        return self._ranking.correlations.copy()

    @cached_property
    def _ranking(self) -> Ranking:
        return Ranking.of(self)

    def dial(self) -> Dial:
        """The study along the dial, from pure just-in-time to full buffers: its `table`, and the paths of its buffers.

        Raises:
            InputError: the levels are not those of `ordering.tension` alone, or something was not measured.
        """
        return Dial(self)

    def plot_network(self, variant: str | None = None) -> "Figure":
        """The network by tier, coloured by the day of the first loss; a panel per variant, or one alone."""
        from jitagents.plots.network import network

        chosen = self.variants if variant is None else pick([variant], self.variants, "variants")
        agents = self.first_loss()
        agents = agents[agents["scope"].str.startswith("agent:") & agents["variant"].isin(chosen)]
        return network(self.agents, self.lanes, agents, self.manifest.get("targets") or ())

    def plot_daily(self, metric: str = "output", scope: str = "network") -> "Figure":
        """A metric day by day, calm against crisis, a panel per variant; bands hold 80 % of the replications."""
        from jitagents.plots.daily import daily

        days = self.daily([metric], [scope])
        lost = self.summary(["output_lost"], [scope]) if self.has("output_lost") else None
        reported = {int(day): str(told) for day, told in (self.config.get("reported") or {}).items()}
        return daily(days, lost, self.manifest.get("crisis_window"), reported)

    def plot_tradeoff(self, price: str = "cost") -> "Figure":
        """What resilience costs: a metric in calm against the output lost in the crisis, a point per variant."""
        from jitagents.plots.tradeoff import tradeoff

        return tradeoff(self.summary([price, self._prize], ["network"]), price)

    @property
    def _prize(self) -> str:
        """What a price is paid for."""
        return "output_lost" if self.has_crisis else "fill_rate"

    def plot_levels(self, metrics: Names = None, world: str | None = None) -> "Figure":
        """Measures of the network along a swept parameter, a line per variant; a second one makes columns of panels.

        Args:
            metrics: names; None: days of output lost and cost, as far as they were measured.
            world: calm or crisis; None: crisis if there is one.

        Raises:
            InputError: an unknown metric, or no numbers to draw along.
        """
        from jitagents.plots.levels import levels

        return levels(swept.along(self, metrics, world))

    def plot_stock(self) -> "Figure":
        """Stock value by tier in calm, a bar per variant."""
        from jitagents.plots.stock import stock

        return stock(self.summary(["stock_value"]))

    def plot_ranking(self) -> "Figure":
        """Who hurts most: loss and times with 95 % intervals, beside ranks by spend and centrality.

        Raises:
            InputError: as `ranking`.
        """
        from jitagents.plots.ranking import ranking

        return ranking(self._ranking, self.manifest.get("crisis_window"))

    def plot_heat(self) -> "Figure":
        """The mean daily loss of every agent, agents x days, a panel per variant.

        Raises:
            InputError: the losses of agents were not kept.
        """
        from jitagents.plots.losses import losses

        if self.losses.empty:
            raise InputError("the daily losses of agents were not kept; run the study with a crisis and loss_map=true")
        manifest = self.manifest
        return losses(self.losses, self.agents, manifest.get("targets") or (), manifest.get("crisis_window"))

    def plot_fan(self, metric: str = "output", scope: str = "network") -> "Figure":
        """The daily loss of a metric over the replications, bands of quantiles, a panel per variant."""
        from jitagents.plots.fan import fan

        return fan(self.daily_loss(metric, [scope]), self.manifest.get("crisis_window"))

    def plot_tension(self) -> "Figure":
        """The dial: output lost between pure just-in-time and full buffers, a curve per placement, at equal money.

        Raises:
            InputError: as `dial`.
        """
        from jitagents.plots.tension import tension

        return tension(self.dial())

    def plot_frontier(self) -> "Figure":
        """The frontier: output lost over stock money, with the flows that the first path found buffers on the way.

        Raises:
            InputError: as `dial`, or no path was found before the study.
        """
        from jitagents.plots.frontier import frontier

        dial = self.dial()
        if not dial.routes:
            raise InputError(
                "no path of buffers was looked for, or none gains anything: use ordering/placement=marginal"
            )
        return frontier(dial)

    def figures(self) -> dict[str, "Figure"]:
        """The figures by name, of what was measured.

        They are network, daily, fan, heat, levels, tradeoff and stock; where each level strikes one agent, ranking;
        along the dial, tension and frontier in the place of levels and the trade-off.
        """
        if ranks_agents(self):
            return {"ranking": self.plot_ranking()}
        scopes = {scope.partition(":")[0] for scope in self.replications["scope"].unique()}
        followed = not self.histories.empty and "output" in set(self.histories["metric"])
        dial = turns_the_dial(self)
        drawn: dict[str, tuple[Callable[[], Figure], bool]] = {
            "tension": (self.plot_tension, dial),
            "frontier": (self.plot_frontier, dial and bool(self.dial().routes)),
            "network": (self.plot_network, "agent" in scopes and self.has(*LOSSES)),
            "daily": (self.plot_daily, followed),
            "fan": (self.plot_fan, followed and self.has_crisis),
            "heat": (self.plot_heat, not self.losses.empty),
            "levels": (self.plot_levels, not dial and swept.sweeps(self)),
            "tradeoff": (self.plot_tradeoff, not dial and self.has("cost", self._prize)),
            "stock": (self.plot_stock, "tier" in scopes and self.has("stock_value")),
        }
        return {name: plot() for name, (plot, there) in drawn.items() if there}

    def report(self) -> str:
        """One self-contained HTML page: findings, table, figures, definitions, configuration."""
        from jitagents.results.report import report

        return report(self)

    def save(self, path: str | Path) -> None:
        """Write the tables, the replications behind them and the manifest into a directory.

        Raises:
            InputError: the directory holds results of another configuration.
        """
        frames = {name: getattr(self, name) for name in files.FRAMES}
        frames |= {"summary": self._summary, "daily": self._daily}
        files.save(Path(path), frames, self.config, self.manifest)

    @cached_property
    def images(self) -> "dict[str, Image]":
        """All figures drawn, once: for `save_figures` and for the report."""
        from jitagents.plots.style import image

        return {name: image(figure) for name, figure in self.figures().items()}

    def save_figures(self, path: str | Path) -> None:
        """Write every figure as PNG and SVG into the directory `figures` below a path."""
        folder = Path(path) / "figures"
        folder.mkdir(parents=True, exist_ok=True)
        for name, image in self.images.items():
            files.whole(folder / f"{name}.png", image.png)
            files.whole(folder / f"{name}.svg", image.svg)

    @classmethod
    def open(cls, path: str | Path) -> Self:
        """Read results that were saved.

        Raises:
            InputError: the directory or one of its files is missing or damaged.
        """
        manifest = files.read_manifest(Path(path))
        frames = files.read_frames(Path(path))
        return cls(**frames, config=manifest.pop("config", {}), manifest=manifest)
