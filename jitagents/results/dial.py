"""The dial: losses between pure just-in-time and full buffers, by placement, at equal money."""

from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from jitagents.errors import InputError
from jitagents.results.estimate import Estimate

if TYPE_CHECKING:
    from jitagents.results import Results

KEY = "ordering.tension"
"""The parameter that is the dial."""
NEEDED = ("output_lost", "buffer_value", "stock_value")
"""Measures that findings along the dial need."""
ENDS = ("", "_low", "_high")


def turns_the_dial(results: "Results") -> bool:
    """Whether the levels of a study are positions of the dial, in a crisis, and all measures for it were recorded."""
    points = results.points
    return list(points) == ["level", KEY] and len(points) > 1 and results.has_crisis and results.has(*NEEDED)


class Dial:
    """A study along the dial.

    Args:
        results: of the study.

    Attributes:
        variants: the placements, in the order of the study.
        table: a row per position and variant, from pure just-in-time to full buffers. Columns: tension; variant; money
            (value of the stock that the budget adds, in the plan); and with 95 % intervals stock (stock value measured
            in calm), lost (output lost in the crisis, units), apart (that, less that of the first variant, on the same
            random numbers), index (the network's own tension in calm; only if it was measured).
        routes: paths of buffers that were found before the study, by variant; those without a step are left out.
        replications: behind every mean.

    Raises:
        InputError: the levels are not those of the dial, or something was not measured.
    """

    def __init__(self, results: "Results") -> None:
        if not turns_the_dial(results):
            needed = f"levels must be those of {KEY} alone, in a crisis, and {', '.join(NEEDED)} be measured"
            raise InputError(f"this study does not turn the dial: {needed}")
        self.variants, self._results = results.variants, results
        self.replications = results.replications["replication"].nunique()
        self._tension = dict(zip(results.points["level"], results.points[KEY].astype(float), strict=True))
        self._levels = sorted(self._tension, key=lambda level: -self._tension[level])
        found = results.manifest.routes
        self.routes = {name: found[name] for name in self.variants if name in found and found[name].steps}

    @cached_property
    def table(self) -> pd.DataFrame:
        results = self._results
        keys = pd.MultiIndex.from_product([self._levels, self.variants], names=["level", "variant"])
        summary = results.summary(scopes=["network"]).set_index(["metric", "level", "variant"])
        columns: dict[str, Any] = {
            "tension": keys.get_level_values("level").map(self._tension),
            "variant": keys.get_level_values("variant"),
        }
        columns["money"] = summary.loc["buffer_value"]["calm"].reindex(keys)
        measured = {"stock": ("stock_value", "calm"), "lost": ("output_lost", "crisis"), "index": ("tension", "calm")}
        for name, (metric, world) in measured.items():
            for end in ENDS if results.has(metric) else ():
                columns[name + end] = summary.loc[metric][world + end].reindex(keys)
        apart = pd.concat([self._apart(name) for name in self.variants]).set_index(["level", "variant"])
        columns |= {f"apart{end}": apart[f"crisis{end}"].reindex(keys) for end in ENDS}
        return pd.DataFrame({name: np.asarray(column) for name, column in columns.items()})

    def _apart(self, variant: str) -> pd.DataFrame:
        """Output lost under a variant, less that under the first, by level."""
        return self._results.compare(variant, self.variants[0], "output_lost", ["network"]).assign(variant=variant)

    def gap(self, a: str, b: str) -> Estimate[float]:
        """Output lost under a, less that under b, with all of the budget."""
        fullest = self._levels[-1]
        rows = self._results.compare(a, b, "output_lost", ["network"]).set_index("level")
        return Estimate.read(rows.loc[fullest], "crisis", "units")

    def of(self, variant: str) -> pd.DataFrame:
        """The rows of a variant, from pure just-in-time to full buffers."""
        return self.table[self.table["variant"] == variant].drop(columns="variant").reset_index(drop=True)


def mean(row: pd.Series, name: str) -> Estimate[float]:
    """A column of a row of the table, with its interval."""
    return Estimate.read(row, name)
