"""Exposure of flows by simulation: the seller's time to recover against the time that final demand survives it."""

import pandas as pd

from jitagents.studies.survival import time_to_survive
from jitagents.study import Study

USUAL = 30.0
"""Time to recover where the network states none, days."""


def simulated_exposure(
    study: Study, flows: pd.DataFrame, *, ttr: float = USUAL, progress: bool = False
) -> pd.DataFrame:
    """Return a history `exposure` of flows as the first variant of a study simulates it.

    Args:
        study: of the network as it is.
        flows: with columns seller and buyer.
        ttr: time to recover of sellers for which the network states none, days.
        progress: show a progress bar.

    Returns:
        seller, buyer, time_to_recover and time_to_survive of the seller, days, and `usual`, True where the network
        states no time to recover.

    Raises:
        InputError: an outage as long as the time to recover does not fit into the study.
    """
    first = next(iter(study.configs))
    one = study.changed(study.config, {first: study.configs[first]})
    sellers = list(dict.fromkeys(flows["seller"]))
    found = time_to_survive(one, sellers, ttr=ttr, progress=progress).set_index("name")
    stated = study.network.agents.set_index("name")["ttr"]
    return pd.DataFrame(
        {
            "seller": flows["seller"],
            "buyer": flows["buyer"],
            "time_to_recover": flows["seller"].map(found["ttr"]).astype(float),
            "time_to_survive": flows["seller"].map(found["tts"]).astype(float),
            "usual": flows["seller"].map(stated).isna(),
        }
    )
