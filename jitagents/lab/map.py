"""The network as a figure of the laboratory: firms as circles by tier, lanes as lines, names where there is room."""

import numpy as np
import pandas as pd
from bokeh.core.properties import value
from bokeh.models import ColumnDataSource, CustomJS, HoverTool, Range1d
from bokeh.plotting import figure as Figure
from matplotlib import colormaps
from matplotlib.colors import Normalize, to_hex

from jitagents.lab.look import CALM, FONT, GREY, INK, figure
from jitagents.plots.drawing import LANE, STAR, Drawing

PIXELS = 2.4
"""Width of a circle on the screen against that of a figure on paper (points)."""
ROOM = 760
"""Width of the figure from which all names are written."""
SHORT = 12
"""Firms up to which the names are written on small screens too."""


class Map:
    """The network, whose circles and lines change colour and size.

    Args:
        agents: name, tier, rate.
        lanes: seller, buyer.
        targets: names of the firms that the crisis acts on.
        title: of the figure.
        tier: the word for a tier, and that for tier 0.
        ghosts: whether a dashed ring shows the usual size of each circle.

    Attributes:
        plot: the figure.
        firms: a row a firm: place, name, size, colour, edge.
        ways: a row a lane: ends, colour, width.
        stars: places of the targets.
        seller, buyer: rows of the firms that a lane connects `(lanes,)`.
    """

    def __init__(
        self, agents: pd.DataFrame, lanes: pd.DataFrame, targets: list[str], title: str, tier: tuple[str, str],
        *, ghosts: bool = False,
    ) -> None:  # fmt: skip
        self._drawing = drawing = Drawing(agents, lanes, set(targets), colormaps["inferno"], Normalize())
        self.seller, self.buyer = drawing.seller, drawing.buyer
        self.size = PIXELS * np.sqrt(drawing.size)
        self._names = [str(name) for name in agents["name"]]
        ends = drawing.ends()
        self.firms = ColumnDataSource({
            "x": drawing.x, "y": drawing.y, "name": self._names, "size": self.size, "usual": self.size,
            "colour": ["#ffffff"] * len(agents), "edge": [GREY] * len(agents), "said": [""] * len(agents),
        })  # fmt: skip
        self.ways = ColumnDataSource({
            "x0": ends[:, 0, 0], "y0": ends[:, 0, 1], "x1": ends[:, 1, 0], "y1": ends[:, 1, 1],
            "colour": [LANE] * len(lanes), "width": [1.0] * len(lanes),
        })  # fmt: skip
        self.stars = ColumnDataSource({"x": [], "y": []})
        self.plot = self._figure(title, tier, ghosts)
        self.aim(targets)

    def _figure(self, title: str, tier: tuple[str, str], ghosts: bool) -> Figure:
        drawing = self._drawing
        wide = Range1d(start=float(drawing.x.min()) - 0.25, end=float(drawing.x.max()) + 0.65)
        plot = figure(
            title, height=620, x_range=wide, y_range=Range1d(start=-1.06, end=1.06), tools="tap", active_tap="tap"
        )
        plot.grid.visible = plot.yaxis.visible = False
        tiers = range(int(drawing.tier.max()) + 1)
        plot.xaxis.ticker = [-one for one in tiers]
        plot.xaxis.major_label_overrides = {
            -one: f"{tier[0]} {one}" if one else tier[1].replace(" ", "\n") for one in tiers
        }
        plot.xaxis.axis_line_color = plot.xaxis.major_tick_line_color = None
        plot.segment("x0", "y0", "x1", "y1", source=self.ways, color="colour", line_width="width", alpha=0.75)
        if ghosts:
            plot.scatter(
                "x", "y", source=self.firms, size="usual", fill_color=None, line_color=CALM, line_width=1.6,
                line_dash=[3, 2], nonselection_line_alpha=1.0,
            )  # fmt: skip
        circles = plot.scatter(
            "x", "y", source=self.firms, size="size", fill_color="colour", line_color="edge", line_width=1.4,
            nonselection_fill_alpha=1.0, nonselection_line_alpha=1.0, selection_line_color=INK, selection_line_width=4,
        )  # fmt: skip
        plot.scatter("x", "y", source=self.stars, size=24, marker="star", fill_color=STAR, line_color=INK)
        names = plot.text(
            "x", "y", "name", source=self.firms, x_offset=12, y_offset=4, text_font_size="12px", text_font=value(FONT),
            text_color=INK, background_fill_color="white", background_fill_alpha=0.75,
            nonselection_text_alpha=1.0, selection_text_font_style="bold",
        )  # fmt: skip
        names.visible = len(self._names) <= SHORT
        if not names.visible:
            room = CustomJS(args={"names": names, "plot": plot, "room": ROOM}, code=WIDE_ENOUGH)
            plot.js_on_change("inner_width", room)
        plot.add_tools(HoverTool(renderers=[circles], tooltips="<b>@name</b><br>@said"))
        return plot

    def aim(self, targets: list[str]) -> None:
        """Put the stars at some firms."""
        rows = [self._names.index(name) for name in targets if name in self._names]
        self.stars.data = {"x": self._drawing.x[rows], "y": self._drawing.y[rows]}

    def downstream(self, row: int) -> np.ndarray:
        """The lanes by which a firm's goods go on to others, whether in a part or in a whole `(lanes,)`."""
        reached = np.zeros(len(self._names), dtype=bool)
        reached[row] = True
        for _ in range(len(self._names)):
            before = reached.sum()
            reached[self.buyer[reached[self.seller]]] = True
            if reached.sum() == before:
                break
        return reached[self.seller]


WIDE_ENOUGH = "names.visible = plot.inner_width >= room"


def colours_of(values: np.ndarray, most: float, colourmap: str = "inferno") -> list[str]:
    """Colours of numbers from 0 to `most`, dark for small ones; white where there is no number."""
    shades = colormaps[colourmap](0.12 + 0.76 * np.clip(np.nan_to_num(values) / max(most, 1e-12), 0, 1))
    return ["#ffffff" if np.isnan(number) else to_hex(shade) for number, shade in zip(values, shades, strict=True)]
