"""Coverage of indicators: flows with data, flows beyond the cut points, and words on both."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from jitagents.readiness.assessment import values_of
from jitagents.readiness.rules import Rule, Scores

HALF = 0.5
"""Share of the flows with data at one end from which the cut points of an indicator say little."""
FEWEST = 2
"""Flows with data that can be told apart at all."""


def coverage(
    flows: pd.DataFrame, found: Mapping[str, pd.DataFrame], rule: Rule, stated: Mapping[str, Scores] | None = None
) -> pd.DataFrame:
    """Return a row for each indicator that counts.

    Args:
        flows, found, rule, stated: as `assess` takes them.

    Returns:
        indicator, lever, meaning, `good` and `bad` (values that score 1 and 0), numbers of flows that are `measured`,
        `assumed` (as the network states) and `unknown`, numbers of those with data that score 0 and 1 (`at_0`, `at_1`),
        and their quartiles: `lower`, `median`, `upper`; NaN without data.
    """
    used, measured, values = values_of(flows, found, rule, stated)
    rows = []
    for name, item in used.items():
        known = values[name][~np.isnan(values[name])]
        scores, own = item.score(known), int((~np.isnan(measured[name])).sum())
        quartiles = np.quantile(known, [0.25, 0.5, 0.75]) if len(known) else np.full(3, np.nan)
        rows.append(
            {
                "indicator": name, "lever": item.lever, "meaning": item.meaning, "good": item.good, "bad": item.bad,
                "measured": own, "assumed": len(known) - own, "unknown": len(flows) - len(known),
                "at_0": int((scores == 0.0).sum()), "at_1": int((scores == 1.0).sum()),
                **dict(zip(("lower", "median", "upper"), quartiles.tolist(), strict=True)),
            }
        )  # fmt: skip
    return pd.DataFrame(rows)


def without_data(table: pd.DataFrame) -> list[str]:
    """Return the indicators for which no flow has data.

    Args:
        table: as `coverage` returns it.
    """
    return [str(name) for name in table.loc[table["measured"] + table["assumed"] == 0, "indicator"]]


def blunt(table: pd.DataFrame) -> list[str]:
    """Return words on each indicator of which half of the flows with data, or more, lie beyond one cut point.

    Args:
        table: as `coverage` returns it.
    """
    told = list[str]()
    for row in table.to_dict("records"):
        known = int(row["measured"] + row["assumed"])
        end = max((0, 1), key=lambda end: row[f"at_{end}"])
        if known >= FEWEST and row[f"at_{end}"] >= HALF * known:
            spread = f"the middle half lies from {row['lower']:.3g} to {row['upper']:.3g}"
            told.append(f"{row['indicator']} ({row[f'at_{end}']} of {known} score {end}; {spread})")
    return told
