"""A sketch of quantiles: counts in buckets, so narrow that a quantile is off by a known share of its value.

DDSketch (Masson, Rim & Lee 2019, Proceedings of the VLDB Endowment 12(12)), with buckets that divide the numbers
between two powers of two evenly: no logarithm is taken, so that a value falls into the same bucket on every machine.
Counts are whole numbers: sketches are merged in any order, and the same comes out.
"""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from jitagents.results.estimate import Floats, Ints

EACH = 50
"""Buckets between two powers of two."""
ACCURACY = 1 / (2 * EACH + 1)
"""Share of its value by which a quantile may be off: just under 1 %."""
MIDDLE, BITS = 1 << 17, 18
"""Bucket of 0 of a column, and the bits of the buckets of a column in a key."""
LEAST = -1100
"""Exponent of two below those of all floats."""
WAITING = 1_000_000
"""Keys that are put in order together."""


@dataclass(eq=False)
class Sketch:
    """Counts of the values of several columns by bucket; NaN values are not counted.

    Attributes:
        keys: column and bucket, ascending `(buckets,)`.
        counts: of each `(buckets,)`.
    """

    keys: Ints = field(default_factory=lambda: np.empty(0, np.int64))
    counts: Ints = field(default_factory=lambda: np.empty(0, np.int64))
    _waiting: list[tuple[Ints, Ints]] = field(default_factory=list, init=False, repr=False)

    def add(self, values: Floats) -> None:
        """Count values.

        Args:
            values: `(replications, columns)`.
        """
        column = np.broadcast_to(np.arange(values.shape[1]), values.shape)
        known = ~np.isnan(values)
        keys, counts = np.unique((column[known] << BITS) + MIDDLE + buckets(values[known]), return_counts=True)
        self._take(keys, counts.astype(np.int64))

    def take(self, other: "Sketch") -> None:
        """Count the values of another sketch of the same columns."""
        whole = other.settled()
        self._take(whole.keys, whole.counts)

    def settled(self) -> "Sketch":
        """The same, with all counts in order."""
        if self._waiting:
            keys = np.concatenate([self.keys, *(keys for keys, _ in self._waiting)])
            counts = np.concatenate([self.counts, *(counts for _, counts in self._waiting)])
            self.keys, place = np.unique(keys, return_inverse=True)
            self.counts = np.zeros(len(self.keys), np.int64)
            np.add.at(self.counts, place, counts)
            self._waiting.clear()
        return self

    def quantiles(self, columns: Ints, shares: npt.ArrayLike) -> Floats:
        """Quantiles: the value at place floor(share x (n - 1)) of the n values in order, counted from 0.

        Each is off by the share `ACCURACY` of its value at most.

        Args:
            columns: whose.
            shares: between 0 and 1.

        Returns:
            `(columns, shares)`: NaN without a value.
        """
        whole, asked = self.settled(), np.atleast_1d(np.asarray(shares, dtype=float))
        first = np.searchsorted(whole.keys, columns << BITS)
        last = np.searchsorted(whole.keys, (columns + 1) << BITS)
        before = np.concatenate([[0], np.cumsum(whole.counts)])
        found = np.full((len(columns), len(asked)), np.nan)
        there = last > first
        count = (before[last] - before[first])[there]
        rank = before[first][there][:, None] + np.floor(asked * (count - 1)[:, None]).astype(np.int64)
        at = np.searchsorted(before, rank, side="right") - 1
        found[there] = values_of((whole.keys[at] & ((1 << BITS) - 1)) - MIDDLE)
        return found

    def _take(self, keys: Ints, counts: Ints) -> None:
        self._waiting.append((keys, counts))
        if sum(len(keys) for keys, _ in self._waiting) > max(WAITING, len(self.keys)):
            self.settled()


def buckets(values: Floats) -> Ints:
    """The bucket of each value, ascending with it: 0 of 0, opposite ones of opposite values."""
    size, exponent = np.frexp(np.abs(values))
    infinite = np.isinf(values)
    inner = np.floor((np.where(infinite, 0.5, size) - 0.5) * (2 * EACH)).astype(np.int64)
    bucket = (np.where(infinite, -LEAST, exponent) - LEAST) * EACH + inner + 1
    return np.where(values == 0, 0, np.where(values < 0, -bucket, bucket))


def values_of(bucket: Ints) -> Floats:
    """The value that stands for a bucket: off by the same share of either end."""
    at = np.abs(bucket) - 1
    exponent, inner = at // EACH + LEAST, at % EACH
    low, high = 0.5 + inner / (2 * EACH), 0.5 + (inner + 1) / (2 * EACH)
    with np.errstate(over="ignore"):
        size = np.ldexp(2 * low * high / (low + high), exponent.astype(np.int32))
    return np.where(bucket == 0, 0.0, np.sign(bucket) * np.where(exponent >= -LEAST, np.inf, size))
