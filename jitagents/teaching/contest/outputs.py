"""Leader boards for readers: rows of text, a table in CSV, a page."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files as resources
from pathlib import Path
from typing import Any

import pandas as pd

from jitagents.formatting import words
from jitagents.results import files
from jitagents.results.report import page
from jitagents.results.units import Units
from jitagents.teaching.contest.contest import Contest

NOTHING = "–"


@dataclass(frozen=True)
class Shown:
    """A leader board as readers see it.

    Attributes:
        contest: that was held.
        metric: that counts.
        most: the most of it is best.
    """

    contest: Contest
    metric: str
    most: bool = False

    @cached_property
    def table(self) -> pd.DataFrame:
        """The leader board."""
        return self.contest.leaderboard(self.metric, most=self.most)

    @cached_property
    def heading(self) -> str:
        """The measure that is compared, with its unit."""
        definition = self.contest.results.definitions[self.metric]
        worlds = "in the crisis" if self.contest.results.has_crisis else "in calm"
        said = self._units.say(f"{definition.label} {worlds} ({definition.unit})")
        return f"{said[0].upper()}{said[1:]}"

    @property
    def _units(self) -> Units:
        return Units.of(self.contest.study.config)

    @cached_property
    def rows(self) -> list[tuple[str, str, str, str]]:
        """Rank, name, mean and difference to the leader of each rule; a name in brackets does not compete."""
        played = self.table[self.table["fault"] == ""]
        return [_row(row) for row in played.to_dict("records")]

    @cached_property
    def faults(self) -> list[tuple[str, str]]:
        """The rules that have no numbers, and why."""
        failed = self.table[self.table["fault"] != ""]
        return list(zip(failed["name"], failed["fault"], strict=True))

    @cached_property
    def sentence(self) -> str:
        """A sentence on the first place, and how sure it is."""
        ranked = self.table[self.table["entered"] & (self.table["fault"] == "")]
        if ranked.empty:
            return "No rule has numbers."
        best = ranked["rank"].min()
        first = ranked[ranked["rank"] == best]["name"].tolist()
        close = [name for name in ranked[ranked["rank_low"] <= best]["name"] if name not in first]
        leads = f"{_few(first)} {'is' if len(first) == 1 else 'are'} first of those who compete"
        return (
            f"{leads}; {f'as good, for all that is known: {_few(close)}' if close else 'nobody else may be as good'}."
        )

    def write(self, path: Path) -> None:
        """Write the leader board into a file, .csv or .html."""
        if path.suffix.lower() == ".csv":
            files.whole(path, self.table.to_csv(index=False, lineterminator="\n").encode())
        else:
            files.whole(path, self.page().encode())

    def page(self) -> str:
        """The leader board as one HTML page that needs nothing else; names are escaped."""
        template = (resources("jitagents.teaching.contest") / "templates" / "board.html.j2").read_text(encoding="utf-8")
        study = self.contest.study
        days, replications = f"{study.config['days']:,} {self._units.times}", f"{len(study.replications):,}"
        facts = f"{study.network.name} · {days} · {replications} replications"
        return page(
            template, facts=facts, heading=self.heading, rows=self.rows, faults=self.faults, sentence=self.sentence
        )


def _row(row: Mapping[Hashable, Any]) -> tuple[str, str, str, str]:
    low, high = row["rank_low"], row["rank_high"]
    rank = f"{row['rank']}" if low == high else f"{row['rank']} ({low} to {high})"
    name = row["name"] if row["entered"] else f"({row['name']})"
    leads = row["behind_low"] == row["behind_high"] == 0
    behind = NOTHING if leads else words(row["behind"], row["behind_low"], row["behind_high"])
    return rank, name, words(row["mean"], row["low"], row["high"]), behind


def _few(names: list[str], most: int = 8) -> str:
    shown = ", ".join(names[:most])
    return f"{shown} and {len(names) - most} more" if len(names) > most else shown
