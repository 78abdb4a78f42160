"""Names of lanes: the seller, the buyer and, where these have several lanes, the mode of transport."""

import pandas as pd

TO = " -> "
"""Between the seller and the buyer in the name of a lane."""


def lane_modes(lanes: pd.DataFrame) -> "pd.Series[str]":
    """Modes of transport that tell lanes apart `(lanes,)`; empty where the seller has no other lane to the buyer."""
    modes = lanes["mode"].astype(str)
    return modes.where(lanes.duplicated(["seller", "buyer"], keep=False), "")


def lane_names(lanes: pd.DataFrame) -> "pd.Series[str]":
    """Names of lanes `(lanes,)`: `mill -> shop`, or `mill -> shop (sea)` where the two have several."""
    modes = lane_modes(lanes)
    return lanes["seller"].astype(str) + TO + lanes["buyer"].astype(str) + (" (" + modes + ")").where(modes != "", "")
