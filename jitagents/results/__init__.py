"""The results of a study: tables, figures and a report of the same numbers, on disk and back."""

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, overload

import pandas as pd

from jitagents.errors import Faults, InputError
from jitagents.results import dial_words, directory, files, ranking_words, size_limits, sweep, tables
from jitagents.results.again import RunAgain
from jitagents.results.base_tables import LOSSES, Names
from jitagents.results.calm_service import Service, services
from jitagents.results.crisis_words import acts_on_demand, crisis_of
from jitagents.results.cube import pick
from jitagents.results.dial import Dial, turns_the_dial
from jitagents.results.frames import read_frames
from jitagents.results.labels import Labels
from jitagents.results.manifest_reader import read_manifest
from jitagents.results.ranking import Ranking, ranks_agents
from jitagents.results.service_words import MOST, chain_of
from jitagents.results.several import Several
from jitagents.results.units import Units, in_units

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from jitagents.plots.style import Image


class Results(RunAgain):
    """Results of a study: tables, findings, figures and a report of the same numbers, on disk and back."""

    @cached_property
    def labels(self) -> Labels:
        """Labels of identifiers."""
        return Labels.of(self)

    @cached_property
    def shown(self) -> "Results":
        """The same results with labels for identifiers, as tables for readers, findings and figures show them."""
        return self if self.labels.change_nothing else self.labels.shown(self)

    def table(self) -> pd.DataFrame:
        """The answer as text: a row per variant (and level), `mean ± half-width` of its 95 % interval.

        Where each level disrupts one agent: a row for each of those whose loss costs most. Along the dial: a row for
        each position.
        """
        if self.shown is not self:
            return self.shown.table()
        if ranks_agents(self):
            return ranking_words.compact(self._ranking).rename(columns=Units.of(self.config).say)
        if turns_the_dial(self):
            return dial_words.compact(self.dial()).rename(columns=Units.of(self.config).say)
        losses = self.first_loss(["network"]) if self.has(*LOSSES) else None
        return tables.compact(self.summary(scopes=["network"]), losses, Units.of(self.config))

    def findings(self) -> list[str]:
        """Five sentences on what the numbers say, and how surely; fewer if not all was measured that they tell of."""
        if self.shown is not self:
            return self.shown.findings()
        if ranks_agents(self):
            return list(map(Units.of(self.config).say, ranking_words.findings(self._ranking)))
        if turns_the_dial(self):
            return list(map(Units.of(self.config).say, dial_words.findings(self.dial())))
        from jitagents.results.findings import findings

        return [str(finding) for finding in findings(self)]

    def ranking(self) -> pd.DataFrame:
        """The agents by what their loss costs: a row per variant and agent, with loss, times, spend and centralities.

        Its columns are those of `jitagents.results.ranking.Ranking.table`.

        Raises:
            InputError: the levels do not disrupt one agent each, or the losses were not measured.
        """
        return self._ranking.table.copy()

    def rank_correlations(self) -> pd.DataFrame:
        """Spearman's rank correlation of spend and centralities with losses, by variant and measure.

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

    @in_units
    def plot_network(self, variant: str | None = None) -> "Figure":
        """The network by tier, coloured by the day of the first loss; a panel per variant, or one alone."""
        from jitagents.plots.network import network

        chosen = self.variants if variant is None else pick([variant], self.variants, "variants")
        agents = self.first_loss()
        agents = agents[agents["scope"].str.startswith("agent:") & agents["variant"].isin(chosen)]
        return network(self.agents, self.lanes, agents, self.manifest.get("targets") or ())

    @in_units
    def plot_daily(self, metric: str = "output", scope: str = "network") -> "Figure":
        """A metric day by day, calm against crisis, a panel per variant; bands hold 80 % of the replications."""
        from jitagents.plots.daily import daily

        days = self.daily([metric], [scope])
        lost = self.summary(["output_lost"], [scope]) if self.has("output_lost") else None
        reported = {int(day): str(text) for day, text in (self.config.get("reported") or {}).items()}
        return daily(days, lost, self.manifest.get("crisis_window"), reported)

    @in_units
    def plot_stages(self) -> "Figure":
        """Orders, and stock less backlog, of each stage of a short chain, in the crisis if there is one.

        Raises:
            InputError: the network is no chain of a few stages, or these were not kept day by day for its tiers.
        """
        from jitagents.plots.stages import SHOWN, stages

        names = chain_of(self)
        if not names or not self._kept(*SHOWN):
            raise InputError(
                f"stages: needs a chain of at most {MOST} agents, and {', '.join(SHOWN)} kept day by day for its tiers"
            )
        days = self.daily(SHOWN, [f"tier:{tier}" for tier in range(len(names))])
        return stages(days, names, "crisis" if self.has_crisis else "calm")

    def _kept(self, *metrics: str) -> bool:
        """Whether some metrics were kept day by day for the tiers."""
        if self.histories.empty:
            return False
        tiers = self.histories.loc[self.histories["scope"].str.startswith("tier:"), "metric"]
        return set(metrics) <= set(tiers)

    @property
    def may_judge(self) -> bool:
        """Whether output lost is a loss: calm demand is served, and demand itself is not the crisis."""
        if not self.has_crisis:
            return True
        if acts_on_demand(crisis_of(self.config, self.manifest)):
            return False
        return not any(one.collapsed for one in self.calm_service.values())

    @cached_property
    def calm_service(self) -> dict[tuple[str, str], Service]:
        """Service of the calm worlds, by variant and level."""
        return services(self)

    @in_units
    def plot_tradeoff(self, price: str = "cost") -> "Figure":
        """The price of resilience: a metric in calm against the output lost in the crisis, a point per variant."""
        from jitagents.plots.tradeoff import tradeoff

        return tradeoff(
            self.summary([price, self._prize], ["network"]), price, judge=self.may_judge, known=self.definitions
        )

    @property
    def _prize(self) -> str:
        """The measure that a price is set against."""
        return "output_lost" if self.has_crisis else "fill_rate"

    @in_units
    def plot_levels(self, metrics: Names = None, world: str | None = None) -> "Figure":
        """Measures of the network along a swept parameter, a line per variant; a second one makes columns of panels.

        Args:
            metrics: names; None: days of output lost and cost, as far as they were measured.
            world: calm or crisis; None: crisis if there is one.

        Raises:
            InputError: an unknown metric, or no numbers to draw along.
        """
        from jitagents.plots.levels import levels

        return levels(sweep.along(self, metrics, world))

    @in_units
    def plot_stock(self) -> "Figure":
        """Stock value by tier in calm, a bar per variant."""
        from jitagents.plots.stock import stock

        return stock(self.summary(["stock_value"]))

    @in_units
    def plot_ranking(self) -> "Figure":
        """Loss of the most critical agents and its days, with 95 % intervals, beside ranks by spend and centrality.

        Raises:
            InputError: as `ranking`.
        """
        from jitagents.plots.ranking import ranking

        return ranking(self._ranking, self.manifest.get("crisis_window"))

    @in_units
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

    @in_units
    def plot_fan(self, metric: str = "output", scope: str = "network") -> "Figure":
        """The daily loss of a metric over the replications, bands of quantiles, a panel per variant."""
        from jitagents.plots.fan import fan

        return fan(self.daily_loss(metric, [scope]), self.manifest.get("crisis_window"))

    @in_units
    def plot_tension(self) -> "Figure":
        """The dial: output lost between pure just-in-time and full buffers, a curve per placement, at equal money.

        Raises:
            InputError: as `dial`.
        """
        from jitagents.plots.tension import tension

        return tension(self.dial())

    @in_units
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

        They are network, daily, fan, heat, levels, tradeoff and stock; of a short chain, stages too; where each level
        disrupts one agent, ranking; along the dial, tension and frontier in the place of levels and the trade-off.
        Those of `figures_left_out` are not drawn.
        """
        return {name: plot() for name, plot in self._plots.items() if name not in self.figures_left_out}

    @cached_property
    def figures_left_out(self) -> dict[str, str]:
        """The figures that cannot show a study of this size, each with a sentence that says so and what to do."""
        sizes = size_limits.sizes(self)
        found = {name: size_limits.too_large(name, sizes) for name in self._plots}
        found |= {"levels": sweep.no_room(self)} if not found.get("levels") and not turns_the_dial(self) else {}
        return {name: sentence for name, sentence in found.items() if sentence}

    @property
    def _plots(self) -> "dict[str, Callable[[], Figure]]":
        """The figures of what was measured, by name, whether there is room or not."""
        if ranks_agents(self):
            return {"ranking": self.plot_ranking}
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
            "levels": (self.plot_levels, not dial and sweep.sweeps(self)),
            "stages": (self.plot_stages, bool(chain_of(self)) and self._kept("order", "stock_units", "owed")),
            "tradeoff": (self.plot_tradeoff, not dial and self.may_judge and self.has("cost", self._prize)),
            "stock": (self.plot_stock, "tier" in scopes and self.has("stock_value")),
        }
        return {name: plot for name, (plot, there) in drawn.items() if there}

    def report(self) -> str:
        """One self-contained HTML page: findings, table, figures, definitions, configuration."""
        from jitagents.results.report import report

        return report(self)

    def save(self, path: str | Path) -> None:
        """Write the tables, the replications behind them and the manifest into a directory; or `x.xlsx`, a workbook.

        The workbook has the sheets summary, daily, agents, lanes and settings.

        Raises:
            InputError: the directory holds results of another configuration, or a sheet would have too many rows.
        """
        if Path(path).suffix.lower() == ".xlsx":
            from jitagents.results.sheets import workbook

            files.whole(Path(path), workbook(self))
            return
        folder = Path(path)
        directory.claim(folder, self.manifest)
        frames = {name: getattr(self, name) for name in files.FRAMES}
        frames |= {"summary": self.whole_summary, "daily": self.whole_daily}
        folder.mkdir(parents=True, exist_ok=True)
        with directory.occupied(folder):
            if not (folder / files.MANIFEST).exists():
                files.write_manifest(folder, {**self.manifest, "status": "running"}, self.config)
            files.write_frames(folder, frames)
            files.write_manifest(folder, self.manifest, self.config)

    @cached_property
    def images(self) -> "dict[str, Image]":
        """All figures drawn, once: for `save_figures` and for the report."""
        from jitagents.plots.style import image

        return {name: image(figure) for name, figure in self.figures().items()}

    def save_figures(self, path: str | Path) -> None:
        """Write every figure as PNG and SVG into the directory `figures` below a path; a text for one without room.

        Raises:
            InputError: other files of their names are there, which are not of these results.
        """
        directory.claim_figures(Path(path), self.image_files, self.manifest)
        for name, content in self.image_files.items():
            files.whole(Path(path) / directory.FIGURES / name, content)

    @property
    def image_files(self) -> dict[str, bytes]:
        """The content of the files of all figures, by their names; a sentence where one cannot be drawn."""
        drawn = {
            f"{name}.{kind}": getattr(image, kind) for name, image in self.images.items() for kind in ("png", "svg")
        }
        return drawn | {f"{name}.txt": f"{sentence}\n".encode() for name, sentence in self.figures_left_out.items()}

    @overload
    @classmethod
    def open(cls, path: str | Path) -> Self: ...
    @overload
    @classmethod
    def open(cls, path: list[Any] | tuple[Any, ...]) -> Several: ...
    @classmethod
    def open(cls, path: str | Path | list[Any] | tuple[Any, ...]) -> Self | Several:
        """Read results that were saved; those of several directories as one table, e.g. of a multirun.

        Raises:
            InputError: a directory or one of its files is missing or damaged.
        """
        if not isinstance(path, str | Path):
            folders = [Path(one) for one in path]
            faults, opened = Faults(), list[Results]()
            for folder in folders:
                with faults.collected():
                    opened.append(cls.open(folder))
            faults.tell()
            if not opened:
                raise InputError("no directory of results is given")
            return Several.of(folders, opened)
        manifest = read_manifest(Path(path))
        frames = read_frames(Path(path), manifest.get("config", {}).get("days"))
        return cls(**frames, config=manifest.pop("config", {}), manifest=manifest)
