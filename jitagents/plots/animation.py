"""One world day by day: who puts out less than in its calm twin, which lanes bring less, and who is struck."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib import rc_context
from matplotlib.animation import FuncAnimation, PillowWriter
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.colors import LinearSegmentedColormap, Normalize
from matplotlib.figure import Figure
from matplotlib.cm import ScalarMappable

from jitagents.plots.network import STAR, Drawing
from jitagents.plots.style import CALM, CRISIS, GREY, INK, RC, THOUSANDS, WINDOW, Picture

type Floats = npt.NDArray[np.float64]

SHARES = LinearSegmentedColormap.from_list("shares", [CRISIS, "#f3f0ea", CALM])
"""Of its calm output: nothing, the same, twice as much."""
