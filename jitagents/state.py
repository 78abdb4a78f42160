"""State of a simulation: the tables of a model, and the facts that all steps of the day share."""

from dataclasses import dataclass

import numpy as np

from jitagents.behaviours.base import Clock
from jitagents.column import Array, Table
from jitagents.flow import rounded
from jitagents.layout import Layout
from jitagents.planning import Planned
from jitagents.worlds import Worlds


@dataclass(frozen=True)
class SimulationState:
    """The state of a model: its rows, tables, plan, worlds, units and clock.

    Attributes:
        layout, planned: rows and lanes, and their mean flows.
        points, making, buying, lanes, carriers: the tables of stock points, makers, buyers, lanes and carriers.
        worlds: levels, replications and twins.
        clock: today, and the measured day.
        whole: units are whole numbers.
    """

    layout: Layout
    planned: Planned
    points: Table
    making: Table
    buying: Table
    lanes: Table
    carriers: Table
    worlds: Worlds
    clock: Clock
    whole: bool

    @property
    def warmup(self) -> int:
        """Days before the first measured one."""
        return self.clock.warmup

    def limit(self, severity: Array, base: Array, day: int) -> Array:
        """Return the units that a disruption lets through: the rest of a base; infinite where its severity is 0."""
        return np.where(severity > 0.0, rounded((1.0 - severity) * base, self.whole, day), np.inf)
