"""The best variant at each level, and how surely: where one rule ends and the next one begins.

The difference to the next best is taken replication by replication, since variants share their random numbers (Law
2015, Simulation Modeling and Analysis, section 10.2.1).
"""

import numpy as np
import pandas as pd

from jitagents.results.cube import Cube
from jitagents.results.estimate import Floats
from jitagents.results.intervals import interval


def best(data: Cube, world: str, *, most: bool = False) -> pd.DataFrame:
    """The best variant at each level by its first measure; levels where nothing is known are left out.

    Columns: level, `variant`, `mean`, `next` (the next best; empty where there is one variant only), `behind` (how much
    worse that is) with the ends of its 95 % interval, and `clear`: whether the intervals of all others are above 0.

    Args:
        data: of one scope.
        world: calm or crisis.
        most: the most is best; otherwise the least.
    """
    cells = data.cells.reset_index(drop=True)
    measured = getattr(data, world)[:, 0]
    levels = cells.groupby("level", sort=False)
    rows = [
        {"level": level, **found}
        for level, own in levels
        if (found := _best(list(own["variant"]), measured[own.index], -1.0 if most else 1.0))
    ]
    return pd.DataFrame(
        rows, columns=["level", "variant", "mean", "next", "behind", "behind_low", "behind_high", "clear"]
    )


def _best(variants: list[str], values: Floats, sign: float) -> dict[str, object]:
    """The row of one level, without its name.

    Args:
        variants: by row.
        values: (variants, replications).
        sign: 1 where the least is best, -1 where the most is.
    """
    means = sign * interval(values).mean
    order = [int(row) for row in np.argsort(means, kind="stable") if not np.isnan(means[row])]
    if not order:
        return {}
    first, *others = order
    row: dict[str, object] = {"variant": variants[first], "mean": sign * means[first], "next": "", "clear": False}
    if others:
        behind = interval(sign * (values[others] - values[first]))
        row |= {"next": variants[others[0]], "behind": behind.mean[0], "clear": bool((behind.low > 0).all())}
        row |= {"behind_low": behind.low[0], "behind_high": behind.high[0]}
    return row
