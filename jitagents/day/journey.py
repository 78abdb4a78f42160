"""Journeys: units that take days, on a lane or in a process, with lead times as stated or drawn."""

import numpy as np
import numpy.typing as npt

from jitagents.behaviours.transport import Transport
from jitagents.column import Array
from jitagents.day.splits import Splits
from jitagents.errors import InputError
from jitagents.flow import NONE, Pipe
from jitagents.network import LeadTimes
from jitagents.worlds import Drawn, Sampler, Worlds


class Journey:
    """A pipe with its lead times.

    Args:
        times: lead times of the rows.
        transport: whether the lead times that have a law are drawn, and how.
        worlds: who shares the draws.
        stream: purpose of the draws.
        key: of each row; draws are made in the order of the keys, whatever the order of rows is.
        whole: units are whole.

    Raises:
        InputError: units shall draw lead times of their own, but are not whole.
    """

    def __init__(
        self, times: LeadTimes, transport: Transport, worlds: Worlds, stream: str, key: npt.NDArray[np.int64],
        whole: bool,
    ) -> None:  # fmt: skip
        drawn = np.flatnonzero(times.law >= 0) if transport.draws else NONE
        first = np.array([law.days[0] for law in times.laws], dtype=np.int64)
        self.pipe = Pipe(times.planned, worlds.count, drawn, (first[times.law[drawn]], times.longest[drawn]))
        self._splits: Splits | None = None
        self._lead: npt.NDArray[np.int64] | None = None
        self._latest: npt.NDArray[np.int64] | None = None
        if not len(drawn):
            return
        shape = (len(drawn), worlds.count)
        if transport.by_unit:
            if not whole:
                raise InputError("transport.per = 'unit': needs whole units, and those of this network are not")
            self._splits = Splits([times.laws[number] for number in times.law[drawn]], worlds, stream, key[drawn])
            return
        self._lead = np.empty(shape, dtype=np.int64)
        self._latest = np.zeros(shape, dtype=np.int64) if transport.in_sequence else None
        by_key = np.argsort(key[drawn], kind="stable")
        back = np.argsort(by_key)
        sampler: Sampler = lambda rng, day, days, _: transport.draw(rng, days, times, drawn[by_key])[:, back]  # noqa: E731
        self._drawn = Drawn(worlds, stream, [sampler], len(drawn), int)

    def fill(self, rate: Array, whole: bool) -> Array:
        """Fill the pipe before day 1 with a steady flow; like `Pipe.fill`."""
        if self._latest is not None:
            self._latest[...] = self.pipe.planned[self.pipe.drawn, None]
        return self.pipe.fill(rate, whole)

    def send(self, day: int, units: Array) -> None:
        """Put units `(rows, worlds)` on their way; a row's shipment takes one time, or each unit its own."""
        self.pipe.send(day, units)
        if self._lead is not None:
            self._drawn.on(day, self._lead)
            shipment = units[self.pipe.drawn]
            self.pipe.add(day, shipment, self._lead if self._latest is None else self._sequence(day, shipment))
        elif self._splits is not None:
            for lead, part in self._splits.of(day, units[self.pipe.drawn]):
                self.pipe.add(day, part, lead)

    def _sequence(self, day: int, shipment: Array) -> npt.NDArray[np.int64]:
        """Lead times drawn out so that no shipment arrives before the latest of those sent earlier."""
        assert self._lead is not None
        assert self._latest is not None
        arrival = np.maximum(self._latest, day + self._lead)
        np.copyto(self._latest, arrival, where=shipment > 0.0)
        return arrival - day
