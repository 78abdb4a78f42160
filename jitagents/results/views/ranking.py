"""View of a ranking: a study in which each level disrupts one agent."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import pandas as pd

from jitagents.accounting.measures import Definition
from jitagents.results import centrality, ranking_words
from jitagents.results.ranking import ranks_agents
from jitagents.results.units import Units
from jitagents.results.views.base import ConsoleTable, View, by_row

if TYPE_CHECKING:
    from jitagents.plots.figure import StudyFigure
    from jitagents.results import Results

BRIEF = {
    "loss (units)": "units lost",
    "loss (money)": "money lost",
    "loss (days)": "days lost",
    "days to first loss": "days to first loss",
    "days to last loss": "days to last loss",
    **{f"rank by {own.label}": f"by {own.label}" for own in centrality.MEASURES.values()},
}
"""Columns of the table on the console, and their names there, the most important first."""


@dataclass(frozen=True)
class RankingView(View):
    """Agents ranked by what their loss costs: a row for each of those that hurt most."""

    note: ClassVar[str] = (
        "A row for each of the agents that hurt most: final output lost over the horizon, days from the crisis's start "
        "to the first and to the last day of loss of final demand, and ranks among all that were tried. A replication "
        "without a day of loss counts with the rest of the horizon to the first and with 0 days to the last."
    )
    keeps_keys: ClassVar[bool] = True

    def applies(self, results: "Results") -> bool:
        return ranks_agents(results)

    def table(self, results: "Results") -> pd.DataFrame:
        return ranking_words.compact(results.ranked).rename(columns=Units.of(results.config).say)

    def findings(self, results: "Results") -> list[str]:
        return list(map(Units.of(results.config).say, ranking_words.findings(results.ranked)))

    def figures(self) -> "Mapping[str, StudyFigure]":
        from jitagents.plots.ranking import RankingFigure

        return {"ranking": RankingFigure()}

    def definitions(self, results: "Results") -> Mapping[str, Definition]:
        return {**super().definitions(results), **centrality.MEASURES}

    def on_console(self, results: "Results", table: pd.DataFrame) -> ConsoleTable:
        units = Units.of(results.config)
        return by_row(table, {units.say(name): units.say(short) for name, short in BRIEF.items()})
