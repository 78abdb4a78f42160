"""Sensitivity in words: a table and sentences."""

from typing import Any

import pandas as pd

from jitagents.accounting.measures import Definition
from jitagents.designs.indices import FIRST, MEAN, SIZE, SPREAD, TOTAL
from jitagents.formatting import percent
from jitagents.results.estimate import Estimate
from jitagents.results.phrases import listed

HEADINGS = {
    FIRST: "alone", TOTAL: "with others", SIZE: "mean size of an effect", MEAN: "mean effect",
    SPREAD: "spread of effects",
}  # fmt: skip
"""The name of each index for readers."""
TOLD = 3
"""Keys that a sentence names."""


def compact(table: pd.DataFrame, definitions: dict[str, Definition]) -> pd.DataFrame:
    """A row per variant, measure and key, as text: `estimate (low to high)`.

    Args:
        table: as `sensitivity` makes it.
        definitions: of the measures.
    """
    keys = ["variant", "metric", "key"] if table["variant"].nunique() > 1 else ["metric", "key"]
    named = table.assign(metric=[definitions[name].label for name in table["metric"]])
    rows = pd.DataFrame(index=pd.MultiIndex.from_frame(named[keys].rename(columns={"metric": "measure"})))
    for name in (name for name in HEADINGS if name in table):
        rows[HEADINGS[name]] = [_told(row, name) for _, row in table.iterrows()]
    return rows


def findings(table: pd.DataFrame, definitions: dict[str, Definition]) -> list[str]:
    """A sentence per variant and measure: the keys that move it most."""
    sentences = []
    for (variant, name), rows in table.groupby(["variant", "metric"], sort=False):
        metric = str(name)
        world = " in the crisis" if rows["world"].iloc[0] == "crisis" and not definitions[metric].paired else ""
        under = f" under {variant}" if table["variant"].nunique() > 1 else ""
        label = f"{definitions[metric].label}{world}{under}"
        if remark := rows["remark"].iloc[0]:
            sentences.append(f"What moves {label} cannot be told: it is {remark}.")
        elif FIRST in rows:
            sentences.append(_shares(rows.sort_values(TOTAL, ascending=False), label))
        else:
            sentences.append(_effects(rows.sort_values(SIZE, ascending=False), label))
    return sentences


def _told(row: "pd.Series[Any]", name: str) -> str:
    found = Estimate.read(row, name)
    if found.mean != found.mean:
        return "none"
    return f"{found.mean:.3g} ({found.low:.3g} to {found.high:.3g})"


def _shares(rows: pd.DataFrame, label: str) -> str:
    parts = [
        f"{_short(row['key'])} makes {_share(row[FIRST])} of the variance alone and {_share(row[TOTAL])} with others "
        f"({_share(row[f'{TOTAL}_low'])} to {_share(row[f'{TOTAL}_high'])})"
        for _, row in rows.head(TOLD).iterrows()
    ]
    return f"Of {label}, {listed(parts)}."


def _effects(rows: pd.DataFrame, label: str) -> str:
    unit = rows["unit"].iloc[0]
    parts = [
        f"{_short(row['key'])} by {row[SIZE]:.3g} {unit} ({row[f'{SIZE}_low']:.3g} to {row[f'{SIZE}_high']:.3g})"
        for _, row in rows.head(TOLD).iterrows()
    ]
    return f"Across its whole range, {label} is moved by {listed(parts)}, in the mean size of an elementary effect."


def _share(index: float) -> str:
    """An index as a share, which lies between 0 and 1 whatever its estimate."""
    return percent(min(max(index, 0.0), 1.0))


def _short(key: str) -> str:
    return key.rpartition(".")[2].replace("_", " ")
