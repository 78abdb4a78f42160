"""Planning runs: the days on which an information system plans."""

import numpy as np

from jitagents.behaviours.base import Seen, read_only
from jitagents.behaviours.information import Books, Information
from jitagents.continuation import Stateful


class Runs(Stateful):
    """The planning runs of some rows.

    Args:
        books: whose runs they are.
        rows: number of the rows.
    """

    changing = ("_rested",)

    def __init__(self, books: Books, rows: int) -> None:
        self._every, self._first = books.run, books.first_run
        self._rested, self._resting = np.zeros((rows, 1)), np.full((rows, 1), books.run - 1.0)

    def show(self, seen: Seen) -> None:
        """Show the days between two runs as days of rest, so that reviews that fall on them are held on the next."""
        seen.rested, seen.resting = read_only(self._rested), read_only(self._resting)

    def due(self, day: int) -> bool:
        """Whether there is a run on a day."""
        planned = (day - self._first) % self._every == 0
        self._rested[...] = self._every - 1.0 if planned else 0.0
        return planned


def runs_of(information: Information, rows: int) -> Runs | None:
    """Return the planning runs of so many rows of an information system; None if it plans every day."""
    return Runs(information, rows) if isinstance(information, Books) and information.run > 1 else None
