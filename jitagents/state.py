"""State of a simulation: the tables of a model, and the facts that all steps of the day share."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from jitagents.behaviours.base import Clock
from jitagents.column import Array, Table
from jitagents.continuation import Stateful
from jitagents.flow import rounded
from jitagents.layout import Layout
from jitagents.planning import Planned
from jitagents.worlds import Worlds


@dataclass(frozen=True)
class SimulationState(Stateful):
    """The state of a model: its rows, tables, plan, worlds, units and clock.

    Attributes:
        layout, planned: rows and lanes, and their mean flows.
        worlds: levels, replications and twins.
        clock: today, and the measured day.
        whole: units are whole numbers.
        points, making, buying, lanes, carriers: the tables of stock points, makers, buyers, lanes and carriers.
    """

    changing: ClassVar = ("points", "making", "buying", "lanes", "carriers", "clock")

    layout: Layout
    planned: Planned
    worlds: Worlds
    clock: Clock
    whole: bool
    points: Table
    making: Table
    buying: Table
    lanes: Table
    carriers: Table

    def limit(self, severity: Array, base: Array, day: int) -> Array:
        """Return the units that a disruption lets through: the rest of a base; infinite where its severity is 0."""
        return np.where(severity > 0.0, rounded((1.0 - severity) * base, self.whole, day), np.inf)
