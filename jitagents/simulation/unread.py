"""Unread records: entries of days of rest, which are decided on together on the next working day."""

from collections.abc import Mapping
from copy import copy

import numpy as np

from jitagents.behaviours.base import Seen, read_only
from jitagents.column import Array
from jitagents.continuation import Stateful

FLOWS = ("demand", "spoiled", "corrected", "echelon_demand")
"""Records that count what has happened on the day; all others tell how things stand."""


class Unread(Stateful):
    """The flows of some rows since they last decided.

    Args:
        seen: their records; those that are None there stay so.
        rows, worlds: of the records.
        booked: flows that books add up every morning, that of the day too, by name `(rows, worlds)`; set to 0 here when
            they are read.
    """

    changing = ("_flows", "_any")

    def __init__(self, seen: Seen, rows: int, worlds: int, booked: Mapping[str, Array]) -> None:
        names = [name for name in FLOWS if getattr(seen, name) is not None and name not in booked]
        self._flows, self._booked, self._any = {name: np.zeros((rows, worlds)) for name in names}, dict(booked), False

    @property
    def all_booked(self) -> bool:
        """Whether books add up all flows."""
        return not self._flows

    def owe(self, units: Array) -> None:
        """Add demand that was there before day 1 `(rows, 1)` or `(rows, worlds)`."""
        flows = self._booked if "demand" in self._booked else self._flows
        flows["demand"] += units
        self._any = self._any or bool(units.any())

    def keep(self, seen: Seen) -> None:
        """Keep the flows of a day of rest."""
        for name, flow in self._flows.items():
            flow += getattr(seen, name)
        self._any = True

    def demand(self, seen: Seen) -> Array:
        """Return all demand since the last decision, with that of today `(rows, worlds)`."""
        return self._booked["demand"] if "demand" in self._booked else self._flows["demand"] + seen.demand

    def read(self, seen: Seen) -> Seen:
        """Return the records of a working day, with all that came in since the last one."""
        if not self._any and not self._booked:
            return seen
        together = copy(seen)
        flows = {name: flow + getattr(seen, name) for name, flow in self._flows.items() if self._any}
        for name, flow in (flows | {name: flow.copy() for name, flow in self._booked.items()}).items():
            setattr(together, name, read_only(flow))
        for flow in (*(self._flows.values() if self._any else ()), *self._booked.values()):
            flow.fill(0.0)
        self._any = False
        return together

    def at(self, rows: slice) -> "Unread":
        """Return those of some of the rows: views of the same flows."""
        part = object.__new__(Unread)
        part._flows, part._any = {name: flow[rows] for name, flow in self._flows.items()}, self._any
        part._booked = {name: flow[rows] for name, flow in self._booked.items()}
        return part
