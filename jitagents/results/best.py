"""The best variant at each level, and how surely: where one rule ends and the next one begins.

The difference to the next best is taken replication by replication, since variants share their random numbers (Law
2015, Simulation Modeling and Analysis, section 10.2.1).
"""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pandas as pd

from jitagents.errors import InputError, nearest
from jitagents.results.cube import Cube
from jitagents.results.estimate import Estimate, Floats
from jitagents.results.intervals import interval

type Worse = Callable[[Sequence[int], int], Estimate[Floats]]
"""Returns how much more of a measure some variants have than another, by their numbers: `(others, first)`."""
COLUMNS = ("level", "variant", "mean", "next", "behind", "behind_low", "behind_high", "clear")


def world_of(asked: str | None, *, crisis: bool) -> str:
    """The world in which variants are compared: as asked for; None: the crisis if there is one.

    Raises:
        InputError: no world of this name.
    """
    if asked not in (None, "calm", "crisis"):
        hint = nearest(str(asked), ("calm", "crisis"))
        raise InputError(f"world = {asked!r}: must be calm, crisis or None; {hint}")
    return asked or ("crisis" if crisis else "calm")


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

    def behind(values: Floats) -> Worse:
        return lambda others, first: interval(values[[*others]] - values[first])

    return best_of({
        str(level): (list(own["variant"]), interval(measured[own.index]).mean, behind(measured[own.index]))
        for level, own in cells.groupby("level", sort=False)
    }, most=most)  # fmt: skip


def best_of(levels: Mapping[str, tuple[Sequence[str], Floats, Worse]], *, most: bool = False) -> pd.DataFrame:
    """The best variant at each level, from the means of all and how much more some have than another; as `best`.

    Args:
        levels: names of the variants, their means, and how much more some of them have, by level.
        most: the most is best; otherwise the least.
    """
    rows = [
        {"level": level, **found}
        for level, (variants, means, worse) in levels.items()
        if (found := _best(variants, means, worse, -1.0 if most else 1.0))
    ]
    return pd.DataFrame(rows, columns=[*COLUMNS])


def _best(variants: Sequence[str], means: Floats, worse: Worse, sign: float) -> dict[str, object]:
    """The row of one level, without its name; `sign` is 1 where the least is best, -1 where the most is."""
    order = [int(row) for row in np.argsort(sign * means, kind="stable") if not np.isnan(means[row])]
    if not order:
        return {}
    first, *others = order
    row: dict[str, object] = {"variant": variants[first], "mean": means[first], "next": "", "clear": False}
    if others:
        behind = worse(others, first).times(sign)
        row |= {"next": variants[others[0]], "behind": behind.mean[0], "clear": bool((behind.low > 0).all())}
        row |= {"behind_low": behind.low[0], "behind_high": behind.high[0]}
    return row
