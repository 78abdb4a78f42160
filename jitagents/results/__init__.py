"""The results of a study: tables, figures and a report of the same numbers, on disk and back."""

from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, overload

import pandas as pd

from jitagents.errors import Faults, InputError
from jitagents.ownership import Outage
from jitagents.plots.renamed import missing
from jitagents.results import saving
from jitagents.results.arrays import dataset
from jitagents.results.calm_service import Service, services
from jitagents.results.data_value import value_of_data
from jitagents.results.dial import Dial
from jitagents.results.figures import Figures
from jitagents.results.files import located
from jitagents.results.frames import read_frames
from jitagents.results.freed_cash import cash_freed
from jitagents.results.labels import Labels
from jitagents.results.latex import latex
from jitagents.results.manifest_reader import read_manifest
from jitagents.results.merging import merged
from jitagents.results.optimum import optimum
from jitagents.results.own import Own, explained
from jitagents.results.ownership import tco
from jitagents.results.ownership_break_even import break_even_table
from jitagents.results.ownership_inputs import Terms
from jitagents.results.ranking import Ranking
from jitagents.results.reporting import sheet
from jitagents.results.run_again import RunAgain
from jitagents.results.sensitivity import sensitivity
from jitagents.results.several import Several
from jitagents.results.swept_columns import point_table
from jitagents.results.views import View, view_of

if TYPE_CHECKING:
    import xarray
    from matplotlib.figure import Figure

    from jitagents.plots.style import Image
    from jitagents.results.plot import Plot


