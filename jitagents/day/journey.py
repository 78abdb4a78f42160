"""Journeys: units that take days, on a lane or in a process, with lead times as stated or drawn."""

import numpy as np
import numpy.typing as npt

from jitagents.behaviours.transport import Transport
from jitagents.column import Array
from jitagents.flow import NONE, Pipe
from jitagents.network import LeadTimes
from jitagents.worlds import Drawn, Sampler, Worlds


class Journey:
    """A pipe with its lead times.

    Args:
        times: lead times of the rows.
        transport: whether the lead times that have a law are drawn.
        worlds: who shares the draws.
        stream: purpose of the draws.
        key: of each row; draws are made in the order of the keys, whatever the order of rows is.
    """

    def __init__(
        self, times: LeadTimes, transport: Transport, worlds: Worlds, stream: str, key: npt.NDArray[np.int64]
    ) -> None:
        drawn = np.flatnonzero(times.law >= 0) if transport.draws else NONE
        first = np.array([law.days[0] for law in times.laws], dtype=np.int64)
        self.pipe = Pipe(times.planned, worlds.count, drawn, (first[times.law[drawn]], times.longest[drawn]))
        self._lead: npt.NDArray[np.int64] | None = None
        if len(drawn):
            self._lead = np.empty((len(drawn), worlds.count), dtype=np.int64)
            by_key = np.argsort(key[drawn], kind="stable")
            back = np.argsort(by_key)
            sampler: Sampler = lambda rng, day, days, _: transport.draw(rng, days, times, drawn[by_key])[:, back]  # noqa: E731
            self._drawn = Drawn(worlds, stream, [sampler], len(drawn), int)

    def send(self, day: int, units: Array) -> None:
        """Put units `(rows, worlds)` on their way; each row's shipment of the day takes one time."""
        if self._lead is not None:
            self._drawn.on(day, self._lead)
        self.pipe.send(day, units, self._lead)
