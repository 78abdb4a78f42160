"""The look that all figures share: colours told apart by everybody, and marks that stay apart in grey print."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from math import ceil

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

DPI = 150
INK, GREY, PALE = "#222222", "#767676", "#dddddd"
CALM, CRISIS, WINDOW = "#0072b2", "#d55e00", "#ececec"

COLOURS = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#b8a800", "#555555")
"""Okabe & Ito (2008), Color Universal Design; yellow darkened to be seen on white."""
MARKERS = "osD^vPX*"
LINES = ("-", "--", "-.", ":")
HATCHES = ("", "///", "...", "xxx", "\\\\\\", "+++", "ooo", "---")

RC = {
    "font.size": 9,
    "axes.titlesize": 10,
    "axes.titlelocation": "left",
    "axes.labelcolor": INK,
    "axes.edgecolor": GREY,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "figure.titlesize": 12,
    "figure.titleweight": "bold",
    "hatch.linewidth": 0.6,
    "legend.frameon": False,
    "svg.hashsalt": "jitagents",
    "xtick.color": INK,
    "ytick.color": INK,
}


@dataclass(frozen=True)
class Look:
    """How one variant is drawn in every figure."""

    colour: str
    marker: str
    line: str
    hatch: str


def looks(variants: Sequence[str]) -> dict[str, Look]:
    """A look for each variant, by its place in the order."""

    def look(at: int) -> Look:
        return Look(
            COLOURS[at % len(COLOURS)], MARKERS[at % len(MARKERS)], LINES[at % len(LINES)], HATCHES[at % len(HATCHES)]
        )

    return {name: look(at) for at, name in enumerate(variants)}


class Picture(Figure):
    """A figure that stands alone: no window, no global state, shown by notebooks as it is."""

    def __init__(self, width: float, height: float) -> None:
        super().__init__(figsize=(width, height), dpi=DPI, layout="constrained", facecolor="white")
        FigureCanvasAgg(self)

    def _repr_png_(self) -> bytes:
        return png(self)


def panels(count: int, width: float, height: float) -> tuple[Picture, list[Axes]]:
    """A figure with a grid of panels of the same size (inches) and scale, filled row by row."""
    columns = count if count < 3 else ceil(count**0.5)
    rows = ceil(count / columns)
    figure = Picture(width * columns, height * rows)
    axes = figure.subplots(rows, columns, sharex=True, sharey=True, squeeze=False).ravel()
    for axis in axes[count:]:
        axis.remove()
    for axis in axes[max(count - columns, 0) : count]:
        axis.tick_params(labelbottom=True)
    return figure, list(axes[:count])


def png(figure: Figure) -> bytes:
    """The figure as PNG, 150 dots an inch."""
    return _drawn(figure, "png", {"Software": None})


def svg(figure: Figure) -> bytes:
    """The figure as SVG, the same bytes for the same figure."""
    return _drawn(figure, "svg", {"Date": None})


def _drawn(figure: Figure, kind: str, metadata: dict[str, None]) -> bytes:
    image = BytesIO()
    with rc_context(RC):
        figure.savefig(image, format=kind, dpi=DPI, metadata=metadata)
    return image.getvalue()
