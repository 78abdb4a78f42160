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
        common = several[0].target
        for one in several:
            said = "[green]passed[/]" if one.passed else f"[bold red]{one.fault}[/]"
            kind = "" if one.target.kind == common.kind else f" [dim]{one.target.kind}[/]"
            numbers = (published(one), simulated(one), _or_empty(one.error, ".2g"), _or_empty(one.z, ".1f"))
            rows.add_row(f"  {escape(one.target.key)}{kind}", *numbers, said)
        parts += [Text.assemble((setup, "bold"), f"  {common.kind}: {common.source}"), rows]
    return Group(*parts)


def _rows() -> Table:
    rows = Table.grid(padding=(0, 2, 0, 0))
    for name, width in COLUMNS.items():
        rows.add_column(width=width, justify="left" if name in ("target", "verdict") else "right")
    return rows


def published(verdict: Verdict) -> str:
    """The published value as it is printed; the share that intervals should cover."""
    target = verdict.target
    return "95 %" if target.statistic == "coverage" else SIGNS.get(target.statistic, "") + target.published


def simulated(verdict: Verdict) -> str:
    """What was found, to the digits of what was published."""
    if verdict.target.statistic == "coverage":
        return f"{100 * verdict.simulated:.1f} %"
    digits = len(verdict.target.published.partition(".")[2])
    return f"{round(verdict.simulated, digits or 4) + 0.0:.{digits or 4}f}".removesuffix(".0000")


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


def as_json(verdicts: Sequence[Verdict]) -> str:
    """The table in full as JSON: a list of mappings."""
    return str(frame(verdicts).to_json(orient="records", indent=2))


def as_csv(verdicts: Sequence[Verdict]) -> str:
    """The table in full as CSV."""
    return str(frame(verdicts).to_csv(index=False))
