"""Shocks: one blow, when, for how long, and how it passes."""

from dataclasses import dataclass, field, replace
from typing import Self

import numpy as np
import numpy.typing as npt

from jitagents.column import Array
from jitagents.crises.disruption import Disruption
from jitagents.crises.profiles import Recovery, Step
from jitagents.parameters import Number, param
from jitagents.worlds import Worlds


@dataclass(frozen=True)
class Shock(Disruption):
    """One blow, of known start, duration and recovery, the same for all that it hits."""

    start: Number = param(60, "day", "first day, counted from the first measured day, which is 1", low=1)
    duration: Number = param(15, "days", "days at full severity", low=0)
    recovery: Recovery = field(default_factory=Step)

    def course(self, names: npt.NDArray[np.object_], worlds: Worlds, stream: str, begins: int) -> Self:
        return self

    def intensity(self, day: int) -> Array:
        """Severity on a measured day: `(1, worlds)` or `(1, 1)`."""
        since = day - np.asarray(self.start, dtype=float)
        after = since - self.duration
        left = np.where(after < 0, 1.0, self.recovery.remaining(np.maximum(after, 0.0)))
        return np.atleast_2d(self.severity * np.where(since < 0, 0.0, left))

    @property
    def last(self) -> int:
        return int(np.ceil(np.max(self.start + np.asarray(self.duration) + self.recovery.days)))

    def once(self) -> "Shock":
        return replace(self, start=1)
