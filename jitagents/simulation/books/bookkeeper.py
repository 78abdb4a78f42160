"""Bookkeeper: keeps all books of a model, once a day for all rows of a rule."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from jitagents.behaviours.base import Behaviour, Plan
from jitagents.behaviours.information import Books, Information
from jitagents.behaviours.ordering import Ordering
from jitagents.choice import Choice, place
from jitagents.column import Array
from jitagents.continuation import Stateful
from jitagents.crises.engine.engine import DisruptionEngine
from jitagents.errors import InputError
from jitagents.flow import NONE
from jitagents.layout import Index
from jitagents.parameters import Parameters
from jitagents.simulation.books.backup import backups_of
from jitagents.simulation.books.book import Book
from jitagents.simulation.books.counting import abc
from jitagents.simulation.books.losses import loses
from jitagents.simulation.books.master_data import master_file_of
from jitagents.simulation.books.order_lines import dropped_lines_of
from jitagents.simulation.books.page import Page
from jitagents.simulation.books.random_draws import chances_of, mishaps_of
from jitagents.simulation.books.scrap import unreported_scrap_of
from jitagents.simulation.books.wrong_entries import MoreErrors
from jitagents.state import SimulationState


class Bookkeeper(Stateful):
    """The books of a model.

    Columns written here, units: of stock points `misrecorded` (record less stock at the end of the day, but for entries
    that are only late) and `adjusted` (past consumption that becomes known today, below 0 if it was over-reported);
    where something can be lost, `shrunk` and `misplaced` beside `stock`; where lines are dropped, `dropped`.

    Args:
        state: of the model.
        parts: the rules of the books, each with its rows.
        more: wrong entries than the rules say; None: as many.
        disruptions: that act on books.

    Attributes:
        master: the master data; None if all are right.
        lines: order lines that sellers drop; None if they never do.
    """

    changing = ("master", "lines", "_chances", "_mishaps", "_books")

    def __init__(
        self, state: SimulationState, parts: Sequence[tuple[Books, Index]], more: MoreErrors | None,
        disruptions: DisruptionEngine,
    ) -> None:  # fmt: skip
        self._state, rules = state, [rule for rule, _ in parts]
        for column in ("misrecorded", "adjusted"):
            state.points.add(column)
        if any(loses(rule.losses) for rule in rules):
            state.points.add("shrunk")
            state.points.add("misplaced")
        self._chances, self._mishaps = chances_of(state, rules), mishaps_of(state, parts, more)
        self._true = _with_runs(state.planned.plan, parts)
        self.master, self.lines = master_file_of(state, parts, self._true), dropped_lines_of(state, parts)
        classes = abc(state.planned, state.layout.name_rank)
        self._scrap = unreported_scrap_of(state, parts)
        booked = np.concatenate([rows for _, rows in parts])
        lost = disruptions.lost_entries()
        backups = backups_of(lost, disruptions.today, booked, state.layout, state.whole)
        self._books = [
            Book(state, rule, rows, classes, self._chances, self._mishaps, self.master, self.lines, more, backups)
            for rule, rows in parts
        ]
        self._made = np.zeros_like(state.points["stock"])

    @property
    def plan(self) -> Plan:
        """The plan as the books have it: with the days between planning runs, and with wrong master data."""
        return self._true if self.master is None else self.master.plan

    @property
    def bill(self) -> Array | None:
        """Factor of the books' bill of materials on what inputs are asked for `(rows, worlds)`; None: all are right."""
        return None if self.master is None else self.master.bill

    def entered(self, rule: Ordering, rows: Index) -> tuple[Ordering, Ordering]:
        """Return an ordering rule as the master data have it, and as it is, both not yet fitted."""
        return (rule, rule) if self.master is None else self.master.entered(rule, rows)

    def follow(self, wrong: Parameters, true: Callable[[Plan], Parameters], rows: Index) -> None:
        """Let audits of the master data mend what a rule was fitted to.

        Args:
            wrong: the rule, fitted to the plan of the books.
            true: fits it to another plan.
            rows: that it is for.
        """
        if self.master is not None:
            self.master.follow(wrong, true(self._true.at(rows)), rows)

    def page(self, rows: slice) -> Page | None:
        """Return the books of neighbouring rows of one rule; None if they have none, or none that can ever err."""
        parts = [book.index for book in self._books]
        if not any(rows.start in index for index in parts):
            return None
        number, places = place(rows, parts)
        return Page(self._books[number], places) if self._books[number].errs else None

    def begin(self, openings: Callable[[], Array], unordered: Array, switches: bool) -> None:
        """Open the books before day 1, once the state is there.

        Args:
            openings: gives the positions that the ordering rules ask for `(rows, worlds)`.
            unordered: by how much they begin below these, since the last planning run was before day 0.
            switches: whether ordering rules take over from each other.
        """
        if self.master is not None:
            self.master.begin(openings, unordered, switches, self._state.points)
        for book in self._books:
            book.begin()

    def receive(self, received: Array) -> None:
        """Enter this morning's receipts `(rows, worlds)`, and lose what disappears."""
        for chances in self._chances.values():
            chances.draw(self._state.clock.day)
        for mishaps in self._mishaps.values():
            mishaps.draw(self._state.clock.day)
        for book in self._books:
            book.receive(received)

    def open(self) -> None:
        """Audit, count and review, and bring the books up to date, before orders are decided."""
        if self.lines is not None:
            self.lines.open()
        learned = [] if self.master is None else [self.master.audit(self._state.clock.day)]
        if self.lines is not None:
            learned.append(self.lines.missed)
        scrap = None if self._scrap is None else self._scrap.today()
        for book in self._books:
            book.open(learned, scrap)

    def close(self, rows: Index | slice, made: Array | None) -> None:
        """Enter today's issues, and note the lines that were dropped.

        Args:
            rows: that may have made units at once.
            made: those units `(rows, worlds)`; None: none.
        """
        if self.lines is not None:
            self.lines.close()
        at_once = made is not None and len(made) > 0
        if at_once:
            self._made[rows] = made
        for book in self._books:
            book.close(self._made if at_once else None)

    def at_night(self) -> tuple[Array, Array]:
        """Return demand of the day and stock at its end, as the books have them; what has none as it is.

        Returns:
            units, each `(rows, worlds)`.
        """
        demand, stock = (self._state.points[name].copy() for name in ("demand", "stock"))
        for book in self._books:
            book.records.enter(demand, stock)
        return demand, stock


