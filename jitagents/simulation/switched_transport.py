"""Switched transport: goods that leave and travel by other rules on some days."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from jitagents.behaviours.base import Memory
from jitagents.behaviours.transport import Days, Dock, Transport
from jitagents.column import Array
from jitagents.network import LeadTimes
from jitagents.simulation.switched import Switched


@dataclass(frozen=True)
class SwitchedTransport(Switched[Transport], Transport):
    """Goods that leave and travel by other rules on some days; what is under way goes on as it was sent.

    What waits at a dock leaves as the new rule says.

    Attributes:
        first: number of the rule from which lead times are planned: the last that holds in all worlds before day 1.
    """

    first: int = 0

    @property
    def planning(self) -> Transport:
        """The rule from which lead times are planned."""
        return self.rules[self.first]

    @property
    def draws(self) -> bool:
        return any(rule.draws for rule in self.rules)

    @property
    def in_sequence(self) -> bool:
        return any(rule.in_sequence for rule in self.rules)

    @property
    def by_unit(self) -> bool:
        return any(rule.by_unit for rule in self.rules)

    @property
    def docks(self) -> bool:
        return any(rule.docks for rule in self.rules)

    @property
    def expresses(self) -> bool:
        return any(rule.expresses for rule in self.rules)

    def times(self, stated: LeadTimes, lanes: pd.DataFrame) -> LeadTimes:
        return self.planning.times(stated, lanes)

    def draw(self, rng: np.random.Generator, days: int, times: LeadTimes, rows: Days) -> Days:
        raise NotImplementedError("each of its rules draws for itself; see jitagents.simulation.ways")

    def ready(self, dock: Dock, memory: Memory) -> Array:
        regime = self.turn(memory, lambda rule, anew: rule.start(dock, anew))
        return self.choose(regime, lambda rule, number: rule.ready(dock, self.of(number, memory)))

    def hurried(self, times: LeadTimes) -> LeadTimes:
        return self.planning.hurried(times)

    def express(self, leaving: Array, outstanding: Array, rate: Array) -> Array:
        return self.choose(self.regime(), lambda rule, _: rule.express(leaving, outstanding, rate))

    def counting(self, number: int) -> Array:
        """1 where one of the rules counts today `(1, worlds)`."""
        return np.asarray(self.regime() == number, dtype=float)
