"""The network by tier, with the crisis arriving: colour is the day of the first loss."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pandas as pd
from matplotlib import colormaps, rc_context
from matplotlib.cm import ScalarMappable
from matplotlib.colors import ListedColormap, Normalize
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from jitagents.parameters import param
from jitagents.plots.drawing import DOTTED, LANE, STAR, Drawing
from jitagents.plots.figure import StudyFigure
from jitagents.plots.sizes import AGENTS, VARIANTS
from jitagents.plots.style import GREY, INK, RC, panels
from jitagents.results.base_tables import LOSSES
from jitagents.results.crisis_words import crisis_of
from jitagents.results.cube import pick
from jitagents.results.judgement import may_judge

if TYPE_CHECKING:
    from jitagents.results import Results

CAPTION = (
    "Each circle is an agent, each line a lane; goods flow from the sources at the left to final demand at the right, "
    "and the area of a circle grows with its flow. The colour is the day of an agent's first loss of output against "
    "its calm twin, dark for early and light for late: the mean over the replications with a loss. White: no loss in "
    "at least half of the replications. Follow the coloured lanes from the star to see the crisis arrive: drawn "
    "through where the seller loses output first, as when goods are missing; dotted where the buyer loses output "
    "first, as when orders are missing."
)
CALM_CAPTION = (
    "Each circle is an agent, each line a lane; goods flow from the sources at the left to final demand at the right, "
    "and the area of a circle grows with its flow."
)
AFFECTED = "#bb3754"
LATE = 0.95
"""Share of the affected agents whose day has a colour of its own; the last few share the lightest."""
HALF = 0.5
"""An agent counts as affected if it lost output in at least this share of the replications."""


@dataclass(frozen=True)
class NetworkFigure(StudyFigure):
    """The network by tier, coloured by the day of the first loss; a panel per variant, or one alone."""

    caption: ClassVar[str] = CAPTION
    limits: ClassVar[dict[str, int]] = {VARIANTS: 16, AGENTS: 200_000}
    numbers: ClassVar[str] = "`results.first_loss()`"

    variant: str | None = param(None, "", "the only one that is drawn; None: all")

    def drawable(self, results: "Results") -> bool:
        return any(scope.startswith("agent:") for scope in results.scopes) and results.has(*LOSSES)

    def draw(self, results: "Results") -> Figure:
        chosen = results.variants if self.variant is None else pick([self.variant], results.variants, "variants")
        agents = results.first_loss()
        agents = agents[agents["scope"].str.startswith("agent:") & agents["variant"].isin(chosen)]
        if not may_judge(results):
            agents = agents.assign(share=np.nan)  # nothing that is missing is a loss
        targets = results.manifest.targets
        return network(results.agents, results.lanes, agents, targets, _crisis(results))


def _crisis(results: "Results") -> str:
    """The name of the only disruption, in words; else `crisis`."""
    disruptions = list(crisis_of(results.config, results.manifest) or ())
    return disruptions[0].replace("_", " ") if len(disruptions) == 1 else "crisis"


def network(
    agents: pd.DataFrame,
    lanes: pd.DataFrame,
    losses: pd.DataFrame,
    targets: Collection[str] = (),
    crisis: str = "crisis",
) -> Figure:
    """Draw the network, a panel per variant, goods flowing to the right.

    Args:
        agents: name, tier, rate.
        lanes: seller, buyer.
        losses: variant, level, scope (`agent:NAME`), share, day; the first level is drawn.
        targets: names of the agents that the crisis acts on.
        crisis: the crisis in words, for the title.
    """
    level = losses["level"].iloc[0]
    losses = losses[losses["level"] == level]
    variants = list(pd.unique(losses["variant"]))
    in_crisis = bool(losses["share"].notna().any())
    days = {name: _days(losses[losses["variant"] == name], agents["name"]) for name in variants}
    shown = variants if in_crisis else variants[:1]
    with rc_context(RC):
        tiers = int(agents["tier"].max()) + 1
        wide, high = min(max(1.25 * tiers, 6.0), 10.0), 4.8
        size = (wide, high) if len(shown) > 1 else (1.4 * wide, 1.3 * high)
        figure, axes = panels(len(shown), *size, CAPTION if in_crisis else CALM_CAPTION)
        colours = ListedColormap(colormaps["inferno"](np.linspace(0.12, 0.88, 200)))
        known = np.concatenate(list(days.values()))
        known = known[np.isfinite(known)]
        norm = Normalize(0.0, max(float(np.quantile(known, LATE)), 1.0) if len(known) else 1.0)
        drawing = Drawing(agents, lanes, set(targets), colours, norm)
        for axis, name in zip(axes, shown, strict=True):
            drawing.draw(axis, days[name])
            if in_crisis:
                axis.set_title(_panel_title(name, days[name], agents["tier"].to_numpy()))
        _explain(figure, drawing, in_crisis, bool((known > norm.vmax).any()))
        figure.suptitle(_title(days, agents["tier"].to_numpy(), level, crisis if in_crisis else ""), x=0.01, ha="left")
        drawing.name_agents(figure, axes)
    return figure


def _days(losses: pd.DataFrame, names: "pd.Series[str]") -> np.ndarray:
    """Day of the first loss of each agent, NaN if it had none in at least half of the replications."""
    table = losses.set_index(losses["scope"].str.removeprefix("agent:")).reindex(names)
    return np.where(table["share"] >= HALF, table["day"], np.nan)


def _panel_title(name: str, days: np.ndarray, tier: np.ndarray) -> str:
    """The agents affected under a variant, and the day at final demand."""
    affected = np.isfinite(days)
    if not affected.any():
        return f"{name}: no agent is affected"
    front = days[affected & (tier == 0)]
    end = f"final demand after {front.min():.0f} days" if len(front) else "final demand is spared"
    return f"{name}: {affected.sum()} of {len(days)} agents affected, {end}"


def _title(days: dict[str, np.ndarray], tier: np.ndarray, level: str, crisis: str) -> str:
    """The finding: when the crisis, in words, reaches final demand, or how far it gets."""
    at = f" ({level})" if level else ""
    if not crisis:
        return f"The network: {len(tier)} agents by tier{at}"
    front = pd.Series({name: np.nanmin(np.append(day[tier == 0], np.inf)) for name, day in days.items()})
    if np.isfinite(front.min()):
        return f"Losses from the {crisis} reach final demand {_when(front)}{at}"
    reach = pd.Series({name: int(np.isfinite(day).sum()) for name, day in days.items()})
    spared = f"and not final demand{at}"
    if reach.min() == reach.max():
        every = "every variant" if len(reach) > 1 else reach.idxmax()
        return f"Losses from the {crisis} reach {reach.max()} of {len(tier)} agents under {every}, {spared}"
    most, least = (
        f"{count} under {name}" for count, name in ((reach.max(), reach.idxmax()), (reach.min(), reach.idxmin()))
    )
    return f"Of {len(tier)} agents, losses from the {crisis} reach {most}, {least}, {spared}"


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
