"""View of a sensitivity analysis: the keys that move each measure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import pandas as pd

from jitagents.results import sensitivity_words
from jitagents.results.sensitivity import estimates_sensitivity, sensitivity
from jitagents.results.units import Units
from jitagents.results.views.base import View

if TYPE_CHECKING:
    from jitagents.plots.figure import StudyFigure
    from jitagents.results import Results


@dataclass(frozen=True)
class SensitivityView(View):
    """Sensitivity: a row for each measure and key, with its indices."""

    note: ClassVar[str] = (
        "Alone: the share of a measure's variance that goes if a key is known (first-order index of Sobol'); with "
        "others: the share that is left if all but the key are known (total index). Effects are changes of the measure "
        "as a key goes through its whole range (Morris). Intervals are of 95 %, by the bootstrap over the points and "
        "the replications. “none”: the measure is the same at all points, or not defined at some."
    )
    keeps_keys: ClassVar[bool] = True

    def applies(self, results: "Results") -> bool:
        return estimates_sensitivity(results)

    def table(self, results: "Results") -> pd.DataFrame:
        return sensitivity_words.compact(sensitivity(results), dict(results.definitions))

    def findings(self, results: "Results") -> list[str]:
        say = Units.of(results.config).say
        return list(map(say, sensitivity_words.findings(sensitivity(results), dict(results.definitions))))

    def figures(self) -> "Mapping[str, StudyFigure]":
        from jitagents.plots.sensitivity import SensitivityFigure

        return {"sensitivity": SensitivityFigure()}
