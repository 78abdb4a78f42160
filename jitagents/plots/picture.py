"""A network before any run: by tier, or on a map where it is known where its agents are."""

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib import colormaps, rc_context
from matplotlib.axes import Axes
from matplotlib.colors import Normalize
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from jitagents.plots.drawing import LANE, Drawing
from jitagents.plots.style import GREY, PALE, RC, Picture

type Floats = npt.NDArray[np.float64]

PLACES = (("latitude", "longitude"), ("lat", "lon"))
"""Free attributes that say where an agent is, in degrees."""
MARGIN, LEAST = 0.06, 1.0
"""Around the outermost agents: a share of the width, and degrees."""
FLATTEST = 0.35
"""Height of a map at least, as a share of its width."""
HEIGHT = 6.2


CAPTION = "Each circle is an agent, its area growing with its flow; each line is a lane."


def picture(name: str, agents: pd.DataFrame, lanes: pd.DataFrame) -> Figure:
    """Draw a network: a map of meridians and parallels where every agent has a place, else by tier.

    The map is equirectangular, true at its middle, and has no coast lines: it is drawn offline.

    Args:
        name: of the network.
        agents: name, tier, rate; latitude and longitude (or lat, lon) in degrees, if known.
        lanes: seller, buyer.
    """
    drawing = Drawing(agents, lanes, set(), colormaps["inferno"], Normalize(0.0, 1.0))
    where = places(agents)
    with rc_context(RC):
        tiers = int(agents["tier"].max()) + 1
        figure = Picture(*((min(max(1.75 * tiers, 8.4), 14.0), HEIGHT) if where is None else _size(*where)), CAPTION)
        axis = figure.subplots()
        if where is not None:
            drawing.x, drawing.y = where[1], where[0]
        drawing.draw(axis, np.full(len(agents), np.nan))
        if where is not None:
            _map(axis, *where)
        marks = [
            Line2D([], [], marker="o", color="w", markeredgecolor=GREY, markersize=7, label="agent (size: flow)"),
            Line2D([], [], color=LANE, label="lane" if where is not None else "lane; goods flow to the right"),
        ]
        figure.legend(handles=marks, loc="outside lower left", ncols=2)
        sizes = f"{len(agents):,} agents, {len(lanes):,} lanes, {tiers} tiers"
        figure.suptitle(f"{name.replace('_', ' ')}: {sizes}", x=0.01, ha="left")
        drawing.name_agents(figure, [axis])
    return figure


def places(agents: pd.DataFrame) -> tuple[Floats, Floats] | None:
    """Latitudes and longitudes (degrees) of all agents; None where any is not known or cannot be."""
    folded = {str(column).casefold(): column for column in agents}
    for names in PLACES:
        if all(name in folded for name in names):
            found = [pd.to_numeric(agents[folded[name]], errors="coerce").to_numpy(dtype=float) for name in names]
            if all((np.abs(one) <= most).all() for one, most in zip(found, (90.0, 180.0), strict=True)):
                return found[0], found[1]
    return None


def _size(latitude: Floats, longitude: Floats) -> tuple[float, float]:
    """Width and height (inches) of a map, and of what stands around it."""
    (south, north), (west, east) = _window(latitude, longitude)
    return 10.0, min(10.0 * (north - south) / ((east - west) * _narrowed(latitude)), 9.0) + 0.8


def _window(latitude: Floats, longitude: Floats) -> tuple[tuple[float, float], tuple[float, float]]:
    """Ends of a map in degrees, south and north, west and east; never a narrow strip."""
    wide = float(np.ptp(longitude)) / 2 * (1 + 2 * MARGIN) + LEAST
    high = max(float(np.ptp(latitude)) / 2 * (1 + 4 * MARGIN) + LEAST, FLATTEST * wide * _narrowed(latitude))
    middle, centre = (float(one.min() + one.max()) / 2 for one in (latitude, longitude))
    return (middle - high, middle + high), (centre - wide, centre + wide)


def _narrowed(latitude: Floats) -> float:
    """Length of a degree of longitude at the middle of a map, in degrees of latitude."""
    return max(float(np.cos(np.radians((latitude.min() + latitude.max()) / 2))), 0.1)


def _map(axis: Axes, latitude: Floats, longitude: Floats) -> None:
    """Degrees on both axes, as long at the middle of the map as they are there."""
    high, wide = _window(latitude, longitude)
    axis.set(xlim=wide, ylim=high)
    axis.set_aspect(1 / _narrowed(latitude), adjustable="box")
    axis.xaxis.set_major_locator(MaxNLocator(8))
    axis.yaxis.set_major_locator(MaxNLocator(6))
    axis.xaxis.set_major_formatter(lambda degrees, _: _degrees(degrees, "E", "W"))
    axis.yaxis.set_major_formatter(lambda degrees, _: _degrees(degrees, "N", "S"))
    axis.grid(color=PALE, linewidth=0.6, zorder=0)


def _degrees(degrees: float, above: str, below: str) -> str:
    return f"{abs(degrees):g}°{above if degrees > 0 else below if degrees < 0 else ''}"
