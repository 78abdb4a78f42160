"""The stages of a chain: orders, and stock or backlog, period by period, a column of panels a stage."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import pandas as pd
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from jitagents.errors import InputError
from jitagents.formatting import words
from jitagents.plots.figure import StudyFigure
from jitagents.plots.sizes import VARIANTS
from jitagents.plots.style import GREY, RC, Picture, looks
from jitagents.results.service_words import MOST, chain_of

if TYPE_CHECKING:
    from jitagents.results import Results

CAPTION = (
    "A column a stage, final demand at the left. Above, the orders that it places; below, its stock on hand, or below "
    "zero its backorders. Means over the replications, in the crisis if there is one. Orders that swing more from "
    "stage to stage are the bullwhip."
)
SHOWN = ("order", "stock_units", "owed")
"""Daily series that are drawn."""


@dataclass(frozen=True)
class StagesFigure(StudyFigure):
    """Orders, and stock less backlog, of each stage of a short chain, in the crisis if there is one."""

    caption: ClassVar[str] = CAPTION
    limits: ClassVar[dict[str, int]] = {VARIANTS: 16}
    numbers: ClassVar[str] = "`results.daily()`"

    def drawable(self, results: "Results") -> bool:
        if not chain_of(results) or results.histories.empty:
            return False
        tiers = [f"tier:{tier}" for tier in range(len(chain_of(results)))]
        return all(results.kept_as(name, tier) == name for name in SHOWN for tier in tiers)

    def draw(self, results: "Results") -> Figure:
        if not self.drawable(results):
            raise InputError(
                f"stages: needs a chain of at most {MOST} agents, and {', '.join(SHOWN)} of its tiers kept day by day, "
                "each of one item"
            )
        names = chain_of(results)
        days = results.daily(SHOWN, [f"tier:{tier}" for tier in range(len(names))])
        return stages(days, names, "crisis" if results.has_crisis else "calm")


def stages(days: pd.DataFrame, names: Sequence[str], world: str) -> Figure:
    """Draw the mean orders of each stage above its mean net stock: what is on hand less what is owed.

    Args:
        days: daily table of SHOWN in the scopes of the tiers; the first level is drawn.
        names: of the stages, from final demand upstream: of tier 0, 1, …
        world: calm or crisis.
    """
    days = days[days["level"] == days["level"].iloc[0]]
    table = days.pivot_table(index=["variant", "scope", "day"], columns="metric", values=world, sort=False)
    table = table.assign(net=table["stock_units"] - table["owed"]).reset_index()
    variants = list(pd.unique(table["variant"]))
    with rc_context(RC):
        figure = Picture(2.6 * len(names) + 0.8, 5.2, CAPTION)
        grid = figure.subplots(2, len(names), sharex=True, sharey="row", squeeze=False)
        for tier, (name, (above, below)) in enumerate(zip(names, grid.T, strict=True)):
            rows = table[table["scope"] == f"tier:{tier}"]
            _lines(above, rows, variants, "order")
            _lines(below, rows, variants, "net")
            below.axhline(0, color=GREY, linewidth=0.8, zorder=1)
            above.set_title(name)
            below.set_xlabel("day")
            below.xaxis.set_major_locator(MaxNLocator(5, integer=True))
        grid[0, 0].set_ylabel("orders placed (units/day)")
        grid[1, 0].set_ylabel("stock less backlog (units)")
        grid[0, 0].set_ylim(bottom=0)
        figure.legend(*grid[0, 0].get_legend_handles_labels(), loc="outside lower left", ncols=min(len(variants), 5))
        figure.suptitle(_title(table, names), x=0.01, ha="left")
    return figure


def _lines(axis: Axes, rows: pd.DataFrame, variants: Sequence[str], metric: str) -> None:
    """A line a variant."""
    for name, look in looks(variants).items():
        own = rows[rows["variant"] == name]
        axis.step(own["day"], own[metric], where="mid", color=look.colour, linestyle=look.line, label=name)
    axis.grid(axis="y", color="#eeeeee")


def _title(table: pd.DataFrame, names: Sequence[str]) -> str:
    """The finding: the stage whose orders swing most."""
    top = table.iloc[int(table["order"].to_numpy().argmax())]
    at = names[int(str(top["scope"]).removeprefix("tier:"))]
    return f"Orders reach {words(float(top['order']))} units a day at {at} under {top['variant']}"
