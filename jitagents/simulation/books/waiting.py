"""Waiting: transactions between their day and the day on which they are entered."""

from typing import Protocol

import numpy as np

from jitagents.cells import Cells, change
from jitagents.column import Array, Rows
from jitagents.continuation import Stateful
from jitagents.layout import Index
from jitagents.network import Law
from jitagents.simulation.books.chances import Chances


class Waiting(Protocol):
    """The transactions of some rows that wait to be entered.

    Attributes:
        pending: units that still are `(rows, worlds)`.
        due: those of earlier days that are entered today `(rows, worlds)`.
        shortest: days that a transaction waits at least.
    """

    due: Array
    shortest: int

    @property
    def pending(self) -> Array: ...

    def begin(self, units: Array) -> None:
        """Let the transactions of a steady flow wait, before day 1 `(rows, worlds)`."""
        ...

    def draw(self, day: int) -> None:
        """Look up what is entered today, and how long transactions of today wait."""
        ...

    def at_once(self, rows: slice) -> Array:
        """Share of the transactions of today that is entered today `(rows, worlds)`; 0 or 1."""
        ...

    def post(self, units: Array, missed: list[Cells], day: int) -> None:
        """Let go what is entered today, and take in the units of today but for those that are never entered."""
        ...

    def add(self, units: Array, missed: list[Cells], day: int) -> None:
        """Take in more units of today."""
        ...

    def put(self, origin: tuple[Index, Index], at: tuple[Index, Index], units: Array, day: int) -> Array:
        """Take in units of transactions of some cells that are entered at others; return those that do not wait."""
        ...


class EquallyLate(Stateful):
    """Transactions that all wait as many days: see `Waiting`.

    Args:
        late: days, 1 or more.
        shape: `(rows, worlds)`.
    """

    changing = ("_days", "_sum", "_last")

    def __init__(self, late: int, shape: tuple[int, int]) -> None:
        # A slot for today, and one for each day that is still to be entered; where these are several, their sum.
        self._days, self._last, self.shortest = np.zeros((late + 1, *shape)), 0, late
        self._sum = np.zeros(shape) if late > 1 else None
        self.due = self._days[1]

    @property
    def pending(self) -> Array:
        return self._days[self._last] if self._sum is None else self._sum

    def begin(self, units: Array) -> None:
        self._days[...] = units
        if self._sum is not None:
            self._sum[...] = units * self.shortest

    def draw(self, day: int) -> None:
        self.due = self._days[(day + 1) % len(self._days)]

    def at_once(self, rows: slice) -> Array:
        return np.zeros_like(self.due[rows])

    def post(self, units: Array, missed: list[Cells], day: int) -> None:
        if self._sum is not None:
            self._sum -= self.due
            self._sum += units
            change(self._sum, missed, -1.0)
        self._last = day % len(self._days)
        self._days[self._last] = units
        change(self._days[self._last], missed, -1.0)

    def add(self, units: Array, missed: list[Cells], day: int) -> None:
        for pile in self._piles():
            pile += units
            change(pile, missed, -1.0)

    def put(self, origin: tuple[Index, Index], at: tuple[Index, Index], units: Array, day: int) -> Array:
        for pile in self._piles():
            pile[at] += units
        return np.zeros(len(units))

    def _piles(self) -> list[Array]:
        """Return the units of today that wait, and the sum of all that do."""
        return [self._days[self._last], *([] if self._sum is None else [self._sum])]


class LateByLaw(Stateful):
    """Transactions that wait for days drawn from a law, one a row and day: see `Waiting`. They may overtake each other.

    Args:
        law: of whole days, 0 among them or not.
        rows: of the transactions, among all.
        shape: `(rows, worlds)`.
        chances: of all rows.
        whole: units are whole.
    """

    changing = ("_days", "_sum")

    def __init__(self, law: Law, rows: Rows, shape: tuple[int, int], chances: Chances, whole: bool) -> None:
        self._law, self._rows, self._chances, self._whole = law, rows, chances, whole
        self._days, self._sum = np.zeros((int(law.days[-1]) + 1, *shape)), np.zeros(shape)
        self._edges, self._cells = np.cumsum(law.probability)[:-1], np.arange(self._sum.size).reshape(shape)
        self._wait, self.due = np.zeros(shape, dtype=np.int64), self._days[0]
        self.shortest = int(law.days[0])

    @property
    def pending(self) -> Array:
        return self._sum

    def begin(self, units: Array) -> None:
        """Let those of a steady flow wait: of units a day, units x P(days >= n) are entered on day n."""
        before = np.zeros_like(self._sum)
        for day in range(1, len(self._days)):
            share = self._law.probability @ np.minimum(self._law.days, day)
            up_to = np.floor(units * share + 0.5) if self._whole else units * share
            self._days[day] = up_to - before
            before = up_to
        self._sum[...] = before

    def draw(self, day: int) -> None:
        self._days[(day - 1) % len(self._days)] = 0.0
        self.due = self._days[day % len(self._days)]
        place = np.searchsorted(self._edges, self._chances.of_rows(self._rows), side="right")
        self._wait = self._law.days[place]

    def at_once(self, rows: slice) -> Array:
        return (self._wait[rows] == 0).astype(float)

    def post(self, units: Array, missed: list[Cells], day: int) -> None:
        self._sum -= self.due
        self.add(units, missed, day)

    def add(self, units: Array, missed: list[Cells], day: int) -> None:
        entered = units.copy()
        change(entered, missed, -1.0)
        self._take(self._wait, self._cells, entered, day)

    def put(self, origin: tuple[Index, Index], at: tuple[Index, Index], units: Array, day: int) -> Array:
        wait = self._wait[origin]
        self._take(wait, self._cells[at], units, day)
        return np.where(wait == 0, units, 0.0)

    def _take(self, wait: Index, cells: Index, units: Array, day: int) -> None:
        """Let units wait so many days in some cells, all different; none do for 0 days."""
        late = np.where(wait > 0, units, 0.0)
        self._days.reshape(-1)[(day + wait) % len(self._days) * self._sum.size + cells] += late
        self._sum.reshape(-1)[cells] += late


def waiting_of(
    late: int | Law, rows: Rows, shape: tuple[int, int], chances: Chances | None, whole: bool
) -> Waiting | None:
    """Return what waits to be entered; None where all is entered on its day.

    Args:
        late: days from a transaction to its entry.
        rows: of the transactions, among all.
        shape: `(rows, worlds)`.
        chances: of all rows; None unless days are drawn.
        whole: units are whole.
    """
    if isinstance(late, int):
        return EquallyLate(late, shape) if late else None
    assert chances is not None
    return LateByLaw(late, rows, shape, chances, whole)
