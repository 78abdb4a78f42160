"""View of a search: the best points, their service, and their distance to a bound."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

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
    """Points that searches found: a row for each in each variant, the best first."""

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
        rows = found[keys].map(told)
        if len(results.variants) > 1:
            rows.insert(0, "variant", found["variant"])
        index = pd.MultiIndex.from_frame(rows) if rows.shape[1] > 1 else pd.Index(rows.iloc[:, 0])
        columns = {
            "more than the best" if name == "apart" else name.replace("_", " "): [
                Estimate.read(row, name).with_interval for _, row in found.iterrows()
            ]
            for name in names
        }
        return pd.DataFrame({**columns, "served": found["served"].to_list()}, index=index)

    def findings(self, results: "Results") -> list[str]:
        found, keys = optimum(results), swept_keys(results.points)
        best, *others = [row for _, row in found[found["best"]].iterrows()]
        objective = str(results.config["design"]["objective"])
        under = f" under {best['variant']}" if others else ""
        cost = Estimate.read(best, objective)
        said = [f"Of the points that were tried, {_where(best, keys)}{under} is best: {objective} {cost}."]
        if best["served"] in SERVICE:
            said.append(f"{SERVICE[best['served']].capitalize()}.")
        if "gap" in best:
            gap = Estimate.read(best, "gap")
            said.append(f"That is {percent(gap.mean)} above the bound ({percent(gap.low)} to {percent(gap.high)}).")
        for row in others:
            but = f"; {SERVICE[row['served']]}" if row["served"] in SERVICE else ""
            more = Estimate.read(row, "apart")
            where = f"{row['variant']} at its best, {_where(row, keys)}"
            said.append(f"{where}: {objective} is {more} more, in the same worlds{but}.")
        return said

    def on_console(self, results: "Results", table: pd.DataFrame) -> ConsoleTable:
        return by_row(table, {str(name): str(name) for name in table})


def _where(row: "pd.Series[Any]", keys: Sequence[str]) -> str:
    """The values of the swept keys, in words."""
    return listed(f"{key.rpartition('.')[2].replace('_', ' ')} {told(row[key])}" for key in keys)
