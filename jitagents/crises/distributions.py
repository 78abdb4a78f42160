"""Distributions: starts, durations and severities that are drawn, once for each replication or event."""

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import scipy

from jitagents.column import Array
from jitagents.errors import InputError
from jitagents.parameters import LARGEST, Number, Parameters, param

TAIL = 0.01
"""Probability on either side that the ends of a distribution without ends leave out."""


class Distribution(Parameters):
    """A distribution by its inverse, so that levels share the draw: a longer mean is a longer time in every world."""

    stated: ClassVar[bool] = True

    @abstractmethod
    def quantile(self, chance: Array) -> Array:
        """The number below which lies the probability `chance`, in (0, 1); it broadcasts with the parameters."""

    @abstractmethod
    def survival(self, value: Array) -> Array:
        """The probability that it is more than a value; it broadcasts with the parameters."""

    @property
    @abstractmethod
    def expectation(self) -> Number:
        """Its mean."""

    @property
    def ends(self) -> tuple[Number, Number]:
        """Between which nearly all of it lies: the ends themselves, or quantiles where there are none."""
        return self.quantile(np.array(TAIL)), self.quantile(np.array(1.0 - TAIL))


@dataclass(frozen=True)
class Geometric(Distribution):
    """Geometric: 1, 2, …; what ends on any day with the same probability."""

    mean: Number = param(10.0, "", "expectation", low=1)

    def quantile(self, chance: Array) -> Array:
        with np.errstate(divide="ignore"):  # a mean of 1 day: over at once
            days = np.log1p(-chance) / np.log1p(-1.0 / np.asarray(self.mean))
        return np.maximum(np.ceil(days), 1.0)

    def survival(self, value: Array) -> Array:
        return np.asarray((1.0 - 1.0 / np.asarray(self.mean)) ** np.maximum(np.floor(value), 0.0))

    @property
    def expectation(self) -> Number:
        return self.mean


@dataclass(frozen=True)
class Uniform(Distribution):
    """Uniform between two ends."""

    low: Number = param(0.0, "", "lower end")
    high: Number = param(1.0, "", "upper end")

    def __post_init__(self) -> None:
        super().__post_init__()
        if (np.asarray(self.low) > self.high).any():
            raise InputError(f"Uniform.low = {self.low}: must not be more than high = {self.high}")

    def quantile(self, chance: Array) -> Array:
        return self.low + chance * (np.asarray(self.high) - self.low)

    def survival(self, value: Array) -> Array:
        low, high = np.broadcast_arrays(self.low, np.asarray(self.high, dtype=float))
        above = np.where(value < low, 1.0, 0.0)  # where the ends are the same
        return np.clip(np.divide(high - value, high - low, out=above, where=high > low), 0.0, 1.0)

    @property
    def expectation(self) -> Number:
        return (self.low + self.high) / 2.0

    @property
    def ends(self) -> tuple[Number, Number]:
        return self.low, self.high


@dataclass(frozen=True)
class Lognormal(Distribution):
    """Lognormal, by its mean and coefficient of variation."""

    mean: Number = param(10.0, "", "expectation", low=1e-9)
    cv: Number = param(1.0, "", "standard deviation over mean", low=0)

    def quantile(self, chance: Array) -> Array:
        spread = np.log1p(np.square(self.cv))
        return np.exp(np.log(self.mean) - spread / 2.0 + np.sqrt(spread) * scipy.stats.norm.ppf(chance))

    def survival(self, value: Array) -> Array:
        spread = np.log1p(np.square(self.cv))
        with np.errstate(divide="ignore", invalid="ignore"):
            far = (np.log(np.maximum(value, 0.0)) - np.log(self.mean) + spread / 2.0) / np.sqrt(spread)
        return np.asarray(scipy.stats.norm.sf(np.nan_to_num(far, nan=0.0)))

    @property
    def expectation(self) -> Number:
        return self.mean


@dataclass(frozen=True)
class Weibull(Distribution):
    """Weibull, by its mean and shape: below 1 with a heavy tail, 1 exponential, above 1 like a wear-out time."""

    mean: Number = param(10.0, "", "expectation", low=1e-9)
    shape: Number = param(1.0, "", "shape", low=0.05)

    def quantile(self, chance: Array) -> Array:
        scale = self.mean / scipy.stats.weibull_min.mean(np.asarray(self.shape))
        return np.asarray(scale * scipy.stats.weibull_min.ppf(chance, np.asarray(self.shape)))

    def survival(self, value: Array) -> Array:
        scale = self.mean / scipy.stats.weibull_min.mean(np.asarray(self.shape))
        return np.asarray(scipy.stats.weibull_min.sf(value, np.asarray(self.shape), scale=scale))

    @property
    def expectation(self) -> Number:
        return self.mean


@dataclass(frozen=True)
class Observed(Distribution):
    """One of some numbers that were observed, each as likely as any other."""

    values: Sequence[float] = param((), "", "what was observed")

    def __post_init__(self) -> None:
        super().__post_init__()
        number = isinstance(self.values, list | tuple) and all(
            isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= LARGEST
            for value in self.values
        )
        if not number or not self.values:
            raise InputError(f"Observed.values = {self.values!r}: must be a list of numbers")

    def quantile(self, chance: Array) -> Array:
        values = np.sort(np.asarray(self.values, dtype=float))
        return values[np.minimum((chance * len(values)).astype(int), len(values) - 1)]

    def survival(self, value: Array) -> Array:
        values = np.sort(np.asarray(self.values, dtype=float))
        return 1.0 - np.searchsorted(values, value, side="right") / len(values)

    @property
    def expectation(self) -> Number:
        return float(np.mean(self.values))

    @property
    def ends(self) -> tuple[Number, Number]:
        return float(min(self.values)), float(max(self.values))


type Uncertain = Number | Distribution
"""A number, or one that is drawn."""


def expected(value: Uncertain) -> Number:
    """The number itself, or the expectation of what is drawn."""
    return value.expectation if isinstance(value, Distribution) else value
