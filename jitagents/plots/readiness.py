"""The heat map of readiness: flows by levers, sorted by mode, with the money of the conversion where it is known."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from jitagents.plots.style import COLOURS, GREY, INK, RC, Numbers, Picture

CAPTION = (
    "A row is a flow, from seller to buyer; a column a lever, from 0 (violet) to 1 (yellow). Hatched: no data. A ring "
    "marks the weakest lever. Rows are sorted by the mode that the rule gives them, the readiest at the top. Right, "
    "where it was simulated: what the network pays more in a year if this flow alone is converted to just-in-time; "
    "bars to the left of 0 are savings; lines are 95 % intervals."
)
MOST = 100
"""Flows that are shown; of more, those of most value, or the first ones."""
ROW, LONG = 0.17, 46
"""Height of a row, inches; letters of a name."""


def heat_map(table: pd.DataFrame, levers: Sequence[str]) -> Figure:
    """Draw the levers of flows, in the order of the table.

    Args:
        table: seller, buyer, mode, weakest and a column for each lever (NaN: unknown); perhaps value (money/day), and
            loss, loss_low and loss_high (money/year).
        levers: names of the columns.
    """
    shown = _shown(table)
    has_money = "loss" in shown and bool(shown["loss"].notna().any())
    with rc_context(RC):
        figure = Picture(9.5 if has_money else 7.0, max(2.6, 1.9 + ROW * len(shown)), CAPTION)
        panels = figure.subplots(1, 2 if has_money else 1, squeeze=False, width_ratios=[5, 3] if has_money else [1])[0]
        _levers(panels[0], shown, levers)
        if has_money:
            _money(panels[1], shown)
        figure.legend(
            handles=[
                Patch(facecolor="white", edgecolor=GREY, hatch="////", label="no data"),
                Line2D([], [], marker="o", mfc="none", mec=INK, linestyle="none", label="weakest lever"),
            ],
            loc="outside lower left", ncols=2,
        )  # fmt: skip
        figure.suptitle(_title(table, len(shown)), x=0.01, ha="left")
    return figure


def _shown(table: pd.DataFrame) -> pd.DataFrame:
    if len(table) <= MOST:
        return table.reset_index(drop=True)
    worth = table["value"].fillna(0.0) if "value" in table else pd.Series(0.0, index=table.index)
    chosen = worth.sort_values(ascending=False, kind="stable").index[:MOST]
    return table.loc[table.index.isin(chosen)].reset_index(drop=True)


def _levers(axis: Axes, table: pd.DataFrame, levers: Sequence[str]) -> None:
    scores = table[list(levers)].to_numpy(dtype=float)
    axis.fill_between([0, len(levers)], 0, len(table), facecolor="white", edgecolor=GREY, hatch="////", lw=0)
    sns.heatmap(
        scores, mask=np.isnan(scores), cmap="viridis", vmin=0.0, vmax=1.0, ax=axis, linewidths=0.4,
        xticklabels=list(levers), yticklabels=[_name(row) for row in table.to_dict("records")],
        cbar_kws={"label": "score", "shrink": 0.5},
    )  # fmt: skip
    for row, weakest in enumerate(table["weakest"]):
        if weakest in levers:
            axis.plot(list(levers).index(weakest) + 0.5, row + 0.5, "o", mfc="none", mec="white", ms=6, mew=1.6)
            axis.plot(list(levers).index(weakest) + 0.5, row + 0.5, "o", mfc="none", mec=INK, ms=6, mew=0.7)
    axis.tick_params(axis="y", labelsize=7, length=0)
    axis.tick_params(axis="x", length=0, rotation=0)
    _modes(axis, table, len(levers))


def _modes(axis: Axes, table: pd.DataFrame, width: int) -> None:
    """A line between modes, and the name of each at its first row."""
    modes = table["mode"].tolist()
    for row, mode in enumerate(modes):
        if row == 0 or mode != modes[row - 1]:
            axis.axhline(row, color=INK, lw=1.2)
            axis.text(width + 0.06, row + 0.1, mode, rotation=90, va="top", ha="left", size=8, weight="bold")


def _money(axis: Axes, table: pd.DataFrame) -> None:
    places = np.arange(len(table)) + 0.5
    loss = table["loss"].to_numpy(dtype=float)
    colours = [COLOURS[2] if one < 0 else COLOURS[3] for one in loss]
    axis.barh(places, loss, height=0.7, color=colours)
    axis.hlines(places, table["loss_low"], table["loss_high"], color=INK, lw=1)
    axis.axvline(0, color=INK, lw=0.8)
    axis.set(ylim=(len(table), 0), yticks=[], xlabel="paid more a year, money")
    axis.xaxis.set_major_formatter(Numbers())
    axis.xaxis.set_major_locator(MaxNLocator(3))
    axis.set_title("this flow alone converted")


def _name(row: Mapping[Any, Any]) -> str:
    name = f"{row['seller']} → {row['buyer']}"
    return name if len(name) <= LONG else f"{name[: LONG - 1]}…"


def _title(table: pd.DataFrame, shown: int) -> str:
    counts = table["mode"].value_counts(sort=False)
    told = ", ".join(f"{number} {mode}" for mode, number in counts.items())
    return f"{len(table)} flows: {told}" + ("" if shown == len(table) else f"; the {shown} of most value are shown")
