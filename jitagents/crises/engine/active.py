"""Bound: a disruption in a model, with the rows that it may hit."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from jitagents.column import Array, Rows, Table, compact
from jitagents.crises import Course, Disruption
from jitagents.flow import Index, rounded
from jitagents.layout import Layout
from jitagents.planning import Planned
from jitagents.worlds import Worlds


@dataclass(frozen=True)
class SimulationState:
    """What disruptions act on.

    Attributes:
        layout, planned: rows and lanes, and their mean flows.
        points, making, buying, lanes: the tables of state.
        worlds: which of them are struck.
        warmup: days before the first measured one.
        whole: units are whole.
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

    def limit(self, severity: Array, base: Array, day: int) -> Array:
        """Units that are let through: the rest of a base; without limit where nothing is lost."""
        return np.where(severity > 0.0, rounded((1.0 - severity) * base, self.whole, day), np.inf)


@dataclass(frozen=True)
class Reach:
    """Rows of a table that a disruption reaches.

    Attributes:
        index: which, ascending.
        of: place of each among the rows of the course.
    """

    index: Index
    of: Index

    @cached_property
    def rows(self) -> Rows:
        """Which, as a slice if they are neighbours."""
        return compact(self.index)

    def at(self, severity: Array) -> Array:
        """The severity at each of them, of that of the course's rows; one row stands for all."""
        return severity if len(severity) == 1 else severity[self.of]


@dataclass(frozen=True)
class ActiveDisruption:
    """A disruption, its course, and what it may hit: agents, or lanes.

    Attributes:
        name: its key in the crisis.
        spec: the disruption as it is stated.
        course: how it runs, for the agents, or for what goes down as one among the lanes.
        weight: share of the severity that reaches each of those `(rows, 1)` or `(rows, worlds)`; None: all of it.
        rows: the agents, as rows of stock points in ascending order; empty where it hits lanes.
        lane_rows: the lanes; empty where it hits agents.
        of_lanes: place of each lane among the rows of the course.
    """

    name: str
    spec: Disruption
    course: Course
    weight: Array | None
    rows: Index
    lane_rows: Index
    of_lanes: Index

    def severity(self, measured: int) -> Array:
        """Severity on a measured day, in the worlds that are struck and in the others."""
        return self.weigh(self.course.intensity(measured))

    def extra(self, measured: int) -> Array:
        """Share of capacity that the agents can make more on a measured day, in all worlds."""
        extra = self.course.extra(measured)
        return extra if self.weight is None else extra * (self.weight > 0.0)

    def weigh(self, intensity: Array) -> Array:
        """What of an intensity reaches each row."""
        return intensity if self.weight is None else intensity * self.weight

    @cached_property
    def agents(self) -> Reach:
        """The agents that are hit."""
        return Reach(self.rows, np.arange(len(self.rows)))

    @cached_property
    def lanes(self) -> Reach:
        """The lanes that are hit."""
        return Reach(self.lane_rows, self.of_lanes)

    def dependents_of(self, owners: Index) -> Reach:
        """What hangs on the agents that are hit: makers, inputs or lanes, by the row of each one's agent."""
        found = np.flatnonzero(np.isin(owners, self.rows))
        return Reach(found, np.searchsorted(self.rows, owners[found]))
