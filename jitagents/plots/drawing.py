"""A network as it is drawn: agents as circles by tier, lanes as lines between them, names beside the agents."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.colors import Colormap, Normalize

from jitagents.plots import layout
from jitagents.plots.labels import Offset, Points, spread
from jitagents.plots.style import GREY, INK, Picture

NAMED = 60
"""Agents up to which every one is named."""
DENSE = 1000
"""Lanes, or agents, above which they are a bitmap inside an SVG."""
LARGEST, SEEN, MANY = 160.0, 18.0, 300
"""Areas (points squared) of the agent with the largest flow, and of the smallest of up to MANY that are affected."""
APART = 0.025
"""Distance between lanes of the same agents, as a share of the height of all agents."""
STAR, LANE = "#00c8ff", "#aaaaaa"
DOTTED = (0, (1.5, 1.5))


class Drawing:
    """Places, sizes and colours that the panels share."""

    def __init__(
        self, agents: pd.DataFrame, lanes: pd.DataFrame, targets: set[str], colours: Colormap, norm: Normalize
    ) -> None:
        self.names = agents["name"]
        self.tier = agents["tier"].to_numpy()
        self.seller = layout.rows_of(lanes["seller"], self.names)
        self.buyer = layout.rows_of(lanes["buyer"], self.names)
        between = pd.Series(self.seller).groupby([self.seller, self.buyer])
        self._aside = (between.cumcount() - (between.transform("size") - 1) / 2).to_numpy()
        self.x, self.y = layout.places(self.tier, self.seller, self.buyer)
        self.targeted = self.names.isin(targets).to_numpy()
        rate = agents["rate"].fillna(0.0).clip(lower=0.0).to_numpy()
        largest = LARGEST * min(1.0, (NAMED / len(agents)) ** 0.75)
        self.size = largest * (0.15 + 0.85 * (rate / max(rate.max(), 1e-12)) ** 0.5)
        self.colours, self.norm = colours, norm
        self.dense = max(len(agents), len(lanes)) > DENSE

    def draw(self, axis: Axes, days: np.ndarray) -> None:
        """One panel: lanes, agents that are not affected, agents that are, and stars for targets."""
        affected = np.isfinite(days)
        self._lanes(axis, days)
        thin = 0.8 if len(affected) <= NAMED else 0.4
        least = min(SEEN, max(SEEN / 3, SEEN * MANY / max(affected.sum(), 1)))
        axis.scatter(
            self.x[~affected],
            self.y[~affected],
            self.size[~affected],
            facecolor="white",
            edgecolor=GREY,
            linewidth=thin,
            zorder=2,
            rasterized=self.dense,
        )
        axis.scatter(
            self.x[affected],
            self.y[affected],
            np.maximum(self.size[affected], least),
            c=days[affected],
            cmap=self.colours,
            norm=self.norm,
            edgecolor=INK,
            linewidth=thin,
            zorder=3,
            rasterized=self.dense,
        )
        axis.scatter(
            self.x[self.targeted], self.y[self.targeted], 260, marker="*", facecolor=STAR, edgecolor=INK, zorder=4
        )
        self.frame(axis)
        axis.set_yticks([])
        tiers = range(int(self.tier.max()) + 1)
        axis.set_xticks([-t for t in tiers], [f"tier {t}" if t else "tier 0\n(final demand)" for t in tiers])
        axis.tick_params(length=0)
        axis.spines[:].set_visible(False)

    def frame(self, axis: Axes) -> None:
        """Set the limits of a panel, with room for names at the right of final demand."""
        axis.set(xlim=(self.x.min() - 0.3, self.x.max() + 0.9), ylim=(-1.08, 1.05))

    def ends(self) -> np.ndarray:
        """The ends of the lanes, seller and buyer, x and y `(lanes, 2, 2)`; lanes between the same agents lie apart."""
        ends = np.stack([np.column_stack([self.x[end], self.y[end]]) for end in (self.seller, self.buyer)], axis=1)
        ends[:, :, 1] += (APART * (self.y.max() - self.y.min() or 2.0) * self._aside)[:, None]
        return ends

    def _lanes(self, axis: Axes, days: np.ndarray) -> None:
        """Lanes as lines; between affected agents, in the colour of the later day, dotted if the buyer is first."""
        ends = self.ends()
        first, second = days[self.seller], days[self.buyer]
        arrival = np.maximum(first, second)
        spared = np.isnan(arrival)
        back = "-" if self.dense else DOTTED
        for some, line, above in ((spared, "-", 1), (first <= second, "-", 2.5), (first > second, back, 2.5)):
            many = max(int(some.sum()), 1)
            lines = LineCollection(list(ends[some]), linestyles=[line], zorder=above, rasterized=self.dense)
            lines.set(
                linewidths=1.1 if many <= 150 else 0.6 if many <= DENSE else 0.3, alpha=max(0.05, min(0.8, 300 / many))
            )
            lines.set_color(LANE if above == 1 else self.colours(self.norm(arrival[some])))
            lines.set_antialiased(not self.dense)
            axis.add_collection(lines)

    def name_agents(self, figure: Picture, axes: list[Axes]) -> None:
        """Write the names beside the agents, targets and large ones first; none over another."""
        figure.lay_out()  # names take no part in it
        shown = np.arange(len(self.names)) if len(self.names) <= NAMED else np.flatnonzero(self.targeted)
        order = shown[np.lexsort((-self.size[shown], ~self.targeted[shown]))]
        halo = {"facecolor": "white", "alpha": 0.92, "linewidth": 0, "boxstyle": "square,pad=0.08"}
        labels = {
            axis.annotate(
                self.names.iloc[i],
                (self.x[i], self.y[i]),
                textcoords="offset points",
                xytext=(0, 0),
                va="center",
                fontsize=7,
                fontweight="bold" if self.targeted[i] else "normal",
                bbox=halo,
                zorder=5,
                in_layout=False,
                annotation_clip=False,
            ): _beside(self.size[i], self.targeted[i])
            for axis in axes
            for i in order
        }
        dots: Points = zip(self.x, self.y, strict=True) if len(self.names) <= NAMED else ()
        spread(figure, labels, dots)


def _beside(size: float, targeted: bool) -> tuple[Offset, ...]:
    """Places of a name, the best first: at the right of its dot, then left, below and above (points)."""
    gap = size**0.5 / 2 + (5 if targeted else 2)
    return (gap, 0), (-gap, 0), (0, -gap - 5), (0, gap + 5)
