"""Losses: the mean daily loss of every agent, brought together from the blocks of replications that were simulated.

The losses of a world are whole multiples of a power of two, the grain, so that sums over replications are exact in
floating point, and the same whatever the order and the blocks in which they are added (as in reproducible summation:
Demmel & Nguyen 2015, IEEE Transactions on Computers 64(7)).
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

KEYS = ["variant", "level", "agent"]


def merged(parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """The means over all replications.

    Columns: variant, level, agent, replications, grain (units), output (calm, units/day), lost (units, an array of
    days).

    Args:
        parts: frames with these columns, in which `output` and `lost` are sums over `replications`.
    """
    frame = pd.concat(parts, ignore_index=True)
    if frame.empty:
        return frame
    key = frame.groupby(KEYS, sort=False).ngroup().to_numpy()
    first = np.unique(key, return_index=True)[1]
    count = np.bincount(key, frame["replications"])
    lost = np.zeros((len(count), len(frame["lost"].iloc[0])))
    np.add.at(lost, key, np.stack(frame["lost"].to_list()))
    table = frame[KEYS].iloc[first].reset_index(drop=True)
    table["replications"] = count.astype(int)
    table["grain"] = frame["grain"].to_numpy()[first]
    table["output"] = np.bincount(key, frame["output"]) / count
    table["lost"] = list(lost / count[:, None])
    return table


def sums(means: pd.DataFrame) -> pd.DataFrame:
    """The sums of which a table of `merged` has the means, to the last bit."""
    if means.empty:
        return means
    grain = means["grain"].to_numpy()
    scale = means["replications"].to_numpy() / grain
    lost = np.rint(np.stack(means["lost"].to_list()) * scale[:, None]) * grain[:, None]
    return means.assign(output=np.rint(means["output"] * scale) * grain, lost=list(lost))
