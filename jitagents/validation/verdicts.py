"""Verdicts: whether simulated results agree with published ones."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from jitagents.results.intervals import interval
from jitagents.validation.targets import Target

type Floats = npt.NDArray[np.float64]

MOST = 4.0
"""Largest distance of a mean from the published value, standard errors."""
SHARP = 8.0
"""Smallest distance between the published value and that of one more day, standard errors."""
COVERED = (0.926, 0.971)
"""Share of 1,000 intervals of 95 % that cover the truth: limits that are exceeded once in a thousand times."""
REPETITIONS = 1000
NOISE = 1e-9
"""Rounding error of sums, relative to what is summed."""


@dataclass(frozen=True)
class Verdict:
    """Outcome of a target.

    Attributes:
        target: that was simulated.
        simulated: the statistic.
        error: its standard error; 0 if nothing is random, NaN if the statistic has none.
        fault: in a word or two; empty if the target was met.
    """

    target: Target
    simulated: float
    error: float
    fault: str

    @property
    def passed(self) -> bool:
        """Whether the target was met."""
        return not self.fault

    @property
    def z(self) -> float:
        """Distance of the simulated from the published value, standard errors; NaN if there is no error."""
        return (self.simulated - self.target.value) / self.error if self.error > 0 else float("nan")


def judge(target: Target, samples: Floats) -> Verdict:
    """Judge a target by its samples `(cells, replications)`."""
    samples = samples * target.times
    return {"mean": _mean, "least": _least, "variance_ratio": _variance_ratio, "coverage": _coverage}[target.statistic](
        target, samples
    )


def _mean(target: Target, samples: Floats) -> Verdict:
    """Check that the mean is within four standard errors, and that one more day would be detected."""
    sample = _difference(samples)
    mean, count, noise = float(sample.mean()), len(sample), NOISE * float(np.abs(samples).max())
    error = float(sample.std(ddof=1) / np.sqrt(count)) if count > 1 else 0.0
    error = error if error > noise else 0.0
    distance = abs(mean - target.value) - target.rounding
    if not distance <= MOST * error + noise:
        return Verdict(target, mean, error, "missed")
    sharp = abs(target.off_by_one - target.value) > SHARP * error
    return Verdict(target, mean, error, "" if sharp or target.noisy or not error else "too blunt")


def _least(target: Target, samples: Floats) -> Verdict:
    """Check that no replication lies below the bound."""
    least = float(_difference(samples).min())
    return Verdict(target, least, float("nan"), "" if least >= target.value - NOISE else "missed")


def _variance_ratio(target: Target, samples: Floats) -> Verdict:
    """Check that the variance of the difference with independent draws over that with common ones reaches the bound."""
    ratio = float(samples.var(axis=1, ddof=1).sum() / _difference(samples).var(ddof=1))
    return Verdict(target, ratio, float("nan"), "" if ratio >= target.value else "missed")


def _coverage(target: Target, samples: Floats) -> Verdict:
    """Check the share of 1,000 intervals that cover the truth."""
    intervals = interval(_difference(samples).reshape(REPETITIONS, -1))
    share = float(((intervals.low <= target.value) & (target.value <= intervals.high)).mean())
    return Verdict(target, share, float("nan"), "" if COVERED[0] <= share <= COVERED[1] else "missed")


def _difference(samples: Floats) -> Floats:
    return samples[0] if len(samples) == 1 else samples[0] - samples[1]
