"""A metric day by day, calm against crisis, a panel per variant."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import pandas as pd
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from jitagents.accounting.measures import Definition
from jitagents.formatting import percent
from jitagents.plots.series import OUTPUTS, SeriesFigure
from jitagents.plots.span import days_drawn, span
from jitagents.plots.style import CALM, CRISIS, GREY, INK, RC, WINDOW, Numbers, panels
from jitagents.results.estimate import Estimate
from jitagents.results.final_loss import IN_WORDS, final_loss
from jitagents.results.judgement import may_judge

if TYPE_CHECKING:
    from jitagents.results import Results

CAPTION = (
    "Dashed in the calm worlds, drawn through in their twins with the crisis. Lines are means over the replications, "
    "not smoothed; bands hold the middle 80 % of the replications. The grey days are those of the crisis. Bands of "
    "the crisis and days at both ends are left out where the means differ by less than 5 % of a calm day."
)
CALM_CAPTION = "Means over the replications, not smoothed, and bands that hold the middle 80 % of the replications."
OUTPUT = "Where the lines part, stock has run out; above the dashed line, backorders are caught up."
"""The end of the caption for output."""
SEEN = 0.05
"""A difference between calm and crisis that the eye can see, as a share of a mean calm day."""


@dataclass(frozen=True)
class DailyFigure(SeriesFigure):
    """A metric day by day, calm against crisis, a panel per variant; bands hold 80 % of the replications."""

    caption: ClassVar[str] = CAPTION
    numbers: ClassVar[str] = "`results.daily()`"

    def draw(self, results: "Results") -> Figure:
        days = results.daily([self.metric], [self.scope])
        loss = final_loss(results)
        lost = results.summary([loss], [self.scope]) if results.has(loss) else None
        reported = {int(day): str(text) for day, text in (results.config.get("reported") or {}).items()}
        window = results.manifest.crisis_window
        return daily(
            days, results.series[results.kept_as(self.metric, self.scope)], lost, window, reported, may_judge(results)
        )


def daily(
    days: pd.DataFrame,
    series: Definition,
    lost: pd.DataFrame | None = None,
    window: Sequence[int] | None = None,
    reported: Mapping[int, str] | None = None,
    judge: bool = True,
) -> Figure:
    """Draw the daily means with bands that hold 80 % of the replications; nothing is smoothed.

    Args:
        days: daily table of one metric and one scope; the first level is drawn.
        series: the words for the metric.
        lost: summary of the loss for that scope, as `final_loss` names it; None if it was not measured.
        window: first and last day of the crisis.
        reported: what was reported of the real case, by day; marked by lines with numbers.
        judge: whether less output is a loss; False where calm service has collapsed or demand is the crisis.
    """
    reported = reported or {}
    days = days[days["level"] == days["level"].iloc[0]]
    variants = list(pd.unique(days["variant"]))
    crisis = bool(days["crisis"].notna().any())
    metric = str(days["metric"].iloc[0])
    told = judge and crisis and metric in OUTPUTS
    first, last = _span(days, [*(window or ()), *reported]) if crisis else (1, int(days["day"].max()))
    with rc_context(RC):
        size = (5.2, 2.7) if len(variants) > 1 else (8.0, 4.0)
        caption = f"{_caption(series, crisis, told)} {days_drawn(first, last, int(days['day'].max()))}"
        figure, axes = panels(len(variants), *size, caption, x="day", y=f"{series.label} ({series.unit})")
        for axis, name in zip(axes, variants, strict=True):
            _panel(axis, days[days["variant"] == name], crisis, window)
            _mark(axis, reported)
            axis.set_title(name + (f": {_loss(lost[lost['variant'] == name])}" if told and lost is not None else ""))
        axes[0].yaxis.set_major_formatter(Numbers())
        axes[0].xaxis.set_major_locator(MaxNLocator(integer=True))
        axes[0].set(xlim=(first - 0.5, last + 0.5), ylim=(0, None))
        handles = {name: mark for axis in axes for mark, name in zip(*axis.get_legend_handles_labels(), strict=True)}
        columns = 2 if reported else 5
        figure.legend(list(handles.values()), list(handles), loc="outside lower left", ncols=columns)
        figure.suptitle(_title(days, series.label, told), x=0.01, ha="left")
    return figure


def _caption(series: Definition, crisis: bool, told: bool) -> str:
    """The caption of a metric, without the days drawn; `told`: of output that is lost."""
    text = f"{series.label.capitalize()} day by day. {CAPTION if crisis else CALM_CAPTION}"
    return f"{text} {OUTPUT}" if told else text


def _panel(axis: Axes, days: pd.DataFrame, crisis: bool, window: Sequence[int] | None) -> None:
    """One variant: calm dashed, crisis drawn through from the day before they part, its days shaded."""
    _band(axis, days, "calm", CALM)
    axis.plot(days["day"], days["calm"], color=CALM, linestyle=(0, (4, 1.5)), linewidth=1.6, label="calm, mean")
    if not crisis:
        return
    apart = days.loc[days["crisis"] != days["calm"], "day"]
    told = days[days["day"] >= apart.min() - 1] if len(apart) else days
    seen = days.loc[_seen(days), "day"]
    _band(axis, days[days["day"].between(seen.min() - 1, seen.max() + 1)], "crisis", CRISIS)
    axis.plot(told["day"], told["crisis"], color=CRISIS, linewidth=1.6, label="crisis, mean")
    if window is not None:
        axis.axvspan(window[0] - 0.5, window[1] + 0.5, color=WINDOW, lw=0, zorder=0, label="days of the crisis")


def _band(axis: Axes, days: pd.DataFrame, world: str, colour: str) -> None:
    """The middle 80 % of the replications, if they differ."""
    low, high = days[f"{world}_10"], days[f"{world}_90"]
    if (low < high).any():
        label = f"{world}, 80 % of replications"
        axis.fill_between(days["day"], low, high, color=colour, alpha=0.18, lw=0, label=label)


def _mark(axis: Axes, reported: Mapping[int, str]) -> None:
    """A numbered line for each day of which something was reported; the legend has the words."""
    for number, (day, told) in enumerate(reported.items(), start=1):
        axis.axvline(day, color=GREY, linewidth=0.8, linestyle=":", label=f"reported {number}: {told}")
        axis.annotate(str(number), (day, 0), (2, 2), textcoords="offset points", color=INK, size=8)


def _seen(days: pd.DataFrame) -> "pd.Series[bool]":
    """Whether calm and crisis differ visibly, by row."""
    return (days["crisis"] - days["calm"]).abs() > SEEN * abs(days["calm"].mean())


def _span(days: pd.DataFrame, known: Sequence[int]) -> tuple[int, int]:
    """First and last day worth drawing: those of the crisis, all that it changes to be seen, and some days around."""
    return span([*days.loc[_seen(days), "day"], *known], int(days["day"].max()))


def _loss(lost: pd.DataFrame) -> str:
    """The loss of one variant, at the first level."""
    row = lost.iloc[0]
    return f"{Estimate.read(row, 'crisis')} {IN_WORDS[row['metric']]}"


def _title(days: pd.DataFrame, label: str, told: bool) -> str:
    """The finding, if it may be told: the depth of the worst day."""
    at = f" ({days['level'].iloc[0]})" if days["level"].iloc[0] else ""
    share = days["crisis"] / days["calm"].where(days["calm"] > 0)
    left = share.groupby(days["variant"], sort=False).min()
    if not told or left.isna().any():
        return f"{label.capitalize()} day by day{at}"
    if left.max() - left.min() < SEEN:
        who = "every variant" if len(left) > 1 else left.index[0]
        return f"On its worst day, {who} delivers {percent(left.min())} of the calm output{at}"
    return (
        f"On its worst day, {left.idxmin()} delivers {percent(left.min())} of the calm output, "
        f"{left.idxmax()} {percent(left.max())}{at}"
    )
