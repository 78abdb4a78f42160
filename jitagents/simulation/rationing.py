"""Rationing: sellers divide what they ship over the backorders of their customers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from jitagents.behaviours.allocation import Allocation, Claims
from jitagents.behaviours.base import Memory, per_row, remember
from jitagents.choice import Choice
from jitagents.column import Array, Rows, compact
from jitagents.continuation import Stateful
from jitagents.flow import Groups
from jitagents.state import SimulationState
from jitagents.worlds import Drawn


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
    """

    changing: ClassVar = ("memory",)

    rule: Allocation
    sellers: Rows
    lanes: Rows
    groups: Groups
    priority: Array
    memory: Memory


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
        priority = per_row(layout.lane_column("priority"))
        self._divisions: Sequence[Division] = [
            _division(rule, index, sellers, priority, lanes.worlds)
            for rule, index in rules.at(layout.seller_rows).parts()
        ]
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
            allocated[lanes] = division.rule(output[division.sellers], claims, division.memory)


def _division(rule: Allocation, index: np.ndarray, sellers: Groups, priority: Array, worlds: int) -> Division:
    mine = np.flatnonzero(np.isin(sellers.key, index))
    groups = Groups(np.searchsorted(index, sellers.key[mine]), len(index))
    return Division(rule, compact(index), compact(mine), groups, priority[mine], remember(rule, len(mine), worlds))
