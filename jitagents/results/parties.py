"""Parties: their gains by a variant, and payments between them that leave all better off."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from jitagents.errors import InputError
from jitagents.results.cube import Cube
from jitagents.results.intervals import interval, paired

ROUNDING = 1e-9
"""Gain of all, as a share of their profit, that is an error of rounding."""
ALL = "all"
"""Name of the row of all parties together."""


def gains(data: Cube, variant: str, baseline: str, crisis: bool) -> pd.DataFrame:
    """Profit of each party in two variants, its gain, and what it would pay to share the gain of all evenly.

    Formula:
        gain = profit in the variant - profit in the baseline, replication by replication
        pays = gain - gain of all / number of parties, so that payments add up to 0; none where all together gain
            nothing, since no payment then leaves everybody better off

    Source:
        Nash 1950, Econometrica 18(2) (an even split of the surplus, where the baseline is what happens without
        agreement); Cachon 2003, Handbooks in OR & MS 11, ch. 6 (transfers that coordinate).

    Args:
        data: profit of the parties, its scopes.
        variant, baseline: names.
        crisis: of the crisis worlds, not of the calm ones.

    Raises:
        InputError: a party that has no profit in some world.
    """
    worlds = (data.crisis if crisis else data.calm)[:, 0]
    if np.isnan(worlds).any():
        raise InputError(f"parties: no profit is known of them {'in the crisis' if crisis else 'in calm'}")
    tables = []
    for level in pd.unique(data.cells["level"]):
        at = [_rows(data.cells, name, level) for name in (variant, baseline)]
        here, there = (worlds[rows] for rows in at)
        scopes = data.cells["scope"].to_numpy(dtype=object)[at[0]]
        tables.append(_level(level, scopes.tolist(), here, there))
    return pd.concat(tables, ignore_index=True)


def _rows(cells: pd.DataFrame, variant: str, level: object) -> "np.ndarray":
    return np.flatnonzero((cells["variant"] == variant) & (cells["level"] == level))


def _level(level: object, scopes: Sequence[str], here: "np.ndarray", there: "np.ndarray") -> pd.DataFrame:
    """The rows of a level: each party `(parties, replications)`, then all of them."""
    here, there = (np.vstack((profit, profit.sum(axis=0))) for profit in (here, there))
    gain, total = here - there, here[-1] - there[-1]
    pays = gain - total / len(scopes)
    pays[-1] = 0.0
    share = interval(pays)
    agreed = total.mean() > ROUNDING * np.abs(there[-1]).mean()
    columns = {"level": [level] * (len(scopes) + 1), "party": [*scopes, ALL], "unit": "money/day"}
    columns |= interval(there).columns("baseline") | interval(here).columns("profit")
    columns |= paired(here, there).columns("gain")
    columns |= {name: np.where(agreed, values, np.nan) for name, values in share.columns("pays").items()}
    return pd.DataFrame(columns)
