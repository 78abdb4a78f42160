"""Mending: wrong entries of the master data, day by day set right by audits."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

import numpy as np

from jitagents.column import Array
from jitagents.layout import Index
from jitagents.parameters import Parameters


@dataclass(frozen=True)
class Column:
    """Numbers that follow from the master data, and are wrong where these are.

    Attributes:
        now: as the books have them, written `(rows, worlds)`.
        cells: rows and worlds of the errors, in the order of the days on which audits find them, each `(errors,)`.
        right, wrong: numbers there without errors, and before the audits, each `(errors,)`.
        days: on which audits find them, ascending `(errors,)`; infinite: never.
    """

    now: Array
    cells: tuple[Index, Index]
    right: Array
    wrong: Array
    days: Array

    @cached_property
    def _found(self) -> dict[int, slice]:
        """Numbers of the errors that audits find, by day."""
        finite = np.floor(self.days[np.isfinite(self.days)])
        found = zip(*np.unique(finite, return_index=True, return_counts=True), strict=True)
        return {int(day): slice(first, first + count) for day, first, count in found}

    def mend(self, day: int) -> None:
        """Set right what audits find on a day."""
        some = self._found.get(day)
        if some is not None:
            self.now[self.cells[0][some], self.cells[1][some]] = self.right[some]

    def turn_to(self, day: float) -> None:
        """Set all numbers to those of the evening of a day, earlier or later than that on which they stand."""
        self.now[self.cells] = np.where(self.days <= day, self.right, self.wrong)


def pairs(wrong: Any, right: Any, shape: tuple[int, int]) -> Iterator[tuple[Array, Array]]:
    """Yield the arrays of this shape in which two fittings of a rule may differ, in pairs."""
    if isinstance(wrong, np.ndarray):
        if wrong.shape == shape:
            yield wrong, right
    elif isinstance(wrong, tuple):
        for pair in zip(wrong, right, strict=True):
            yield from pairs(*pair, shape)
    elif isinstance(wrong, Parameters):
        for item in fields(wrong):
            yield from pairs(getattr(wrong, item.name), getattr(right, item.name), shape)
