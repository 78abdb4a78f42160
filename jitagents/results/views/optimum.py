"""View of a search: the best points, their service, and their distance to a bound."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import pandas as pd

from jitagents.formatting import percent
from jitagents.points import told
from jitagents.results.estimate import Estimate
from jitagents.results.optimum import NO, UNCLEAR, is_searched, optimum
from jitagents.results.phrases import listed
from jitagents.results.swept_columns import swept_keys
from jitagents.results.views.base import ConsoleTable, by_row
from jitagents.results.views.default import DefaultView

if TYPE_CHECKING:
    from jitagents.results import Results

SERVICE = {NO: "it does not serve as well as was asked", UNCLEAR: "whether it serves as well as was asked is not clear"}


@dataclass(frozen=True)
class OptimumView(DefaultView):
    """Points that a search found: a row for each, the best first."""

    note: ClassVar[str] = (
        "The points were chosen on other random numbers than those of this table, on which they are compared in pairs. "
        "Served: whether all measures of service reach what was asked, by their 95 % intervals."
    )
    keeps_keys: ClassVar[bool] = True

    def applies(self, results: "Results") -> bool:
        return is_searched(results)

    def table(self, results: "Results") -> pd.DataFrame:
        found, keys = optimum(results), swept_keys(results.points)
        names = [str(name) for name in found if f"{name}_low" in found]
        index = pd.MultiIndex.from_frame(found[keys].map(told)) if len(keys) > 1 else pd.Index(found[keys[0]].map(told))
        columns = {
            "more than the best" if name == "apart" else name.replace("_", " "): [
                Estimate.read(row, name).with_interval for _, row in found.iterrows()
            ]
            for name in names
        }
        return pd.DataFrame({**columns, "served": found["served"].to_list()}, index=index)

    def findings(self, results: "Results") -> list[str]:
        best = optimum(results).iloc[0]
        keys = swept_keys(results.points)
        where = listed(f"{key.rpartition('.')[2].replace('_', ' ')} {told(best[key])}" for key in keys)
        objective = str(results.config["design"]["objective"])
        said = [f"Of the points that were tried, {where} is best: {objective} {Estimate.read(best, objective)}."]
        if best["served"] in SERVICE:
            said.append(f"{SERVICE[best['served']].capitalize()}.")
        if "gap" in best:
            gap = Estimate.read(best, "gap")
            said.append(f"That is {percent(gap.mean)} above the bound ({percent(gap.low)} to {percent(gap.high)}).")
        return said

    def on_console(self, results: "Results", table: pd.DataFrame) -> ConsoleTable:
        return by_row(table, {str(name): str(name) for name in table})
