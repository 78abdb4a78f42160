"""Hits: what does an effect in a model."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any, ClassVar

import numpy as np

from jitagents.column import Array
from jitagents.crises.course import Flags
from jitagents.crises.engine.active import ActiveDisruption, SimulationState
from jitagents.crises.engine.today import Today
from jitagents.flow import NONE, Index


class EffectHandler(ABC):
    """Does what an effect does.

    Args:
        bound: the disruption.
        ground: what it acts on.
        today: what it changes in a day.

    Attributes:
        lasting: True if it has something to do on every day after it has begun, and not only while it strikes.
        columns: of the tables of `Ground` that it needs.
        veils: the stock points whose records it can change.
    """

    lasting = False
    columns: ClassVar[tuple[str, ...]] = ()
    affected_rows: Index = NONE

    def __init__(self, disruption: ActiveDisruption, state: SimulationState, today: Today) -> None:
        self.disruption, self.state, self.today = disruption, state, today
        self.effect: Any = disruption.spec.effect

    def revert(self) -> None:  # noqa: B027  # most write nothing there
        """Take back what it has written into the tables of state."""

    @abstractmethod
    def apply(self, severity: Array, day: int) -> None:
        """Strike for a day.

        Args:
            severity: `(rows or 1, worlds)`, 0 in worlds that are not struck.
            day: today, counted from the first day of the warm-up.
        """


class Onset:
    """Finds the day on which a disruption sets in, row by row and world by world."""

    def __init__(self, reached: Callable[[Array], Flags]) -> None:
        self._reached, self._before = reached, np.zeros((1, 1), dtype=bool)

    def of(self, severity: Array) -> Flags:
        """True where it strikes today, and did not yesterday."""
        now = self._reached(severity)
        fresh = now & ~self._before
        self._before = now
        return fresh
