"""Transit: units on a lane or in a process, with lead times as stated or drawn."""

from collections.abc import Sequence

import numpy as np

from jitagents.column import Array
from jitagents.continuation import Stateful
from jitagents.crises.engine.gate import Gate
from jitagents.flow import Cells, Index
from jitagents.network import LeadTimes
from jitagents.pipe import STEADY, DelayableRows, Pipe
from jitagents.simulation.departures import Days, Departures
from jitagents.simulation.ways import Way
from jitagents.worlds import Worlds


class Transit(Stateful):
    """A pipe with its lead times.

    Args:
        times: planned lead times of the rows.
        ways: on which they are sent; those in one list take turns on the same rows.
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

    changing = ("pipe", "_departures", "_latest")

    def __init__(
        self, times: LeadTimes, ways: Sequence[Sequence[Way]], worlds: Worlds, stream: str, key: Index, whole: bool,
        delayable: DelayableRows = STEADY, gates: Sequence[Gate] = (),
    ) -> None:  # fmt: skip
        each = [way for turns in ways for way in turns]
        other = [np.flatnonzero(way.times.planned != times.planned) for way in each]
        rows = np.unique(np.concatenate([delayable.rows, *(way.law for way in each), *other]))
        shortest, longest = zip(*(_bounds(way, rows, delayable) for way in each), strict=True)
        bounds = np.min(shortest, axis=0), np.max(longest, axis=0)
        self.pipe = Pipe(times.planned, worlds.count, rows, bounds, delayable.detour)
        self._gates = [(gate, np.searchsorted(rows, gate.lanes)) for gate in gates]
        self._departures, self._latest = list[Departures](), list[Days]()
        for turns in ways:
            mine, latest = np.flatnonzero(np.isin(rows, turns[0].rows)), None
            if not len(mine):
                continue
            if any(way.rule.in_sequence for way in turns):
                latest = np.zeros((len(rows), worlds.count), dtype=np.int64)
                self._latest.append(latest)
            share = _share(mine, len(rows))
            self._departures += [Departures(way, share, rows, latest, worlds, stream, key, whole) for way in turns]

    def fill(self, rate: Array, whole: bool) -> Array:
        """Fill the pipe before day 1 with a steady flow, as `Pipe.fill` does."""
        for latest in self._latest:
            latest[...] = self.pipe.planned[self.pipe.drawn, None]
        return self.pipe.fill(rate, whole)

    def send(self, day: int, units: Array, lead_time_factor: Array | None = None) -> None:
        """Send units off; a row's shipment takes one lead time, or each unit its own.

        Args:
            day: today.
            units: `(rows, worlds)`.
            lead_time_factor: on lead times `(rows, worlds)`; above 1 only on delayable rows.
        """
        self.pipe.send(day, units)
        drawn = self.pipe.drawn
        if not len(drawn):
            return
        factor = None if lead_time_factor is None else lead_time_factor[drawn]
        for departures in self._departures:
            for lead, part in departures.of(day, units[drawn], factor):
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
        rows, worlds = cells
        drawn = np.searchsorted(self.pipe.drawn, rows), worlds
        for latest in self._latest:
            latest[drawn] = np.minimum(latest[drawn] + days, day + self.pipe.length - 1)


def _share(mine: Index, rows: int) -> Array | None:
    """Return 1 for some of the rows and 0 for the others `(rows, 1)`; None if all are meant."""
    if len(mine) == rows:
        return None
    share = np.zeros((rows, 1))
    share[mine] = 1.0
    return share


def _bounds(way: Way, rows: Index, delayable: DelayableRows) -> tuple[Days, Days]:
    """Return the shortest and the longest lead time that rows can have where a way holds, each `(rows,)`."""
    times, law = way.times, way.law
    shortest, longest = times.planned[rows].copy(), times.planned[rows].copy()
    first = np.array([each.days[0] for each in times.laws], dtype=np.int64)
    drawn = np.searchsorted(rows, law)
    shortest[drawn], longest[drawn] = first[times.law[law]], times.longest[law]
    slow = np.searchsorted(rows, delayable.rows)
    longest[slow] = np.ceil(longest[slow] * delayable.lead_time_factor)
    return shortest, longest
