"""Laws of lead times: discrete, gamma, or lognormal of given mean and standard deviation, on whole days."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import special

from jitagents.errors import InputError
from jitagents.parameters import LONGEST

type Floats = npt.NDArray[np.float64]
type Ints = npt.NDArray[np.int64]

TAIL = 1e-6
"""Probability of the long lead times that a gamma law gives up."""
NARROW = 1e-6
"""Coefficient of variation below which a lead time is as good as fixed."""


@dataclass(frozen=True, eq=False)
class Law:
    """A lead time's probability law.

    Attributes:
        days: whole days, ascending, shape (k,).
        probability: of each of them; sums to 1, shape (k,).
    """

    days: Ints
    probability: Floats

    @cached_property
    def mean(self) -> float:
        """Expected lead time in days."""
        return float(self.days @ self.probability)

    @cached_property
    def sd(self) -> float:
        """Standard deviation in days."""
        return float(np.sqrt((self.days - self.mean) ** 2 @ self.probability))


def read_law(text: str, least: int, name: str = "lead time law") -> Law:
    """Read a discrete law such as "3:0.5 5:0.3 7:0.2": whole days and probabilities that sum to 1.

    Args:
        text: days:probability, parted by spaces.
        least: days below which none may be.
        name: of what it is the law, in words of an error.

    Raises:
        InputError: it cannot be read, a day is below `least`, or the probabilities do not sum to 1.
    """
    parts = [part for part in re.split(r"[\s,;]+", text.strip()) if part]
    pairs = [re.fullmatch(r"(\d+):(\d*\.?\d+(?:[eE][-+]?\d+)?)", part) for part in parts]
    if not parts or not all(pairs):
        bad = next((part for part, pair in zip(parts, pairs, strict=True) if not pair), text)
        raise InputError(f"{name} {text!r}: {bad!r} is not days:probability; write e.g. '3:0.5 5:0.3 7:0.2'")
    days = np.array([min(int(pair[1]), 10 * LONGEST) for pair in pairs if pair], dtype=np.int64)
    probability = np.array([float(pair[2]) for pair in pairs if pair])
    if days.min() < least or days.max() > LONGEST:
        wrong = days.min() if days.min() < least else days.max()
        raise InputError(f"{name} {text!r}: {wrong} days; allowed: whole days from {least} to {LONGEST}")
    if len(set(days.tolist())) < len(days):
        raise InputError(f"{name} {text!r}: a number of days stands there twice")
    if abs(probability.sum() - 1) > 1e-6:
        raise InputError(f"{name} {text!r}: the probabilities sum to {probability.sum():g}, not to 1")
    order = np.argsort(days)
    return Law(days[order], probability[order] / probability.sum())


def gamma_law(mean: float, sd: float, least: int) -> Law:
    """Gamma law on whole days: positive, skewed, two moments (Burgin 1975, Operational Research Quarterly 26(3))."""
    sd = max(sd, mean * NARROW)
    shape, scale = (mean / sd) ** 2, sd**2 / mean
    end = float(special.gammaincinv(shape, 1 - TAIL) * scale)
    return on_whole_days(Moments(mean, sd), end, lambda days: special.gammainc(shape, days / scale), least)


def lognormal_law(mean: float, sd: float, least: int) -> Law:
    """Lognormal law on whole days: like the gamma law, with a longer tail (Das 1983, IJPR 21(6))."""
    sd = max(sd, mean * NARROW)
    variance = np.log1p((sd / mean) ** 2)
    shape, scale = np.sqrt(variance), mean * np.exp(-variance / 2)
    end = float(np.exp(shape * special.ndtri(1 - TAIL)) * scale)
    return on_whole_days(Moments(mean, sd), end, lambda days: special.ndtr(np.log(days / scale) / shape), least)


class Moments(NamedTuple):
    """Mean and standard deviation of a law, in days."""

    mean: float
    sd: float


def on_whole_days(of: Moments, end: float, chance: Callable[[Floats], Floats], least: int) -> Law:
    """A continuous lead time, rounded to the nearest day and not below `least`.

    Rounding keeps the mean; what falls below `least` counts as `least`; the tail beyond the quantile 1 - 1e-6 is cut
    off, the rest renormalised.

    Args:
        of: the law, in words of an error.
        end: its quantile 1 - 1e-6, in days.
        chance: its distribution function of days; `scipy.stats` has it too, and takes its time to load.
        least: days.

    Raises:
        InputError: the tail is too long.
    """
    if not end <= LONGEST:
        raise InputError(
            f"a lead time of mean {of.mean:g} and standard deviation {of.sd:g} days: one of a million takes {end:g} "
            f"days; allowed: {LONGEST} at most"
        )
    last = max(least, int(np.ceil(end)))
    days = np.arange(least, last + 1, dtype=np.int64)
    mass = np.diff(chance(np.add(days, 0.5, dtype=np.float64)), prepend=0.0)
    kept = mass > 0
    return Law(days[kept], mass[kept] / mass.sum())
