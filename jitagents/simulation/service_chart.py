"""The chart of a gate: cumulative sums of the service that a wave misses, against that of the days before it."""

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from jitagents.column import Array
from jitagents.continuation import Stateful
from jitagents.cusum import cumulated

if TYPE_CHECKING:
    from jitagents.simulation.rollout import Cusum


class ServiceChart(Stateful):
    """A CUSUM chart for each wave, in each world.

    What is missed of a day's demand is taken in standard deviations from its mean over a window before the wave.

    Args:
        chart: allowance, limit, and the least standard deviation.
        shape: waves and worlds.
        window: days before a wave from which its usual mean and standard deviation are taken.

    Attributes:
        total: the sums so far, 0 again after a signal `(waves, worlds)`.
    """

    changing = ("total", "_past", "_mean", "_sd")

    def __init__(self, chart: "Cusum", shape: tuple[int, int], window: int) -> None:
        self._chart, self.total, self._past = chart, np.zeros(shape), np.zeros((window, *shape))
        self._mean, self._sd = np.zeros((2, *shape))

    def begin(self, wave: int, worlds: npt.NDArray[np.bool_]) -> None:
        """Take what has been usual before a wave, which begins in some worlds."""
        past = self._past[:, wave, worlds]
        self._mean[wave, worlds] = past.mean(axis=0)
        spread = past.std(axis=0, ddof=1) if len(past) > 1 else np.zeros(past.shape[1:])
        self._sd[wave, worlds] = np.maximum(spread, self._chart.least_sd)

    def add(self, wave: int, day: int, missed: Array, judged: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
        """Add a day, and return the worlds in which the chart gives a signal.

        Args:
            wave: its number.
            day: today.
            missed: share of today's demand that was missed `(worlds,)`.
            judged: worlds in which the wave is being judged.
        """
        self._past[day % len(self._past), wave] = missed
        sd = np.where(judged, self._sd[wave], 1.0)
        total = cumulated(self.total[wave], (missed - self._mean[wave]) / sd, self._chart.allowance)
        signal = judged & (total > self._chart.limit)
        self.total[wave] = np.where(judged & ~signal, total, 0.0)
        return np.asarray(signal)
