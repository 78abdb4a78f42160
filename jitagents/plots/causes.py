"""Causes of a shortage as flows, from their origins at the left to the shortage at the right."""

from textwrap import wrap
from typing import Any

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch, PathPatch, Rectangle
from matplotlib.path import Path

from jitagents.diagnosis.causes import Cause
from jitagents.diagnosis.words import Say, finding
from jitagents.formatting import words
from jitagents.plots.streams import DISRUPTION, GOODS, ORDERS, OTHER, Node, Streams
from jitagents.plots.style import COLOURS, CRISIS, GREY, INK, RC, Picture

COLUMN, LINE, LEAST = 1.75, 0.14, 3
"""Inches between columns, and of a line of a label; columns that there is room for, at least."""
BAR = 0.12
LETTERS, WIDE = 24, 9.2
"""Letters in a line of a label, and of the title for an inch."""
TALL = 2.6
"""Inches of the bars of the fullest column."""
COVERED = COLOURS[2]
TINTS = {GOODS: COLOURS[0], ORDERS: COLOURS[4], DISRUPTION: CRISIS, OTHER: GREY}
NAMES = {
    DISRUPTION: "the crisis", GOODS: "sent less by an agent", ORDERS: "ordered less or more", OTHER: "something else",
}  # fmt: skip


def causes(shortage: Cause, say: Say = str) -> Figure:
    """Draw the causes of a shortage; widths are amounts, in units of what is short.

    Lost sales that were not ordered again are drawn as a first cause; the causes behind them are in the text.

    Args:
        shortage: and all its causes.
        say: gives sentences and labels in the reader's language.
    """
    cause = shortage.until("lost_sales")
    title, streams = finding(cause, say), Streams(cause, say)
    columns = streams.columns
    scale = TALL / max(sum(node.height for node in column) for column in columns) if cause.children else 0.0
    tall, wide = max(_room(column, scale, say) for column in columns), COLUMN * max(len(columns), LEAST)
    with rc_context(RC):
        figure = Picture(wide + 0.2, tall + 1.0, title)
        axis = figure.add_subplot()
        bars = _bars(columns, tall, scale, say)
        _draw_flows(axis, streams, bars, scale)
        for bar in bars.values():
            bar.draw(axis)
        axis.set(xlim=(-0.05, wide), ylim=(-0.05, tall))
        axis.set_axis_off()
        _explain(figure, streams, say)
        figure.suptitle("\n".join(wrap(title, int(WIDE * wide))), x=0.01, ha="left")
    return figure


def _bars(columns: list[list[Node]], tall: float, scale: float, say: Say) -> "dict[int, Bar]":
    """The bars of all nodes, by their identity; each column in the middle of the height."""
    bars = {}
    for layer, column in enumerate(columns):
        top = (tall + _room(column, scale, say)) / 2
        for node in column:
            bars[id(node)] = Bar(node, COLUMN * (len(columns) - 1 - layer), top, scale, say)
            top -= _room([node], scale, say)
    return bars


def _room(nodes: list[Node], scale: float, say: Say) -> float:
    """Inches that some nodes take of their column."""
    return sum(node.height * scale + LINE * (len(_label(node, say)) + 1) for node in nodes)


def _label(node: Node, say: Say) -> list[tuple[str, str]]:
    """The lines above a bar, each with its colour."""
    name, *others = node.lines
    lines = [
        (name if len(name) <= LETTERS else f"{name[: LETTERS - 1]}…", INK),
        *((line, GREY) for other in others for line in wrap(other, LETTERS)),
    ]
    amount = say("{units} by day {day}" if node.layer else "{units} short by day {day}")
    lines.append((amount.format(units=words(node.out), day=node.day), INK))
    return lines + [(f"− {words(amount)} {say(what)}", COVERED) for what, amount in node.covered.items()]


class Bar:
    """A node as it is drawn.

    Args:
        node: the node.
        x: left edge, inches.
        top: top of its label, inches.
        scale: inches for a unit.
        say: gives labels in the reader's language.

    Attributes:
        lines: of the label, each with its colour.
        coming, going: where the next flow into it, and out of it, begins; from the top down.
    """

    def __init__(self, node: Node, x: float, top: float, scale: float, say: Say) -> None:
        self.node, self.x, self.label = node, x, top
        self.lines = _label(node, say)
        self.top = top - LINE * len(self.lines) - 0.03
        self.height, self.out = node.height * scale, node.out * scale
        self.coming = self.going = self.top

    def draw(self, axis: Axes) -> None:
        """The bar: the part that goes on, the covered part below it, and the label above."""
        tint = TINTS[self.node.kind]
        axis.add_patch(Rectangle((self.x, self.top - self.out), BAR, self.out, color=tint, lw=0, zorder=3))
        rest = self.height - self.out
        if rest > 0:
            corner = (self.x, self.top - self.height)
            axis.add_patch(
                Rectangle(corner, BAR, rest, facecolor="white", edgecolor=COVERED, hatch="////", lw=0.8, zorder=3)
            )
        for number, (line, colour) in enumerate(self.lines):
            weight = "normal" if number else "bold"
            y = self.label - LINE * number
            axis.text(self.x, y, line, color=colour, fontsize=7.5, fontweight=weight, va="top", zorder=4)


def _draw_flows(axis: Axes, streams: Streams, bars: dict[int, Bar], scale: float) -> None:
    """The flows as bands, stacked at each bar in the order of the bars at their other ends."""
    ends = {flow: [bars[id(streams.nodes[key])] for key in flow] for flow in streams.flows}
    from_, to = dict[Any, tuple[float, float]](), dict[Any, tuple[float, float]]()
    for flow in sorted(ends, key=lambda flow: -ends[flow][1].top):
        bar, wide = ends[flow][0], streams.flows[flow] * scale
        from_[flow] = bar.going, bar.going - wide
        bar.going -= wide
    for flow in sorted(ends, key=lambda flow: -ends[flow][0].top):
        bar, wide = ends[flow][1], streams.flows[flow] * scale
        to[flow] = bar.coming, bar.coming - wide
        bar.coming -= wide
    for flow, (start, end) in ends.items():
        tint = TINTS[start.node.kind]
        axis.add_patch(PathPatch(_band(start.x + BAR, from_[flow], end.x, to[flow]), color=tint, alpha=0.3, lw=0))


def _band(left: float, out: tuple[float, float], right: float, into: tuple[float, float]) -> Path:
    """A band between two vertical edges, each a top and a bottom."""
    middle = (left + right) / 2
    upper = [(left, out[0]), (middle, out[0]), (middle, into[0]), (right, into[0])]
    lower = [(right, into[1]), (middle, into[1]), (middle, out[1]), (left, out[1])]
    codes = [Path.MOVETO, Path.CURVE4, Path.CURVE4, Path.CURVE4, Path.LINETO, Path.CURVE4, Path.CURVE4, Path.CURVE4]
    return Path([*upper, *lower, (left, out[0])], [*codes, Path.CLOSEPOLY])


def _explain(figure: Figure, streams: Streams, say: Say) -> None:
    """The legend of what there is."""
    there = {node.kind for node in streams.nodes.values()}
    marks: list[Patch] = [Patch(color=TINTS[kind], label=say(name)) for kind, name in NAMES.items() if kind in there]
    if any(node.covered for node in streams.nodes.values()):
        marks.append(Patch(facecolor="white", edgecolor=COVERED, hatch="////", label=say("made up for")))
    figure.legend(handles=marks, loc="outside lower left", ncols=len(marks), fontsize=8)
