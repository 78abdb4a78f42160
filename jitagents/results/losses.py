"""Losses: the mean daily loss of every agent, brought together from the blocks of replications that were simulated."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

KEYS = ["variant", "level", "agent"]


def merged(parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """The means over all replications: variant, level, agent, output (calm, units/day), lost (units, an array of days).

    Args:
        parts: frames with these columns and `replications`, how many each row is a mean of.
    """
    frame = pd.concat(parts, ignore_index=True)
    if frame.empty:
        return frame
    key = frame.groupby(KEYS, sort=False).ngroup().to_numpy()
    first = np.unique(key, return_index=True)[1]
    weight = frame["replications"].to_numpy(dtype=float)
    count = np.bincount(key, weight)
    lost = np.zeros((len(count), len(frame["lost"].iloc[0])))
    np.add.at(lost, key, weight[:, None] * np.stack(frame["lost"].to_list()))
    table = frame[KEYS].iloc[first].reset_index(drop=True)
    table["output"] = np.bincount(key, weight * frame["output"]) / count
    table["lost"] = list((lost / count[:, None]).astype(np.float32))
    return table
