"""Master data: lead times, bills, lots and safety as the books have them, until an audit finds what is wrong."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Self

import numpy as np

from jitagents.behaviours.base import Plan
from jitagents.behaviours.information import Books, MasterData
from jitagents.behaviours.ordering import Ordering
from jitagents.cells import NONE, Cells, cells_of
from jitagents.column import Array, Flags, Table
from jitagents.continuation import Index as Worlds
from jitagents.continuation import Stateful
from jitagents.layout import Index
from jitagents.parameters import Parameters
from jitagents.simulation.books.entered_rules import KINDS, LOT, ONE, SAFETY, entered
from jitagents.simulation.books.master_errors import day_found, drawn_once, lognormal, may_err, wrong_ever
from jitagents.simulation.books.mending import Column, pairs
from jitagents.state import SimulationState
from jitagents.stock_points import INPUT

WRONG = ("lead_time", "reach", "rate", "demand_sd")
"""Columns of the plan of the books that can be wrong."""


class MasterFile(Stateful):
    """The master data of a model in which some are wrong: factors on the true numbers, which audits set to 1.

    Args:
        state: of the model.
        parts: the rules of the books, each with its rows.
        true: the true plan.

    Attributes:
        bill: factor of the books' bill of materials on the consumption of inputs `(rows, worlds)`.
        misquoted: where it is not 1 before the audits, places in the flat array, ascending.
        plan: the plan as the books have it.
        used: whether any rule has a lot, or a safety, where these can be wrong, by kind.
    """

    changing = ("_audited",)

    def __init__(self, state: SimulationState, parts: Sequence[tuple[Books, Index]], true: Plan) -> None:
        shape, self._true = (state.layout.rows, state.worlds.count), true
        self._whole = state.whole
        self._lead_time, self.bill, self._lot, self._safety = np.ones((4, *shape))
        found = np.full(shape, np.inf)
        chances = drawn_once(state)
        consumed = (state.layout.role == INPUT)[:, None]
        for rule, rows in parts:
            known = {name: chance[rows] for name, chance in chances.items()}
            self._enter(rule.master_data, rows, known, consumed)
            if rule.master_data.audit:
                found[rows] = day_found(rule.master_data, known["audit"], true.phase[rows])
        self.misquoted = np.flatnonzero(self.bill != 1.0)
        factors = (self._lead_time, self.bill, self._lot, self._safety)
        places = np.flatnonzero(np.any([factor != 1.0 for factor in factors], axis=0))
        self.used = {kind: False for kind in KINDS if any(may_err(rule.master_data, kind) for rule, _ in parts)}
        self._factors = {kind: factor for kind, factor in zip(KINDS, factors[2:], strict=True) if kind in self.used}
        days = np.maximum(np.floor(found.reshape(-1)[places]), 2.0)  # on day 1 the first orders are made
        order = np.argsort(days, kind="stable")
        self._places, self._days, self._audited = places[order], days[order], 0
        self._cells = np.unravel_index(self._places, shape)
        self.plan = replace(
            self._true,
            lead_time=self._true.lead_time * self._lead_time,
            reach=self._true.reach + self._true.lead_time * (self._lead_time - 1.0),
            rate=self._true.rate * self.bill,
            demand_sd=self._true.demand_sd * self.bill,
        )
        self._columns = [self._column(self.bill, np.ones(1))]
        self._columns += [self._column(getattr(self.plan, name), getattr(true, name)) for name in WRONG]
        self._lacking, self._rises = np.zeros(shape), np.zeros(len(days))
        self._openings: Callable[[], Array] | None = None

    def _column(self, now: Array, right: Array, rows: Index | None = None) -> Column:
        """Return numbers that are wrong where the master data of their rows are; None: of all rows."""
        (row, world), days = self._cells, self._days
        if rows is not None:
            place = np.minimum(np.searchsorted(rows, row), len(rows) - 1)
            own = np.flatnonzero(rows[place] == row)
            row, world, days = place[own], world[own], days[own]
        wrong, without = now[row, world], np.broadcast_to(right, now.shape)[row, world]
        some = np.flatnonzero(wrong != without)
        return Column(now, (row[some], world[some]), without[some], wrong[some], days[some])

    def _enter(self, data: MasterData, rows: Index, chance: dict[str, Array], consumed: Flags) -> None:
        """Enter the master data of some rows."""
        for name, factors in (("lead_time", self._lead_time), (LOT, self._lot), (SAFETY, self._safety)):
            factors[rows] = lognormal(data, name, chance)
        edges = np.cumsum(data.bill_weights) / np.sum(data.bill_weights)
        kind = np.searchsorted(edges[:-1], chance["bill_error"], side="right")
        wrong = (chance["bill"] < data.bill_wrong) & consumed[rows]
        self.bill[rows] = np.where(wrong, np.asarray(data.bill_factors, dtype=float)[kind], 1.0)

    def entered(self, rule: Ordering, rows: Index) -> tuple[Ordering, Ordering]:
        """Return an ordering rule as the master data have it, and as it is; the same where they have no part of it.

        Args:
            rule: not yet fitted.
            rows: that it is for.
        """
        plan, factors = self._true.at(rows), {kind: factor[rows] for kind, factor in self._factors.items()}
        for kind in factors:
            self.used[kind] |= entered(rule, {kind: ONE}, plan, self._whole) is not rule
        return entered(rule, factors, plan, self._whole), entered(rule, dict.fromkeys(factors, ONE), plan, self._whole)

    def follow(self, wrong: Parameters, right: Parameters, rows: Index) -> None:
        """Mend, after each audit, what a rule was fitted to.

        Args:
            wrong, right: the rule, fitted to the plan of the books and to the true one.
            rows: that it is for.
        """
        shape = (len(rows), self.bill.shape[1])
        self._columns += [self._column(here, there, rows) for here, there in pairs(wrong, right, shape)]

    def begin(self, openings: Callable[[], Array], unordered: Array, switches: bool, points: Table) -> None:
        """Note the positions that rules ask for: they move when audits find errors.

        Args:
            openings: gives them; a number follows from the master data of its own row and world `(rows, worlds)`.
            unordered: by how much rules begin below them, since the last planning run was before day 0.
            switches: whether rules take over from each other; they may then begin with another position every day.
            points: the table of stock points before day 1. What is on order there beyond a position that a wrong lead
                time asks for is left out of the first orders.
        """
        opening, self._openings = openings(), openings if switches else None
        self._turn_to(np.inf)
        self._rises = (openings() - opening)[self._cells]
        self._turn_to(0)
        lacking = opening - unordered - (points["stock"] + points["on_order"] - points["owed"])
        self._lacking = np.minimum(lacking, 0.0) * (self._lead_time != 1.0) * (opening > 0.0)

    def audit(self, day: int) -> Cells:
        """Mend what audits find today; return by how much positions should rise, units of all rows."""
        if day == 1 and self._lacking.any():
            return cells_of(self._lacking)
        self._audited = day
        first, last = self._days.searchsorted((day, day + 1))
        if first == last:
            return NONE
        today = slice(first, last)
        at = self._cells[0][today], self._cells[1][today]
        if self._openings is not None:
            before = self._openings()[at]
        for column in self._columns:
            column.mend(day)
        rises = self._rises[today] if self._openings is None else self._openings()[at] - before
        return self._places[today], rises

    def _turn_to(self, day: float) -> None:
        for column in self._columns:
            column.turn_to(day)

    def continue_from(self, before: Self, index: Worlds) -> None:
        super().continue_from(before, index)
        self._turn_to(self._audited)


def master_file_of(state: SimulationState, parts: Sequence[tuple[Books, Index]], true: Plan) -> MasterFile | None:
    """Return the master data of a model; None if all are right."""
    return MasterFile(state, parts, true) if any(wrong_ever(rule.master_data) for rule, _ in parts) else None
