"""Sensitivity: the indices of each swept key, a panel per measure and variant."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pandas as pd
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from jitagents.designs.indices import FIRST, MEAN, SIZE, TOTAL
from jitagents.parameters import param
from jitagents.plots.figure import StudyFigure
from jitagents.plots.sizes import VARIANTS
from jitagents.plots.style import COLOURS, GREY, INK, RC, Picture
from jitagents.results.sensitivity import estimates_sensitivity, sensitivity

if TYPE_CHECKING:
    from jitagents.results import Results

CAPTION = (
    "Bars are estimates, whiskers their 95 % intervals by the bootstrap over points and replications; the keys that "
    "matter most stand on top of each panel. "
)
SHARES = (
    "Dark: the share of the variance that a key makes alone (first-order index of Sobol'); pale: with others "
    "(total index). The difference is interaction."
)
EFFECTS = (
    "Dark: the mean size of an elementary effect across the whole range of a key; pale: the mean effect with its sign "
    "(Morris). Where the two differ, the key does not act in one direction."
)
LOOKS = {FIRST: "alone", TOTAL: "with others", SIZE: "mean size of an effect", MEAN: "mean effect"}
WIDTH = 0.36
"""Height of a bar; the distance of two keys is 1."""


@dataclass(frozen=True)
class SensitivityFigure(StudyFigure):
    """The indices of each swept key with their intervals, a row of panels per measure, a column per variant."""

    caption: ClassVar[str] = CAPTION + SHARES
    limits: ClassVar[dict[str, int]] = {VARIANTS: 6}
    numbers: ClassVar[str] = "`results.sensitivity()`"

    metrics: Sequence[str] | None = param(None, "", "measures; None: days of output lost or late, and cost")
    world: str | None = param(None, "", "None: crisis if there is one", choices=(None, "calm", "crisis"))

    def drawable(self, results: "Results") -> bool:
        return estimates_sensitivity(results)

    def draw(self, results: "Results") -> Figure:
        table = sensitivity(results, self.metrics, self.world)
        labels = {name: results.definitions[name].label for name in pd.unique(table["metric"])}
        return bars(table, labels)


def bars(table: pd.DataFrame, labels: dict[str, str]) -> Figure:
    """Draw the indices.

    Args:
        table: as `Results.sensitivity` makes it.
        labels: of the measures.
    """
    metrics, variants = list(labels), list(pd.unique(table["variant"]))
    keys, pair = table["key"].nunique(), (FIRST, TOTAL) if FIRST in table else (SIZE, MEAN)
    with rc_context(RC):
        figure = Picture(
            max(7.0, 1.6 + 3.6 * len(variants)), 1.3 + len(metrics) * (0.7 + 0.42 * keys),
            CAPTION + (SHARES if FIRST in table else EFFECTS),
        )  # fmt: skip
        grid = figure.subplots(len(metrics), len(variants), sharex="row", squeeze=False)
        for row, metric in zip(grid, metrics, strict=True):
            for axis, variant in zip(row, variants, strict=True):
                part = table[(table["metric"] == metric) & (table["variant"] == variant)]
                _panel(axis, part.sort_values(pair[1] if pair[1] == TOTAL else pair[0], na_position="first"), pair)
                title = labels[metric] + (f", {variant}" if len(variants) > 1 else "")
                axis.set_title(title)
                axis.set_xlabel(str(part["unit"].iloc[0]))
        handles, names = grid[0, 0].get_legend_handles_labels()
        figure.legend(handles, names, loc="outside lower left", ncols=2)
        figure.suptitle(_title(table, metrics[0], labels), x=0.01, ha="left")
    return figure


def _panel(axis: Axes, rows: pd.DataFrame, pair: tuple[str, str]) -> None:
    places = np.arange(len(rows))
    for name, shift, alpha in ((pair[0], WIDTH / 2, 1.0), (pair[1], -WIDTH / 2, 0.45)):
        ends = np.abs(rows[[f"{name}_low", f"{name}_high"]].to_numpy().T - rows[name].to_numpy())
        axis.barh(
            places + shift, rows[name], WIDTH, xerr=ends, color=COLOURS[0], alpha=alpha, label=LOOKS[name],
            error_kw={"ecolor": INK, "elinewidth": 0.9, "capsize": 2},
        )  # fmt: skip
    axis.axvline(0.0, color=GREY, linewidth=0.8)
    axis.set_yticks(places, [key.rpartition(".")[2].replace("_", " ") for key in rows["key"]])
    if remark := str(rows["remark"].iloc[0]):
        axis.text(0.5, 0.5, remark, transform=axis.transAxes, ha="center", va="center", color=INK, wrap=True)
    axis.grid(axis="x", color="#eeeeee")
    axis.set_axisbelow(True)


def _title(table: pd.DataFrame, metric: str, labels: dict[str, str]) -> str:
    """The finding, if it is clear: the key that moves the first measure most, under the first variant."""
    rows = table[(table["metric"] == metric) & (table["variant"] == table["variant"].iloc[0])]
    name = TOTAL if TOTAL in rows else SIZE
    first, *others = (row for _, row in rows.sort_values(name, ascending=False).iterrows())
    if all(first[f"{name}_low"] > other[f"{name}_high"] for other in others):
        return f"{first['key'].rpartition('.')[2].replace('_', ' ')} moves {labels[metric]} most"
    return f"What moves {labels[metric]}"
