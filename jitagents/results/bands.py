"""Bands: statistics over the replications of each cell, of curves with a value a day."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from jitagents.results.estimate import Floats

AT_ONCE = 4_000_000
"""Values that are looked at together: more cost memory, fewer cost time."""


def over_replications(curves: Floats, cell: npt.NDArray[np.intp], statistic: Callable[[Floats], Floats]) -> Floats:
    """A statistic of the curves of each cell.

    Args:
        curves: `(rows, days)`, a row a cell and replication.
        cell: number of the cell of each row `(rows,)`.
        statistic: `(cells, replications, days) -> (cells, days, ...)`.

    Returns:
        `(cells x days, ...)`, one cell after the other.
    """
    order, counts = np.argsort(cell, kind="stable"), np.bincount(cell)
    first = np.cumsum(counts) - counts
    parts: dict[int, Floats] = {}
    for count in np.unique(counts):
        cells = np.flatnonzero(counts == count)
        for some in np.array_split(cells, max(1, len(cells) * count * curves.shape[1] // AT_ONCE)):
            rows = order[first[some][:, None] + np.arange(count)]
            parts.update(zip(some.tolist(), statistic(curves[rows]), strict=True))
    return np.concatenate([parts[at] for at in range(len(counts))])


def mean_and_band(curves: Floats) -> Floats:
    """Mean, 10 % and 90 % over replications: `(cells, replications, days) -> (cells, days, 3)`."""
    low, high = np.quantile(curves, [0.1, 0.9], axis=1)
    return np.stack([curves.mean(axis=1), low, high], axis=-1)
