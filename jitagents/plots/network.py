"""The network by tier, with the shock arriving: colour is the day of the first loss."""

from collections.abc import Collection

import numpy as np
import pandas as pd
from matplotlib import colormaps, rc_context
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.collections import LineCollection
from matplotlib.colors import Colormap, ListedColormap, Normalize
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from jitagents.plots import layout
from jitagents.plots.labels import Offset, Points, spread
from jitagents.plots.style import GREY, INK, RC, panels

CAPTION = (
    "Each circle is an agent, each line a lane; goods flow from the sources at the left to final demand at the right, "
    "and the area of a circle grows with its flow. The colour is the day of an agent's first loss of output against "
    "its calm twin, dark for early and light for late: the mean over the replications with a loss. White: no loss in "
    "at least half of the replications. Follow the coloured lanes from the star to see the shock arrive: drawn "
    "through where the seller loses output first, as when goods are missing; dotted where the buyer loses output "
    "first, as when orders are missing."
)
CALM_CAPTION = (
    "Each circle is an agent, each line a lane; goods flow from the sources at the left to final demand at the right, "
    "and the area of a circle grows with its flow."
)
NAMED = 60
"""Agents up to which every one is named."""
DENSE = 1000
"""Lanes, or agents, above which they are a bitmap inside an SVG."""
LARGEST, SEEN, MANY = 160.0, 18.0, 300
"""Areas (points squared) of the agent with the largest flow, and of the smallest of up to MANY that are affected."""
STAR, LANE, AFFECTED = "#00c8ff", "#aaaaaa", "#bb3754"
DOTTED = (0, (1.5, 1.5))
LATE = 0.95
"""Share of the affected agents whose day has a colour of its own; the last few share the lightest."""
HALF = 0.5
"""An agent counts as affected if it lost output in at least this share of the replications."""


def network(agents: pd.DataFrame, lanes: pd.DataFrame, losses: pd.DataFrame, targets: Collection[str] = ()) -> Figure:
    """Draw the network, a panel per variant, goods flowing to the right.

    Args:
        agents: name, tier, rate.
        lanes: seller, buyer.
        losses: variant, level, scope (`agent:NAME`), share, day; the first level is drawn.
        targets: names of the agents that the crisis acts on.
    """
    level = losses["level"].iloc[0]
    losses = losses[losses["level"] == level]
    variants = list(pd.unique(losses["variant"]))
    crisis = bool(losses["share"].notna().any())
    days = {name: _days(losses[losses["variant"] == name], agents["name"]) for name in variants}
    shown = variants if crisis else variants[:1]
    with rc_context(RC):
        tiers = int(agents["tier"].max()) + 1
        wide, high = min(max(1.25 * tiers, 6.0), 10.0), 4.8
        size = (wide, high) if len(shown) > 1 else (1.4 * wide, 1.3 * high)
        figure, axes = panels(len(shown), *size, CAPTION if crisis else CALM_CAPTION)
        colours = ListedColormap(colormaps["inferno"](np.linspace(0.12, 0.88, 200)))
        known = np.concatenate(list(days.values()))
        known = known[np.isfinite(known)]
        norm = Normalize(0.0, max(float(np.quantile(known, LATE)), 1.0) if len(known) else 1.0)
        drawing = Drawing(agents, lanes, set(targets), colours, norm)
        for axis, name in zip(axes, shown, strict=True):
            drawing.draw(axis, days[name])
            if crisis:
                axis.set_title(_panel_title(name, days[name], agents["tier"].to_numpy()))
        _explain(figure, drawing, crisis, bool((known > norm.vmax).any()))
        figure.suptitle(_title(days, agents["tier"].to_numpy(), level, crisis), x=0.01, ha="left")
        drawing.name_agents(figure, axes)
    return figure


def _days(losses: pd.DataFrame, names: "pd.Series[str]") -> np.ndarray:
    """Day of the first loss of each agent, NaN if it had none in at least half of the replications."""
    table = losses.set_index(losses["scope"].str.removeprefix("agent:")).reindex(names)
    return np.where(table["share"] >= HALF, table["day"], np.nan)


