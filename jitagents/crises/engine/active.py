"""Active disruptions: a disruption of a model, with the rows that it may affect."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from jitagents.column import Array, Rows, compact
from jitagents.continuation import Stateful
from jitagents.crises.course import Course
from jitagents.flow import Index

if TYPE_CHECKING:
    from jitagents.crises.disruption import Disruption


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
        """The rows, as a slice if they are neighbours."""
        return compact(self.index)

    def at(self, severity: Array) -> Array:
        """The severity at each of them, from that of the rows of the course; one row stands for all."""
        return severity if len(severity) == 1 else severity[self.of]


@dataclass(frozen=True)
class ActiveDisruption(Stateful):
    """A disruption, its course, and the agents or lanes that it may affect.

    Attributes:
        name: its key in the crisis.
        spec: the disruption as it is stated.
        course: severity over time, for the agents, or for the lanes that fail together.
        weight: share of the severity that reaches each row `(rows, 1)` or `(rows, worlds)`; None: all of it.
        rows: the agents, as rows of stock points in ascending order; empty for an effect on lanes.
        lane_rows: the lanes; empty for an effect on agents.
        of_lanes: place of each lane among the rows of the course.
    """

    changing: ClassVar = ("course",)

    name: str
    spec: "Disruption"
    course: Course
    weight: Array | None
    rows: Index
    lane_rows: Index
    of_lanes: Index

    def severity(self, measured: int) -> Array:
        """Severity on a measured day, as if every world had the crisis."""
        return self.weigh(self.course.intensity(measured))

    def extra(self, measured: int) -> Array:
        """Share by which the agents can exceed their capacity on a measured day, as if every world had the crisis."""
        extra = self.course.extra(measured)
        return extra if self.weight is None else extra * (self.weight > 0.0)

    def weigh(self, intensity: Array) -> Array:
        """Severity at each row: the intensity of the course, times its weight."""
        return intensity if self.weight is None else intensity * self.weight

    @cached_property
    def agents(self) -> Reach:
        """The agents that it may affect."""
        return Reach(self.rows, np.arange(len(self.rows)))

    @cached_property
    def lanes(self) -> Reach:
        """The lanes that it may affect."""
        return Reach(self.lane_rows, self.of_lanes)

    def dependents_of(self, owners: Index) -> Reach:
        """Makers, inputs or lanes that belong to its agents, by the row of the agent of each."""
        dependents = np.flatnonzero(np.isin(owners, self.rows))
        return Reach(dependents, np.searchsorted(self.rows, owners[dependents]))
