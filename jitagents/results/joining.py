"""Joining of frames of some worlds each: the same rows in the same order, however the worlds were divided."""

from collections.abc import Sequence

import numpy as np
import pandas as pd


def joined(parts: Sequence[pd.DataFrame], variants: Sequence[str], levels: Sequence[str]) -> pd.DataFrame:
    """Frames with `variant`, `level` and `replication` below each other, in the order of the study.

    Args:
        parts: each with all rows of some worlds, in the order in which those of a world are to stand.
        variants, levels: in their order.
    """
    frame = pd.concat(parts, ignore_index=True)
    codes = [pd.Categorical(frame[key], list(names)).codes for key, names in (("variant", variants), ("level", levels))]
    order = np.lexsort((frame["replication"].to_numpy(), codes[1], codes[0]))  # stable
    return frame if (np.diff(order) == 1).all() else frame.iloc[order].reset_index(drop=True)
