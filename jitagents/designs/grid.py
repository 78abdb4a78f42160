"""Grids: even steps through the range of each key, in every combination or side by side."""

from dataclasses import dataclass

import numpy as np

from jitagents.designs.base import Floats, RangedDesign
from jitagents.parameters import param


@dataclass(frozen=True)
class Grid(RangedDesign):
    """A full factorial design: every combination of even steps through the ranges.

    Source:
        Montgomery 2017, Design and Analysis of Experiments, 9th ed., ch. 5.
    """

    steps: int = param(5, "", "values of each key, its ends among them", low=2)

    @property
    def size(self) -> int:
        return self.steps ** len(self.ranges)

    def unit(self) -> Floats:
        along = np.linspace(0.0, 1.0, self.steps)
        return np.stack(np.meshgrid(*[along] * len(self.ranges), indexing="ij"), axis=-1).reshape(self.size, -1)


@dataclass(frozen=True)
class Pairs(RangedDesign):
    """Values side by side: all keys go through their ranges together, step by step."""

    steps: int = param(5, "", "points, the ends of the ranges among them", low=2)

    @property
    def size(self) -> int:
        return self.steps

    def unit(self) -> Floats:
        return np.repeat(np.linspace(0.0, 1.0, self.steps)[:, None], len(self.ranges), axis=1)
