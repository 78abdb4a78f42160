"""Hits: one disruption in a model, bound to the rows that it may hit."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from jitagents.column import Array, Rows, Table
from jitagents.crises import Course, Disruption
from jitagents.crises.course import Flags
from jitagents.day.strikes.today import Today
from jitagents.flow import Index, turn
from jitagents.layout import Layout
from jitagents.planning import Planned
from jitagents.worlds import Worlds

if TYPE_CHECKING:
    from jitagents.day.goods import Goods


@dataclass
class Ground:
    """What disruptions act on.

    Attributes:
        layout, planned: rows and lanes, and their mean flows.
        points, making, buying, lanes: the tables of state.
        worlds: which of them are struck.
        warmup: days before the first measured one.
        whole: units are whole.
        goods: what is under way; known once it is built.
    """

    layout: Layout
    planned: Planned
    points: Table
    making: Table
    buying: Table
    lanes: Table
    worlds: Worlds
    warmup: int
    whole: bool
    goods: "Goods | None" = None

    def part(self, units: Array, share: Array, day: int) -> Array:
        """A share of units; of whole units as many whole ones, rounded without favouring a day."""
        return np.floor(units * share + turn(day)) if self.whole else units * share

    def with_inputs(self, agents: Rows) -> tuple[Index, Index]:
        """The rows of some agents and of their inputs, and the place among those agents of each one's owner."""
        layout, rows = self.layout, np.arange(self.layout.rows)[agents]
        inputs = np.flatnonzero(np.isin(layout.plant_of_input, rows))
        owner = np.concatenate((rows, layout.plant_of_input[inputs]))
        return np.concatenate((rows, layout.inputs.start + inputs)), np.searchsorted(rows, owner)


@dataclass(frozen=True)
class Bound:
    """A disruption, its course, and what it may hit: agents with what hangs on them, or lanes.

    Attributes:
        name: its key in the crisis.
        shock: the disruption.
        course: how it runs, for the agents, or for what goes down as one among the lanes.
        weight: share of the severity that reaches each of those `(rows, 1)` or `(rows, worlds)`; None: all of it.
        rows: the agents, as rows of stock points; those that own the lanes' ends are not among them.
        makers: those of the agents that make, as rows of the table of makers.
        lanes: the lanes that the agents sell on, or the lanes themselves.
        of_makers, of_lanes: place of each of those among the rows of the course.
    """

    name: str
    shock: Disruption
    course: Course
    weight: Array | None
    rows: Rows
    makers: Rows
    lanes: Rows
    of_makers: Index
    of_lanes: Index

    def severity(self, measured: int) -> Array:
        """Severity on a measured day, in the worlds that are struck and in the others."""
        return self.weigh(self.course.intensity(measured))

    def weigh(self, intensity: Array) -> Array:
        """What of an intensity reaches each row."""
        return intensity if self.weight is None else intensity * self.weight


class Hit(ABC):
    """Does what an effect does.

    Args:
        bound: the disruption.
        ground: what it acts on.
        today: what it changes in a day.

    Attributes:
        lasting: True if it has something to do on every day after it has begun, and not only while it strikes.
    """

    lasting = False

    def __init__(self, bound: Bound, ground: Ground, today: Today) -> None:
        self.bound, self.ground, self.today = bound, ground, today
        self.effect: Any = bound.shock.effect

    def lift(self) -> None:  # noqa: B027  # most write nothing there
        """Take back what it has written into the tables of state."""

    @abstractmethod
    def strike(self, severity: Array, day: int) -> None:
        """Strike for a day.

        Args:
            severity: `(rows or 1, worlds)`, 0 in worlds that are not struck.
            day: today, counted from the first day of the warm-up.
        """


def at(severity: Array, rows: Index) -> Array:
    """The severity at some of the rows that are hit; one row stands for all."""
    return severity if len(severity) == 1 else severity[rows]


class Onset:
    """Finds the day on which a disruption sets in, row by row and world by world."""

    def __init__(self, reached: Callable[[Array], Flags]) -> None:
        self._reached, self._before = reached, np.zeros((1, 1), dtype=bool)

    def of(self, severity: Array) -> Flags:
        """True where it strikes today, and did not yesterday."""
        now = self._reached(severity)
        fresh = now & ~self._before
        self._before = now
        return fresh
