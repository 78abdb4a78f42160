"""Warm-up: whether the calm worlds are still on their way from the initial state when measuring begins."""

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from jitagents.column import Array
from jitagents.formatting import percent
from jitagents.results.units import Units

if TYPE_CHECKING:
    from jitagents.results import Results

SERIES = ("output", "stock_value")
"""Daily series of the network that are looked at, if they were kept."""
KEYS = ["metric", "variant", "level"]
BATCH = 5
"""Days of a batch."""
LEAST = 4
"""Batches below which nothing can be said."""
SLIGHT = 0.01
"""Change of the mean, as a share, up to which nobody is warned."""


def mser_5(series: npt.ArrayLike) -> int:
    """Days to leave out at the beginning of a series, by the marginal standard error rule on batches of five days.

    Of n batch means y, the first d are left out for which sum over i > d of (y_i - their mean)^2 / (n - d)^2 is least,
    the earliest of several; d is at most half of n (White 1997, Simulation 69(6); on batches: White, Cobb & Spratt
    2000, Winter Simulation Conference). At n / 2, the series is too short to tell.

    Args:
        series: a number a day `(days,)`; those of the last batch, if it is not full, are not used.

    Returns:
        A multiple of 5.
    """
    days = np.asarray(series, dtype=float)
    count = len(days) // BATCH
    batches = days[: count * BATCH].reshape(count, BATCH).mean(axis=1)
    if count < LEAST:
        return 0
    batches -= batches.mean()
    left = np.arange(count, 0, -1)
    total, squares = (np.cumsum(values[::-1])[::-1] for values in (batches, batches**2))
    error = np.maximum(squares - total**2 / left, 0.0) / left**2
    # Rounding is no reason to leave out a day.
    error[error < 1e-12 * max(squares[0], np.finfo(float).tiny)] = 0.0
    return BATCH * int(error[: count // 2 + 1].argmin())


def too_short(results: "Results") -> list[str]:
    """A sentence on the series that is furthest from steady when measuring begins, if this changes its mean.

    The daily means of the calm worlds over the replications are looked at, of every variant and level.
    """
    table = results.shown.whole_daily
    table = table[(table["scope"] == "network") & table["metric"].isin([results.kept_as(name) for name in SERIES])]
    found = [(*_of(rows["calm"].to_numpy()), tuple(map(str, key))) for key, rows in table.groupby(KEYS)]
    found = [one for one in found if one[1] > SLIGHT]
    if not found:
        return []
    days, change, (metric, variant, level) = max(found)
    units, warmup = Units.of(results.config), results.config["warmup"]
    where = f"{variant} at {level}" if level else variant
    short = f"the warm-up of {warmup} {units.times} is too short by MSER-5 (White 1997)"
    away = f"the calm {metric.replace('_', ' ')} is not steady for {days} {units.times} more"
    return [f"{short}: under {where}, {away}, which change its mean by {percent(change)}; try warmup={warmup + days}"]


def _of(days: Array) -> tuple[int, float]:
    """Days to leave out, and the share by which this changes the mean."""
    out = mser_5(days)
    kept, whole = float(days[out:].mean()), float(days.mean())
    return out, abs(kept - whole) / abs(kept) if out and kept else 0.0
