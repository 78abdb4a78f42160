"""Indices of sensitivity, estimated from the runs of a design, with intervals by the bootstrap."""

from abc import abstractmethod
from dataclasses import dataclass

import numpy as np

from jitagents.designs.base import Floats, RangedDesign

type Indices = dict[str, Floats]
"""Index -> its values `(samples, keys)`; NaN where there is none."""

FIRST, TOTAL = "first_order", "total_order"
SIZE, MEAN, SPREAD = "mu_star", "mu", "sigma"
RESAMPLED = 400
"""Samples of the bootstrap."""
ENDS = (0.975, 0.025)
"""Quantiles of the bootstrap from which the ends of a 95 % interval follow (Davison & Hinkley 1997, eq. 5.6)."""
ROUNDING = 1e-12
"""Spread of numbers, as a share of their size, that is put down to rounding."""


@dataclass(frozen=True)
class SensitivityDesign(RangedDesign):
    """A design whose runs consist of independent units, from which indices of sensitivity are estimated."""

    @property
    @abstractmethod
    def units(self) -> int:
        """The number of units that are drawn independently: rows of a sample, or trajectories."""

    @abstractmethod
    def by_unit(self, values: Floats) -> Floats:
        """The statements `(units, parts, replications)`, linear in the values of the runs `(runs, replications)`."""

    @abstractmethod
    def indices(self, parts: Floats) -> Indices:
        """The indices of some samples of the units' statements `(units, parts, samples)`."""


def is_constant(values: Floats) -> np.ndarray:
    """Whether all values of a sample are equal, but for rounding; also where one is NaN.

    Args:
        values: `(units, runs of each, samples)`.
    """
    spread, size = np.ptp(values, axis=(0, 1)), np.abs(values).max(axis=(0, 1))
    return ~(spread > ROUNDING * size)


def estimated(design: SensitivityDesign, values: Floats, seed: int = 0) -> dict[str, tuple[Floats, Floats, Floats]]:
    """Each index of every key, with the ends of its 95 % interval.

    The units of the design and the replications are resampled together, since both are drawn. What a sample of the
    bootstrap is off the estimate on average, the estimate is taken to be off the truth (Efron & Tibshirani 1993, ch.
    10): without it, noise between replications would count as interaction. A small index may fall below 0.

    Args:
        design: of the runs.
        values: of the runs `(points, replications)`, the same random numbers in a column.
        seed: of the bootstrap.
    """
    rng, units, replications = np.random.default_rng(seed), design.units, values.shape[1]
    by_unit = design.by_unit(values)
    rows = np.concatenate([np.arange(units)[None], rng.integers(units, size=(RESAMPLED, units))])
    drawn = rng.multinomial(replications, np.full(replications, 1 / replications), RESAMPLED)
    weights = np.concatenate([np.full((1, replications), 1 / replications), drawn / replications])
    means = by_unit @ weights.T
    samples = np.take_along_axis(means, rows.T[:, None, :], axis=0)
    found = design.indices(samples)
    twice = {name: 2 * index[0] for name, index in found.items()}
    return {
        name: (twice[name] - index[1:].mean(axis=0), *(twice[name] - np.quantile(index[1:], ENDS, axis=0)))
        for name, index in found.items()
    }
