"""A package with a view and figures of a user's own, as texts of its files."""

PACKAGE = "our_views_of_test"
VIEWS_OF_OURS = '''
"""A view of our own: which variant lost least."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from jitagents.parameters import param
from jitagents.plots.figure import StudyFigure
from jitagents.results import Results
from jitagents.results.views import View

from our_views_of_test.plots import Bars


@dataclass(frozen=True)
class Contest(View):
    """Variants in the order of their losses."""

    note = "The first one wins."
    least: int = param(2, "", "variants of a contest", low=1)

    def applies(self, results: Results) -> bool:
        return len(results.variants) >= self.least and results.has("output_lost")

    def table(self, results: Results) -> pd.DataFrame:
        lost = results.summary(["output_lost"], ["network"]).sort_values("crisis").set_index("variant")["crisis"]
        return pd.DataFrame({"lost": [f"{value:.0f}" for value in lost]}, index=pd.Index(lost.index, name="variant"))

    def findings(self, results: Results) -> list[str]:
        return [f"{self.table(results).index[0]} wins."]

    def figures(self) -> Mapping[str, StudyFigure]:
        return {"bars": Bars()}
'''
PLOTS_OF_OURS = '''
"""A figure of our own: losses as bars."""

from dataclasses import dataclass

from matplotlib.figure import Figure

from jitagents.parameters import param
from jitagents.plots.figure import StudyFigure
from jitagents.results import Results


@dataclass(frozen=True)
class Bars(StudyFigure):
    """Output lost, a bar per variant."""

    caption = "The shorter a bar, the better the variant."
    colour: str = param("#0072b2", "", "of the bars")

    def drawable(self, results: Results) -> bool:
        return results.has_crisis

    def draw(self, results: Results) -> Figure:
        lost = results.summary(["output_lost"], ["network"])
        figure = Figure()
        axis = figure.add_subplot()
        axis.bar(lost["variant"], lost["crisis"], color=self.colour)
        axis.set_ylabel("output lost (units)")
        figure.suptitle("Output lost")
        return figure


@dataclass(frozen=True)
class Nothing(StudyFigure):
    """It returns no figure."""

    def draw(self, results: Results) -> Figure:
        return None


@dataclass(frozen=True)
class Broken(StudyFigure):
    """It fails in one of its methods, or when its file is made."""

    at: str = param("draw", "", "where it fails")

    def drawable(self, results: Results) -> bool:
        return self.at != "drawable" or 1 / 0 > 0

    def no_room(self, results: Results) -> str:
        return results.nothing if self.at == "no_room" else ""

    def draw(self, results: Results) -> Figure:
        if self.at == "draw":
            raise KeyError("shops")
        figure = Figure()
        figure.suptitle(r"$\\frac{$")
        return figure
'''
CONTEST, BARS = {"_target_": f"{PACKAGE}.views.Contest"}, {"_target_": f"{PACKAGE}.plots.Bars"}
