"""Figures of one daily series of one scope."""

from abc import ABC
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from jitagents.parameters import param
from jitagents.plots.figure import StudyFigure
from jitagents.plots.sizes import VARIANTS

if TYPE_CHECKING:
    from jitagents.results import Results

OUTPUTS = ("output", "output_value")
"""Names of output, in units and by value."""


@dataclass(frozen=True)
class SeriesFigure(StudyFigure, ABC):
    """A figure of a daily series, a panel per variant; a study has it if the series was kept day by day.

    Where the scope has several items, a series in units is drawn by value.
    """

    limits: ClassVar[dict[str, int]] = {VARIANTS: 25}

    metric: str = param("output", "", "a daily series")
    scope: str = param("network", "", "a scope of it")

    def drawable(self, results: "Results") -> bool:
        return bool(results.kept_as(self.metric, self.scope))
