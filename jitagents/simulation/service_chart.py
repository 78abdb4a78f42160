"""The chart of a gate: sums of the service that a wave misses, against that of the days before it, and their limits."""

import numpy as np

from jitagents.column import Array, Flags
from jitagents.continuation import Stateful
from jitagents.simulation.gate_charts import Cusum, Sprt


class ServiceChart(Stateful):
    """A CUSUM chart, or a sequential test, for each wave, in each world.

    What is missed of a day's demand is taken in standard deviations from its mean over a window before the wave.

    Args:
        chart: its sum, limits, and least standard deviation.
        shape: waves and worlds.
        window: days before a wave from which its usual mean and standard deviation are taken.

    Attributes:
        total: the sums so far, 0 again after a decision `(waves, worlds)`.
    """

    changing = ("total", "_past", "_mean", "_sd")

    def __init__(self, chart: Cusum | Sprt, shape: tuple[int, int], window: int) -> None:
        self._chart, self.total, self._past = chart, np.zeros(shape), np.zeros((window, *shape))
        self._mean, self._sd = np.zeros((2, *shape))

    def begin(self, wave: int, worlds: Flags) -> None:
        """Take what has been usual before a wave, which begins in some worlds."""
        past = self._past[:, wave, worlds]
        self._mean[wave, worlds] = past.mean(axis=0)
        spread = past.std(axis=0, ddof=1) if len(past) > 1 else np.zeros(past.shape[1:])
        self._sd[wave, worlds] = np.maximum(spread, self._chart.least_sd)

    def add(self, wave: int, day: int, missed: Array, judged: Flags) -> tuple[Flags, Flags]:
        """Add a day, and return the worlds in which service is found too bad, and in which it is found as good.

        Args:
            wave: its number.
            day: today.
            missed: share of today's demand that was missed `(worlds,)`.
            judged: worlds in which the wave is being judged.
        """
        self._past[day % len(self._past), wave] = missed
        sd = np.where(judged, self._sd[wave], 1.0)
        total = self._chart.after(self.total[wave], (missed - self._mean[wave]) / sd)
        low, high = self._chart.limits
        bad, good = judged & (total > high), judged & (total < low)
        self.total[wave] = np.where(judged & ~bad & ~good, total, 0.0)
        return bad, good
