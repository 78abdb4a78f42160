"""Forecasts with trend and season."""

from dataclasses import dataclass

import numpy as np

from jitagents.behaviours.base import Memory, Seen
from jitagents.behaviours.forecasting.base import Tracked, days_ahead
from jitagents.column import Array
from jitagents.parameters import Number, param


@dataclass(frozen=True)
class HoltWinters(Tracked):
    """Holt-Winters: exponential smoothing of a level, a trend, and a season that is added to them.

    The forecast is the mean over the lead time, and never negative. Without weight on season it is Holt's method.

    Formula:
        level' = alpha (demand - season) + (1 - alpha) (level + trend)
        trend' = beta (level' - level) + (1 - beta) trend
        season' = gamma (demand - level') + (1 - gamma) season, one number for each day of the period
        forecast for k days ahead = level' + k trend' + season of that day

    Source:
        Holt 1957, ONR Memorandum 52; Winters 1960, Management Science 6(3).
    """

    alpha: Number = param(0.1, "", "weight of today in the level", low=0, high=1)
    beta: Number = param(0.01, "", "weight of today in the trend", low=0, high=1)
    gamma: Number = param(0.1, "", "weight of today in the season", low=0, high=1)
    period: int = param(7, "days", "length of the season", low=1)

    def depths(self) -> dict[str, int]:
        return super().depths() | {"level": 0, "trend": 0, "season": self.period}

    def begin(self, seen: Seen, memory: Memory) -> None:
        super().begin(seen, memory)
        memory["level"][...] = seen.plan.rate

    def update(self, seen: Seen, error: Array, memory: Memory) -> None:
        level, trend, season = memory["level"], memory["trend"], memory["season"][seen.day % self.period]
        fresh = self.alpha * (seen.demand - season) + (1 - np.asarray(self.alpha)) * (level + trend)
        trend += self.beta * (fresh - level - trend)
        season += self.gamma * (seen.demand - fresh - season)
        level[...] = fresh
        tomorrow = memory["season"][(seen.day + 1) % self.period]
        np.maximum(level + trend + tomorrow, 0.0, out=memory["mean"])

    def over_lead_time(self, seen: Seen, memory: Memory) -> Array:
        days = days_ahead(seen.plan)
        mean = memory["level"] + memory["trend"] * ((days + 1) / 2)
        for ahead in range(min(self.period, int(days.max()))):
            times = np.maximum((days - 1 - ahead) // self.period + 1, 0.0)
            mean += memory["season"][(seen.day + 1 + ahead) % self.period] * (times / days)
        return np.maximum(mean, 0.0, out=mean)
