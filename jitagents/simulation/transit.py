"""Transit: units on a lane or in a process, with lead times as stated or drawn."""

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from jitagents.behaviours.transport import Transport
from jitagents.column import Array
from jitagents.continuation import Stateful
from jitagents.crises.engine.gate import Gate
from jitagents.errors import InputError
from jitagents.flow import NONE, STEADY, Cells, DelayableRows, Index, Pipe
from jitagents.network import LeadTimes
from jitagents.simulation.sequence import in_sequence
from jitagents.simulation.unit_lead_times import UnitLeadTimes
from jitagents.worlds import Drawn, Sampler, Worlds

type Days = npt.NDArray[np.int64]


class Transit(Stateful):
    """A pipe with its lead times.

    Args:
        times: lead times of the rows.
        transport: rule that says whether lead times with a law are drawn, and in which way.
        worlds: worlds that share the draws.
        stream: purpose of the draws.
        key: of each row; draws are made in the order of the keys, whatever the order of rows is.
        whole: units are whole.
        delayable: rows whose units a disruption can slow, delay or remove.
        gates: on the way of some delayable rows.

    Attributes:
        pipe: the units in transit.

    Raises:
        InputError: each unit is to draw its own lead time, but units are not whole.
    """

    changing = ("pipe", "_by_unit", "_drawn", "_latest")

    def __init__(
        self, times: LeadTimes, transport: Transport, worlds: Worlds, stream: str, key: Index, whole: bool,
        delayable: DelayableRows = STEADY, gates: Sequence[Gate] = (),
    ) -> None:  # fmt: skip
        law = np.flatnonzero(times.law >= 0) if transport.draws else NONE
        rows = np.union1d(law, delayable.rows)
        self._law = np.searchsorted(rows, law)
        self.pipe = Pipe(times.planned, worlds.count, rows, _bounds(times, rows, law, delayable), delayable.detour)
        self._gates = [(gate, np.searchsorted(rows, gate.lanes)) for gate in gates]
        self._by_unit: UnitLeadTimes | None = None
        self._drawn: Drawn | None = None
        self._lead = np.repeat(times.planned[rows, None], worlds.count, axis=1)
        self._latest: Days | None = np.zeros_like(self._lead) if transport.in_sequence else None
        if not len(law):
            return
        if transport.by_unit:
            if not whole:
                raise InputError("transport.per = 'unit': needs whole units, and those of this network are not")
            self._by_unit = UnitLeadTimes([times.laws[number] for number in times.law[law]], worlds, stream, key[law])
            return
        by_key = np.argsort(key[law], kind="stable")
        back = np.argsort(by_key)
        if transport.in_sequence:
            draw = in_sequence([times.laws[number] for number in times.law[law[by_key]]])
        else:
            draw = lambda rng, day, days, _: transport.draw(rng, days, times, law[by_key])  # noqa: E731
        sampler: Sampler = lambda rng, day, days, carried: draw(rng, day, days, carried)[:, back]  # noqa: E731
        self._drawn, self._today = Drawn(worlds, stream, [sampler], len(law), int), self._lead[self._law]

    def fill(self, rate: Array, whole: bool) -> Array:
        """Fill the pipe before day 1 with a steady flow, as `Pipe.fill` does."""
        if self._latest is not None:
            self._latest[...] = self.pipe.planned[self.pipe.drawn, None]
        return self.pipe.fill(rate, whole)

    def send(self, day: int, units: Array, lead_time_factor: Array | None = None) -> None:
        """Send units off; a row's shipment takes one lead time, or each unit its own.

        Args:
            day: today.
            units: `(rows, worlds)`.
            lead_time_factor: on lead times `(rows, worlds)`; above 1 only on delayable rows.
        """
        self.pipe.send(day, units)
        if not len(self.pipe.drawn):
            return
        for lead, part in self._parts(day, units[self.pipe.drawn]):
            if lead_time_factor is not None:
                lead = np.ceil(lead * lead_time_factor[self.pipe.drawn] - 1e-9).astype(np.int64)
            lead = lead if self._latest is None else self._sequence(day, part, lead)
            self.pipe.add(day, self._past_gates(part, lead), lead)

    def pass_gates(self, day: int) -> None:
        """Let what reaches the gates this morning, and what waits there, pass as far as they have room."""
        for gate, _ in self._gates:
            if gate.room is not None:
                cells = (day + gate.rest) % self.pipe.length, gate.lanes
                self.pipe.ring[cells] = gate.reach(self.pipe.ring[cells])

    def _past_gates(self, part: Array, lead: Days) -> Array:
        """Return the units of a shipment that no gate stops on the day of loading `(drawn rows, worlds)`."""
        for gate, rows in self._gates:
            if gate.room is not None:
                near = lead[rows] <= gate.rest[:, None]
                part = part.copy()
                part[rows] = np.where(near, gate.meet(np.where(near, part[rows], 0.0)), part[rows])
        return part

    def delay(self, day: int, cells: Cells, days: int) -> None:
        """Delay all that is under way on some delayable rows, in some worlds, by so many days."""
        self.pipe.delay(day, cells, days)
        if self._latest is not None:
            rows, worlds = cells
            later = np.searchsorted(self.pipe.drawn, rows), worlds
            self._latest[later] = np.minimum(self._latest[later] + days, day + self.pipe.length - 1)

    def _parts(self, day: int, shipment: Array) -> Iterator[tuple[Days, Array]]:
        """Yield the parts of a day's shipments that travel together, with their lead times `(drawn rows, worlds)`."""
        if self._drawn is not None:
            self._drawn.on(day, self._today)
            self._lead[self._law] = self._today
        if self._by_unit is None:
            yield self._lead, shipment
            return
        together = shipment.copy()
        together[self._law] = 0.0
        yield self._lead, together
        for lead, units in self._by_unit.of(day, shipment[self._law]):
            self._lead[self._law], part = lead, np.zeros_like(shipment)
            part[self._law] = units
            yield self._lead, part

    def _sequence(self, day: int, shipment: Array, lead: Days) -> Days:
        """Return lead times extended so that no shipment arrives before the latest of those sent earlier."""
        assert self._latest is not None
        arrival = np.maximum(self._latest, day + lead)
        np.copyto(self._latest, arrival, where=shipment > 0.0)
        return arrival - day


def _bounds(times: LeadTimes, rows: Index, law: Index, delayable: DelayableRows) -> tuple[Days, Days]:
    """Return the shortest and the longest lead time that rows can have, each `(rows,)`."""
    shortest, longest = times.planned[rows].copy(), times.planned[rows].copy()
    first = np.array([each.days[0] for each in times.laws], dtype=np.int64)
    drawn = np.searchsorted(rows, law)
    shortest[drawn], longest[drawn] = first[times.law[law]], times.longest[law]
    slow = np.searchsorted(rows, delayable.rows)
    longest[slow] = np.ceil(longest[slow] * delayable.lead_time_factor)
    return shortest, longest
