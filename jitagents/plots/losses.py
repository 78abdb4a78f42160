"""Losses: when each agent loses how much of its output, as a map of agents x days, a panel per variant."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import LinearSegmentedColormap, Normalize
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from jitagents.errors import InputError
from jitagents.plots.daily import SEEN
from jitagents.plots.drawing import NAMED
from jitagents.plots.figure import StudyFigure
from jitagents.plots.sizes import DAYS, VARIANTS
from jitagents.plots.span import days_drawn, span
from jitagents.plots.style import GREY, INK, RC, panels
from jitagents.results.judgement import may_judge

if TYPE_CHECKING:
    from jitagents.results import Results

type Floats = npt.NDArray[np.float64]

CAPTION = (
    "Each row is an agent, each column a day; rows are ordered by tier, final demand at the top, and within a tier by "
    "the day of the first loss. Orange to dark: output missing against the calm twin, as a share of the agent's mean "
    "output in calm; blue: more is delivered than in calm. Means over the replications. The dashed lines are the "
    "first and the last day of the crisis; names in bold and blue are those that it acts on. Read upwards to see the "
    "loss arrive at final demand."
)
BESIDE: dict[str, Any] = {"ha": "right", "va": "center", "fontsize": 7, "color": GREY}
TARGET = "#0072b2"
HALF, DRAWN = 0.5, 0.25
"""Share of a mean day's output whose loss the titles tell of; and whose loss by any agent makes a day worth drawing."""
SHADES = LinearSegmentedColormap.from_list(
    "losses",
    [(0.0, "#4a98d0"), (0.5, "#ffffff"), (0.62, "#fdc980"), (0.8, "#e0560b"), (1.0, "#3d0f02")],
)
"""Blue where more is delivered than in calm; from white over orange to dark brown, darker also in grey, for losses."""


@dataclass(frozen=True)
class HeatFigure(StudyFigure):
    """The mean daily loss of every agent, agents x days, a panel per variant."""

    caption: ClassVar[str] = CAPTION
    limits: ClassVar[dict[str, int]] = {VARIANTS: 16, DAYS: 50_000_000}
    numbers: ClassVar[str] = "`results.losses`"

    def drawable(self, results: "Results") -> bool:
        return not results.losses.empty and may_judge(results)

    def draw(self, results: "Results") -> Figure:
        if results.losses.empty:
            raise InputError("the daily losses of agents were not kept; run the study with a crisis and loss_map=true")
        manifest, judge = results.manifest, may_judge(results)
        return losses(results.losses, results.agents, manifest.targets, manifest.crisis_window, judge)


def losses(
    table: pd.DataFrame,
    agents: pd.DataFrame,
    targets: Collection[str] = (),
    window: Sequence[int] | None = None,
    judge: bool = True,
) -> Figure:
    """Draw the mean loss of every agent and day as a share of its mean output in calm.

    Rows are ordered by tier, final demand at the top, and within a tier by the day of the first loss in the first
    variant that has one.

    Args:
        table: variant, level, agent, output, lost; the first level is drawn.
        agents: name, tier.
        targets: names of the agents that the crisis acts on.
        window: first and last day of the crisis.
        judge: whether less output is a loss; False where calm service has collapsed or demand is the crisis.
    """
    table = table[table["level"] == table["level"].iloc[0]]
    shares = {str(name): _shares(rows, agents["name"]) for name, rows in table.groupby("variant", sort=False)}
    tier = agents["tier"].to_numpy()
    order = _order(shares, tier)
    horizon = next(iter(shares.values())).shape[1]
    seen = 1 + np.flatnonzero(np.any([(np.abs(share) > DRAWN).any(axis=0) for share in shares.values()], axis=0))
    first, last = span([*seen, *(window or ())], horizon)
    with rc_context(RC):
        high = min(max(2.2, 0.115 * len(agents)), 5.2)
        size = (5.2, high) if len(shares) > 1 else (8.0, max(high, 3.5))
        figure, axes = panels(len(shares), *size, f"{CAPTION} {days_drawn(first, last, horizon)}", x="day")
        for axis, (name, share) in zip(axes, shares.items(), strict=True):
            _panel(axis, share[order], tier[order], window)
            told = f": {_halved(share)} of {len(agents)} agents lose half a day's output"
            axis.set_title(name + (told if judge and len(shares) > 1 else ""))
        axes[0].set(xlim=(first - 0.5, last + 0.5))
        _name_rows(axes, agents["name"].to_numpy()[order], tier[order], targets)
        _explain(figure, window)
        level = table["level"].iloc[0]
        figure.suptitle(_title(shares, level) if judge else "Output against calm, by agent and day", x=0.01, ha="left")
    return figure


