"""A player who orders by anchoring and adjustment, and deviates from it week by week."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from jitagents.behaviours.base import Memory, Seen
from jitagents.behaviours.ordering import AnchorAndAdjust
from jitagents.column import Array


@dataclass(frozen=True, eq=False)
class Deviating(AnchorAndAdjust):
    """Anchoring and adjustment with a deviation of its own in each week, in whole cases.

    Formula:
        order = max(0, L + alpha x (target - net stock - beta x on order) + deviation), rounded to the nearest case

    Source:
        Sterman 1989, Management Science 35(3), eq. 10-12.

    Attributes:
        deviations: of each week, cases `(weeks, 1, worlds)`.
    """

    deviations: Any = field(default_factory=lambda: np.zeros((1, 1, 1)))

    def __call__(self, seen: Seen, memory: Memory) -> Array:
        order = self.indicated(seen, memory) + self.deviations[seen.day - 1]
        return np.maximum(np.floor(order + 0.5), 0.0)
