"""Regret: the distance of a variant from the one that, with hindsight, was the best in the same worlds.

Variants share the random numbers of a replication, so that the best of them can be named replication by replication
(Savage 1951, J. American Statistical Association 46(253); under uncertainty of the crisis: Snyder 2006, IIE
Transactions 38(7)).
"""

import numpy as np
import pandas as pd

from jitagents.results.cube import Cube
from jitagents.results.estimate import Floats
from jitagents.results.intervals import interval

WORLDS = ("calm", "crisis")


def regret(data: Cube, *, most: bool) -> pd.DataFrame:
    """One row per variant, level and scope of one measure.

    Args:
        data: one measure of the replications.
        most: the most is best; otherwise the least.
    """
    cells, definition = data.cells, data.definitions[0]
    table = cells[["variant", "level"]].assign(metric=data.metrics[0], scope=cells["scope"], unit=definition.unit)
    group = cells.groupby(["level", "scope"], sort=False).ngroup().to_numpy()
    for world, values in zip(WORLDS, (data.calm[:, 0], data.crisis[:, 0]), strict=True):
        behind = _behind(-values if most else values, group)
        found = interval(behind)
        for name, column in {**found.columns(world), f"{world}_most": _largest(behind)}.items():
            table[name] = column
        table[f"{world}_best"] = _share_of_best(behind, group)
    return table


def _behind(values: Floats, group: np.ndarray) -> Floats:
    """Excess of each value over the least of its group `(cells, replications)`; NaN where one of them is not known."""
    behind = np.empty_like(values)
    for one in np.unique(group):
        rows = group == one
        behind[rows] = values[rows] - values[rows].min(axis=0)
    return behind


def _largest(behind: Floats) -> Floats:
    """The largest regret in any replication; NaN where none is known."""
    known = ~np.isnan(behind)
    return np.where(known.any(axis=1), np.where(known, behind, -np.inf).max(axis=1, initial=-np.inf), np.nan)


def _share_of_best(behind: Floats, group: np.ndarray) -> Floats:
    """Share of replications in which a cell is the best of its group; those that are equally good share it."""
    best = np.where(np.isnan(behind), np.nan, behind == 0.0)
    for one in np.unique(group):
        rows = group == one
        best[rows] /= best[rows].sum(axis=0)
    return interval(best).mean
