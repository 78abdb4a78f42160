"""The look that all figures share: colours told apart by everybody, and marks that stay apart in grey print."""

import re
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from math import ceil
from pathlib import Path
from typing import Any

import seaborn as sns
from matplotlib import rc_context, rcParamsDefault
from matplotlib.axes import Axes
from matplotlib.backend_bases import RendererBase
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.text import Text
from matplotlib.ticker import Formatter

from jitagents.formatting import SCALES
from jitagents.plots.drawn_figure import Image
from jitagents.text import LAYOUT, visible

DPI = 150
INK, GREY, PALE = "#222222", "#767676", "#dddddd"
WINDOW = "#ececec"
NOTHING = (-0.05, 1.0)
"""Limits of the axis of a measure that is 0 everywhere: it could not be negative."""
COLOURS = tuple(sns.color_palette("colorblind", 8).as_hex())
CALM, CRISIS = COLOURS[0], COLOURS[3]
MARKERS = "osD^vPX*"
LINES = ("-", "--", "-.", ":")
HATCHES = ("", "///", "...", "xxx", "\\\\\\", "+++", "ooo", "---")

PNG: dict[str, Any] = {"metadata": {"Software": None}, "pil_kwargs": {"compress_level": 3}}
"""Options of a PNG: packed in half the time of the usual level 6, and about as small."""
COMMENTS = re.compile(rb"<!--.*?-->", re.DOTALL)
"""Comments in which matplotlib repeats each text that it draws."""

RC: dict[Any, Any] = {
    # A `matplotlibrc` in the current directory, perhaps a stranger's, could have LaTeX or another program run.
    **{key: value for key, value in rcParamsDefault.items() if key.startswith(("animation.", "pgf.", "svg.", "text."))},
    **sns.axes_style("ticks"),
    **sns.plotting_context("paper"),
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
    "text.parse_math": False,  # names with dollar signs are names
    "xtick.color": INK,
    "ytick.color": INK,
}


@dataclass(frozen=True)
class Look:
    """Colour, marker, line and hatch of one variant in every figure."""

    colour: str
    marker: str
    line: str
    hatch: str


class Numbers(Formatter):
    """Numbers of an axis as they are read: `250,000`, and from a million on `1.5 million`, `2 billion`, all alike."""

    def __call__(self, x: float, pos: int | None = None) -> str:
        """The words for one number."""
        return self.format_ticks([x])[0]

    def format_ticks(self, values: Sequence[float]) -> list[str]:
        """The words for all ticks, in the scale of the largest of them."""
        size = max(map(abs, values), default=0.0)
        scale, name = next(((one, name) for one, name in SCALES if size >= one), (1.0, ""))
        return [f"{value / scale:,.10g}{name if value else ''}" for value in values]


def looks(variants: Sequence[str]) -> dict[str, Look]:
    """A look for each variant, by its place in the order."""

    def look(at: int) -> Look:
        mark = at + at // len(COLOURS)  # a colour that comes again has other marks
        return Look(
            COLOURS[at % len(COLOURS)],
            MARKERS[mark % len(MARKERS)],
            LINES[mark % len(LINES)],
            HATCHES[mark % len(HATCHES)],
        )

    return {name: look(at) for at, name in enumerate(variants)}


class Picture(Figure):
    """A figure that stands alone: no window, no global state, shown by notebooks as it is.

    Args:
        width, height: inches.
        caption: how to read it; a report prints this below the figure.
    """

    def __init__(self, width: float, height: float, caption: str) -> None:
        super().__init__(figsize=(width, height), dpi=DPI, layout="constrained", facecolor="white")
        FigureCanvasAgg(self)
        self.caption = caption

    def suptitle(self, t: str, **options: Any) -> Text:
        """Set the title, which goes on in a second line where it is wider than the figure."""
        return super().suptitle(t, wrap=True, **options)

    def lay_out(self) -> None:
        """Lay the figure out once and for all; each file, and each look at the place of a label, would do it again."""
        if isinstance(self.get_layout_engine(), ConstrainedLayoutEngine):
            with rc_context(RC):
                self.draw_without_rendering()
            self.set_layout_engine(None)

    def draw(self, renderer: RendererBase) -> None:
        """Draw the figure; characters that cannot be seen are shown as their escapes."""
        for text in self.findobj(Text):
            words = text.get_text()
            if (shown := visible(words, LAYOUT)) != words:
                text.set_text(shown)
        with any_script():
            super().draw(renderer)

    def savefig(self, fname: Any, **options: Any) -> None:
        """Write the figure as matplotlib does; a drawing (SVG) without comments, which hold names as they are."""
        kind = str(options.get("format") or Path(str(fname)).suffix[1:]).lower()
        with rc_context(RC):
            if kind != "svg":
                super().savefig(fname, **options)
                return
            content = BytesIO()
            super().savefig(content, **{**options, "format": kind})
        drawing = COMMENTS.sub(b"", content.getvalue())
        if hasattr(fname, "write"):
            fname.write(drawing)
        else:
            Path(fname).write_bytes(drawing)

    def _repr_png_(self) -> bytes:
        return drawn(self, "png")


@contextmanager
def any_script() -> Iterator[None]:
    """Draw letters that the font does not have as boxes, without a warning for each."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from")
        yield


def panels(
    count: int, width: float, height: float, caption: str, x: str = "", y: str = ""
) -> tuple[Picture, list[Axes]]:
    """A figure with a grid of panels of the same size (inches) and scale, filled row by row.

    Args:
        caption: of the figure.
        x: words below the lowest panel of each column.
        y: words beside the first panel of each row.
    """
    columns = count if count < 3 else ceil(count**0.5)
    rows = ceil(count / columns)
    figure = Picture(width * columns, height * rows, caption)
    grid = figure.subplots(rows, columns, sharex=True, sharey=True, squeeze=False).ravel()
    for axis in grid[count:]:
        axis.remove()
    axes = list(grid[:count])
    for axis in axes[-columns:]:
        axis.tick_params(labelbottom=True)
        axis.set_xlabel(x)
    for axis in axes[::columns]:
        axis.set_ylabel(y)
    return figure, axes


def image(figure: Figure, caption: str = "") -> Image:
    """The figure at 150 dots an inch and as a drawing; the same bytes for the same figure.

    Args:
        figure: a figure of Matplotlib.
        caption: how to read it, unless it is a `Picture` with a caption of its own.
    """
    words = caption
    if isinstance(figure, Picture):
        words = figure.caption
        figure.lay_out()
    png, svg = drawn(figure, "png"), drawn(figure, "svg")
    return Image(figure.get_suptitle(), words, png, svg)


def drawn(figure: Figure, kind: str) -> bytes:
    """Return the bytes of a figure as `png`, at 150 dots an inch, or `svg`; the same for the same figure."""
    options: dict[str, Any] = {"metadata": {"Date": None}} if kind == "svg" else PNG
    content = BytesIO()
    figure.savefig(content, format=kind, dpi=DPI, **options)
    return content.getvalue()