def _shares(rows: pd.DataFrame, names: "pd.Series[str]") -> Floats:
    """Lost of a mean day of each agent `(agents, days)`, 0 for those without output, or not in the variant."""
    found = rows.set_index("agent")
    lost = np.zeros((len(names), len(rows["lost"].iloc[0])))
    there = names.isin(found.index).to_numpy()
    here = found.reindex(names[there])
    output = here["output"].to_numpy()[:, None]
    lost[there] = np.divide(np.stack(here["lost"].to_list()), output, out=lost[there], where=output > 0)
    return lost


def _order(shares: dict[str, Floats], tier: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Rows by tier, then by the day of the first loss that is to be seen."""
    day = np.full(len(tier), np.inf)
    for share in shares.values():
        visible = share > SEEN
        day = np.where(np.isinf(day) & visible.any(axis=1), visible.argmax(axis=1), day)
    return np.lexsort((day, tier))


def _panel(axis: Axes, share: Floats, tier: npt.NDArray[np.int64], window: Sequence[int] | None) -> None:
    """One variant: the map, lines between the tiers, dashed lines around the days of the crisis."""
    extent = (0.5, share.shape[1] + 0.5, len(share) - 0.5, -0.5)
    axis.imshow(share, cmap=SHADES, vmin=-1, vmax=1, aspect="auto", extent=extent)
    edges = [0, *(1 + np.flatnonzero(np.diff(tier))), len(tier)]
    for above, below in pairwise(edges):
        axis.axhline(above - 0.5, color=INK, linewidth=0.7)
        middle = (above + below - 1) / 2
        axis.text(0.995, middle, f"tier {tier[above]}", transform=axis.get_yaxis_transform(), **BESIDE)
    for day in (window[0] - 0.5, window[1] + 0.5) if window is not None else ():
        axis.axvline(day, color=INK, linewidth=0.9, linestyle=(0, (3, 2)))


def _name_rows(
    axes: list[Axes], names: npt.NDArray[np.object_], tier: npt.NDArray[np.int64], targets: Collection[str]
) -> None:
    """The names of the agents if they are few, otherwise of the targets alone, which are in bold."""
    if len(names) <= NAMED:
        axes[0].set_yticks(range(len(names)), [str(name) for name in names])
    else:
        target_rows = np.flatnonzero(np.isin(names, list(targets)))
        axes[0].set_yticks(target_rows, names[target_rows])
    for axis in axes:
        axis.tick_params(axis="y", length=0, labelsize=6)
        for label in axis.get_yticklabels():
            if label.get_text() in targets:
                label.set_fontweight("bold")
                label.set_color(TARGET)


def _explain(figure: Figure, window: Sequence[int] | None) -> None:
    """Colour bar and legend."""
    bar = figure.colorbar(ScalarMappable(Normalize(-100, 100), SHADES), ax=figure.axes, shrink=0.6, aspect=30, pad=0.01)
    bar.set_label("mean loss, % of mean output in calm\n(below 0: more than in calm)")
    bar.outline.set_visible(False)
    if window is not None:
        edge = Line2D([], [], color=INK, linewidth=0.9, linestyle=(0, (3, 2)), label="first and last day of the crisis")
        figure.legend(handles=[edge], loc="outside lower left")


def _halved(share: Floats) -> int:
    """Agents that lose half of a mean day, or more, on some day."""
    return int((share.max(axis=1, initial=0.0) >= HALF).sum())


def _title(shares: dict[str, Floats], level: str) -> str:
    """The finding: the number of agents that lose much, under the worst and the best variant."""
    at = f" ({level})" if level else ""
    count = pd.Series({name: _halved(share) for name, share in shares.items()})
    of = f"of {len(next(iter(shares.values())))} agents"
    if count.max() == count.min():
        who = "every variant" if len(count) > 1 else count.index[0]
        return f"Under {who}, {count.max()} {of} lose half a day's output or more{at}"
    least = f"{count.min()} under {count.idxmin()}{at}"
    return f"{count.max()} {of} lose half a day's output or more under {count.idxmax()}, {least}"
