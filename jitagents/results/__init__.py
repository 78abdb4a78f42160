"""The results of a study: tables, figures and a report of the same numbers, on disk and back."""

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, overload

import pandas as pd

from jitagents.errors import Faults, InputError
from jitagents.plots.renamed import missing
from jitagents.results import saving
from jitagents.results.calm_service import Service, growth, services
from jitagents.results.cost_analyses import CostAnalyses
from jitagents.results.design_analyses import DesignAnalyses
from jitagents.results.exports import Exports
from jitagents.results.figure_files import FigureFiles
from jitagents.results.figures import Figures
from jitagents.results.files import located
from jitagents.results.frames import read_frames
from jitagents.results.labels import Labels
from jitagents.results.manifest import SUMMARY
from jitagents.results.manifest_reader import read_manifest
from jitagents.results.merging import merged
from jitagents.results.own import Own, explained
from jitagents.results.several import Several
from jitagents.results.swept_columns import point_table
from jitagents.results.views import View, view_of

if TYPE_CHECKING:
    from jitagents.results.plot import Plot


class Results(DesignAnalyses, CostAnalyses, Exports, FigureFiles):
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

    def table(self) -> pd.DataFrame:
        """The answer as text: a row per variant (and level), `mean ± half-width` of its 95 % interval.

        Where each level disrupts one agent: a row for each of those whose loss costs most. Along the dial: a row for
        each position.
        """
        return self._table.copy()

    @cached_property
    def _table(self) -> pd.DataFrame:
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

    @cached_property
    def calm_service(self) -> dict[tuple[str, str], Service]:
        """Service of the calm worlds, by variant and level."""
        return services(self, growth(self))

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

    def report(self) -> str:
        """One self-contained HTML page: findings, table, figures, definitions, configuration."""
        from jitagents.results.largest_losses import LargestLosses
        from jitagents.results.report import report

        largest = LargestLosses.of(self)
        return report(self, lambda: None if largest is None else largest.explained())

    def merge(self, *others: "Results") -> "Results":
        """The results of this and other parts of a study as those of one run: the same bits.

        Raises:
            InputError: parts of other studies, of other versions, with replications in common or between them missing.
        """
        return merged([self, *others])

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
        if manifest.keep == SUMMARY:
            place = str(folder)
            raise InputError(f"{place} holds a summary without single replications: Summary.open({place!r}) reads it")
        frames = read_frames(folder, config.get("days"), point_table(manifest.levels), manifest)
        return cls(**frames, config=config, manifest=manifest)
