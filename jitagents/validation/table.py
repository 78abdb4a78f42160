"""The table of verdicts: on the console, as CSV and as JSON."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from itertools import groupby

import numpy as np
import pandas as pd
from rich.console import Group
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from jitagents.validation.verdicts import Verdict

COLUMNS = {"target": 20, "published": 11, "simulated": 12, "std. error": 10, "z": 5, "verdict": 9}
"""Columns and their widths: 80 characters in all."""
SIGNS = {"least": "≥ ", "variance_ratio": "≥ "}
"""Sign before a published value that is a bound."""


def table(verdicts: Sequence[Verdict]) -> Group:
    """Table with a line for each set-up and its source, and below it a row for each target."""
    head = _rows()
    head.add_row(*(f"[dim]{name}[/]" for name in COLUMNS))
    parts: list[Table | Text] = [head]
    for setup, group in groupby(verdicts, key=lambda verdict: verdict.target.setup):
        rows, members = _rows(), list(group)
        common = members[0].target
        for verdict in members:
            outcome = "[green]passed[/]" if verdict.passed else f"[bold red]{verdict.fault}[/]"
            kind = "" if verdict.target.kind == common.kind else f" [dim]{verdict.target.kind}[/]"
            errors = (_or_empty(verdict.error, ".2g"), _or_empty(verdict.z, ".1f"))
            rows.add_row(
                f"  {escape(verdict.target.key)}{kind}", published(verdict), simulated(verdict), *errors, outcome
            )
        parts += [Text.assemble((setup, "bold"), f"  {common.kind}: {common.source}"), rows]
    return Group(*parts)


def _rows() -> Table:
    rows = Table.grid(padding=(0, 2, 0, 0))
    for name, width in COLUMNS.items():
        rows.add_column(width=width, justify="left" if name in ("target", "verdict") else "right")
    return rows


def published(verdict: Verdict) -> str:
    """Format the published value, or the share that intervals should cover."""
    target = verdict.target
    return "95 %" if target.statistic == "coverage" else SIGNS.get(target.statistic, "") + target.published


def simulated(verdict: Verdict) -> str:
    """Format the simulated value to the digits of the published one."""
    if verdict.target.statistic == "coverage":
        return f"{100 * verdict.simulated:.1f} %"
    digits = len(verdict.target.published.partition(".")[2])
    return f"{round(verdict.simulated, digits or 4) + 0.0:.{digits or 4}f}".removesuffix(".0000")


def _or_empty(number: float, digits: str) -> str:
    return "" if np.isnan(number) else format(number, digits)


def frame(verdicts: Sequence[Verdict]) -> pd.DataFrame:
    """The table in full, numbers as numbers."""
    rows = []
    for verdict in verdicts:
        target = verdict.target
        cell = asdict(target.cell) | {"minus": "" if target.minus is None else json.dumps(asdict(target.minus))}
        row = {"target": target.name, "source": target.source, "kind": target.kind, **cell}
        row |= {"statistic": target.statistic, "times": target.times, "published": target.value}
        row |= {"simulated": verdict.simulated, "standard_error": verdict.error, "z": verdict.z}
        rows.append(row | {"verdict": verdict.fault or "passed"})
    return pd.DataFrame(rows)


def as_json(verdicts: Sequence[Verdict]) -> str:
    """The table in full as JSON: a list of mappings."""
    return str(frame(verdicts).to_json(orient="records", indent=2))


def as_csv(verdicts: Sequence[Verdict]) -> str:
    """The table in full as CSV."""
    return str(frame(verdicts).to_csv(index=False))
