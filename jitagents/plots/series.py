"""Figures of one daily series of one scope."""

from abc import ABC
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from jitagents.parameters import param
from jitagents.plots.figure import StudyFigure
from jitagents.plots.sizes import VARIANTS

if TYPE_CHECKING:
    from jitagents.results import Results


@dataclass(frozen=True)
class SeriesFigure(StudyFigure, ABC):
    """A figure of a daily series, a panel per variant; a study has it if the series was kept day by day."""

    limits: ClassVar[dict[str, int]] = {VARIANTS: 25}

    metric: str = param("output", "", "a daily series")
    scope: str = param("network", "", "a scope of it")

    def drawable(self, results: "Results") -> bool:
        kept = results.histories
        return not kept.empty and bool(((kept["metric"] == self.metric) & (kept["scope"] == self.scope)).any())
