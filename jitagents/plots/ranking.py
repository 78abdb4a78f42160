"""Ranking of agents: loss, its first and last day, beside ranks by spend and centrality."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pandas as pd
from matplotlib import colormaps, rc_context
from matplotlib.axes import Axes
from matplotlib.colors import ListedColormap
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from jitagents.accounting.measures import MEASURES as METRICS
from jitagents.plots.figure import StudyFigure
from jitagents.plots.sizes import VARIANTS
from jitagents.plots.style import GREY, INK, RC, WINDOW, Look, Numbers, Picture, looks
from jitagents.results.centrality import MEASURES
from jitagents.results.ranking import Ranking, ranks_agents
from jitagents.results.ranking_words import SHOWN

if TYPE_CHECKING:
    from jitagents.results import Results

CAPTION = (
    "The agents whose loss costs the most final output, the worst at the top. Left: what is lost against the calm "
    "twin over the horizon. Middle: days from the start of the crisis to the first day of loss of final demand and to "
    "the last, means over the replications with a loss. Bars are 95 % intervals of the means. Right: its rank among "
    "all that were tried by what is spent with it and by its place in the network; a pale cell is an agent that the "
    "measure would not have pointed to."
)
WIDTHS = (3.2, 2.6, 2.4)
"""Of the panels, inches."""
APART = 0.6
"""Part of a row over which variants are spread."""
LONG = 24
"""Letters of a name that are shown."""


@dataclass(frozen=True)
class RankingFigure(StudyFigure):
    """Loss of the most critical agents and its days, with 95 % intervals, beside ranks by spend and centrality."""

    caption: ClassVar[str] = CAPTION
    limits: ClassVar[dict[str, int]] = {VARIANTS: 8}
    numbers: ClassVar[str] = "`results.ranking()`"

    def drawable(self, results: "Results") -> bool:
        return ranks_agents(results)

    def draw(self, results: "Results") -> Figure:
        return ranking(results.ranked, results.manifest.crisis_window)


def ranking(found: Ranking, window: Sequence[int] | None = None) -> Figure:
    """Draw the agents whose loss costs most in the first variant: loss and times of every variant, and ranks.

    Args:
        found: the ranking.
        window: first and last day of the crisis.
    """
    variants = found.variants
    order = list(found.of_variant(variants[0])[0].index[:SHOWN])
    tables = {name: found.of_variant(name)[0].loc[order] for name in variants}
    with rc_context(RC):
        figure = Picture(2.0 + sum(WIDTHS), 1.9 + 0.24 * len(order), CAPTION)
        loss, days, ranks = figure.subplots(1, 3, sharey=True, width_ratios=WIDTHS)
        for at, (name, look) in enumerate(looks(variants).items()):
            place = np.arange(len(order)) + APART * (at - (len(variants) - 1) / 2) / len(variants)
            _losses(loss, tables[name], place, look)
            _times(days, tables[name], place, look)
        _days_of_crisis(days, window)
        _ranks(ranks, tables[variants[0]], len(found.of_variant(variants[0])[0]))
        _name(loss, order, METRICS[found.metric].unit)
        figure.legend(handles=_legend(variants, found.disruption, window), loc="outside lower left", ncols=4)
        figure.suptitle(_title(found, variants[0]), x=0.01, ha="left")
    return figure


def _losses(axis: Axes, table: pd.DataFrame, place: np.ndarray, look: Look) -> None:
    arms = np.nan_to_num([table["loss"] - table["loss_low"], table["loss_high"] - table["loss"]])
    axis.errorbar(
        table["loss"],
        place,
        xerr=arms,
        color=look.colour,
        marker=look.marker,
        markersize=5,
        linestyle="none",
        capsize=2,
    )


def _times(axis: Axes, table: pd.DataFrame, place: np.ndarray, look: Look) -> None:
    """A line from the mean first day of loss to the mean last, over the replications with a loss."""
    with_loss = (table["loss_share"] > 0).to_numpy()
    table, place = table[with_loss], place[with_loss]
    axis.hlines(place, table["first_loss_if_any"], table["last_loss_if_any"], color=look.colour, linewidth=1.2)
    for name, fill in (("first_loss_if_any", "white"), ("last_loss_if_any", look.colour)):
        arms = np.nan_to_num([table[name] - table[f"{name}_low"], table[f"{name}_high"] - table[name]])
        axis.errorbar(
            table[name], place, xerr=arms, color=look.colour, marker=look.marker, markerfacecolor=fill, markersize=5,
            linestyle="none", capsize=2,
        )  # fmt: skip


def _days_of_crisis(axis: Axes, window: Sequence[int] | None) -> None:
    if window is not None:
        axis.axvspan(0, window[1] - window[0] + 1, color=WINDOW, lw=0, zorder=0)
    axis.set_xlim(left=0)
    axis.tick_params(axis="y", length=0)
    axis.xaxis.set_major_locator(MaxNLocator(5, integer=True))
    axis.set_xlabel("days since the crisis began")
    axis.set_title("first and last day of loss")


def _ranks(axis: Axes, table: pd.DataFrame, count: int) -> None:
    """A table of ranks: dark for the first of all agents, pale for the last."""
    ranks = table[[f"{name}_rank" for name in MEASURES]].to_numpy()
    colours = ListedColormap(colormaps["Blues_r"](np.linspace(0.25, 1.0, 256)))
    rows, columns = (np.arange(size + 1.0) for size in ranks.shape)
    axis.pcolormesh(columns, rows - 0.5, ranks, cmap=colours, vmin=1, vmax=count, edgecolor="white", linewidth=1)
    for (row, column), rank in np.ndenumerate(ranks):
        dark = rank < 1 + 0.4 * (count - 1)
        axis.text(column + 0.5, row, rank, ha="center", va="center", size=7, color="white" if dark else INK)
    axis.set_xticks(np.arange(len(MEASURES)) + 0.5, [own.label for own in MEASURES.values()], rotation=35, ha="right")
    axis.tick_params(length=0)
    axis.spines[:].set_visible(False)
    axis.set_title(f"rank among {count:,} by")


def _name(axis: Axes, order: Sequence[str], unit: str) -> None:
    names = [name if len(name) <= LONG else f"{name[: LONG - 1]}…" for name in order]
    axis.set_yticks(range(len(order)), names)
    axis.set_ylim(len(order) - 0.5, -0.5)
    axis.tick_params(axis="y", length=0)
    axis.grid(color="#eeeeee")
    axis.set_axisbelow(True)
    axis.set_xlim(left=min(axis.get_xlim()[0], 0.0))
    axis.xaxis.set_major_formatter(Numbers())
    axis.xaxis.set_major_locator(MaxNLocator(4))
    axis.set_xlabel(f"final output lost ({unit})")
    axis.set_title("loss, with 95 % intervals")


def _legend(variants: Sequence[str], disruption: str, window: Sequence[int] | None) -> list[Line2D | Patch]:
    several = {name: look for name, look in looks(variants).items() if len(variants) > 1}
    marks: list[Line2D | Patch] = [
        Line2D([], [], color=look.colour, marker=look.marker, linestyle="none", label=name)
        for name, look in several.items()
    ]
    for label, fill in (("first day of loss", "white"), ("last day of loss", GREY)):
        marks.append(Line2D([], [], color=GREY, marker="o", markerfacecolor=fill, linestyle="none", label=label))
    if window is not None:
        marks.append(Patch(color=WINDOW, label=f"days of the {disruption.replace('_', ' ')}"))
    return marks


def _title(found: Ranking, variant: str) -> str:
    """The finding: the agent whose loss costs most, and how high spend ranks it."""
    table, _ = found.of_variant(variant)
    first = str(table.index[0])
    what = f"The {found.disruption.replace('_', ' ')} of"
    if table["loss"][first] <= 0:
        return f"{what} none of {len(table)} agents costs final output"
    return f"{what} {first} costs most; by spend it has rank {table['spend_rank'][first]} of {len(table)}"
