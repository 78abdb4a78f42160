"""Default view: variants, and levels if there are any, in calm and in a crisis."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import pandas as pd

from jitagents.results import tables
from jitagents.results.base_tables import LOSSES
from jitagents.results.units import Units
from jitagents.results.views.base import ConsoleTable, View, by_row

if TYPE_CHECKING:
    from jitagents.plots.figure import StudyFigure
    from jitagents.results import Results

DAYS, UNITS, LATE = "output lost (days of output)", "output lost (units)", "output late or lost (days of output)"
BRIEF = {
    DAYS: "days of output lost",
    UNITS: "units lost",
    LATE: "days late or lost",
    "stock value (money)": "stock",
    "cost (money/day)": "cost a day",
    "cash tied up (money)": "cash tied up",
    "first loss (days)": "days to first loss",
    "last loss (days)": "days to last loss",
    "fill rate (%)": "fill rate (%)",
}
"""Measures that the console shows of each variant and level, and their names there, the most important first."""
SIDE_BY_SIDE = 4
"""Variants up to which each has a column of its own on the console."""


@dataclass(frozen=True)
class DefaultView(View):
    """Variants compared: a row for each (and level), findings on loss, its first and last day, and price."""

    note: ClassVar[str] = (
        "Values are of the calm worlds unless a row speaks of the crisis; what the crisis changes is the difference to "
        "the calm twin on the same random numbers. “≥”: some replications had no loss and count with the rest of the "
        "horizon, so that the mean is a lower bound."
    )

    def table(self, results: "Results") -> pd.DataFrame:
        losses = results.first_loss(["network"]) if results.has(*LOSSES) else None
        return tables.compact(results.summary(scopes=["network"]), losses, Units.of(results.config))

    def findings(self, results: "Results") -> list[str]:
        from jitagents.results.findings import findings

        return [str(finding) for finding in findings(results)]

    def figures(self) -> "Mapping[str, StudyFigure]":
        from jitagents.plots.daily import DailyFigure
        from jitagents.plots.fan import FanFigure
        from jitagents.plots.levels import LevelsFigure
        from jitagents.plots.losses import HeatFigure
        from jitagents.plots.network import NetworkFigure
        from jitagents.plots.ownership import OwnershipFigure
        from jitagents.plots.regions import RegionsFigure
        from jitagents.plots.stages import StagesFigure
        from jitagents.plots.stock import StockFigure
        from jitagents.plots.tradeoff import TradeoffFigure

        return {
            "network": NetworkFigure(),
            "daily": DailyFigure(),
            "fan": FanFigure(),
            "heat": HeatFigure(),
            "levels": LevelsFigure(),
            "regions": RegionsFigure(),
            "stages": StagesFigure(),
            "tradeoff": TradeoffFigure(),
            "stock": StockFigure(),
            "ownership": OwnershipFigure(),
        }

    def on_console(self, results: "Results", table: pd.DataFrame) -> ConsoleTable:
        units = Units.of(results.config)
        if len(table) <= SIDE_BY_SIDE and table.index.names == ["variant"]:
            return _side_by_side(table, units)
        brief = {units.say(heading): units.say(short) for heading, short in BRIEF.items()}
        for more, less in ((DAYS, UNITS), (LATE, DAYS)):
            if units.say(more) in table:
                brief.pop(units.say(less), None)
        return by_row(table, brief)


def _side_by_side(table: pd.DataFrame, units: Units) -> ConsoleTable:
    """A row a measure, a column a variant; in calm first, then in the crisis."""
    calm = sum(units.say(heading) in table for heading, *_ in tables.CALM_COLUMNS)
    rows = [[f"  {name.replace(' in the crisis', '')}", *table[name]] for name in table.columns]
    empty = [""] * len(table)
    parts = [["in calm", *empty], *rows[:calm], *([["in the crisis", *empty]] if rows[calm:] else []), *rows[calm:]]
    return ConsoleTable("", [str(name) for name in table.index], parts)
