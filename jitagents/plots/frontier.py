"""The frontier: what stock money saves, with the flows that it buffers on the way."""

from typing import Any

import pandas as pd
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import EngFormatter

from jitagents.plots.labels import spread
from jitagents.plots.style import COLOURS, GREY, INK, RC, THOUSANDS, Picture
from jitagents.results.dial import Dial
from jitagents.results.frontier import Knee, knee, stops
from jitagents.results.intervals import percent
from jitagents.results.route import in_days

AROUND = ((10, 8), (10, 20), (16, 30), (-10, -12), (-10, -24), (10, -14), (24, 40), (-24, -36), (-10, 12), (30, 14))
"""Where a label may stand beside its point, the best first (points)."""


def frontier(dial: Dial) -> Figure:
    """Draw the loss over the stock that is added along the first path that was found, the other placements in grey.

    Points on the curve are the ends of the steps; the ring is the knee.

    Args:
        dial: a study along the dial, with a path in it.
    """
    name, route = next(iter(dial.routes.items()))
    curve = dial.of(name)
    with rc_context(RC):
        figure = Picture(7.5, 4.8)
        axis = figure.add_subplot()
        for other in dial.variants:
            if other != name:
                _other(axis, dial.of(other), other)
        axis.fill_between(curve["money"], curve["lost_low"], curve["lost_high"], color=COLOURS[0], alpha=0.16, lw=0)
        axis.plot(
            curve["money"], curve["lost"], color=COLOURS[0], linewidth=1.6, label=f"{name}, mean and 95 % interval"
        )
        ends, bend = stops(curve, route), knee(curve)
        axis.plot(
            ends["money"], ends["lost"], "o", color=COLOURS[0], markersize=4.5, label="what is bought up to there"
        )
        if bend is not None:
            axis.plot(
                bend.money, bend.lost, "o", markersize=13, markerfacecolor="none", markeredgecolor=COLOURS[3],
                markeredgewidth=1.6, label="knee",
            )  # fmt: skip
        axis.set(xlabel="value of the added stock (money)", ylabel="output lost in the crisis (units)")
        axis.set_ylim(bottom=min(0.0, float(dial.table["lost_low"].min())))
        axis.xaxis.set_major_formatter(EngFormatter(sep=""))
        axis.yaxis.set_major_formatter(THOUSANDS)
        axis.grid(color="#eeeeee")
        axis.set_axisbelow(True)
        figure.legend(loc="outside lower left", ncols=4)
        figure.suptitle(_title(curve, bend, name), x=0.01, ha="left")
        beside: dict[str, Any] = {"textcoords": "offset points", "xytext": AROUND[0], "fontsize": 7.5, "color": INK}
        told = zip(ends["label"], ends["days"].astype(float), ends["money"], ends["lost"], strict=True)
        labels = [axis.annotate(f"{label} +{in_days(days)}", (x, y), **beside) for label, days, x, y in told]
        spread(figure, labels, AROUND, zip(curve["money"], curve["lost"], strict=True))
    return figure


def _other(axis: Axes, rows: pd.DataFrame, name: str) -> None:
    """Another placement, for comparison."""
    axis.plot(rows["money"], rows["lost"], color=GREY, linewidth=1.0, linestyle="--")
    end = rows.iloc[-1]
    axis.annotate(
        name, (end["money"], end["lost"]), (0, 4), textcoords="offset points", ha="right", va="bottom", color=GREY
    )


def _title(curve: pd.DataFrame, bend: Knee | None, name: str) -> str:
    """The finding: what the money up to the knee saves of all that is saved."""
    first, last = curve.iloc[0], curve.iloc[-1]
    if bend is None or not last["lost_high"] < first["lost_low"]:
        return f"Stock money against output lost, along the path of {name}"
    part, saved = bend.money / last["money"], (first["lost"] - bend.lost) / (first["lost"] - last["lost"])
    return f"The first {percent(part)} of the money bring {percent(saved)} of what all of it saves"
