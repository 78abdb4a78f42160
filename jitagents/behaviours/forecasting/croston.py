"""Forecasts of intermittent demand."""

from dataclasses import dataclass

import numpy as np

from jitagents.behaviours.base import Memory, Seen
from jitagents.behaviours.forecasting.base import Tracked
from jitagents.column import Array
from jitagents.flow import ROUNDING
from jitagents.parameters import Number, param


@dataclass(frozen=True)
class Croston(Tracked):
    """Croston's method for intermittent demand: sizes and the days between them are smoothed apart.

    Nothing changes on a day without demand. With the correction it is the Syntetos-Boylan approximation, SBA.

    Formula:
        on a day with demand: size = size + alpha (demand - size), interval = interval + alpha (days since - interval)
        forecast = size / interval, with the correction x (1 - alpha / 2)

    Source:
        Croston 1972, Operational Research Quarterly 23(3); Syntetos & Boylan 2005, International Journal of
        Forecasting 21(2).
    """

    alpha: Number = param(0.1, "", "weight of today's size and interval", low=0, high=1)
    bias_correction: bool = param(True, "", "correct the bias of the quotient, as Syntetos & Boylan do")

    def depths(self) -> dict[str, int]:
        return super().depths() | {"size": 0, "interval": 0, "since": 0}

    def begin(self, seen: Seen, memory: Memory) -> None:
        super().begin(seen, memory)
        memory["size"][...] = seen.plan.rate
        memory["interval"][...] = 1.0

    def update(self, seen: Seen, error: Array, memory: Memory) -> None:
        size, interval, since, came = memory["size"], memory["interval"], memory["since"], seen.demand > ROUNDING
        since += 1.0
        weight = self.alpha * came
        size += weight * (seen.demand - size)
        interval += weight * (since - interval)
        since *= ~came
        correction = 1.0 - np.asarray(self.alpha) / 2 if self.bias_correction else 1.0
        np.copyto(memory["mean"], correction * size / interval, where=came)
