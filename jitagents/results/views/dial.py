"""View of the dial: a study between pure just-in-time and full buffers, at equal money."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import pandas as pd

from jitagents.results import dial_words
from jitagents.results.dial import turns_the_dial
from jitagents.results.units import Units
from jitagents.results.views.base import ConsoleTable, View
from jitagents.results.views.default import DefaultView

if TYPE_CHECKING:
    from jitagents.plots.figure import StudyFigure
    from jitagents.results import Results

REPLACED = ("levels", "tradeoff")
"""Figures of the default view whose place those of the dial take."""


@dataclass(frozen=True)
class DialView(View):
    """The dial: a row for each position, the hazard, findings on what money saves under each placement."""

    note: ClassVar[str] = DefaultView.note
    keeps_keys: ClassVar[bool] = True

    def applies(self, results: "Results") -> bool:
        return turns_the_dial(results)

    def table(self, results: "Results") -> pd.DataFrame:
        return dial_words.compact(results.dial()).rename(columns=Units.of(results.config).say)

    def findings(self, results: "Results") -> list[str]:
        sentences = map(Units.of(results.config).say, dial_words.findings(results.dial()))
        return [dial_words.hazard(results), *sentences]

    def figures(self) -> "Mapping[str, StudyFigure]":
        from jitagents.plots.frontier import FrontierFigure
        from jitagents.plots.tension import TensionFigure

        others = {name: one for name, one in DefaultView().figures().items() if name not in REPLACED}
        return {"tension": TensionFigure(), "frontier": FrontierFigure(), **others}

    def on_console(self, results: "Results", table: pd.DataFrame) -> ConsoleTable:
        loss, units = results.dial().loss, Units.of(results.config)
        unit = units.say(f" ({loss.unit})")
        names = [str(name).removesuffix(unit).removesuffix(units.say(f": {loss.label}")) for name in table]
        rows = [[str(place), *row] for place, row in zip(table.index, table.astype(str).to_numpy(), strict=True)]
        return ConsoleTable("unspent", names, rows)
