"""Forecasts that say the same for every day to come: an average of the past."""

from dataclasses import dataclass

from jitagents.behaviours.base import Memory, Seen
from jitagents.behaviours.forecasting.base import Tracked
from jitagents.column import Array
from jitagents.parameters import Number, param


@dataclass(frozen=True)
class Naive(Tracked):
    """Naive forecast: tomorrow is like today.

    Formula:
        forecast = demand

    Source:
        Hyndman & Athanasopoulos 2021, sec. 5.2.
    """

    def update(self, seen: Seen, error: Array, memory: Memory) -> None:
        memory["mean"][...] = seen.demand


@dataclass(frozen=True)
class MovingAverage(Tracked):
    """Moving average: the mean of the last days.

    Formula:
        forecast = (demand of today + ... + demand of window - 1 days ago) / window

    Source:
        Chen, Drezner, Ryan & Simchi-Levi 2000, Management Science 46(3), eq. 2.
    """

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
class ExponentialSmoothing(Tracked):
    """Simple exponential smoothing: the forecast moves by a part of its error.

    Formula:
        forecast = forecast + alpha x (demand - forecast)

    Source:
        Brown 1959, Statistical Forecasting for Inventory Control.
    """

    alpha: Number = param(0.1, "", "weight of today's demand", low=0, high=1)

    def update(self, seen: Seen, error: Array, memory: Memory) -> None:
        memory["mean"] += error * self.alpha
