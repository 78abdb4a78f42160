"""Figures of a summary: daily means, and boxes of quantiles."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, cast

import pandas as pd
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from jitagents.plots.daily import DailyFigure, daily
from jitagents.plots.figure import StudyFigure
from jitagents.plots.sizes import VARIANTS
from jitagents.plots.style import INK, RC, Numbers, Picture, looks
from jitagents.results.final_loss import final_loss
from jitagents.results.judgement import may_judge

if TYPE_CHECKING:
    from jitagents.results import Results
    from jitagents.summaries.summary import Summary

DAILY = (
    "Dashed in the calm worlds, drawn through in their twins with the crisis. Lines are means over the replications, "
    "not smoothed. The grey days are those of the crisis."
)
BOXES = (
    "A box holds the middle half of the replications, its whiskers the middle 90 %, the line is the median, and the "
    "circle the mean. Quantiles are off by 1 % of their value at most."
)
SHARES = (0.05, 0.25, 0.5, 0.75, 0.95)


@dataclass(frozen=True)
class DailyMeans(DailyFigure):
    """The means of a metric day by day, calm against crisis, a panel per variant."""

    caption: ClassVar[str] = DAILY

    def draw(self, results: "Results") -> Figure:
        days = results.daily([self.metric], [self.scope])
        bands = {f"{world}_{end}": days[world] for world in ("calm", "crisis") for end in (10, 90)}
        loss, series = final_loss(results), results.series[results.kept_as(self.metric, self.scope)]
        lost = results.summary([loss], [self.scope]) if results.has(loss) else None
        reported = {int(day): str(text) for day, text in (results.config.get("reported") or {}).items()}
        window, judge = results.manifest.crisis_window, may_judge(results)
        picture = daily(days.assign(**bands), series, lost, window, reported, judge)
        cast("Picture", picture).caption = f"{series.label.capitalize()} day by day. {DAILY}"
        return picture


@dataclass(frozen=True)
class Quantiles(StudyFigure):
    """The distribution of loss and cost over the replications, a box per variant."""

    caption: ClassVar[str] = BOXES
    limits: ClassVar[dict[str, int]] = {VARIANTS: 24}
    numbers: ClassVar[str] = "`summary.quantiles()`"

    def drawable(self, results: "Results") -> bool:
        return bool(_shown(results))

    def draw(self, results: "Results") -> Figure:
        world, metrics = "crisis" if results.has_crisis else "calm", _shown(results)
        found = cast("Summary", results).quantiles(metrics, ["network"], SHARES)
        found = found[(found["world"] == world) & (found["level"] == results.levels[0])]
        means = results.summary(metrics, ["network"])
        mean = means[means["level"] == results.levels[0]].set_index(["metric", "variant"])[world]
        with rc_context(RC):
            figure = Picture(max(4.2 * len(metrics), 0.5 * len(found)), 4.2, BOXES)
            for axis, metric in zip(figure.subplots(1, len(metrics), squeeze=False)[0], metrics, strict=True):
                words = results.definitions[metric]
                _boxes(axis, found[found["metric"] == metric], mean[metric])
                axis.set_ylabel(f"{words.label} in {'the crisis' if results.has_crisis else 'calm'} ({words.unit})")
            at = f" ({results.levels[0]})" if results.levels[0] else ""
            figure.suptitle(f"How the replications differ{at}", x=0.01, ha="left")
        return figure


def _shown(results: "Results") -> list[str]:
    """The measures that are drawn, of those that were recorded."""
    asked = [final_loss(results)] if results.has_crisis else ["fill_rate"]
    return [name for name in (*asked, "cost") if results.has(name)]


def _boxes(axis: Axes, rows: pd.DataFrame, means: "pd.Series[float]") -> None:
    """A box for each variant."""
    look = looks(rows["variant"].tolist())
    ends = ("whislo", "q1", "med", "q3", "whishi")
    columns = [f"quantile_{100 * share:g}" for share in SHARES]
    boxes = [
        {"label": str(row["variant"]), "mean": means[row["variant"]], "fliers": []}
        | {end: row[column] for end, column in zip(ends, columns, strict=True)}
        for _, row in rows.iterrows()
    ]
    mark = {"marker": "o", "markerfacecolor": "white", "markeredgecolor": INK, "markersize": 4}
    drawn = axis.bxp(
        boxes, showmeans=True, showfliers=False, patch_artist=True, medianprops={"color": INK}, meanprops=mark
    )
    for box, name in zip(drawn["boxes"], rows["variant"], strict=True):
        box.set(facecolor=look[name].colour, hatch=look[name].hatch, alpha=0.7)
    axis.yaxis.set_major_formatter(Numbers())
    axis.tick_params(axis="x", rotation=30 if len(boxes) > 3 else 0, length=0)
    axis.grid(axis="y", color="#eeeeee")
    axis.set_axisbelow(True)
