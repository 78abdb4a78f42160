"""Forecasting: mean daily demand expected, and the spread of the one-day error."""

from abc import abstractmethod
from dataclasses import dataclass

from jitagents.behaviours.base import Behaviour, Memory, Seen
from jitagents.column import Array
from jitagents.parameters import Number, param


@dataclass(frozen=True)
class Forecasting(Behaviour):
    """A forecast of daily demand, with the error's mean square smoothed (Silver, Pyke & Thomas 2017, sec. 3.5)."""

    error_smoothing: Number = param(0.05, "", "weight of today's squared error in its smoothed mean", low=0, high=1)

    def depths(self) -> dict[str, int]:
        return {"mean": 0, "square": 0}

    def begin(self, seen: Seen, memory: Memory) -> None:
        memory["mean"][...] = seen.plan.rate
        memory["square"][...] = seen.plan.demand_sd**2

    @abstractmethod
    def update(self, seen: Seen, error: Array, memory: Memory) -> None:
        """Bring `memory["mean"]` up to date; `error` is today's demand less the old mean `(rows, worlds)`."""

    def __call__(self, seen: Seen, memory: Memory) -> tuple[Array, Array]:
        """Mean of a day's demand, and mean square of the error in it `(rows, worlds)`."""
        error = seen.demand - memory["mean"]
        self.update(seen, error, memory)
        error *= error
        error -= memory["square"]
        error *= self.error_smoothing
        memory["square"] += error
        return memory["mean"], memory["square"]


@dataclass(frozen=True)
class Naive(Forecasting):
    """Tomorrow is like today."""

    def update(self, seen: Seen, error: Array, memory: Memory) -> None:
        memory["mean"][...] = seen.demand


@dataclass(frozen=True)
class MovingAverage(Forecasting):
    """The mean of the last `window` days (Chen, Drezner, Ryan & Simchi-Levi 2000, eq. 2)."""

    window: int = param(10, "days", "days averaged", low=1)

    def depths(self) -> dict[str, int]:
        return super().depths() | {"past": self.window}

    def begin(self, seen: Seen, memory: Memory) -> None:
        super().begin(seen, memory)
        memory["past"][...] = seen.plan.rate

    def update(self, seen: Seen, error: Array, memory: Memory) -> None:
        oldest = memory["past"][seen.day % self.window]
        memory["mean"] += (seen.demand - oldest) / self.window
        oldest[...] = seen.demand


@dataclass(frozen=True)
class ExponentialSmoothing(Forecasting):
    """Simple exponential smoothing (Brown 1959): mean + alpha (demand - mean)."""

    alpha: Number = param(0.1, "", "weight of today's demand", low=0, high=1)

    def update(self, seen: Seen, error: Array, memory: Memory) -> None:
        memory["mean"] += error * self.alpha
