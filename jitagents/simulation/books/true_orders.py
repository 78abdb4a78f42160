"""True orders: those that a rule would give today, in the state in which it is, if its records were the truth."""

from copy import copy

import numpy as np

from jitagents.behaviours.base import RECORDS, Memory, Seen, read_only
from jitagents.behaviours.ordering import Ordering
from jitagents.cells import change, some
from jitagents.column import Array, Table
from jitagents.continuation import Stateful
from jitagents.flow import ROUNDING
from jitagents.simulation.books.order_lines import DroppedLines

ORDERS = ("true_order", "wrong_order")
"""Columns of stock points that are written here, units: the true order, and by how much the order differs from it."""


class TrueOrders(Stateful):
    """The true orders of some rows, for comparison.

    The rule sees what is on hand, owed, on order and asked for, and all that disappeared or was dropped since the day
    before. Its memory, its forecast and the data that it is fitted to are what they are.

    Args:
        rule: that decides; None if its records are the truth.
        truth: the true records.
        points: the table of stock points, with the columns above.
        rows: that decide.
        lines: that sellers drop; None if they never do.
        whole: orders are rounded up to whole units.
    """

    changing = ("_demand", "_lost", "_dropped")

    def __init__(
        self, rule: Ordering | None, truth: Seen, points: Table, rows: slice, lines: DroppedLines | None, whole: bool
    ) -> None:
        self._rule, self._truth, self._whole, self._lines, self._rows = rule, truth, whole, lines, rows
        self._order, self._wrong = (points[name][rows] for name in ORDERS)
        self._shrunk = points["shrunk"][rows] if "shrunk" in points else None
        self._dropped = None if lines is None else lines.unknown[rows] - points["dropped"][rows]
        self._demand, self._lost = np.zeros((2, *truth.stock.shape))

    def owe(self, units: Array) -> None:
        """Add demand that was there before day 1 `(rows, 1)` or `(rows, worlds)`."""
        self._demand += units

    def rest(self) -> None:
        """Let a day pass without a decision: nothing is ordered on any records."""
        self._learn()
        self._order.fill(0.0)
        self._wrong.fill(0.0)

    def _learn(self) -> None:
        """Add what is asked for today, and what was lost, to that of the days since the last decision."""
        if self._rule is None:
            return
        self._demand += self._truth.demand
        if self._shrunk is not None:
            self._lost += self._shrunk
        if self._lines is not None and self._dropped is not None:
            unknown = self._lines.unknown[self._rows]
            self._lost += unknown - self._dropped
            change(self._lost, [some(self._lines.missed, self._rows, self._lost.shape[1])])
            self._dropped = unknown.copy()

    def decide(self, seen: Seen, memory: Memory) -> None:
        """Work out the true orders of today, before the rule decides on its records.

        Args:
            seen: these records, with all that came in since the last decision.
            memory: of the rule.
        """
        if self._rule is None:
            return
        self._learn()
        true = copy(seen)
        for name in RECORDS:
            setattr(true, name, getattr(self._truth, name))
        true.demand = read_only(self._demand)
        if seen.corrected is not None:
            true.corrected = read_only(np.maximum(self._lost, -self._demand))
        order = self._rule(true, {name: column.copy() for name, column in memory.items()})
        self._order[...] = np.ceil(order - ROUNDING) if self._whole else order
        self._demand.fill(0.0)
        self._lost.fill(0.0)

    def compare(self, order: Array) -> None:
        """Note by how much the orders of today differ from the true ones, units `(rows, worlds)`."""
        if self._rule is None:
            self._order[...] = order
        else:
            np.abs(order - self._order, out=self._wrong)
