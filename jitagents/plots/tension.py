"""The dial: output lost between pure just-in-time and full buffers, a curve per placement, at equal money."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from jitagents.formatting import percent
from jitagents.plots.figure import StudyFigure
from jitagents.plots.sizes import LEVELS, VARIANTS
from jitagents.plots.style import INK, RC, Numbers, Picture, looks
from jitagents.points import told
from jitagents.results.dial import Dial, turns_the_dial

if TYPE_CHECKING:
    from jitagents.results import Results

CAPTION = (
    "The dial: at the left pure just-in-time, at the right all of the budget; above, the value of the stock that it "
    "adds, the same for every curve. Each curve is a way to place it. Lines are means of the output lost against the "
    "calm twin, bands their 95 % intervals. The curves share their random numbers, so that differences between them "
    "are known better than the bands show. If it was measured, the lower panel has the network tension: "
    "the share of the outages of sellers that is expected to reach final demand, one at a time."
)


@dataclass(frozen=True)
class TensionFigure(StudyFigure):
    """The dial: output lost between pure just-in-time and full buffers, a curve per placement, at equal money."""

    caption: ClassVar[str] = CAPTION
    limits: ClassVar[dict[str, int]] = {VARIANTS: 24, LEVELS: 500}
    numbers: ClassVar[str] = "`results.dial().table`"

    def drawable(self, results: "Results") -> bool:
        return turns_the_dial(results)

    def draw(self, results: "Results") -> Figure:
        return tension(results.dial())


def tension(dial: Dial) -> Figure:
    """Draw the loss, and below it the network tension if it was measured, with bands of 95 %.

    Args:
        dial: the study along the dial.
    """
    shown = [("lost", f"{dial.loss.label} in the crisis ({dial.loss.unit})")]
    if "tension" in dial.table:
        shown.append(("tension", "network tension in calm"))
    with rc_context(RC):
        figure = Picture(7.5, 4.8 if len(shown) == 1 else 7.2, CAPTION)
        heights = [3, 2][: len(shown)]
        axes = figure.subplots(len(shown), sharex=True, squeeze=False, height_ratios=heights)[:, 0]
        for axis, (name, words) in zip(axes, shown, strict=True):
            _panel(axis, dial, name)
            axis.set_ylabel(words)
        axes[0].yaxis.set_major_formatter(Numbers())
        axes[0].set_ylim(bottom=min(0.0, dial.table["lost_low"].min()))
        if len(axes) > 1:  # from zero, so that a small change does not look like a fall
            axes[1].set_ylim(bottom=min(0.0, dial.table["tension_low"].min()))
        low, high = dial.table["unspent"].min(), dial.table["unspent"].max()
        axes[-1].set(
            xlim=(high, low),
            xlabel=f"unspent part of the budget: {told(high)} {_word(high)}to {told(low)} {_word(low)}".strip(),
        )
        _price(axes[0], dial)
        handles, labels = axes[0].get_legend_handles_labels()
        figure.legend(handles, labels, loc="outside lower left", ncols=2)
        figure.suptitle(_title(dial), x=0.01, ha="left")
    return figure


def _panel(axis: Axes, dial: Dial, column: str) -> None:
    """A line and a band per placement."""
    for name, look in looks(dial.variants).items():
        rows = dial.of(name)
        axis.fill_between(
            rows["unspent"], rows[f"{column}_low"], rows[f"{column}_high"], color=look.colour, alpha=0.16, lw=0
        )
        axis.plot(
            rows["unspent"], rows[column], color=look.colour, marker=look.marker, linestyle=look.line,
            markersize=4.5, linewidth=1.5, clip_on=False, label=f"{name}, mean and 95 % interval",
        )  # fmt: skip
    axis.grid(color="#eeeeee")
    axis.set_axisbelow(True)


def _word(position: float) -> str:
    return {1.0: "(pure just-in-time) ", 0.0: "(full buffers)"}.get(float(position), "")


def _price(axis: Axes, dial: Dial) -> None:
    """The money of the positions along the top, if it is the same for all placements."""
    rows = {name: dial.of(name)[["unspent", "money"]].to_numpy(dtype=float) for name in dial.variants}
    (first, least), *_, (last, most) = rows[dial.variants[0]]
    if not all(np.allclose(other, rows[dial.variants[0]]) for other in rows.values()):
        return
    slope = (most - least) / (last - first)
    top = axis.secondary_xaxis(
        "top",
        functions=(
            lambda at: least + slope * (np.asarray(at, dtype=float) - first),
            lambda money: first + (np.asarray(money, dtype=float) - least) / slope,
        ),
    )
    top.set_xlabel("value of the added stock (money)", color=INK)
    top.xaxis.set_major_formatter(Numbers())


def _title(dial: Dial) -> str:
    """The finding, if it is clear: savings of the best placement against the worst with all of the budget."""
    full = {name: dial.of(name).iloc[-1] for name in dial.variants}
    order = sorted(full, key=lambda name: float(full[name]["lost"]))
    least, most = order[0], order[-1]
    bare = dial.of(least).iloc[0]
    if least == most:
        if not full[least]["lost_high"] < bare["lost_low"]:
            return "Output lost along the dial"
        return f"Full buffers under {least} save {percent(1 - full[least]['lost'] / bare['lost'])} of the loss"
    gap = dial.gap(most, least)
    if gap.unsure or not gap.mean:
        return "Output lost along the dial, at equal money"
    saved = {name: percent(1 - full[name]["lost"] / bare["lost"]) for name in (least, most)}
    return f"At equal money, {least} saves {saved[least]} of the loss, {most} {saved[most]}"
