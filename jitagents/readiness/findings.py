"""Findings about the flows of a network: tables, the simulation, and sentences on what they say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from jitagents.formatting import words
from jitagents.readiness.coverage import blunt, without_data
from jitagents.readiness.judgement import mode_table, prediction_table
from jitagents.readiness.prediction import Prediction
from jitagents.readiness.rules import Rule
from jitagents.readiness.split_sample import SplitSample
from jitagents.readiness.verification import Verification
from jitagents.results.units import Units
from jitagents.study import Study

MANY = 6
"""Names that are told one by one."""


@dataclass(frozen=True)
class Findings:
    """Findings about the flows of a network.

    Attributes:
        study: of the network as it is.
        rule: by which flows are judged.
        tables: of readiness by the name of their rule, that of `rule` first.
        table: of readiness with advice, and with money where it was simulated.
        indicators: data and cut points of each, as `coverage` says.
        verified: the simulation; None: there was none.
        predictions: how well each rule and lever predicts what it found.
        split: what is left of cut points that were chosen on half of the flows; None: there was no simulation.
        usual: sellers whose time to recover is not stated.
        ttr: that was taken for them, days.
    """

    study: Study
    rule: Rule
    tables: Mapping[str, pd.DataFrame]
    table: pd.DataFrame
    indicators: pd.DataFrame
    verified: Verification | None = None
    predictions: Sequence[Prediction] = ()
    split: SplitSample | None = None
    usual: Sequence[str] = ()
    ttr: float = 0.0

    @property
    def currency(self) -> str:
        """The unit of money."""
        return Units.of(self.study.config).currency

    def saving(self, row: Mapping[Any, Any]) -> str:
        """Return the saving of a flow in a year, in words; below 0 where it costs."""
        return words(-row["loss"], -row["loss_high"], -row["loss_low"])

    @property
    def sentences(self) -> list[str]:
        """Findings in words: whether the rule predicts, what was assumed."""
        told = self._of_simulation()
        if assumed := sorted({name for cell in self.table["assumed"] for name in cell.split(", ") if name}):
            told.append(f"Taken from the network, for want of a history: {', '.join(assumed)}.")
        if absent := without_data(self.indicators):
            told.append(f"No flow has data for {', '.join(absent)}: these indicators are left out.")
        if dull := blunt(self.indicators):
            told.append(
                f"Cut points that say little here, since half of the flows or more lie beyond one: {'; '.join(dull)}. "
                "Others, as readiness.ends={NAME: [best, worst]} or those of readiness.relative=true, tell the flows "
                "apart, though not which are ready."
            )
        if self.usual:
            more = f" and {len(self.usual) - MANY} more" if len(self.usual) > MANY else ""
            names = f"{', '.join(self.usual[:MANY])}{more}"
            told.append(f"No time to recover is stated for {names}; {self.ttr:g} days were taken.")
        return told

    def _of_simulation(self) -> list[str]:
        if self.verified is None or not self.predictions:
            return ["Not tried by simulation: verify=20 shows what conversion saves and whether the rule predicts it."]
        first = self.predictions[0]
        often = ", ".join(f"{name} {number:g}" for name, number in self.verified.yearly.items())
        paying = f"{first.paying} of {first.flows} flows pay when they alone are converted"
        told = [
            f"{paying}; crises a year that strike each flow: {often}.",
            *(f"{one[0].upper()}{one[1:]}." for one in self.study.notices),
            *(f"{one.words}." for one in self.predictions),
        ]
        if self.split is not None:
            told.append(f"{self.split.words}.")
        told.append(self._by_mode())
        if not first.spearman.low > 0:
            told.append(
                "So decide by the money that the simulation shows, and not by the mode: on this network the rule is no "
                "evidence for it."
            )
        return told

    @cached_property
    def modes(self) -> pd.DataFrame:
        """The mean loss of the flows of each mode, by rule; empty without a simulation."""
        return pd.DataFrame() if self.verified is None else mode_table(self.verified, self.tables)

    def _by_mode(self) -> str:
        own = self.modes[self.modes["rule"] == next(iter(self.tables))]
        parts = [
            f"{row['mode']} {words(row['loss'], row['loss_low'], row['loss_high'])}" for row in own.to_dict("records")
        ]
        chance = own["trend_p"].iloc[0] if len(own) else float("nan")
        trend = "" if pd.isna(chance) else f"; so clear a fall from mode to mode by chance: p = {chance:.2f}"
        return f"Mean loss a year of a flow that is converted, {self.currency}: {', '.join(parts)}{trend}."

    @property
    def sheets(self) -> dict[str, pd.DataFrame]:
        """The tables of the workbook by name."""
        sheets = {"readiness": self.table}
        if self.verified is not None:
            sheets["simulated"] = self.verified.table
            sheets["rules"] = prediction_table(list(self.predictions))
            sheets["modes"] = self.modes
        sheets["indicators"] = self.indicators
        sheets["notes"] = pd.DataFrame({"note": self.sentences})
        return sheets
