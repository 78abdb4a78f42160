"""The style `ticks` and the context `paper` of seaborn 0.13, which takes its time to load (Waskom 2021, JOSS 6(60))."""

from typing import Any

TICKS: dict[str, Any] = {
    "axes.axisbelow": True,
    "axes.edgecolor": ".15",
    "axes.facecolor": "white",
    "axes.grid": False,
    "axes.labelcolor": ".15",
    **{f"axes.spines.{side}": True for side in ("left", "bottom", "right", "top")},
    "figure.facecolor": "white",
    "font.family": ["sans-serif"],
    "font.sans-serif": ["Arial", "DejaVu Sans", "Liberation Sans", "Bitstream Vera Sans", "sans-serif"],
    "grid.color": ".8",
    "grid.linestyle": "-",
    "lines.solid_capstyle": "round",
    "patch.edgecolor": "w",
    "patch.force_edgecolor": True,
    "text.color": ".15",
    "xtick.bottom": True,
    "xtick.color": ".15",
    "xtick.direction": "out",
    "xtick.top": False,
    "ytick.color": ".15",
    "ytick.direction": "out",
    "ytick.left": True,
    "ytick.right": False,
}
"""All but the colour map, which seaborn brings along."""

SIZES = {
    1: ("grid.linewidth", "patch.linewidth", "xtick.minor.width", "ytick.minor.width"),
    1.25: ("axes.linewidth", "xtick.major.width", "ytick.major.width"),
    1.5: ("lines.linewidth",),
    4: ("xtick.minor.size", "ytick.minor.size"),
    6: ("lines.markersize", "xtick.major.size", "ytick.major.size"),
    11: ("xtick.labelsize", "ytick.labelsize", "legend.fontsize"),
    12: ("font.size", "axes.labelsize", "axes.titlesize", "legend.title_fontsize"),
}
"""Points of the context `notebook`, of which `paper` has 0.8."""

PAPER: dict[str, Any] = {key: 0.8 * size for size, keys in SIZES.items() for key in keys}
