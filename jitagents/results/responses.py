"""Responses of a measure to the levels of a sweep: means, changes and slopes, with intervals over replications."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from jitagents.results.cube import Cube
from jitagents.results.design import Design
from jitagents.results.estimate import Estimate, Floats
from jitagents.results.intervals import interval


class Responses(Protocol):
    """A measure of the network in one world, at the levels of a study. Levels share their random numbers."""

    def mean(self, variant: str, levels: Sequence[str]) -> Estimate[float]:
        """Its mean over some levels."""

    def change(self, variant: str, first: Sequence[str], last: Sequence[str]) -> Estimate[float]:
        """Its mean over the last levels less that over the first ones, replication by replication."""

    def slope(self, variant: str, key: str, levels: Sequence[str], design: Design) -> Estimate[float] | None:
        """Its change for each unit of a key, as `Design.effect`; None if these levels do not tell the keys apart."""


@dataclass(frozen=True)
class ReplicatedResponses:
    """Responses of replications that are kept.

    Attributes:
        data: one measure of the network.
        world: calm or crisis.
    """

    data: Cube
    world: str

    def mean(self, variant: str, levels: Sequence[str]) -> Estimate[float]:
        """As `Responses`."""
        return interval(self._values(variant, levels)).one

    def change(self, variant: str, first: Sequence[str], last: Sequence[str]) -> Estimate[float]:
        """As `Responses`."""
        return interval(self._values(variant, last) - self._values(variant, first)).one

    def slope(self, variant: str, key: str, levels: Sequence[str], design: Design) -> Estimate[float] | None:
        """As `Responses`."""
        effect = design.effect(key, levels, np.array([self._values(variant, [level]) for level in levels]))
        return None if effect is None else interval(effect).one

    def _values(self, variant: str, levels: Sequence[str]) -> Floats:
        """The measure of each replication, as a mean over some levels `(replications,)`."""
        rows = (self.data.cells["variant"] == variant) & self.data.cells["level"].isin(levels)
        return np.asarray(getattr(self.data, self.world)[rows.to_numpy(), 0].mean(axis=0))
