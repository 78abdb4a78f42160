"""The view of the 2^5 design of levers: shares of the loss, whether one bad lever spoils the whole."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import pandas as pd
from matplotlib import rc_context
from matplotlib.figure import Figure

from jitagents.formatting import words
from jitagents.plots.figure import StudyFigure
from jitagents.plots.style import COLOURS, GREY, INK, RC, Picture
from jitagents.readiness.weakest_lever import HALF, LITTLE, is_design, weakest_lever
from jitagents.results import Results
from jitagents.results.views import View

if TYPE_CHECKING:
    from jitagents.accounting.measures import Definition

CAPTION = (
    "Loss of a flow on just-in-time with one bad lever, as a share of that with all five; lines are 95 % intervals. "
    "From the middle line on, one bad lever is nearer to all of them than to none; left of the first, the rule that a "
    "flow is as ready as its weakest lever is wrong about it."
)


@dataclass(frozen=True)
class LeverShares(StudyFigure):
    """The share of the loss that each bad lever alone makes."""

    caption: ClassVar[str] = CAPTION
    numbers: ClassVar[str] = "`jitagents.readiness.weakest_lever.weakest_lever(results)`"

    def drawable(self, results: Results) -> bool:
        return is_design(results)

    def draw(self, results: Results) -> Figure:
        table = weakest_lever(results)
        with rc_context(RC):
            figure = Picture(6.4, 2.8, CAPTION)
            axis = figure.add_subplot()
            axis.barh(table["lever"], table["share"], 0.6, color=COLOURS[0])
            axis.hlines(table["lever"], table["share_low"], table["share_high"], color=INK)
            for limit in (LITTLE, HALF):
                axis.axvline(limit, color=GREY, linestyle="--", lw=1)
            axis.invert_yaxis()
            axis.set_xlabel("loss with this lever bad, as a share of the loss with all five")
            figure.suptitle(_finding(table), x=0.01, ha="left")
        return figure


@dataclass(frozen=True)
class WeakestLever(View):
    """The 2^5 design of good and bad levers."""

    note: ClassVar[str] = "Share: (loss with this lever bad) / (loss with all five bad), both beyond that with none."

    def applies(self, results: Results) -> bool:
        return is_design(results)

    def table(self, results: Results) -> pd.DataFrame:
        found = weakest_lever(results)
        shares = [
            f"{one:.2f} ({low:.2f} to {high:.2f})"
            for one, low, high in zip(found["share"], found["share_low"], found["share_high"], strict=True)
        ]
        columns = {
            "share of the loss": shares,
            "alone, money a day": [words(one) for one in found["alone"]],
            "on average over the others": [words(one) for one in found["effect"]],
            "spoils": found["spoils"].tolist(),
        }
        return pd.DataFrame(columns, index=pd.Index(found["lever"], name="bad lever"))

    def findings(self, results: Results) -> list[str]:
        found = weakest_lever(results)
        spoiling, wrong = (found["lever"][found["spoils"] == kind].tolist() for kind in ("all", "little"))
        total = found["share"].sum()
        added = "less" if total > 1 else "more"
        named = ", ".join(wrong) or "none of them"
        return [
            f"{_finding(found)}.",
            f"The rule of the weakest lever is wrong about {named}: alone, less than {LITTLE:g} of the whole loss.",
            f"From {HALF:g} on one bad lever is nearer to all five than to none: {', '.join(spoiling) or 'none'}.",
            f"The shares add up to {total:.2f}: a second bad lever adds {added} than it would alone.",
        ]

    def figures(self) -> Mapping[str, StudyFigure]:
        return {"levers": LeverShares()}

    def definitions(self, results: Results) -> "Mapping[str, Definition]":
        return {"cost": results.definitions["cost"]}


def _finding(table: pd.DataFrame) -> str:
    spoiling = int((table["spoils"] == "all").sum())
    return f"One bad lever spoils most of the whole for {spoiling} of {len(table)} levers"
