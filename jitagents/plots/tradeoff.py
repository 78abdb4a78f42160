"""The price of resilience: a price in calm against the output that is lost, or late, in the crisis."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Annotation

from jitagents.accounting.measures import DEFINITIONS, Definition
from jitagents.formatting import percent
from jitagents.parameters import param
from jitagents.plots.figure import StudyFigure
from jitagents.plots.labels import spread
from jitagents.plots.level_words import in_order, short
from jitagents.plots.sizes import POINTS
from jitagents.plots.style import GREY, INK, NOTHING, RC, Look, Numbers, Picture, looks
from jitagents.results.final_loss import final_loss, has_values
from jitagents.results.judgement import may_judge
from jitagents.results.phrases import NAMED, listed

if TYPE_CHECKING:
    from jitagents.results import Results

CAPTION = (
    "Each point is a variant: what a calm day costs against what the crisis takes away. Bars are 95 % intervals of "
    "the means. Variants share their random numbers, so that differences between them are known better than the bars "
    "show. A variant is better than all those above and to the right of it. It has no clear loss where its interval "
    "holds 0 and ends below 5 % of the loss of the first variant: more replications could show a small one."
)
CALM_CAPTION = (
    "Each point is a variant: what a day costs against the share of demand filled on its day. Bars are 95 % intervals "
    "of the means. A variant is better than all those below and to the right of it."
)
AROUND = ((8, 6), (8, -14), (-8, 6), (-8, -14), (0, 12), (0, -20), (14, 18), (14, -26), (-14, 18), (-14, -26))
"""Offsets of a label from its point, the best first (points)."""

BESIDE: dict[str, Any] = {"textcoords": "offset points", "xytext": AROUND[0]}

CLOSE = AROUND[:6]
"""Those where it is clear which point a small label belongs to."""

LETTERS = 16
"""Most letters of the names of several levels at one place."""
SMALL = 0.05
"""Share of the loss of the first variant, up to which an interval that holds 0 may reach, to be told as no loss."""


@dataclass(frozen=True)
class TradeoffFigure(StudyFigure):
    """The price of resilience: a metric in calm against output lost or late in the crisis, a point per variant."""

    caption: ClassVar[str] = CAPTION
    limits: ClassVar[dict[str, int]] = {POINTS: 100}

    price: str = param("cost", "", "a measure that has a value in calm")

    def drawable(self, results: "Results") -> bool:
        return may_judge(results) and all(has_values(results, one) for one in (self.price, _gain(results)))

    def draw(self, results: "Results") -> Figure:
        gain = _gain(results)
        table = results.summary([self.price, gain], ["network"])
        return tradeoff(
            table, self.price, gain, judge=may_judge(results), known=results.definitions, points=results.points
        )


def _gain(results: "Results") -> str:
    """The measure that a price is set against."""
    return final_loss(results) if results.has_crisis else "fill_rate"


def tradeoff(
    summary: pd.DataFrame,
    price: str = "cost",
    gain: str = "output_lost",
    *,
    judge: bool = True,
    known: Mapping[str, Definition] = DEFINITIONS,
    points: pd.DataFrame | None = None,
) -> Figure:
    """Draw a point per variant with 95 % intervals both ways; with levels, a line along them.

    Args:
        summary: of the network, with the metrics `price` and `gain`.
        price: a metric that has a value in calm.
        gain: what the price is set against: a loss in the crisis; without a crisis the fill rate.
        known: the words for measures.
        judge: whether a smaller loss is better; False where calm service has collapsed or demand is the crisis.
        points: `level`, and a column for each swept key; None: levels are called and ordered as in the summary.
    """
    crisis = bool(summary["crisis"].notna().any())
    table = _positions(summary, price, gain, crisis)
    words = {} if points is None else short(points)
    line = table if points is None else in_order(table, points)
    with rc_context(RC):
        figure = Picture(7.5, 4.8, CAPTION if crisis else CALM_CAPTION)
        axis = figure.add_subplot()
        names: list[Annotation] = []
        levels: list[Annotation] = []
        for name, look in looks(list(pd.unique(table["variant"]))).items():
            of_variant = line[line["variant"] == name]
            _points(axis, of_variant, look)
            names.append(_name(axis, of_variant, name))
            levels += _levels(axis, of_variant, look, words)
        axis.set(
            xlabel=_axis(known[price], "in calm"),
            ylabel=_axis(known[gain], "in the crisis") if crisis else "fill rate (%)",
        )
        axis.margins(x=0.15, y=0.12 if crisis else 0.15)
        if crisis:
            axis.axhline(0, color=GREY, linewidth=0.8, zorder=1)
            if table["y_high"].any() or table["y_low"].any():
                axis.set_ylim(bottom=min(axis.get_ylim()[0], -0.06 * axis.get_ylim()[1]))
            else:
                axis.set_ylim(*NOTHING)
        axis.grid(color="#eeeeee")
        for side in (axis.xaxis, axis.yaxis):
            side.set_major_formatter(Numbers())
        better = "better: to the lower left" if crisis else "better: to the upper left"
        axis.annotate(
            better if judge else "not to be judged: see the findings",
            (0.99, 0.98),
            xycoords="axes fraction",
            ha="right",
            va="top",
            color=GREY,
            style="italic",
        )
        figure.suptitle(_title(table, known[price].label, known[gain].label, crisis and judge), x=0.01, ha="left")
        spread(
            figure,
            dict.fromkeys(names, AROUND) | dict.fromkeys(levels, CLOSE),
            zip(table["x"], table["y"], strict=True),
        )
    return figure


def _positions(summary: pd.DataFrame, price: str, gain: str, crisis: bool) -> pd.DataFrame:
    """variant, level, and x and y with their ends."""
    keys = ["variant", "level"]
    column, factor = ("crisis", 1.0) if crisis else ("calm", 100.0)
    table = summary.loc[summary["metric"] == price, keys].reset_index(drop=True)
    for axis, metric, part, scale in (("x", price, "calm", 1.0), ("y", gain, column, factor)):
        rows = summary[summary["metric"] == metric].reset_index(drop=True)
        for end in ("", "_low", "_high"):
            table[axis + end] = rows[part + end] * scale
    return table


def _points(axis: Axes, table: pd.DataFrame, look: Look) -> None:
    """Draw the points of a variant."""
    axis.errorbar(
        table["x"],
        table["y"],
        yerr=_arms(table, "y"),
        xerr=_arms(table, "x"),
        color=look.colour,
        marker=look.marker,
        linestyle=look.line,
        markersize=7,
        capsize=3,
        linewidth=1.2,
    )


def _name(axis: Axes, table: pd.DataFrame, name: str) -> Annotation:
    """Write the name of a variant beside its last point; it is placed when all is drawn, as those of levels are."""
    last = table.iloc[-1]
    return axis.annotate(name, (last["x"], last["y"]), color=INK, fontweight="bold", **BESIDE)


def _levels(axis: Axes, table: pd.DataFrame, look: Look, words: Mapping[str, str]) -> list[Annotation]:
    """Write the level beside each point of a variant, in its colour, if there are several."""
    if len(table) == 1:
        return []
    places = dict[tuple[str, str], list[int]]()
    for row, (x, y) in enumerate(zip(table["x"], table["y"], strict=True)):
        places.setdefault((f"{x:.6g}", f"{y:.6g}"), []).append(row)
    names = [words.get(level, level) for level in table["level"]]
    return [
        axis.annotate(
            _together([names[row] for row in rows]), (table["x"].iloc[rows[0]], table["y"].iloc[rows[0]]),
            color=look.colour, fontsize=7, **BESIDE,
        )
        for rows in places.values()
    ]  # fmt: skip


def _together(levels: list[str]) -> str:
    """The names of levels at one place, or how many they are where their names take more room."""
    text = ", ".join(levels)
    return text if len(levels) == 1 or len(text) <= LETTERS else f"{len(levels)} levels"


def _arms(table: pd.DataFrame, way: str) -> np.ndarray:
    """Distances to the ends of the intervals, (2, points); 0 where there is no interval."""
    return np.nan_to_num([table[way] - table[f"{way}_low"], table[f"{way}_high"] - table[way]])


def _axis(words: Definition, world: str) -> str:
    """The words of an axis: label, world and unit."""
    return f"{words.label} {world} ({words.unit})"


def _title(table: pd.DataFrame, label: str, gain: str, judge: bool) -> str:
    """The finding, if it is clear: the savings of the best variant at the first level, and their price."""
    level = table["level"].iloc[0]
    rows = table[table["level"] == level].set_index("variant")
    first = rows.iloc[0]
    spared = rows[_spared(rows, first["y"])]
    best = rows.loc[spared["x"].idxmin() if len(spared) else rows["y"].idxmin()]
    if not judge or not best["y_high"] < first["y_low"] or not first["x"] > 0:
        return f"{label.capitalize()} against {gain}"
    more, at = best["x"] / first["x"] - 1, f" ({level})" if level else ""
    price = f"at {percent(abs(more))} {'more' if more >= 0 else 'less'} {label} than {first.name} in calm{at}"
    if not len(spared):
        less = "fewer" if gain.startswith("days") else "less"
        return f"{best.name} has {percent(1 - best['y'] / first['y'])} {less} {gain}, {price}"
    loss = f"no {'clear ' if spared['y_high'].any() else ''}{gain}"
    if len(spared) == 1:
        return f"{best.name} has {loss}, {price}"
    who = listed(map(str, spared.index)) if len(spared) <= NAMED else f"{len(spared)} variants"
    return f"{who} have {loss}; {best.name} is the cheapest of them, {price}"


def _spared(rows: pd.DataFrame, loss: float) -> "pd.Series[bool]":
    """Whether a variant is without loss: its interval holds 0, and ends at a small share of the loss of the first."""
    return (rows["y_low"] <= 0) & (rows["y_high"] <= SMALL * loss)
