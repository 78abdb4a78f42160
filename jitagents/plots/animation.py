"""One world day by day: output and deliveries against the calm twin, and the agents that the crisis acts on."""

from pathlib import Path

import numpy as np
import numpy.typing as npt
from matplotlib import rc_context
from matplotlib.animation import FuncAnimation, PillowWriter
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.collections import LineCollection
from matplotlib.colors import LinearSegmentedColormap, Normalize
from matplotlib.lines import Line2D

from jitagents.diagnosis.frames import Film
from jitagents.plots.drawing import STAR, Drawing
from jitagents.plots.style import CALM, CRISIS, GREY, INK, RC, Numbers, Picture

type Floats = npt.NDArray[np.float64]

SHARES = LinearSegmentedColormap.from_list("shares", [CRISIS, "#dedede", CALM])
"""Nothing, the same, twice as much."""
NORM = Normalize(0.0, 2.0)
FRAMES_A_SECOND, DPI = 8, 90
PAGE = {"animation.frame_format": "jpeg", "animation.embed_limit": 200}
"""Of a page: half the size of one with PNG, and no frame is left out for its size (megabytes)."""
FILMS = (".gif", ".html")
"""Ends of the names of files that a film is written to."""
WIDTH, HEIGHT = 9.6, 7.2
BIGGER, STARS = 1.5, 5.0
"""Circles against those of a figure on paper, and stars against circles."""


def animate(film: Film, target: Path) -> Path:
    """Write a film as a GIF; as a page with buttons to step through it if the name ends in `.html`."""
    with rc_context(RC | PAGE):
        stage = Stage(film)
        shown = FuncAnimation(stage.figure, stage.show, frames=len(film.days), init_func=list)
        if target.suffix.lower() == ".html":
            target.write_text(shown.to_jshtml(fps=FRAMES_A_SECOND), encoding="utf-8")
        else:
            shown.save(target, writer=PillowWriter(fps=FRAMES_A_SECOND), dpi=DPI)
    return target


class Stage:
    """The figure that changes from frame to frame: all that stands still is drawn once, and laid over what moves.

    Args:
        film: what is shown.
    """

    def __init__(self, film: Film) -> None:
        self.film, self.figure = film, Picture(WIDTH, HEIGHT, film.title)
        self.figure.set_dpi(DPI)
        self._drawing = Drawing(film.agents, film.lanes, set(), SHARES, NORM)
        self._drawing.size = self._drawing.size * BIGGER
        network, strip = self.figure.subplots(2, 1, height_ratios=(4, 1))
        moving = [*self._draw_network(network), *self._draw_strip(strip)]
        bar = self.figure.colorbar(ScalarMappable(NORM, SHARES), ax=network, shrink=0.7, aspect=30, pad=0.01)
        bar.set_ticks([0, 0.5, 1, 1.5, 2], labels=["0", "½", "1", "1½", "2 ×"])
        bar.set_label(f"output and deliveries,\nas a multiple of the {film.reference}")
        bar.outline.set_visible(False)
        self.figure.suptitle(film.title, x=0.01, ha="left")
        self._drawing.name_agents(self.figure, [network])
        self._still(moving)

    def _draw_network(self, axis: Axes) -> list[Artist]:
        """Lanes, agents and stars; those that move."""
        drawing = self._drawing
        self._lanes = LineCollection(list(drawing.ends()), cmap=SHARES, norm=NORM, linewidths=1.3)
        axis.add_collection(self._lanes)
        self._disrupted = axis.scatter([], [], marker="*", facecolor=STAR, edgecolor=INK, zorder=2)
        self._agents = axis.scatter(
            drawing.x, drawing.y, drawing.size, c=drawing.x, cmap=SHARES, norm=NORM, edgecolor=INK, zorder=3
        )
        self._day = axis.text(0.0, 0.98, "", transform=axis.transAxes, va="top", fontsize=11, fontweight="bold")
        star = Line2D([], [], marker="*", color="w", markerfacecolor=STAR, markeredgecolor=INK, markersize=13)
        axis.legend([star], ["disrupted today"], loc="lower left")
        drawing.frame(axis)
        axis.set_axis_off()
        return [self._lanes, self._disrupted, self._agents, self._day]

    def _draw_strip(self, axis: Axes) -> list[Artist]:
        """Output of final demand; what moves."""
        output, days, dashed = self.film.output, self.film.days, (0, (4, 1.5))
        label = self.film.reference
        axis.plot(output["day"], output["reference"], color=CALM, linestyle=dashed, linewidth=1.2, label=label)
        (self._line,) = axis.plot(output["day"], output["world"], color=CRISIS, linewidth=1.6, label="this world")
        self._now = axis.axvline(days[0], color=GREY, linewidth=0.8)
        axis.set(xlabel="day", ylabel="served\n(units/day)", xlim=(days[0] - 0.5, days[-1] + 0.5), ylim=(0, None))
        axis.yaxis.set_major_formatter(Numbers())
        axis.legend(loc="lower right", ncols=2)
        return [self._line, self._now]

    def _still(self, moving: list[Artist]) -> None:
        """Draw what stands still once, and put its picture over what moves: each frame is then drawn much faster."""
        axes = self.figure.axes
        still = [*self.figure.texts, *(one for axis in axes for one in axis.get_children() if one not in moving)]
        background = [self.figure.patch, *(axis.patch for axis in axes)]
        for artist in (*moving, *background):
            artist.set_visible(False)
        self.figure.canvas.draw()
        picture = np.array(self.figure.canvas.buffer_rgba())  # type: ignore[attr-defined]  # an Agg canvas
        for artist in still:
            artist.set_visible(False)
        for artist in (*moving, self.figure.patch):
            artist.set_visible(True)
        self.figure.figimage(picture, zorder=10)

    def show(self, frame: int) -> list[Artist]:
        """Show a day."""
        film, drawing, output = self.film, self._drawing, self.film.output
        day, disrupted = film.days[frame], film.affected[frame]
        self._agents.set_array(np.nan_to_num(film.shares[frame], nan=1.0))
        self._lanes.set_array(np.nan_to_num(film.brought[frame], nan=1.0))
        self._disrupted.set_offsets(np.column_stack([drawing.x[disrupted], drawing.y[disrupted]]))
        self._disrupted.set_sizes(STARS * drawing.size[disrupted])
        until = output[output["day"] <= day]
        self._line.set_data(until["day"], until["world"])
        self._now.set_xdata([day, day])
        self._day.set_text(f"day {day}")
        return []
