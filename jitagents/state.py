"""State: the tables of a model and what they mean."""

from dataclasses import dataclass

import numpy as np

from jitagents.column import Array, Table
from jitagents.flow import rounded
from jitagents.layout import Layout
from jitagents.planning import Planned
from jitagents.worlds import Worlds


@dataclass(frozen=True)
class SimulationState:
    """The state of a model: its rows, tables, plan, worlds and units.

    Attributes:
        layout, planned: rows and lanes, and their mean flows.
        points, making, buying, lanes: the tables of state.
        worlds: levels, replications and twins.
        warmup: days before the first measured one.
        whole: units are whole numbers.
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
        """Units that a disruption lets through: the rest of a base; infinite where its severity is 0."""
        return np.where(severity > 0.0, rounded((1.0 - severity) * base, self.whole, day), np.inf)
