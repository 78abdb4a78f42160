"""Departures: the lead times of what is sent off, as one way of transport draws them."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from jitagents.column import Array
from jitagents.continuation import Stateful
from jitagents.errors import InputError
from jitagents.flow import Index
from jitagents.random_streams import FEW, Drawn, Sampler
from jitagents.simulation.sequence import in_sequence
from jitagents.simulation.unit_lead_times import UnitLeadTimes
from jitagents.simulation.ways import Way
from jitagents.worlds import Worlds

type Days = npt.NDArray[np.int64]


class Departures(Stateful):
    """The shipments of one way of transport, with their lead times.

    Its rule draws for all rows with a law, those of other rules too, so that a row has the same random numbers whatever
    the others do, and on days on which it does not hold, so that it has them whatever was before.

    Args:
        way: the way.
        mine: 1 for the rows that follow it, 0 for others `(drawn rows, 1)`; None if all do.
        rows: those whose lead times can vary, the drawn rows.
        latest: day of the latest arrival of what was sent on each of them until now `(drawn rows, worlds)`, kept by all
            ways of the same rows; None if none of these sends in sequence.
        worlds: worlds that share the draws.
        stream: purpose of the draws.
        key: of each row; draws are made in the order of the keys, whatever the order of rows is.
        whole: units are whole.

    Raises:
        InputError: each unit is to draw its own lead time, but units are not whole.
    """

    changing = ("_by_unit", "_drawn")

    def __init__(
        self, way: Way, mine: Array | None, rows: Index, latest: Days | None, worlds: Worlds, stream: str, key: Index,
        whole: bool,
    ) -> None:  # fmt: skip
        rule, times, law = way.rule, way.times, way.law
        self._mine, self._holds, self._latest, self._in_sequence = mine, way.holds, latest, rule.in_sequence
        self._law = np.searchsorted(rows, law)
        self._by_unit: UnitLeadTimes | None = None
        self._drawn: Drawn | None = None
        self._lead = np.repeat(times.planned[rows, None], worlds.count, axis=1)
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
        self._drawn, self._today = Drawn(worlds, stream, [sampler], len(law), int, first=FEW), self._lead[self._law]

    def of(self, day: int, units: Array, lead_time_factor: Array | None) -> Iterator[tuple[Days, Array]]:
        """Yield the parts of a day's shipments that travel together, with their lead times `(drawn rows, worlds)`.

        Args:
            day: today.
            units: that leave, on all drawn rows `(drawn rows, worlds)`.
            lead_time_factor: on their lead times, of the same shape.
        """
        units = units if self._mine is None else units * self._mine
        for lead, part in self._parts(day, units if self._holds is None else units * self._holds()):
            if lead_time_factor is not None:
                lead = np.ceil(lead * lead_time_factor - 1e-9).astype(np.int64)
            yield (lead if self._latest is None else self._sequence(day, part, lead)), part

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
        """Return lead times; in sequence so long that no shipment arrives before the latest of those sent earlier."""
        assert self._latest is not None
        latest = np.maximum(self._latest, day + lead)
        np.copyto(self._latest, latest, where=shipment > 0.0)
        return latest - day if self._in_sequence else lead
