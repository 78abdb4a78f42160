"""Planning runs: the days on which an information system plans."""

from copy import copy

import numpy as np

from jitagents.behaviours.base import Seen, read_only
from jitagents.behaviours.information import Books
from jitagents.continuation import Stateful
from jitagents.simulation.books.page import Page


class Runs(Stateful):
    """The planning runs of some rows. One that falls on a day of rest is held on the next working day.

    Args:
        books: whose runs they are.
        shape: `(rows, worlds)`.
    """

    changing = ("_rested", "_demand", "_days", "_last", "_planning")

    def __init__(self, books: Books, shape: tuple[int, int]) -> None:
        self._every, self._first = books.run, books.first_run
        self._rested, self._resting = np.zeros((shape[0], 1)), np.full((shape[0], 1), books.run - 1.0)
        self._demand, self._days = np.zeros(shape), 0
        self._last, self._planning = self._turn(0), False

    def _turn(self, day: int) -> int:
        """Return the number of the last scheduled run up to a day."""
        return (day - self._first) // self._every

    def show(self, seen: Seen) -> None:
        """Show the days between two runs as days of rest, so that reviews that fall on them are held on the next."""
        seen.rested, seen.resting = read_only(self._rested), read_only(self._resting)

    def due(self, day: int) -> bool:
        """Whether a working day has a run, which is then held."""
        self._planning = self._turn(day) > self._last
        self._last = self._turn(day)
        self._rested[...] = self._every - 1.0 if self._planning else 0.0
        return self._planning

    def average(self, seen: Seen) -> Seen | None:
        """Return the records of a day with a run, with the mean demand a day since the last one; None: there is none.

        To be called once a day, after `due` on working days: runs forecast from their period, not from its last day.
        """
        self._demand += seen.demand
        self._days += 1
        if not self._planning:
            return None
        together = copy(seen)
        together.demand = read_only(self._demand / self._days)
        self._demand.fill(0.0)
        self._planning = False
        return together

    def spread(self) -> int:
        """Return the days of the period just averaged: errors of a day have that many times its variance."""
        days, self._days = self._days, 0
        return days


def runs_of(page: Page | None, shape: tuple[int, int]) -> Runs | None:
    """Return the planning runs of some rows `(rows, worlds)` with their books; None if they plan every day."""
    return Runs(page.book.rule, shape) if page is not None and page.book.rule.run > 1 else None
