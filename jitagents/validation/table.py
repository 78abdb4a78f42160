"""The table of verdicts: on the console, as CSV and as JSON."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from itertools import groupby
from pathlib import Path

import numpy as np
import pandas as pd
from rich.console import Group
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from jitagents.results import files
from jitagents.validation.verdicts import Verdict

COLUMNS = {"target": 24, "published": 11, "simulated": 12, "std. error": 10, "z": 5, "verdict": 8}
"""And their widths: 80 characters in all, whatever is shown."""
SIGNS = {"least": "≥ ", "variance_ratio": "≥ "}
"""Before a published value that is a bound."""


def table(verdicts: Sequence[Verdict]) -> Group:
    """A line a set-up with its source, and below it a row a target."""
    head = _rows()
    head.add_row(*(f"[dim]{name}[/]" for name in COLUMNS))
    parts: list[Table | Text] = [head]
    for setup, group in groupby(verdicts, key=lambda one: one.target.setup):
        rows, several = _rows(), list(group)
        source = _source(several[0])
        for one in several:
            said = "[green]passed[/]" if one.passed else f"[bold red]{one.fault}[/]"
            own = "" if _source(one) == source else f"\n[dim]  {escape(_source(one))}[/]"
            numbers = (published(one), simulated(one), _or_empty(one.error, ".2g"), _or_empty(one.z, ".1f"))
            rows.add_row(f"  {escape(one.target.key)}{own}", *numbers, said)
        parts += [Text.assemble((setup, "bold"), f"  {source}"), rows]
    return Group(*parts)


def _rows() -> Table:
    rows = Table.grid(padding=(0, 2, 0, 0))
    for name, width in COLUMNS.items():
        rows.add_column(width=width, justify="left" if name in ("target", "verdict") else "right")
    return rows


def _source(verdict: Verdict) -> str:
    return f"{verdict.target.kind}: {verdict.target.source}"


def published(verdict: Verdict) -> str:
    """The published value as it is printed; the share that intervals should cover."""
    target = verdict.target
    return "95 %" if target.statistic == "coverage" else SIGNS.get(target.statistic, "") + target.published


def simulated(verdict: Verdict) -> str:
    """What was found, to the digits of what was published."""
    if verdict.target.statistic == "coverage":
        return f"{100 * verdict.simulated:.1f} %"
    digits = len(verdict.target.published.partition(".")[2])
    return f"{verdict.simulated:.{digits or 4}f}".removesuffix(".0000")


def _or_empty(number: float, digits: str) -> str:
    return "" if np.isnan(number) else format(number, digits)


def frame(verdicts: Sequence[Verdict]) -> pd.DataFrame:
    """The table in full, numbers as numbers."""
    rows = []
    for one in verdicts:
        target = one.target
        cell = asdict(target.cell) | {"minus": "" if target.minus is None else json.dumps(asdict(target.minus))}
        told = {"target": target.name, "source": target.source, "kind": target.kind, **cell}
        told |= {"statistic": target.statistic, "times": target.times, "published": target.value}
        found = {"simulated": one.simulated, "standard_error": one.error, "z": one.z}
        rows.append(told | found | {"verdict": one.fault or "passed"})
    return pd.DataFrame(rows)


def write(verdicts: Sequence[Verdict], path: Path) -> None:
    """Write the table as its name says: `.json`, else CSV."""
    found = frame(verdicts)
    text = found.to_json(orient="records", indent=2) if path.suffix == ".json" else found.to_csv(index=False)
    files.whole(path, text.encode())
