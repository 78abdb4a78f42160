"""Levels: measures along a swept parameter, a line per variant, a column of panels per value of a second one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pandas as pd
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, LogLocator, MaxNLocator, NullLocator, StrMethodFormatter

from jitagents.parameters import param
from jitagents.plots.figure import StudyFigure
from jitagents.plots.sizes import LEVELS, VARIANTS
from jitagents.plots.style import NOTHING, RC, Numbers, Picture, looks
from jitagents.points import told
from jitagents.results.sweep import Sweep, along, sweeps, too_many

if TYPE_CHECKING:
    from jitagents.results import Results

CAPTION = (
    "Each point is a variant at a value of what is swept: the mean over the replications, in the crisis if there is "
    "one. Bands are 95 % intervals of the means. Levels and variants share their random numbers, so that lines which "
    "follow each other's bends are told apart more surely than their bands say."
)
WIDE = 8.0
"""Largest over smallest value from which on the axis is logarithmic."""
TICKED, MARKED = 12, 60
"""Values up to which each has a tick, and a mark on each line."""
LETTER = 0.075
"""Width of a letter of a tick, inches."""


@dataclass(frozen=True)
class LevelsFigure(StudyFigure):
    """Measures of the network along a swept parameter, a line per variant; a second one makes columns of panels."""

    caption: ClassVar[str] = CAPTION
    limits: ClassVar[dict[str, int]] = {VARIANTS: 24, LEVELS: 2_000}

    metrics: Sequence[str] | None = param(None, "", "measures; None: days of output lost or late, and cost")
    world: str | None = param(None, "", "None: crisis if there is one", choices=(None, "calm", "crisis"))

    def drawable(self, results: "Results") -> bool:
        return sweeps(results)

    def no_room(self, results: "Results") -> str:
        return too_many(results) or super().no_room(results)

    def draw(self, results: "Results") -> Figure:
        return levels(along(results, self.metrics, self.world))


def levels(study: Sweep) -> Figure:
    """Draw the means with bands of 95 %.

    Args:
        study: along its sweep.
    """
    table, words, world = study.table, study.words, study.world
    along, *others = words
    metrics, columns = list(pd.unique(table["metric"])), _columns(table, others)
    with rc_context(RC):
        figure = Picture(max(7.5, 3.4 * len(columns)), 2.7 * len(metrics) + 0.9, CAPTION)
        grid = figure.subplots(len(metrics), len(columns), sharex=True, sharey="row", squeeze=False)
        for row, metric in zip(grid, metrics, strict=True):
            for axis, part in zip(row, columns.values(), strict=True):
                _panel(axis, part[part["metric"] == metric], along, world)
            row[0].set_ylabel(f"{study.definitions[metric].label}\nin {world} ({study.definitions[metric].unit})")
            row[0].yaxis.set_major_formatter(Numbers())
            if not table.loc[table["metric"] == metric, world].any():
                row[0].set_ylim(*NOTHING)
        for axis, name in zip(grid[0], columns, strict=True):
            axis.set_title(name)
        for axis in grid[-1]:
            _scale(axis, sorted(set(table[along])), figure.get_figwidth() / len(columns))
        grid[-1, 0].set_xlabel(words[along], loc="center" if len(columns) == 1 else "left")
        handles, labels = grid[0, 0].get_legend_handles_labels()
        figure.legend(handles, labels, loc="outside lower left", ncols=len(labels) if len(labels) < 8 else 4)
        figure.suptitle(_title(study, metrics[0]), x=0.01, ha="left")
    return figure


def _columns(table: pd.DataFrame, others: list[str]) -> dict[str, pd.DataFrame]:
    """The rows of each combination of the values of the other keys, by what the column is called."""
    if not others:
        return {"": table}
    short = [key.rpartition(".")[2] for key in others]
    return {
        ", ".join(f"{key} = {told(value)}" for key, value in zip(short, rows[others].iloc[0], strict=True)): rows
        for _, rows in table.groupby(others, sort=True)
    }


def _panel(axis: Axes, table: pd.DataFrame, along: str, world: str) -> None:
    for name, look in looks(list(pd.unique(table["variant"]))).items():
        rows = table[table["variant"] == name].sort_values(along)
        axis.fill_between(rows[along], rows[f"{world}_low"], rows[f"{world}_high"], color=look.colour, alpha=0.16, lw=0)
        axis.plot(
            rows[along], rows[world], color=look.colour, linestyle=look.line,
            marker=look.marker if len(rows) <= MARKED else "", markersize=4.5, linewidth=1.5, label=f"{name}",
        )  # fmt: skip
    axis.grid(color="#eeeeee")
    axis.set_axisbelow(True)


def _scale(axis: Axes, values: list[float], width: float) -> None:
    """Ticks at the values, unless these are many or close on a panel of so many inches; logarithmic where far apart."""
    far = values[0] > 0 and values[-1] >= WIDE * values[0]
    if far:
        axis.set_xscale("log")
    places = np.log(values) if far else np.array(values)
    room = np.diff(places) / max(places[-1] - places[0], 1e-300) * width
    if len(values) <= TICKED and (room > LETTER * max(len(f"{value:g}") for value in values)).all():
        axis.xaxis.set_major_locator(FixedLocator(values))
    else:
        axis.xaxis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0)) if far else MaxNLocator(8))
    axis.xaxis.set_minor_locator(NullLocator())
    axis.xaxis.set_major_formatter(StrMethodFormatter("{x:g}"))


def _title(study: Sweep, metric: str) -> str:
    """The finding, if it is clear: the best variant at both ends of the axis, at the first values of other keys."""
    along, *others = study.words
    label, name = study.definitions[metric].label, along.rpartition(".")[2]
    first = study.table.sort_values([*others, along])
    if others:
        first = first[(first[others] == first[others].iloc[0]).all(axis=1)]
    ends = first.iloc[[0, -1]]
    best = [study.least.get(level) for level in ends["level"]]
    if None in best:
        return f"{label.capitalize()} along {name}"
    low, high = map(told, ends[along])
    where = "".join(f", {key.rpartition('.')[2]} {told(ends[key].iloc[0])}" for key in others)
    if best[0] == best[1]:
        return f"{best[0]} has the least {label} at {name} {low} and {high}{where}"
    return f"{best[0]} has the least {label} at {name} {low}, {best[1]} at {name} {high}{where}"
