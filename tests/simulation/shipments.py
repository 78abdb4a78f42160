"""Shipments that can be told apart when they arrive."""

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from jitagents.network.lead_times import LeadTimes
from jitagents.simulation.transit import Transit
from jitagents.simulation.ways import Way
from jitagents.worlds import Worlds

WORLDS, SHIPMENTS, DAYS = 30, 40, 50


def days_of_arrival(
    law: LeadTimes, ways: Sequence[Sequence[Way]], begin: Callable[[int], None] = lambda day: None
) -> npt.NDArray[np.int64]:
    """Day on which the shipments of days 1, 2, ... of a lane arrive `(worlds, shipments)`.

    Shipments are of 1, 2, 4, ... units: an arrival tells which ones came.

    Args:
        law: lead times of the lane.
        ways: by which its goods go.
        begin: called at the beginning of each day.
    """
    transit = Transit(law, ways, Worlds(range(WORLDS)), "transport", np.array([0]), whole=True)
    arrived = np.zeros((DAYS, WORLDS))
    for day in range(1, DAYS + 1):
        begin(day)
        arrived[day - 1] = transit.pipe.due(day)[0]
        transit.send(day, np.full((1, WORLDS), 2.0**day) * (day <= SHIPMENTS))
    sent = range(1, SHIPMENTS + 1)
    came = np.array([[[int(units) >> day & 1 for day in sent] for units in world] for world in arrived.T])
    assert (came.sum(axis=1) == 1).all(), "everything arrives once"
    return came.argmax(axis=1) + 1