class Drawing:
    """Places, sizes and colours that the panels share."""

    def __init__(
        self, agents: pd.DataFrame, lanes: pd.DataFrame, targets: set[str], colours: Colormap, norm: Normalize
    ) -> None:
        self.names = agents["name"]
        self.tier = agents["tier"].to_numpy()
        self.seller = layout.rows_of(lanes["seller"], self.names)
        self.buyer = layout.rows_of(lanes["buyer"], self.names)
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

    def _lanes(self, axis: Axes, days: np.ndarray) -> None:
        """Lanes as lines; between affected agents, in the colour of the later day, dotted if the buyer is first."""
        ends = np.stack([np.column_stack([self.x[end], self.y[end]]) for end in (self.seller, self.buyer)], axis=1)
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

    def name_agents(self, figure: Figure, axes: list[Axes]) -> None:
        """Write the names beside the agents, targets and large ones first; none over another."""
        shown = np.arange(len(self.names)) if len(self.names) <= NAMED else np.flatnonzero(self.targeted)
        order = shown[np.lexsort((-self.size[shown], ~self.targeted[shown]))]
        halo = {"facecolor": "white", "alpha": 0.75, "linewidth": 0, "boxstyle": "square,pad=0.05"}
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


def _panel_title(name: str, days: np.ndarray, tier: np.ndarray) -> str:
    """The agents affected under a variant, and the day at final demand."""
    affected = np.isfinite(days)
    if not affected.any():
        return f"{name}: no agent is affected"
    front = days[affected & (tier == 0)]
    end = f"final demand after {front.min():.0f} days" if len(front) else "final demand is spared"
    return f"{name}: {affected.sum()} of {len(days)} agents affected, {end}"


def _title(days: dict[str, np.ndarray], tier: np.ndarray, level: str, crisis: bool) -> str:
    """The finding: when the shock reaches final demand, or how far it gets."""
    at = f" ({level})" if level else ""
    if not crisis:
        return f"The network: {len(tier)} agents by tier{at}"
    front = pd.Series({name: np.nanmin(np.append(day[tier == 0], np.inf)) for name, day in days.items()})
    if np.isfinite(front.min()):
        return f"The shock reaches final demand {_when(front)}{at}"
    reach = pd.Series({name: int(np.isfinite(day).sum()) for name, day in days.items()})
    spared = f"and not final demand{at}"
    if reach.min() == reach.max():
        every = "every variant" if len(reach) > 1 else reach.idxmax()
        return f"The shock reaches {reach.max()} of {len(tier)} agents under {every}, {spared}"
    most, least = (
        f"{count} under {name}" for count, name in ((reach.max(), reach.idxmax()), (reach.min(), reach.idxmin()))
    )
    return f"Of {len(tier)} agents, the shock reaches {most}, {least}, {spared}"


def _when(front: "pd.Series[float]") -> str:
    """The earliest and the latest variant, by whole days; infinite if final demand is spared."""
    first, last = str(front.idxmin()), str(front.idxmax())
    soon, late = f"{front[first]:.0f}", f"{front[last]:.0f}"
    if soon == late:
        return f"after {soon} days under {'every variant' if len(front) > 1 else first}"
    return f"after {soon} days under {first}, {late if np.isfinite(front[last]) else 'never'} under {last}"


def _explain(figure: Figure, drawing: Drawing, crisis: bool, later: bool) -> None:
    """Colour bar and legend."""
    marks = [Line2D([], [], marker="o", color="w", markeredgecolor=GREY, markersize=7, label="agent (size: flow)")]
    if crisis:
        colours = ScalarMappable(drawing.norm, drawing.colours)
        bar = figure.colorbar(
            colours, ax=figure.axes, shrink=0.6, aspect=30, pad=0.01, extend="max" if later else "neither"
        )
        bar.set_label("days from the start of the crisis to the first loss")
        bar.outline.set_visible(False)
        marks[0].set_label("not affected, or in fewer than half of the replications (size: flow)")
        marks.append(Line2D([], [], color=AFFECTED, label="lane, its seller affected first"))
        marks.append(Line2D([], [], color=AFFECTED, linestyle=DOTTED, label="lane, its buyer affected first"))
        if drawing.dense:
            marks[1:] = [Line2D([], [], color=AFFECTED, label="lane between affected agents")]
    if drawing.targeted.any():
        star = Line2D([], [], marker="*", color="w", markerfacecolor=STAR, markeredgecolor=INK, markersize=14)
        star.set_label("the crisis acts here")
        marks.append(star)
    marks.append(Line2D([], [], color=LANE, label="other lane; goods flow to the right"))
    wide = figure.get_figwidth()
    figure.legend(handles=marks, loc="outside lower left", ncols=5 if wide > 14 else 3 if wide > 11 else 2)