def _with_runs(plan: Plan, parts: Sequence[tuple[Books, Index]]) -> Plan:
    """Return the plan with lead times that cover the days between planning runs."""
    days = np.zeros_like(plan.lead_time)
    for rule, rows in parts:
        days[rows] = rule.run - 1
    return replace(plan, lead_time=plan.lead_time + days, reach=plan.reach + days) if days.any() else plan


def bookkeeper_of(
    state: SimulationState,
    information: Choice[Information],
    ordering: Choice[Ordering],
    more: MoreErrors | None,
    disruptions: DisruptionEngine,
) -> Bookkeeper | None:
    """Return the bookkeeper of a model; None if nobody has books of its own.

    Args:
        state: of the model, its tables empty.
        information, ordering: rules, by row.
        more: wrong entries than the rules say; None: as many.
        disruptions: that act on books.

    Raises:
        InputError: books hold on some days only, or a disruption of books meets agents that have none.
    """
    parts = information.parts()
    if any(isinstance(inner, Books) for rule, _ in parts for inner in _inside(rule)):
        raise InputError("exemptions: information=books is kept from the first day to the last; leave out `when`")
    physical = np.array([rule.physical for rule in ordering.rules])[ordering.number]
    kept: list[tuple[Books, Index]] = []
    for rule, rows in parts:
        if isinstance(rule, Books):
            sides = ((rule.kept, rows[~physical[rows]]), (rule.kept.beside_cards, rows[physical[rows]]))
            kept += [(books, some) for books, some in sides if len(some)]
    if not kept:
        backups_of(disruptions.lost_entries(), disruptions.today, NONE, state.layout, state.whole)
        return None
    return Bookkeeper(state, kept, more, disruptions)


def _inside(rule: Behaviour) -> list[Behaviour]:
    """Return the behaviours inside a behaviour, at any depth."""
    return [inner for part in rule.parts().values() for inner in (part, *_inside(part))]
