"""Base of all forecasts."""

from abc import abstractmethod
from dataclasses import dataclass

import numpy as np

from jitagents.behaviours.base import Behaviour, Memory, Plan, Seen
from jitagents.column import Array
from jitagents.parameters import Number, param


class Forecasting(Behaviour):
    """A forecast of daily demand."""

    @abstractmethod
    def __call__(self, seen: Seen, memory: Memory) -> tuple[Array, Array]:
        """Mean of a day's demand over the lead time, and mean square of the one-day error `(rows, worlds)`."""


@dataclass(frozen=True)
class Tracked(Forecasting):
    """A forecast whose errors are watched: their mean square is smoothed (Silver, Pyke & Thomas 2017, sec. 3.5)."""

    error_smoothing: Number = param(0.05, "", "weight of today's squared error in its smoothed mean", low=0, high=1)

    def depths(self) -> dict[str, int]:
        return super().depths() | {"mean": 0, "square": 0}

    def begin(self, seen: Seen, memory: Memory) -> None:
        super().begin(seen, memory)
        memory["mean"][...] = seen.plan.rate
        memory["square"][...] = seen.plan.demand_sd**2

    @abstractmethod
    def update(self, seen: Seen, error: Array, memory: Memory) -> None:
        """Write what is expected for tomorrow into `memory["mean"]`.

        Args:
            seen: today.
            error: today's demand less what was expected for it `(rows, worlds)`.
            memory: its columns.
        """

    def over_lead_time(self, seen: Seen, memory: Memory) -> Array:
        """Mean of a day's demand over the lead time; that of tomorrow, unless overridden."""
        return memory["mean"]

    def __call__(self, seen: Seen, memory: Memory) -> tuple[Array, Array]:
        error = seen.demand - memory["mean"]
        self.update(seen, error, memory)
        error *= error
        error -= memory["square"]
        error *= self.error_smoothing
        memory["square"] += error
        return self.over_lead_time(seen, memory), memory["square"]


def days_ahead(plan: Plan) -> Array:
    """Whole days that a forecast has to cover, the lead time and at least one `(rows, 1)`."""
    return np.maximum(np.rint(plan.lead_time), 1.0)
