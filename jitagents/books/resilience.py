"""Resilience: what a crisis costs its world, against the calm twin on the same random numbers. It only reads."""

from collections.abc import Collection
from typing import TYPE_CHECKING

import numpy as np

from jitagents.books.measures import MEASURES, Paired
from jitagents.books.scopes import Scopes
from jitagents.column import Array

if TYPE_CHECKING:
    from jitagents.model import SupplyModel


WEEK = 7


class Resilience:
    """Compares each crisis with its calm twin, day by day and scope by scope; give it to `model.observers`.

    A day of loss of a scope is a day on which its output is lower than the twin's by more than `tolerance` of its mean
    flow. Time to survive runs from the first day of the crisis to the first day of loss, time to recover to the end of
    the last one (Simchi-Levi et al. 2015, Interfaces 45(5)) that closes a week with as large a loss on average: two
    worlds that have once parted differ by a few units for long, one day up and the next day down.

    Args:
        model: with twins.
        days: measured days.
        tolerance: share of the mean flow.

    Attributes:
        first, last: measured day of the first and last loss, 0 if none `(scopes, pairs)`.
    """

    def __init__(self, model: "SupplyModel", days: int, tolerance: float = 0.05) -> None:
        self.scopes, self.worlds, self.days, self.warmup = Scopes(model.layout), model.worlds, days, model.warmup
        shape = (len(self.scopes.names), self.worlds.pairs)
        self._firms = model.layout.firms
        self._flow = self.scopes.flow[:, self._firms]
        self.first, self.last = np.zeros(shape), np.zeros(shape)
        self._past, self._week = np.zeros((WEEK, *shape)), np.zeros(shape)
        rate = np.broadcast_to(model.planned.plan.rate, (model.layout.rows, self.worlds.count))
        self._tolerated = tolerance * (self.scopes.flow @ rate)[:, self.worlds.calm]
        self.start = model.strikes.begins()[self.worlds.crisis]
        self._begin = max(int(self.start.min()), 1)

    def __call__(self, model: "SupplyModel") -> None:
        """Take down the losses of a day."""
        day = model.clock.day - self.warmup
        if not self._begin <= day <= self.days:
            return
        output = self._flow @ model.points["output"][self._firms]
        loss = output[:, self.worlds.calm]
        loss -= output[:, self.worlds.crisis]
        oldest = self._past[day % WEEK]
        self._week += loss
        self._week -= oldest
        oldest[...] = loss
        hit = loss > self._tolerated
        if hit.any():
            np.copyto(self.first, day, where=hit & (self.first == 0))
            np.copyto(self.last, day, where=hit & (self._week > WEEK * self._tolerated))

    def metrics(self, output: Array, measures: Collection[str] = tuple(MEASURES)) -> dict[str, Array]:
        """The paired measures, each `(scopes, pairs)`; NaN where a scope has no such measure.

        Args:
            output: units over the measured days `(scopes, worlds)`.
            measures: names of those that are wanted.
        """
        return {
            name: one.of(self, output) for name, one in MEASURES.items() if name in measures and isinstance(one, Paired)
        }
