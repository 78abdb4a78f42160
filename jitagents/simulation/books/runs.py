"""Planning runs: the days on which an information system plans."""

import numpy as np

from jitagents.behaviours.base import Seen, read_only
from jitagents.behaviours.information import Books
from jitagents.continuation import Stateful
from jitagents.simulation.books.page import Page


class Runs(Stateful):
    """The planning runs of some rows. One that falls on a day of rest is held on the next working day.

    Args:
        books: whose runs they are.
        rows: number of the rows.
        fresh: whether a run is held on day 0, whenever the first one is scheduled.

    Attributes:
        before: days from the last run to day 0.
    """

    changing = ("_rested", "_held", "_last", "_planning")

    def __init__(self, books: Books, rows: int, fresh: bool) -> None:
        self._every, self._first = books.run, books.first_run
        self._rested, self._resting = np.zeros((rows, 1)), np.full((rows, 1), books.run - 1.0)
        self.before = 0 if fresh else -books.first_run % books.run
        self._last, self._held, self._planning = self._turn(0), -self.before, False

    def _turn(self, day: int) -> int:
        """Return the number of the last scheduled run up to a day."""
        return (day - self._first) // self._every

    def show(self, seen: Seen) -> None:
        """Show the days between two runs as days of rest, so that reviews that fall on them are held on the next."""
        seen.rested, seen.resting = read_only(self._rested), read_only(self._resting)

    def due(self, day: int) -> bool:
        """Whether a working day has a run, which is then held."""
        turn = self._turn(day)
        self._planning, self._last = turn > self._last, turn
        if self._planning:
            self._rested.fill(self._every - 1.0)
        return self._planning

    def period(self, day: int) -> int | None:
        """Return the days since the last run, if one is held today; None: there is none. To be asked once a day."""
        if not self._planning:
            return None
        days, self._held, self._planning = day - self._held, day, False
        return days


def runs_of(page: Page | None, rows: int, fresh: bool) -> Runs | None:
    """Return the planning runs of so many rows with their books; None if they plan every day."""
    return Runs(page.book.rule, rows, fresh) if page is not None and page.book.rule.run > 1 else None
