"""Fallback: orders of agents that see nothing, in the place of what their rule would order."""

from copy import copy

import numpy as np

from jitagents.behaviours.ordering import Ordering
from jitagents.column import Array
from jitagents.continuation import Stateful
from jitagents.crises.engine.today import Today
from jitagents.flow import rounded

RULE, MEAN_FLOW, LAST_ORDER = 0.0, 1.0, 2.0
"""The orders of an agent in the dark; where disruptions meet, the largest number holds."""


class Fallback(Stateful):
    """Orders without records: the last one again, or the mean flow.

    A rule that never looks at its position does not know what was ordered in its place: the difference is balanced
    once it decides again.

    Args:
        today: changes of the day.
        rows: rows of the records.
        rate: mean flow, units a day `(rows, 1)` or `(rows, worlds)`.
        ordering: the rule that decides else.
        whole: units are whole.
    """

    changing = ("_last", "_ahead")

    def __init__(self, today: Today, rows: slice, rate: Array, ordering: Ordering, whole: bool) -> None:
        self._today, self._rows, self._ordering, self._whole = today, rows, ordering, whole
        self._rate = np.broadcast_to(rate, (rows.stop - rows.start, today.worlds))
        self._last, self._ahead = self._rate.copy(), np.zeros(self._rate.shape)

    def at(self, rows: slice) -> "Fallback":
        """Those of some of the rows: views of the same."""
        part = copy(self)
        part._rows = slice(self._rows.start + rows.start, self._rows.start + rows.stop)
        for name in ("_rate", "_last", "_ahead"):
            setattr(part, name, getattr(self, name)[rows])
        return part

    def order(self, wanted: Array, day: int) -> Array:
        """The units that are ordered where the rule orders so many `(rows, worlds)`; to be asked for once a day.

        Whole units of the mean flow are rounded so that the sum over the days is right.
        """
        order = np.maximum(wanted - self._ahead, 0.0) if self._ahead.any() else wanted
        choice = self._choice()
        if choice is None:
            self._last[...] = order
        else:
            np.copyto(self._last, order, where=choice == RULE)
            rate = rounded(self._rate, self._whole, day)
            order = np.where(choice == RULE, order, np.where(choice == LAST_ORDER, self._last, rate))
        if self._ordering.incremental and (choice is not None or order is not wanted):
            self._ahead += order - wanted
        return order

    @property
    def by_rule(self) -> Array:
        """1 where the orders of today are those of the rule, 0 where something stands in their place."""
        choice = self._choice()
        return np.ones((1, 1)) if choice is None else np.asarray(choice == RULE, dtype=float)

    def _choice(self) -> Array | None:
        """The orders of today by their numbers; those of a rule that sees its cards are its own."""
        dark, choice = self._today.dark, self._today.fallback
        if dark is None or choice is None:
            return None
        return np.where(dark[self._rows] > self._ordering.physical, choice[self._rows], RULE)
