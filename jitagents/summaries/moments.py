"""Moments: count, mean and sum of squared deviations, of which those of a union are found from those of its parts."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from scipy.special import stdtrit

from jitagents.results.estimate import CONFIDENCE, Estimate, Floats


@dataclass(frozen=True, eq=False)
class Moments:
    """Moments of values of any shape, over replications; NaN values are left out.

    Attributes:
        count: of the values that are numbers.
        mean: of these; 0 if there are none.
        squares: sum of their squared deviations from the mean.
    """

    count: Floats
    mean: Floats
    squares: Floats

    @classmethod
    def of(cls, values: Floats) -> Self:
        """The moments of each value by itself."""
        known = ~np.isnan(values)
        return cls(known.astype(float), np.where(known, values, 0.0), np.zeros(values.shape))

    def joined(self, other: "Moments") -> "Moments":
        """The moments of the values of both (Chan, Golub & LeVeque 1983, American Statistician 37(3), equation 2.1)."""
        count = self.count + other.count
        share = np.divide(other.count, count, out=np.zeros(count.shape), where=count > 0)
        apart = other.mean - self.mean
        squares = self.squares + other.squares + apart * apart * (self.count * share)
        return Moments(count, self.mean + apart * share, squares)

    def __getitem__(self, place: slice | tuple[slice | int, ...]) -> "Moments":
        """Those of a part of the values."""
        return Moments(self.count[place], self.mean[place], self.squares[place])

    def reshaped(self, shape: tuple[int, ...]) -> "Moments":
        """The same in another shape."""
        return Moments(self.count.reshape(shape), self.mean.reshape(shape), self.squares.reshape(shape))

    def estimate(self, confidence: float = CONFIDENCE) -> Estimate[Floats]:
        """The means with their intervals, as `jitagents.results.intervals.interval` finds them from all values."""
        with np.errstate(invalid="ignore", divide="ignore"):
            mean = np.where(self.count > 0, self.mean, np.nan)
            error = np.sqrt(self.squares / (self.count - 1) / self.count)
            half = np.where(self.count > 1, stdtrit(self.count - 1.0, 0.5 + confidence / 2) * error, np.nan)
        return Estimate(mean, mean - half, mean + half, self.count.astype(np.int64), confidence=confidence)

    @property
    def variance(self) -> Floats:
        """The mean squared deviation; NaN without a value."""
        return np.divide(self.squares, self.count, out=np.full(self.count.shape, np.nan), where=self.count > 0)
