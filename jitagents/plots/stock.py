"""Where the stock is: its value by tier in calm, a bar per variant."""

import numpy as np
import pandas as pd
from matplotlib import rc_context
from matplotlib.figure import Figure
from matplotlib.ticker import EngFormatter

from jitagents.plots.style import INK, RC, Picture, looks


def stock(summary: pd.DataFrame) -> Figure:
    """Draw stock value by tier with 95 % intervals, goods flowing to the right as in the network.

    Args:
        summary: of stock_value, for the tiers and the network; the first level is drawn.
    """
    level = summary["level"].iloc[0]
    summary = summary[summary["level"] == level]
    rows = summary[summary["scope"].str.startswith("tier:")]
    tier = rows["scope"].str.removeprefix("tier:").astype(int)
    variants = list(pd.unique(rows["variant"]))
    wide = 0.8 / len(variants)
    with rc_context(RC):
        figure = Picture(min(max(7.5, 0.22 * len(rows)), 14.0), 4.5)
        axis = figure.add_subplot()
        for at, (name, look) in enumerate(looks(variants).items()):
            own = rows[rows["variant"] == name]
            arms = np.nan_to_num([own["calm"] - own["calm_low"], own["calm_high"] - own["calm"]])
            place = -tier[own.index] + (at - (len(variants) - 1) / 2) * wide
            bars = axis.bar(
                place, own["calm"], wide, color=look.colour, hatch=look.hatch, edgecolor="white", label=name
            )
            bars.errorbar = axis.errorbar(place, own["calm"], arms, fmt="none", ecolor=INK, elinewidth=1, capsize=2)
        ticks = sorted(pd.unique(tier), reverse=True)
        axis.set_xticks([-t for t in ticks], [f"tier {t}" if t else "tier 0\n(final demand)" for t in ticks])
        axis.tick_params(axis="x", length=0)
        axis.set_ylabel("stock value in calm (money)")
        axis.yaxis.set_major_formatter(EngFormatter(sep=""))
        axis.grid(axis="y", color="#eeeeee")
        axis.set_axisbelow(True)
        figure.legend(loc="outside lower left", ncols=min(len(variants), 6))
        figure.suptitle(_title(summary, level), x=0.01, ha="left")
    return figure


def _title(summary: pd.DataFrame, level: str) -> str:
    """The finding, if it is clear: who holds the most against the first variant, and where the difference lies."""
    at = f" ({level})" if level else ""
    total = summary[summary["scope"] == "network"].set_index("variant")
    first, most = str(total.index[0]), str(total["calm"].idxmax())
    if not total["calm_low"][most] > total["calm_high"][first] > 0:
        return f"Stock value by tier{at}"
    value = summary[summary["scope"] != "network"].set_index(["variant", "scope"])["calm"]
    more = str((value[most] - value[first]).idxmax()).replace(":", " ")
    times = f"{total['calm'][most] / total['calm'][first]:.1f} times"
    return f"{most} holds {times} the stock value of {first}; {more} adds the most{at}"
