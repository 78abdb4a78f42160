"""Stock value by tier in calm, or other money that is tied up, a bar per variant."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib import rc_context
from matplotlib.container import BarContainer
from matplotlib.figure import Figure

from jitagents.formatting import percent
from jitagents.parameters import param
from jitagents.plots.figure import StudyFigure
from jitagents.plots.sizes import VARIANTS
from jitagents.plots.style import INK, RC, Numbers, Picture, looks

if TYPE_CHECKING:
    from jitagents.results import Results

CAPTION = "Mean stock value of a calm day by tier, inputs included, with 95 % intervals; tier 0 faces final demand."
USUAL = "stock_value"

DOUBLE = 2.0
"""Ratio from which on it is told as such, not as a percentage that is added."""


@dataclass(frozen=True)
class StockFigure(StudyFigure):
    """Stock value, or another measure of money, by tier in calm, a bar per variant."""

    caption: ClassVar[str] = CAPTION
    limits: ClassVar[dict[str, int]] = {VARIANTS: 24}
    metric: str = param(USUAL, "", "a measure in money, e.g. working_capital")

    def drawable(self, results: "Results") -> bool:
        return any(scope.startswith("tier:") for scope in results.scopes) and results.has(self.metric)

    def draw(self, results: "Results") -> Figure:
        return stock(results.summary([self.metric]), results.definitions[self.metric].label)


def stock(summary: pd.DataFrame, label: str = "stock value") -> Figure:
    """Draw money by tier with 95 % intervals, goods flowing to the right as in the network.

    Args:
        summary: of one measure, for the tiers and the network; the first level is drawn.
        label: of the measure.
    """
    level = summary["level"].iloc[0]
    summary = summary[summary["level"] == level]
    rows = summary[summary["scope"].str.startswith("tier:")]
    tier = rows["scope"].str.removeprefix("tier:").astype(int)
    variants = list(pd.unique(rows["variant"]))
    with rc_context(RC):
        figure = Picture(min(max(7.5, 0.22 * len(rows)), 14.0), 4.5, CAPTION)
        axis = figure.add_subplot()
        ticks = sorted(pd.unique(tier), reverse=True)
        look = looks(variants)
        colours = {name: look[name].colour for name in variants}
        sns.barplot(
            x=tier, y=rows["calm"], hue=rows["variant"], order=ticks, hue_order=variants, palette=colours,
            saturation=1, errorbar=None, legend=False, edgecolor="white", ax=axis,
        )  # fmt: skip
        drawn = [container for container in axis.containers if isinstance(container, BarContainer)]
        for name, bars in zip(variants, drawn, strict=True):
            own = rows[rows["variant"] == name].set_index(tier[rows["variant"] == name]).loc[ticks]
            arms = np.nan_to_num([own["calm"] - own["calm_low"], own["calm_high"] - own["calm"]])
            middle = [bar.get_x() + bar.get_width() / 2 for bar in bars]
            axis.errorbar(middle, own["calm"], arms, fmt="none", ecolor=INK, elinewidth=1, capsize=2)
            for bar in bars:
                bar.set_hatch(look[name].hatch)
        axis.set_xticks(axis.get_xticks(), [f"tier {t}" if t else "tier 0\n(final demand)" for t in ticks])
        axis.tick_params(axis="x", length=0)
        axis.set(xlabel="", ylabel=f"{label} in calm (money)")
        axis.yaxis.set_major_formatter(Numbers())
        axis.grid(axis="y", color="#eeeeee")
        axis.set_axisbelow(True)
        figure.legend([bars[0] for bars in drawn], variants, loc="outside lower left", ncols=min(len(variants), 6))
        if (summary["calm"] < 0.0).any():
            axis.axhline(0.0, color=INK, linewidth=0.8)
        figure.suptitle(_title(summary, level, label), x=0.01, ha="left")
    return figure


def _title(summary: pd.DataFrame, level: str, label: str) -> str:
    """The finding, if it is clear: the variant with the most stock, and the tier of the difference."""
    at = f" ({level})" if level else ""
    total = summary[summary["scope"] == "network"].set_index("variant")
    first, most = str(total.index[0]), str(total["calm"].idxmax())
    if not total["calm_low"][most] > total["calm_high"][first] > 0:
        return f"{label.capitalize()} by tier{at}"
    value = summary[summary["scope"] != "network"].set_index(["variant", "scope"])["calm"]
    more = str((value[most] - value[first]).idxmax()).replace(":", " ")
    ratio = total["calm"][most] / total["calm"][first]
    worth = f"{percent(ratio - 1)} more {label} than" if ratio < DOUBLE else f"{ratio:.1f} times the {label} of"
    return f"{most} holds {worth} {first}; {more} adds the most{at}"
