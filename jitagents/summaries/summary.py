"""The summary of a study: means, intervals and quantiles of replications that are not kept themselves."""

from dataclasses import fields
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pandas as pd

from jitagents.errors import InputError
from jitagents.plots.renamed import missing
from jitagents.results import Results
from jitagents.results.calm_service import Service, services
from jitagents.results.figure_files import FigureFiles
from jitagents.results.figures import Figures
from jitagents.results.files import located
from jitagents.results.labels import Labels
from jitagents.results.own import Own
from jitagents.summaries import saving
from jitagents.summaries.summary_tables import SummaryTables
from jitagents.summaries.view import SummaryView

if TYPE_CHECKING:
    from jitagents.results.plot import Plot


class Summary(SummaryTables, FigureFiles):
    """Means, intervals, quantiles and comparisons of a study whose replications are not kept (`keep: summary`).

    Its methods are those of `Results` that need no single replication, and `quantiles`. Any other one is refused.
    """

    @cached_property
    def calm_service(self) -> dict[tuple[str, str], Service]:
        """Service of the calm worlds, by variant and level."""
        return services(self.as_results, self._growth)

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

        return report(self.as_results, lambda: None)

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

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            if not name.startswith("_") and (hasattr(Results, name) or name in {one.name for one in fields(Results)}):
                raise InputError(f"{name}: needs single replications, and a summary has none; run it with {INSTEAD}")
            return missing(self, name)


INSTEAD = "keep=replications"
