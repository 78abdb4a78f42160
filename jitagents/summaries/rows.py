"""Rows of a summary: the statistics of single replications, in the order of its layout."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

from jitagents.results.estimate import Floats
from jitagents.summaries.layout import CRISIS, LOSSES, Key, Layout


def measured(frame: pd.DataFrame, layout: Layout, levels: int, variant: str) -> Floats:
    """The measures of some replications of a variant, calm and crisis.

    Args:
        frame: of replications; rows by level, replication and scope.
        layout: of the summary.
        levels: in the frame.
        variant: its name.

    Returns:
        `(replications, levels, scopes, metrics, 2)`, NaN where undefined.
    """
    columns = [f"{name}.{world}" for name in layout.metrics for world in CRISIS[:2]]
    values = frame.reindex(columns=columns).to_numpy(dtype=float)
    shaped = values.reshape(levels, -1, len(layout.scopes[variant]), len(layout.metrics), 2).swapaxes(0, 1).copy()
    shaped[..., [name in layout.zero for name in layout.metrics], 0] = 0.0
    return shaped


def curves(frame: pd.DataFrame, layout: Layout, levels: int, variant: str) -> Floats:
    """The daily series of some replications of a variant.

    Args:
        frame: of histories; rows by level, replication and series.
        layout, levels, variant: as for `measured`.

    Returns:
        `(replications, levels, series, worlds, days)`.
    """
    series = layout.series[variant]
    parts = [
        np.array(frame[world].to_list(), dtype=float).reshape(levels, -1, len(series), layout.days)
        for world in layout.compared
    ]
    return np.stack(parts, axis=3).swapaxes(0, 1)


def row(values: Mapping[str, Floats], days: Mapping[str, Floats], layout: Layout) -> Floats:
    """The rows of some replications.

    Args:
        values: `measured` of each variant.
        days: `curves` of each variant.
        layout: of the summary.

    Returns:
        `(replications, numbers)`.
    """
    count = len(next(iter(values.values())))
    rows = np.empty((count, layout.size))
    for key, place in layout.places.items():
        rows[:, place.slice] = _part(key, values, days, layout).reshape(count, -1)
    return rows


def _part(key: Key, values: Mapping[str, Floats], days: Mapping[str, Floats], layout: Layout) -> Floats:
    one = values[key.one]
    if key.kind == "own":
        if not layout.twins:
            return one[..., :1]
        calm = np.where([name in layout.paired for name in layout.metrics], 0.0, one[..., 0])
        return np.concatenate([one, (one[..., 1] - calm)[..., None]], axis=-1)
    if key.kind == "gap":
        common = layout.common(key.one, key.other)
        here, there = (values[name][:, :, _places(common, layout.scopes[name])] for name in (key.one, key.other))
        return (here - there)[..., : len(layout.compared)]
    if key.kind == "loss":
        first, last = (one[..., layout.metrics.index(name), 1] for name in LOSSES)
        lost = np.where(np.isnan(last), np.nan, last > 0)
        return np.stack([lost, np.where(last > 0, first, np.nan)], axis=-1)
    if key.kind == "between":
        measures = [layout.metrics.index(name) for name in layout.along]
        response = one[:, :, layout.scopes[key.one].index("network"), :, len(layout.compared) - 1][..., measures]
        later, earlier = np.tril_indices(len(layout.levels), -1)
        return response[:, later] - response[:, earlier]
    owed, output = (days[key.one][:, :, at, 0] for at in layout.growing(key.one))
    half = layout.days // 2
    return np.stack([owed[..., -1] - owed[..., half], output[..., half + 1 :].sum(axis=-1)], axis=-1)


def _places(wanted: Iterable[str], names: Sequence[str]) -> list[int]:
    at = {name: place for place, name in enumerate(names)}
    return [at[name] for name in wanted]
