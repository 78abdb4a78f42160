"""Backup: entries that a system has lost by an outage, and that its books lack once they are back."""

from collections.abc import Callable, Iterable

import numpy as np

from jitagents.column import Array, Rows
from jitagents.continuation import Stateful
from jitagents.crises.engine.today import Today
from jitagents.errors import InputError
from jitagents.layout import Index, Layout


class Backup(Stateful):
    """The books of some rows as they were on the last evenings, to which they go back after an outage.

    What a count has found out meanwhile stays known.

    Args:
        today: changes of the day; `unsaved` says how far the books go back.
        days: that they go back at most.
        rows: of the books, among all.
        shape: `(rows, worlds)`.
        whole: units are whole.
    """

    changing = ("_stock", "_closed", "_received", "_lacks", "_down")

    def __init__(self, today: Today, days: int, rows: Rows, shape: tuple[int, int], whole: bool) -> None:
        self._today, self._rows, self._whole = today, rows, whole
        # Records of stock, and units by which open orders were closed so far, on each of the last evenings.
        self._stock, self._closed = np.zeros((2, days + 1, *shape))
        self._received, self._lacks = np.zeros(shape), np.zeros((2, *shape))
        self._down = np.zeros(shape, dtype=bool)

    def begin(self, stock: Array, still_open: Array) -> None:
        """Fill the memory from the books before day 1, units `(rows, worlds)`."""
        self._stock[...], self._closed[...] = stock, -still_open

    def receive(self, units: Array) -> None:
        """Note units that were received today `(rows, worlds)`."""
        self._received += units

    def save(self, stock: Array, still_open: Array, day: int) -> None:
        """Note the books of this evening.

        Args:
            stock: record of stock, units `(rows, worlds)`.
            still_open: units that were received and are on order by the books.
            day: today.
        """
        self._stock[day % len(self._stock)] = stock
        self._closed[day % len(self._closed)] = self._received - still_open

    def restored(self, day: int) -> tuple[Index, Array, Array]:
        """Return the cells that go back this morning, and by how much records of stock and open orders rise."""
        unsaved = self._today.unsaved
        if unsaved is None and not self._down.any():
            return np.zeros(0, dtype=np.int64), np.zeros(0), np.zeros(0)
        back = np.zeros(self._down.shape) if unsaved is None else unsaved[self._rows]
        down = back > 0.0
        if (fresh := down & ~self._down).any():
            for lacks, levels, sign in zip(self._lacks, (self._stock, self._closed), (1.0, -1.0), strict=True):
                np.copyto(lacks, sign * self._change(levels, back, day - 1), where=fresh)
        at = np.flatnonzero(self._down & ~down)
        self._down = down
        wrong, still_open = (lacks.reshape(-1)[at] for lacks in self._lacks)
        return at, wrong, still_open

    def _change(self, levels: Array, back: Array, day: int) -> Array:
        """Return by how much levels were higher so many days before an evening; parts of days are interpolated."""
        days = len(levels)
        whole = np.minimum(np.floor(back), days - 1).astype(np.int64)
        sooner, later = (
            np.take_along_axis(levels, ((day - np.minimum(ago, days - 1)) % days)[None], axis=0)[0]
            for ago in (whole, whole + 1)
        )
        change = sooner + (back - whole) * (later - sooner) - levels[day % days]
        return np.rint(change) if self._whole else change

    def count(self, at: Index) -> None:
        """Note the places that are counted, where everything is known again."""
        self._lacks.reshape(2, -1)[:, at] = 0.0


def backups_of(
    lost: Iterable[tuple[str, Index, float]], today: Today, kept: Index, layout: Layout, whole: bool
) -> Callable[[Rows, tuple[int, int]], Backup] | None:
    """Return what makes the backup of some rows of some shape; None if no outage ever loses entries for good.

    Args:
        lost: disruptions that do, by name, each with its rows and the most days of entries.
        today: changes of the day.
        kept: rows with books.
        layout: of the model.
        whole: units are whole.

    Raises:
        InputError: an agent has no books.
    """
    days = 0
    for name, rows, most in lost:
        without = np.setdiff1d(rows, kept)
        if len(without):
            raise InputError(
                f"crisis.{name}.what.lost_entries = 'counted': {layout.names[without[0]]} must have books that are "
                "counted; choose information=books, or lost_entries=entered"
            )
        days = max(days, int(np.ceil(most)))
    return None if not days else lambda rows, shape: Backup(today, days, rows, shape, whole)
