"""A seat: the orders of a person, and of a rule in the weeks in which nobody has ordered."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from jitagents.behaviours.base import Memory, Seen, memory_of
from jitagents.behaviours.ordering.wrappers import Wrapper
from jitagents.column import Array


@dataclass(frozen=True, eq=False)
class Seat(Wrapper):
    """An ordering rule that gives way to the orders of a person.

    The rule sees every week and keeps its memory, so that it can take over at any time.

    Attributes:
        given: orders of each week, cases `(weeks, 1, worlds)`; NaN where the rule decides.
    """

    given: Any = field(default_factory=lambda: np.full((1, 1, 1), np.nan))

    def __call__(self, seen: Seen, memory: Memory) -> Array:
        order, given = self.rule(seen, memory_of("rule", memory)), self.given[seen.day - 1]
        return np.where(np.isnan(given), order, given)
