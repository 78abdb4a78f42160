"""Fan: the loss of each day over the replications, as bands of quantiles, a panel per variant."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import pandas as pd
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from jitagents.accounting.measures import Definition
from jitagents.flow import ROUNDING
from jitagents.plots.daily import SEEN
from jitagents.plots.series import OUTPUTS, SeriesFigure
from jitagents.plots.span import days_drawn, span
from jitagents.plots.style import CRISIS, GREY, RC, WINDOW, Numbers, panels
from jitagents.results.final_loss import waits
from jitagents.results.judgement import may_judge
from jitagents.results.tables import MORE_IS_WORSE

if TYPE_CHECKING:
    from jitagents.results import Results

CAPTION = (
    "What the crisis lacks against its calm twin on the same random numbers, day by day: the line is the median of "
    "the replications, the bands hold the middle half and the middle 90 % of them. Below zero, there is more than in "
    "calm: backorders are caught up. The grey days are those of the crisis. A wide band says that the day of the loss, "
    "or its size, is a matter of luck."
)
BANDS = (("05", "95", 0.18, "90 % of replications"), ("25", "75", 0.4, "50 % of replications"))
"""Lower and upper quantile, opacity, words."""
LARGE = 0.25
"""Share of the largest loss that makes a day worth drawing, even if few replications have it."""


@dataclass(frozen=True)
class FanFigure(SeriesFigure):
    """The daily loss of a metric over the replications, bands of quantiles, a panel per variant."""

    caption: ClassVar[str] = CAPTION
    numbers: ClassVar[str] = "`results.daily_loss()`"

    def drawable(self, results: "Results") -> bool:
        return results.has_crisis and may_judge(results) and super().drawable(results)

    def draw(self, results: "Results") -> Figure:
        losses = results.daily_loss(self.metric, [self.scope])
        series, window = results.series[results.kept_as(self.metric, self.scope)], results.manifest.crisis_window
        return fan(losses, series, window, may_judge(results), waits(results))


def fan(
    losses: pd.DataFrame,
    series: Definition,
    window: Sequence[int] | None = None,
    judge: bool = True,
    late: bool = False,
) -> Figure:
    """Draw the median daily loss with bands that hold 50 % and 90 % of the replications; nothing is smoothed.

    Args:
        losses: daily losses of one metric and one scope; the first level is drawn.
        series: the words for the metric.
        window: first and last day of the crisis.
        judge: whether less output is a loss; False where calm service has collapsed or demand is the crisis.
        late: whether customers wait, so that what is missing on a day may still come.
    """
    losses = losses[losses["level"] == losses["level"].iloc[0]]
    variants, metric = list(pd.unique(losses["variant"])), str(losses["metric"].iloc[0])
    lost = "added" if metric in MORE_IS_WORSE else "late or lost" if late and metric in OUTPUTS else "lost"
    told, what = judge and metric in OUTPUTS, lost if late and metric in OUTPUTS else f"{series.label} {lost}"
    first, last = span([*_seen(losses), *(window or ())], int(losses["day"].max()))
    with rc_context(RC):
        size = (5.2, 2.7) if len(variants) > 1 else (8.0, 4.0)
        caption = f"{CAPTION} {days_drawn(first, last, int(losses['day'].max()))}"
        figure, axes = panels(len(variants), *size, caption, x="day", y=f"{what} ({series.unit})")
        for axis, name in zip(axes, variants, strict=True):
            _panel(axis, losses[losses["variant"] == name], window)
            axis.set_title(name)
        axes[0].yaxis.set_major_formatter(Numbers())
        axes[0].set(xlim=(first - 0.5, last + 0.5))
        if losses.filter(like="loss_").abs().to_numpy().max() <= ROUNDING:
            axes[0].set(ylim=(-1.0, 1.0), yticks=[0.0])  # nothing is lost: no scale for errors of rounding
        handles, labels = axes[0].get_legend_handles_labels()
        figure.legend(handles, labels, loc="outside lower left", ncols=4)
        title = _title(losses, late) if told else ""
        figure.suptitle(title or f"{series.label.capitalize()} {lost} day by day{_at(losses)}", x=0.01, ha="left")
    return figure


def _seen(losses: pd.DataFrame) -> "pd.Series[int]":
    """Days on which a loss is to be seen: in the middle half of the replications, or a large one in a few."""
    half, most = (losses[[f"loss_{low}", f"loss_{high}"]].abs().max(axis=1) for low, high, *_ in reversed(BANDS))
    return losses.loc[(half > SEEN * most.max()) | (most > LARGE * most.max()), "day"]


def _panel(axis: Axes, days: pd.DataFrame, window: Sequence[int] | None) -> None:
    """One variant: bands, the median, no loss as a line, the days of the crisis shaded."""
    for low, high, opacity, label in BANDS:
        ends = days[f"loss_{low}"], days[f"loss_{high}"]
        axis.fill_between(days["day"], *ends, color=CRISIS, alpha=opacity, lw=0, label=label)
    axis.plot(days["day"], days["loss_50"], color=CRISIS, linewidth=1.6, label="median")
    axis.axhline(0, color=GREY, linewidth=0.8, zorder=1)
    if window is not None:
        axis.axvspan(window[0] - 0.5, window[1] + 0.5, color=WINDOW, lw=0, zorder=0, label="days of the crisis")


def _at(losses: pd.DataFrame) -> str:
    """The level that is drawn."""
    return f" ({losses['level'].iloc[0]})" if losses["level"].iloc[0] else ""


def _title(losses: pd.DataFrame, late: bool) -> str:
    """The finding: on how many days half of the replications lack output to be seen; empty if on none."""
    median = losses["loss_50"]
    days = (median > SEEN * median.max()).groupby(losses["variant"], sort=False).sum()
    if days.max() == 0:
        return ""
    least = f", on {days.min() or 'none'} under {days.idxmin()}" if days.min() < days.max() else ""
    who = days.idxmax() if least or len(days) == 1 else "every variant"
    lack = "wait for output" if late else "lose output"
    return f"Half of the replications or more {lack} on {days.max()} days under {who}{least}{_at(losses)}"
