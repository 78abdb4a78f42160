"""Outages: the expected number of the stops that a disruption causes, and the law of their length."""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from jitagents.column import Array
from jitagents.crises.distributions import Distribution, Uncertain
from jitagents.parameters import Number

REST = 1e-9
"""Probability of lengths beyond which a law is cut off."""


@dataclass(frozen=True)
class Outages:
    """The outages of a row that a disruption may affect.

    What is drawn is rounded to whole days. A site that is left with a share of its capacity misses what this is short
    of its mean flow.

    Attributes:
        number: expected in a study, `(1, worlds)` or one number.
        length: days at full severity, or their law.
        shortest: days that a drawn length is rounded up to.
        severity: share of the capacity that is lost, `(1, worlds)` or one number.
        after: part of the severity that is left on each day after the last full one `(days, 1)` or `(days, worlds)`.
        capacity: of the row over its mean flow, `(1, worlds)` or one number.
    """

    number: Number
    length: Uncertain
    shortest: float = 1.0
    severity: Number = 1.0
    after: Array = field(default_factory=lambda: np.zeros((0, 1)))
    capacity: Number = 1.0

    @property
    def mean(self) -> Array:
        """Expected days of mean flow that are missing in an outage `(1, worlds)` or `(1, 1)`."""
        return self.beyond(np.zeros((1, 1)))

    def beyond(self, days: Array) -> Array:
        """Expected days of mean flow that are missing beyond so many: E[(X - days)+], exact for whole days.

        Args:
            days: `(rows, worlds)`.
        """
        share, rest = self._short(1.0), self._short(self.after).sum(axis=0, keepdims=True)
        left = days - rest
        left = np.divide(left, share, out=np.zeros(np.broadcast_shapes(left.shape, share.shape)), where=share > 0)
        return np.where(share > 0.0, share * self._excess(left), np.maximum(rest - days, 0.0))

    def _short(self, part: Number) -> Array:
        """Share of the mean flow that is missing at a part of the severity."""
        left, capacity = 1.0 - np.asarray(self.severity) * part, np.asarray(self.capacity)
        return np.atleast_2d(np.minimum(capacity, 1.0) - np.minimum(left * capacity, 1.0))

    def _excess(self, days: Array) -> Array:
        """E[(length - days)+] `(rows, worlds)`."""
        if not isinstance(self.length, Distribution):
            return np.maximum(np.asarray(self.length, dtype=float) - days, 0.0)
        survival, excess = self._law
        whole = np.clip(np.floor(days), 0, len(survival) - 1).astype(np.int64)
        world = np.arange(survival.shape[1])[None, :]
        return np.maximum(excess[whole, world] - (days - whole) * survival[whole, world], 0.0)

    @cached_property
    def _law(self) -> tuple[Array, Array]:
        """P(length > day) and E[(length - day)+] for each whole day from 0 on `(days, 1 or worlds)`."""
        assert isinstance(self.length, Distribution)
        last = int(np.ceil(np.max(self.length.quantile(np.array(1.0 - REST))))) + 1
        day = np.arange(last + 1.0)[:, None]
        survival = np.where(day < self.shortest, 1.0, self.length.survival(day + 0.5))
        survival[-1] = 0.0
        return survival, np.cumsum(survival[::-1], axis=0)[::-1]
