"""The dial: losses between pure just-in-time and full buffers, by placement, at equal money."""

from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from jitagents.errors import InputError
from jitagents.results.estimate import Estimate
from jitagents.results.final_loss import final_loss

if TYPE_CHECKING:
    from jitagents.results.base_tables import BaseTables

KEY = "ordering.unspent"
"""The parameter that is the dial."""
NEEDED = ("added_stock", "stock_value")
"""Measures that findings along the dial need, besides the loss."""
ENDS = ("", "_low", "_high")


def turns_the_dial(results: "BaseTables") -> bool:
    """Whether the levels of a study are positions of the dial, in a crisis, and all measures for it were recorded."""
    points = results.points
    measured = results.has_crisis and results.has(final_loss(results), *NEEDED)
    return list(points) == ["level", KEY] and len(points) > 1 and measured


class Dial:
    """A study along the dial.

    Args:
        results: of the study.

    Attributes:
        variants: the placements, in the order of the study.
        metric, loss: the measure of the loss, as `final_loss` names it, and the words for it.
        table: a row per position and variant, from pure just-in-time to full buffers. Columns: unspent
            (part of the budget); variant; money (value of the stock that the budget adds, in the plan); with 95 %
            intervals stock (stock value measured in calm), lost (the loss in the crisis), apart (that, less
            that of the first variant, on the same random numbers), tension (of the network, in calm; only if it was
            measured); elasticity (of the loss to the stock value from the position before to this one, d ln lost /
            d ln stock; NaN at the first, and where either does not fall or grow).
        routes: paths of buffers that were found before the study, by variant; those without a step are left out.
        replications: behind every mean.

    Raises:
        InputError: the levels are not those of the dial, or something was not measured.
    """

    def __init__(self, results: "BaseTables") -> None:
        if not turns_the_dial(results):
            needed = f"levels must be those of {KEY} alone, in a crisis"
            needed += f", and {', '.join((final_loss(results), *NEEDED))} be measured"
            raise InputError(f"this study does not turn the dial: {needed}")
        self.variants, self._results = results.variants, results
        self.metric = final_loss(results)
        self.loss = results.definitions[self.metric]
        self.replications = results.replications["replication"].nunique()
        self._unspent = dict(zip(results.points["level"], results.points[KEY].astype(float), strict=True))
        self._levels = sorted(self._unspent, key=lambda level: -self._unspent[level])
        found = results.manifest.routes
        self.routes = {name: found[name] for name in self.variants if name in found and found[name].steps}

    @cached_property
    def table(self) -> pd.DataFrame:
        results = self._results
        keys = pd.MultiIndex.from_product([self._levels, self.variants], names=["level", "variant"])
        summary = results.summary(scopes=["network"]).set_index(["metric", "level", "variant"])
        columns: dict[str, Any] = {
            "unspent": keys.get_level_values("level").map(self._unspent),
            "variant": keys.get_level_values("variant"),
        }
        columns["money"] = summary.loc["added_stock"]["calm"].reindex(keys)
        measured = {
            "stock": ("stock_value", "calm"), "lost": (self.metric, "crisis"), "tension": ("network_tension", "calm"),
        }  # fmt: skip
        for name, (metric, world) in measured.items():
            for end in ENDS if results.has(metric) else ():
                columns[name + end] = summary.loc[metric][world + end].reindex(keys)
        apart = pd.concat([self._apart(name) for name in self.variants]).set_index(["level", "variant"])
        columns |= {f"apart{end}": apart[f"crisis{end}"].reindex(keys) for end in ENDS}
        table = pd.DataFrame({name: np.asarray(column) for name, column in columns.items()})
        return table.assign(elasticity=_elasticity(table))

    def elasticity(self, variant: str) -> float:
        """Elasticity of the loss to the stock value over the whole dial, as in the table."""
        return float(_elasticity(self.table[self.table["variant"] == variant].iloc[[0, -1]]).iloc[-1])

    def _apart(self, variant: str) -> pd.DataFrame:
        """Loss under a variant, less that under the first, by level."""
        return self._results.compare(variant, self.variants[0], self.metric, ["network"]).assign(variant=variant)

    def gap(self, a: str, b: str) -> Estimate[float]:
        """Loss under a, less that under b, with all of the budget."""
        fullest = self._levels[-1]
        rows = self._results.compare(a, b, self.metric, ["network"]).set_index("level")
        return Estimate.read(rows.loc[fullest], "crisis", self.loss.unit)

    def of(self, variant: str) -> pd.DataFrame:
        """The rows of a variant, from pure just-in-time to full buffers."""
        return self.table[self.table["variant"] == variant].drop(columns="variant").reset_index(drop=True)


def _elasticity(table: pd.DataFrame) -> "pd.Series[float]":
    """Elasticity of the loss to the stock value, from the row of the same variant before to each."""
    known = table[["lost", "stock"]].where(table[["lost", "stock"]] > 0)
    steps = known.apply(np.log).groupby(table["variant"], sort=False).diff()
    return (steps["lost"] / steps["stock"].where(steps["stock"] != 0)).rename("elasticity")


def mean(row: pd.Series, name: str) -> Estimate[float]:
    """A column of a row of the table, with its interval."""
    return Estimate.read(row, name)
