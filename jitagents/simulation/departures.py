"""Departures: the lead times of what is sent off, as one rule of transport draws them."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from jitagents.behaviours.transport import Transport
from jitagents.column import Array
from jitagents.continuation import Stateful
from jitagents.errors import InputError
from jitagents.flow import Cells, Index
from jitagents.network import LeadTimes
from jitagents.simulation.sequence import in_sequence
from jitagents.simulation.unit_lead_times import UnitLeadTimes
from jitagents.worlds import Drawn, Sampler, Worlds

type Days = npt.NDArray[np.int64]


class Departures(Stateful):
    """The shipments of one rule of transport, with their lead times.

    The rule draws for all rows with a law, those of other rules too, so that a row has the same random numbers whatever
    the others do.

    Args:
        rule: of transport.
        mine: 1 for the rows that follow it, 0 for others `(drawn rows, 1)`; None if all do.
        times: lead times of all rows.
        rows: those whose lead times can vary, the drawn rows.
        law: those with a law, if any rule draws.
        worlds: worlds that share the draws.
        stream: purpose of the draws.
        key: of each row; draws are made in the order of the keys, whatever the order of rows is.
        whole: units are whole.

    Raises:
        InputError: each unit is to draw its own lead time, but units are not whole.
    """

    changing = ("_by_unit", "_drawn", "_latest")

    def __init__(
        self, rule: Transport, mine: Array | None, times: LeadTimes, rows: Index, law: Index, worlds: Worlds,
        stream: str, key: Index, whole: bool,
    ) -> None:  # fmt: skip
        self._mine, self._planned = mine, times.planned[rows, None]
        self._law = np.searchsorted(rows, law)
        self._by_unit: UnitLeadTimes | None = None
        self._drawn: Drawn | None = None
        self._lead = np.repeat(self._planned, worlds.count, axis=1)
        self._latest: Days | None = np.zeros_like(self._lead) if rule.in_sequence else None
        if not len(law) or not rule.draws:
            return
        if rule.by_unit:
            if not whole:
                raise InputError("transport.per = 'unit': needs whole units, and those of this network are not")
            self._by_unit = UnitLeadTimes([times.laws[number] for number in times.law[law]], worlds, stream, key[law])
            return
        by_key = np.argsort(key[law], kind="stable")
        back = np.argsort(by_key)
        if rule.in_sequence:
            draw = in_sequence([times.laws[number] for number in times.law[law[by_key]]])
        else:
            draw = lambda rng, day, days, _: rule.draw(rng, days, times, law[by_key])  # noqa: E731
        sampler: Sampler = lambda rng, day, days, carried: draw(rng, day, days, carried)[:, back]  # noqa: E731
        self._drawn, self._today = Drawn(worlds, stream, [sampler], len(law), int), self._lead[self._law]

    def fill(self) -> None:
        """Note that a steady flow was sent until day 0."""
        if self._latest is not None:
            self._latest[...] = self._planned

    def of(self, day: int, units: Array, lead_time_factor: Array | None) -> Iterator[tuple[Days, Array]]:
        """Yield the parts of a day's shipments that travel together, with their lead times `(drawn rows, worlds)`.

        Args:
            day: today.
            units: that leave, on all drawn rows `(drawn rows, worlds)`.
            lead_time_factor: on their lead times, of the same shape.
        """
        for lead, part in self._parts(day, units if self._mine is None else units * self._mine):
            if lead_time_factor is not None:
                lead = np.ceil(lead * lead_time_factor - 1e-9).astype(np.int64)
            yield (lead if self._latest is None else self._sequence(day, part, lead)), part

    def delay(self, cells: Cells, days: int, longest: int) -> None:
        """Delay the latest shipments of some drawn rows, in some worlds, by so many days; `longest`: the last day."""
        if self._latest is not None:
            self._latest[cells] = np.minimum(self._latest[cells] + days, longest)

    def _parts(self, day: int, shipment: Array) -> Iterator[tuple[Days, Array]]:
        """Yield the parts of a day's shipments that travel together, before delays and without regard to others."""
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
