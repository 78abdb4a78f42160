"""Master data: lead times and bills of materials as the books have them, until an audit finds what is wrong."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields, replace
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from jitagents.behaviours.base import Plan
from jitagents.behaviours.information import Books, MasterData
from jitagents.column import Array, Table
from jitagents.continuation import Index as Worlds
from jitagents.continuation import Stateful
from jitagents.layout import INPUT, Index
from jitagents.parameters import Parameters
from jitagents.simulation.books.chances import LEAST, Chances, normal
from jitagents.state import SimulationState

type Flags = npt.NDArray[np.bool_]
WRONG = ("lead_time", "reach", "rate", "demand_sd")
"""Columns of the plan of the books that can be wrong."""
PURPOSES = ("lead_time", "lead_time_error", "bill", "bill_error", "audit")


def wrong_ever(data: MasterData) -> bool:
    """Whether an entry can be wrong."""
    return any(bool(np.any(np.asarray(share) > 0.0)) for share in (data.lead_time_wrong, data.bill_wrong))


class MasterFile(Stateful):
    """The master data of a model in which some are wrong: factors on the true numbers, which audits set to 1.

    Args:
        state: of the model.
        parts: the rules of the books, each with its rows.
        true: the true plan.

    Attributes:
        bill: factor of the books' bill of materials on the consumption of inputs `(rows, worlds)`.
        misquoted: where it is not 1, places in the flat array, ascending.
        plan: the plan as the books have it.
    """

    changing = ("_found",)

    def __init__(self, state: SimulationState, parts: Sequence[tuple[Books, Index]], true: Plan) -> None:
        shape, self._true = (state.layout.rows, state.worlds.count), true
        self._lead_time, self.bill = np.ones((2, *shape))
        self._day, self._found = np.full(shape, np.inf), np.zeros(shape, dtype=bool)
        chances = {purpose: _once(state, purpose) for purpose in PURPOSES}
        consumed = (state.layout.role == INPUT)[:, None]
        for rule, rows in parts:
            self._enter(rule.master_data, rows, {name: chance[rows] for name, chance in chances.items()}, consumed)
        self._day = np.maximum(self._day, 2.0)  # on day 1 the first orders are made
        self.misquoted = np.flatnonzero(self.bill != 1.0)
        self._wrong = (self._lead_time != 1.0) | (self.bill != 1.0)
        self._days = set(self._day[self._wrong].tolist())
        self.plan = replace(
            self._true,
            lead_time=self._true.lead_time * self._lead_time,
            reach=self._true.reach + self._true.lead_time * (self._lead_time - 1.0),
            rate=self._true.rate * self.bill,
            demand_sd=self._true.demand_sd * self.bill,
        )
        self._fitted: list[tuple[Array, Array, Index]] = []
        self._openings: Callable[[], Array] | None = None
        self._opening, self._lacking = np.zeros((2, *shape))

    def _enter(self, data: MasterData, rows: Index, chance: dict[str, Array], consumed: Flags) -> None:
        """Enter the master data of some rows."""
        factor = data.lead_time_factor * np.exp(data.lead_time_spread * normal(chance["lead_time_error"]))
        self._lead_time[rows] = np.where(chance["lead_time"] < data.lead_time_wrong, factor, 1.0)
        edges = np.cumsum(data.bill_weights) / np.sum(data.bill_weights)
        kind = np.searchsorted(edges[:-1], chance["bill_error"], side="right")
        wrong = (chance["bill"] < data.bill_wrong) & consumed[rows]
        self.bill[rows] = np.where(wrong, np.asarray(data.bill_factors, dtype=float)[kind], 1.0)
        if data.audit:
            self._day[rows] = _day_found(data, chance["audit"], self._true.phase[rows])

    def follow(self, wrong: Parameters, right: Parameters, rows: Index) -> None:
        """Mend, after each audit, what a rule was fitted to.

        Args:
            wrong, right: the rule, fitted to the plan of the books and to the true one.
            rows: that it is for.
        """
        self._fitted += [(here, there, rows) for here, there in _arrays(wrong, right, len(rows), self.bill.shape[1])]

    def begin(self, openings: Callable[[], Array], points: Table) -> None:
        """Note the positions that rules begin with: they move when audits find errors.

        Args:
            openings: gives them `(rows, worlds)`.
            points: the table of stock points before day 1. What is on order there beyond a position that a wrong lead
                time asks for is left out of the first orders.
        """
        self._openings, self._opening = openings, openings()
        lacking = self._opening - (points["stock"] + points["on_order"] - points["owed"])
        self._lacking = np.minimum(lacking, 0.0) * (self._lead_time != 1.0) * (self._opening > 0.0)

    def audit(self, day: int) -> Array | None:
        """Mend what audits find today; return by how much positions should rise, units `(rows, worlds)`; None: by 0."""
        if day == 1 and self._lacking.any():
            return self._lacking
        if day not in self._days:
            return None
        fresh = (self._day <= day) & self._wrong & ~self._found
        self._found |= fresh
        self._mend(fresh)
        assert self._openings is not None
        before, self._opening = self._opening, self._openings()
        return np.asarray((self._opening - before) * fresh)

    def _mend(self, found: Flags) -> None:
        self.bill[found] = 1.0
        self.misquoted = np.flatnonzero(self.bill != 1.0)
        for name in WRONG:
            np.copyto(getattr(self.plan, name), getattr(self._true, name), where=found)
        for wrong, right, rows in self._fitted:
            np.copyto(wrong, right, where=found[rows])

    def continue_from(self, before: Self, index: Worlds) -> None:
        super().continue_from(before, index)
        self._mend(self._found)
        self._opening = before._opening[:, index]


def _once(state: SimulationState, purpose: str) -> Array:
    """Return uniform random numbers, one for each row and world, for the whole replication."""
    chances = Chances(state.worlds, f"master.{purpose}", state.layout.name_rank, days=1)
    chances.draw(1)
    return chances.today.astype(float)


def _day_found(data: MasterData, chance: Array, phase: Array) -> Array:
    """Return the day of the audit that finds an error; audits are spread over the days by names."""
    find = np.asarray(data.find, dtype=float)
    missed = np.log1p(-np.minimum(find, 1.0 - LEAST))
    trials = np.maximum(np.ceil(np.log(np.maximum(1.0 - chance, LEAST)) / np.where(find > 0.0, missed, -LEAST)), 1.0)
    first = data.audit - phase % data.audit
    return np.where(find > 0.0, first + (trials - 1.0) * data.audit, np.inf)


def _arrays(wrong: Any, right: Any, rows: int, worlds: int) -> Iterator[tuple[Array, Array]]:
    """Yield the arrays in which two fittings of a rule may differ, in pairs."""
    if isinstance(wrong, np.ndarray):
        if wrong.shape == (rows, worlds):
            yield wrong, right
    elif isinstance(wrong, tuple):
        for pair in zip(wrong, right, strict=True):
            yield from _arrays(*pair, rows, worlds)
    elif isinstance(wrong, Parameters):
        for item in fields(wrong):
            yield from _arrays(getattr(wrong, item.name), getattr(right, item.name), rows, worlds)


def master_file_of(state: SimulationState, parts: Sequence[tuple[Books, Index]], true: Plan) -> MasterFile | None:
    """Return the master data of a model; None if all are right."""
    return MasterFile(state, parts, true) if any(wrong_ever(rule.master_data) for rule, _ in parts) else None
