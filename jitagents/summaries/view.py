"""The view of a summary: tables, findings and figures of means, intervals and quantiles."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jitagents.results.facts import Facts
from jitagents.results.findings import uncertainty
from jitagents.results.in_turn import in_turn
from jitagents.results.judgement import demand_is_the_crisis
from jitagents.results.views.default import DefaultView
from jitagents.summaries.layout import MOST_LEVELS

if TYPE_CHECKING:
    from jitagents.plots.figure import StudyFigure
    from jitagents.results import Results

SWEPT = (
    f"How measures change along more than {MOST_LEVELS} levels is in the table: "
    "sentences on it need single replications."
)


@dataclass(frozen=True)
class SummaryView(DefaultView):
    """Variants compared by their means: a row for each (and level), and findings that need no single replication."""

    def findings(self, results: "Results") -> list[str]:
        if len(results.levels) > MOST_LEVELS and not in_turn(results):
            return [SWEPT, str(uncertainty(Facts(results), demand_is_the_crisis(results)))]
        return super().findings(results)

    def figures(self) -> "Mapping[str, StudyFigure]":
        from jitagents.plots.levels import LevelsFigure
        from jitagents.plots.network import NetworkFigure
        from jitagents.plots.regions import RegionsFigure
        from jitagents.plots.stock import StockFigure
        from jitagents.plots.tradeoff import TradeoffFigure
        from jitagents.summaries.figures import DailyMeans, Quantiles

        return {
            "network": NetworkFigure(),
            "daily": DailyMeans(),
            "quantiles": Quantiles(),
            "levels": LevelsFigure(),
            "regions": RegionsFigure(),
            "tradeoff": TradeoffFigure(),
            "stock": StockFigure(),
        }
