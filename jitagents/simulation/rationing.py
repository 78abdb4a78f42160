"""Rationing: sellers divide what they ship over the backorders of their customers."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np

from jitagents.behaviours.allocation import Allocation, Claims
from jitagents.behaviours.base import Memory, per_row, remember
from jitagents.choice import Choice
from jitagents.column import Array, Rows, compact
from jitagents.continuation import Stateful
from jitagents.errors import InputError
from jitagents.flow import ROUNDING, Groups
from jitagents.random_streams import Drawn
from jitagents.state import SimulationState


@dataclass(frozen=True)
class Division(Stateful):
    """The sellers of one allocation rule.

    Attributes:
        rule: the rule.
        sellers: the sellers, among all of them.
        lanes: their lanes.
        groups: these lanes, grouped by these sellers.
        priority: class of the customer on each of these lanes `(lanes, 1)`.
        memory: of the rule.
        reserved: units a day that the customers of these lanes get first `(lanes, worlds)`; None: none.
    """

    changing: ClassVar = ("memory",)

    rule: Allocation
    sellers: Rows
    lanes: Rows
    groups: Groups
    priority: Array
    memory: Memory
    reserved: Array | None = None


class Rationing(Stateful):
    """The allocation rules of all sellers.

    Args:
        state: of the model.
        rules: by stock point.
        sellers: all lanes, grouped by their seller.
    """

    changing = ("_divisions", "_drawn")

    def __init__(self, state: SimulationState, rules: Choice[Allocation], sellers: Groups) -> None:
        self._state, layout, lanes = state, state.layout, state.lanes
        priority, reserved = per_row(layout.lane_column("priority")), _reserved(state)
        self._divisions: Sequence[Division] = [
            _division(rule, index, sellers, priority, lanes.worlds, reserved)
            for rule, index in rules.at(layout.seller_rows).parts()
        ]
        _check_classes(state, self._divisions)
        self._drawn: Drawn | None = None
        self._chance: Array | None = None
        if state.whole and any(division.rule.draws for division in self._divisions):
            # A number for each lane and day, in the order of the lanes' names.
            by_name = np.argsort(np.argsort(layout.lane_name_rank, kind="stable"))
            sample = lambda rng, day, days, _: rng.random((days, len(by_name)))[:, by_name]  # noqa: E731
            self._drawn = Drawn(state.worlds, "allocation", [sample], len(by_name))
            self._chance = np.empty((lanes.rows, lanes.worlds))

    def start(self, owed: Array) -> None:
        """Take note of what is owed before day 1, units `(lanes, worlds)`."""
        for division in self._divisions:
            division.rule.start(owed[division.lanes], division.memory)

    def divide(self, output: Array, claimed: Array, allocated: Array) -> None:
        """Divide the units that leave each seller over its lanes.

        Args:
            output: units that leave `(sellers, worlds)`.
            claimed: backorders that can leave today `(lanes, worlds)`.
            allocated: units given to each lane, overwritten `(lanes, worlds)`.
        """
        day, whole, ordered = self._state.clock.day, self._state.whole, self._state.lanes["ordered"]
        withdrawn, owed = self._state.lanes.get("cancelled"), self._state.lanes["owed"]
        if self._drawn is not None and self._chance is not None:
            self._drawn.on(day, self._chance)
        for division in self._divisions:
            lanes = division.lanes
            chance, cancelled = (None if of is None else of[lanes] for of in (self._chance, withdrawn))
            claims = Claims(
                claimed[lanes], ordered[lanes], division.priority, division.groups, whole, day, chance, cancelled,
                None if claimed is owed else owed[lanes],
            )  # fmt: skip
            if division.reserved is None:
                allocated[lanes] = division.rule(output[division.sellers], claims, division.memory)
            else:
                allocated[lanes] = _reserved_first(division, output[division.sellers], claims)


def _check_classes(state: SimulationState, divisions: Sequence[Division]) -> None:
    """Check that classes that relations state matter to their sellers."""
    if (terms := state.planned.terms) is None or not terms.classed.any():
        return
    for division in divisions:
        low = division.groups.spread(_least(division))
        differ = ((division.priority != low) & (terms.classed[division.lanes] > 0.0)).any()
        if differ and not division.rule.by_class:
            raise InputError(
                f"relation.allocation_class: customers of a seller are of several classes, and its allocation rule, "
                f"{type(division.rule).__name__}, does not serve by class; choose allocation=priority"
            )


def _least(division: Division) -> Array:
    """Return the first class of the customers of each seller `(sellers, 1)`."""
    least = np.full((division.groups.size, 1), np.inf)
    division.groups.least(division.priority, least)
    return least


def _reserved(state: SimulationState) -> Array | None:
    """Return the units a day that are reserved on each lane `(lanes, worlds)`; None if none are."""
    terms = state.planned.terms
    if terms is None or not np.any(terms.reserved):
        return None
    units = np.broadcast_to(terms.reserved * state.planned.lane_rate, (state.lanes.rows, state.worlds.count))
    return np.ceil(units - ROUNDING) if state.whole else units


def _reserved_first(division: Division, available: Array, claims: Claims) -> Array:
    """Give customers what they have reserved, in proportion where that is too much, and the rest by the rule."""
    assert division.reserved is not None
    first = claims.sellers.ration(available, np.minimum(claims.owed, division.reserved), claims.whole, claims.day)
    left = np.maximum(available - claims.sellers.sum(first), 0.0)
    given = first + division.rule(left, replace(claims, owed=claims.owed - first), division.memory)
    return np.minimum(given, claims.owed, out=given)  # a + (b - a) may be more than b, by rounding


def _division(
    rule: Allocation, index: np.ndarray, sellers: Groups, priority: Array, worlds: int, reserved: Array | None
) -> Division:
    mine = np.flatnonzero(np.isin(sellers.key, index))
    groups = Groups(np.searchsorted(index, sellers.key[mine]), len(index))
    memory = remember(rule, len(mine), worlds)
    first = None if reserved is None or not reserved[mine].any() else reserved[mine]
    if first is not None and memory:
        raise InputError(
            f"relation.reserved: needs an allocation rule without memory, and {type(rule).__name__} has one; choose "
            "allocation=proportional, or another"
        )
    return Division(rule, compact(index), compact(mine), groups, priority[mine], memory, first)
