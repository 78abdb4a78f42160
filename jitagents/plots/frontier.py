"""The frontier: output lost over the value of stock, and the items that are buffered along the path."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pandas as pd
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Annotation

from jitagents.errors import InputError
from jitagents.formatting import percent
from jitagents.plots.figure import StudyFigure
from jitagents.plots.labels import spread
from jitagents.plots.sizes import LEVELS, VARIANTS
from jitagents.plots.style import COLOURS, CRISIS, GREY, INK, RC, Numbers, Picture, looks
from jitagents.results.dial import Dial, turns_the_dial
from jitagents.results.frontier import Knee, bought, knee

if TYPE_CHECKING:
    from jitagents.results import Results

CAPTION = (
    "Above, the output lost over the value of the stock that is added, along the path on which it falls fastest; each "
    "name stands where the first of that item is bought. The path was found in other replications than those drawn. "
    "The ring is the knee: the point furthest below the chord between the ends of the curve (Satopaa et al. 2011). "
    "Dashed: stock of the same value placed otherwise. Below, the days of cover that the money buys of each item."
)
BESIDE = ((6, 0), (6, 9), (6, -9), (6, 18), (6, -18), (6, 27), (6, -27), (-6, 9), (-6, -9))
ABOVE = ((14, 16), (20, 26), (28, 36), (10, 8), (36, 46), (4, -56), (4, -72), (-14, -16), (-20, -26))
"""Offsets of a label from its point, the best first (points)."""
ROOM = 1.22
"""Width of the figure, in widths of the curve: labels stand behind its end."""


@dataclass(frozen=True)
class FrontierFigure(StudyFigure):
    """The frontier: output lost over stock money, with the flows that the first path found buffers on the way."""

    caption: ClassVar[str] = CAPTION
    limits: ClassVar[dict[str, int]] = {VARIANTS: 24, LEVELS: 500}
    numbers: ClassVar[str] = "`results.dial().table`"

    def drawable(self, results: "Results") -> bool:
        return turns_the_dial(results) and bool(results.dial().routes)

    def draw(self, results: "Results") -> Figure:
        dial = results.dial()
        if not dial.routes:
            raise InputError(
                "no path of buffers was looked for, or none gains anything: use ordering/placement=marginal"
            )
        return frontier(dial)


def frontier(dial: Dial) -> Figure:
    """Draw the loss over the stock that is added along the first path that was found, and below it the cover it buys.

    The other placements are drawn dashed; the ring is the knee.

    Args:
        dial: a study along the dial, with a path in it.
    """
    name, route = next(iter(dial.routes.items()))
    curve = dial.of(name)
    cover = bought(route, float(curve["money"].iloc[-1]))
    with rc_context(RC):
        figure = Picture(7.5, 6.8, CAPTION)
        upper, lower = figure.subplots(2, sharex=True, height_ratios=(3, 2))
        for other in dial.variants:
            if other != name:
                _other(upper, dial.of(other), other)
        bend = _curve(upper, curve, name)
        upper.set_ylabel(f"{dial.loss.label} in the crisis ({dial.loss.unit})")
        upper.set_ylim(bottom=min(0.0, float(dial.table["lost_low"].min())))
        starts, names = _starts(upper, curve, cover), _cover(lower, cover)
        lower.set(xlabel="value of the added stock (money)", ylabel="cover that it buys (days)", ylim=(0, None))
        lower.set_xlim(curve["money"].iloc[0], ROOM * curve["money"].iloc[-1])
        lower.xaxis.set_major_formatter(Numbers())
        for axis in (upper, lower):
            axis.grid(color="#eeeeee")
            axis.set_axisbelow(True)
        figure.legend(loc="outside lower left", ncols=4)
        figure.suptitle(_title(curve, bend, name), x=0.01, ha="left")
        spread(figure, dict.fromkeys(starts, ABOVE))
        spread(figure, dict.fromkeys(names, BESIDE))
    return figure


def _curve(axis: Axes, curve: pd.DataFrame, name: str) -> Knee | None:
    """The loss along the path, with its band and its knee."""
    axis.fill_between(curve["money"], curve["lost_low"], curve["lost_high"], color=COLOURS[0], alpha=0.16, lw=0)
    axis.plot(
        curve["money"], curve["lost"], color=COLOURS[0], linewidth=1.6, marker="o", markersize=3.5,
        label=f"{name}, mean and 95 % interval",
    )  # fmt: skip
    bend = knee(curve)
    if bend is not None:
        axis.plot(
            bend.money, bend.lost, "o", markersize=13, markerfacecolor="none", markeredgecolor=CRISIS,
            markeredgewidth=1.6, label="knee", linestyle="",
        )  # fmt: skip
    axis.yaxis.set_major_formatter(Numbers())
    return bend


def _other(axis: Axes, rows: pd.DataFrame, name: str) -> None:
    """Another placement, for comparison."""
    axis.plot(rows["money"], rows["lost"], color=GREY, linewidth=1.0, linestyle="--")
    end = rows.iloc[-1]
    axis.annotate(name, (end["money"], end["lost"]), (6, 0), textcoords="offset points", va="center", color=GREY)


def _starts(axis: Axes, curve: pd.DataFrame, cover: pd.DataFrame) -> list[Annotation]:
    """The name of each item where the first of it is bought."""
    labels = []
    for name in cover:
        begins = cover.index[max(int(np.argmax(cover[name] > 0)) - 1, 0)]
        lost = float(np.interp(begins, curve["money"], curve["lost"]))
        labels.append(
            axis.annotate(
                str(name), (begins, lost), ABOVE[0], textcoords="offset points", fontsize=8, color=INK,
                arrowprops={"arrowstyle": "-", "color": GREY, "linewidth": 0.6, "shrinkA": 1, "shrinkB": 3},
            )
        )  # fmt: skip
    return labels


def _cover(axis: Axes, cover: pd.DataFrame) -> list[Annotation]:
    """Days of cover of each item over the money, its name behind the end of its line."""
    labels = []
    for name, look in looks([str(label) for label in cover]).items():
        axis.plot(cover.index, cover[name], color=look.colour, linestyle=look.line, linewidth=1.5)
        end = (cover.index[-1], cover[name].iloc[-1])
        labels.append(
            axis.annotate(
                name, end, BESIDE[0], textcoords="offset points", va="center", fontsize=8, color=INK
            )
        )  # fmt: skip
    return labels


def _title(curve: pd.DataFrame, bend: Knee | None, name: str) -> str:
    """The finding: the share of all savings that the money up to the knee brings."""
    first, last = curve.iloc[0], curve.iloc[-1]
    if bend is None or not last["lost_high"] < first["lost_low"]:
        return f"Stock value against output lost, along the path of {name}"
    part, saved = bend.money / last["money"], (first["lost"] - bend.lost) / (first["lost"] - last["lost"])
    return f"The first {percent(part)} of the added stock bring {percent(saved)} of what all of it saves"