class Results(RunAgain):
    """Results of a study: tables, findings, figures and a report of the same numbers, on disk and back."""

    @cached_property
    def own(self) -> Own:
        """The view and the figures that the configuration adds, and notices on those that cannot be made here."""
        return Own.of(self.config)

    @cached_property
    def view(self) -> View:
        """The kind of study, which says how it is shown."""
        with explained("view", self.own.view):
            return view_of(self, self.own.view)

    @cached_property
    def labels(self) -> Labels:
        """Labels of identifiers."""
        return Labels.of(self)

    @cached_property
    def shown(self) -> "Results":
        """The same results with labels for identifiers, as tables for readers, findings and figures show them."""
        return self if self.labels.change_nothing else self.labels.shown(self)

    def value_of_data(self) -> pd.DataFrame:
        """The value of data: cost and days of output that wrong records take, each variant less its truth twin.

        Columns: variant, level, metric (`cost_of_bad_data`, `days_lost_to_data`), scope, unit, and calm and crisis with
        their 95 % intervals, over the measured days.

        Raises:
            InputError: no variant has a truth twin (`Study.with_perfect_books`), or no cost and no output was measured.
        """
        return value_of_data(self)

    def cash_freed(self, base: str | None = None) -> pd.DataFrame:
        """Cash freed: the working capital of a variant less that of each other one, in the same worlds.

        Columns: variant, level, metric (`cash_freed`), scope, unit, and calm and crisis with their 95 % intervals, in
        money, once. The scopes say who had the money; what is below 0 is tied up in place of being freed.

        Args:
            base: the variant to free it from; None: the first.

        Raises:
            InputError: no working capital was measured, there is one variant only, or none of this name.

        Source:
            Richards & Laughlin 1980, Financial Management 9(1).
        """
        return cash_freed(self, base)

    def table(self) -> pd.DataFrame:
        """The answer as text: a row per variant (and level), `mean ± half-width` of its 95 % interval.

        Where each level disrupts one agent: a row for each of those whose loss costs most. Along the dial: a row for
        each position.
        """
        with explained("view", self.view):
            table = self.view.table(self.shown)
            if not isinstance(table, pd.DataFrame):
                raise TypeError(f"table() must return a DataFrame, not {table!r}")
        return table

    def findings(self) -> list[str]:
        """Five sentences on what the numbers say, and how surely; fewer if not all was measured that they tell of."""
        return [*self._findings]

    @cached_property
    def _findings(self) -> tuple[str, ...]:
        with explained("view", self.view):
            return tuple(self.view.findings(self.shown))

    def ranking(self) -> pd.DataFrame:
        """The agents by what their loss costs: a row per variant and agent, with loss, times, spend and centralities.

        Its columns are those of `jitagents.results.ranking.Ranking.table`.

        Raises:
            InputError: the levels do not disrupt one agent each, or the losses were not measured.
        """
        return self.ranked.table.copy()

    def rank_correlations(self) -> pd.DataFrame:
        """Spearman's rank correlation of spend and centralities with losses, by variant and measure.

        Raises:
            InputError: as `ranking`.
        """
        return self.ranked.correlations.copy()

    @cached_property
    def ranked(self) -> Ranking:
        """The ranking of the agents and its correlations, made once.

        Raises:
            InputError: as `ranking`.
        """
        return Ranking.of(self)

    def dial(self) -> Dial:
        """The study along the dial, from pure just-in-time to full buffers: its `table`, and the paths of its buffers.

        Raises:
            InputError: the levels are not those of `ordering.unspent` alone, or something was not measured.
        """
        return Dial(self)

    def sensitivity(self, metrics: Iterable[str] | None = None, world: str | None = None) -> pd.DataFrame:
        """The sensitivity of measures of the network to each swept key, from `design=saltelli` or `design=morris`.

        A row per variant, measure and key. Of Saltelli's design, the shares of the variance `first_order` and
        `total_order` (Sobol' 1993; Saltelli et al. 2010; Jansen 1999); of Morris's, `mu_star`, `mu` and `sigma` of the
        elementary effects, in the unit of the measure across the whole range of the key (Morris 1991; Campolongo et
        al. 2007). Each has its 95 % interval (`_low`, `_high`), by the bootstrap over points and replications. All
        points share their random numbers; the measure is its mean over them. Where an index is NaN, `remark` says why:
        the measure is the same at all points, or not defined at some.

        Args:
            metrics: names; None: days of output lost or late, and cost, if measured.
            world: calm or crisis; None: crisis if there is one.

        Raises:
            InputError: the levels are of no such design, or an unknown measure.
        """
        return sensitivity(self, metrics, world)

    def optimum(self) -> pd.DataFrame:
        """The points that a search found (`design=optuna`), the best first, on random numbers that it did not use.

        Columns: level, the swept keys, the objective and each measure of service with 95 % intervals, `served` (yes,
        no, or unclear within the intervals), `apart` (the objective less that of the best point, on the same random
        numbers) and, if the search has a bound, `gap`: the share by which the objective lies above it. Best is the
        least objective among the points whose mean service is as asked.

        Raises:
            InputError: the levels were not searched for.
        """
        return optimum(self)

    def tco(
        self, flow: str | list[str] | None = None, *, review: float | None = None, safety_factor: float | None = None,
        stopped: float = 0.0, outages: Sequence[Outage] = (), life: float | None = None,
    ) -> pd.DataFrame:  # fmt: skip
        """The total cost of ownership of each source, as simulated in calm, and in closed form beside it.

        A row per variant, level, flow and kind of cost, then `total` and `a unit`: `simulated` with its 95 % interval,
        and `closed_form` (`jitagents.ownership`), in money a year; NaN where the safety factor is unknown. The study
        needs `scopes=[network, lanes]` and the measures `cost_*` of its rows. In a crisis, `outages` are the days lost
        at `stopped` each, in a year as measured.

        Args:
            flow: name of a lane, `mill -> shop` or `mill -> shop (sea)`, or several; None: all.
            review: days between orders; None: as the ordering rule has it, or 1.
            safety_factor: safety stock in standard deviations; None: as the ordering rule has it.
            stopped: loss on a day without goods, money/day.
            outages: for the closed form.
            life: years over which qualification is written off; None: the measured days.

        Raises:
            InputError: a flow that is not there, costs by lane that were not recorded.
        """
        asked = [flow] if isinstance(flow, str) else flow
        return tco(self, asked, Terms(review, safety_factor, stopped, life), outages)

    def break_even(self, one: str, other: str, *, stopped: float, outages: float = 1.0) -> pd.DataFrame:
        """The outages a year at which buying as in two variants costs the same, a row per level.

        Columns: level, `one` and `other` (total cost of ownership in calm, money a year), `days_lost` (of an outage, by
        `one` beyond `other`) and `outages` (a year), with the ends of their 95 % intervals. Negative `outages`: never,
        since the cheaper of both loses less too.

        Args:
            one, other: variants with one source each; the crisis hits the first more.
            stopped: loss on a day without goods, money/day.
            outages: in each crisis world.

        Raises:
            InputError: as `tco`; variants that buy on several lanes, or a study without a crisis.
        """
        return break_even_table(self, one, other, Terms(stopped=stopped), outages)

    @cached_property
    def calm_service(self) -> dict[tuple[str, str], Service]:
        """Service of the calm worlds, by variant and level."""
        return services(self)

    @property
    def plot(self) -> "Plot":
        """Figures, a method each: `results.plot.network()`."""
        from jitagents.results.plot import Plot

        return Plot(self)

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            return missing(self, name)

    @cached_property
    def _figures(self) -> Figures:
        return Figures(self)

    def figures(self) -> dict[str, "Figure"]:
        """The figures by name, of what was measured, as the view lists them, and those that the configuration adds.

        Those of `figures_left_out` are not drawn.
        """
        return self._figures.drawn()

    @property
    def figures_left_out(self) -> dict[str, str]:
        """The figures that cannot show a study of this size, each with a sentence that says so and what to do."""
        return self._figures.left_out

    @property
    def images(self) -> "dict[str, Image]":
        """All figures drawn, once: for `save_figures` and for the report."""
        return self._figures.images

    @property
    def image_files(self) -> dict[str, bytes]:
        """The content of the files of all figures, by their names; a sentence where one cannot be drawn."""
        return self._figures.files

    def save_figures(self, path: str | Path) -> None:
        """Write every figure as PNG and SVG into the directory `figures` below a path; a text for one without room.

        Raises:
            InputError: other files of their names are there, which are not of these results.
        """
        self._figures.save(located(path))

    def report(self) -> str:
        """One self-contained HTML page: findings, table, figures, definitions, configuration."""
        from jitagents.results.largest_losses import LargestLosses
        from jitagents.results.report import report

        largest = LargestLosses.of(self)
        return report(self, None if largest is None else largest.explained())

    def merge(self, *others: "Results") -> "Results":
        """The results of this and other parts of a study as those of one run: the same bits.

        Raises:
            InputError: parts of other studies, of other versions, with replications in common or between them missing.
        """
        return merged([self, *others])

    def stress(self) -> str:
        """The sheet STRESS-ABS for a paper, in Markdown, filled from the manifest (Monks et al. 2019)."""
        return sheet(self, "stress")

    def odd(self) -> str:
        """The sheet ODD for a paper, in Markdown, filled from the manifest (Grimm et al. 2020)."""
        return sheet(self, "odd")

    def to_latex(self, caption: str | None = None, label: str | None = None) -> str:
        """The answer (`table`) for LaTeX; it needs the packages `booktabs` and `multirow`.

        Args:
            caption, label: of the table; None: there is none.
        """
        return latex(self, caption, label)

    def to_xarray(self) -> "xarray.Dataset":
        """All replications as an xarray data set, a variable for each measure with its unit, formula and source.

        Dimensions: variant, level (with a coordinate for each swept key), scope, replication, world (calm, crisis).

        Raises:
            InputError: xarray is not installed (the extra `xarray`).
        """
        return dataset(self)

    def save(self, path: str | Path) -> None:
        """Write the tables, the replications behind them and the manifest into a directory; or `x.xlsx`, a workbook.

        The workbook has the sheets summary, daily, agents, lanes and settings.

        Raises:
            InputError: the directory holds results of another configuration, or a sheet would have too many rows.
        """
        saving.save(self, located(path))

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
            InputError: a directory or one of its files is missing or damaged, or of another format.
        """
        if isinstance(path, list | tuple):
            folders = [located(one) for one in path]
            faults, opened = Faults(), list[Results]()
            for folder in folders:
                with faults.collected():
                    opened.append(cls.open(folder))
            faults.tell()
            if not opened:
                raise InputError("no directory of results is given")
            return Several.of(folders, opened)
        folder = located(path)
        manifest, config = read_manifest(folder)
        frames = read_frames(folder, config.get("days"), point_table(manifest.levels), manifest)
        return cls(**frames, config=config, manifest=manifest)
