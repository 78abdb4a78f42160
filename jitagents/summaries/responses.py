"""Responses of a measure to the levels of a sweep, from the moments of each level and of each less each other one.

The variance of a weighted sum of levels follows from these: of weights w that add up to 0,
Var(sum of w_i x_i) = -1/2 x sum over i, j of w_i w_j Var(x_i - x_j), and of weights that add up to 1, the sum of
w_i Var(x_i) more.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from jitagents.results.design import Design
from jitagents.results.estimate import Estimate, Floats
from jitagents.summaries.layout import Key, Names
from jitagents.summaries.moments import Moments
from jitagents.summaries.tables import Tables

ROUNDING = 1e-13
"""A sum is taken for 0 if it is smaller than its terms by this factor."""


@dataclass(frozen=True, eq=False)
class SummaryResponses:
    """Responses of a summary, as `jitagents.results.responses.Responses`.

    Where replications lack the measure at some levels, each mean is over those that have it there.

    Attributes:
        levels: labels.
        own: moments at each level, by variant `(levels,)`.
        between: moments of each level (row) less each other one (column), by variant `(levels, levels)`.
    """

    levels: Names
    own: Mapping[str, Moments]
    between: Mapping[str, Moments]

    @classmethod
    def of(cls, tables: Tables, metric: str) -> Self:
        """The responses of a measure of the network: in the crisis, or in calm where there is none."""
        layout = tables.layout
        at, world, own, between = layout.metrics.index(metric), len(layout.compared) - 1, {}, {}
        for key in layout.places:
            if key.kind == "between":
                network = layout.scopes[key.one].index("network")
                own[key.one] = tables.part(Key("own", key.one))[:, network, at, world]
                pairs = tables.part(key)[:, layout.along.index(metric)]
                between[key.one] = _both_ways(pairs, own[key.one].count)
        return cls(layout.levels, own, between)

    def mean(self, variant: str, levels: Sequence[str]) -> Estimate[float]:
        """As `Responses`."""
        return self._sum(variant, self._shares(levels), self.own[variant])

    def change(self, variant: str, first: Sequence[str], last: Sequence[str]) -> Estimate[float]:
        """As `Responses`."""
        return self._sum(variant, self._shares(last) - self._shares(first))

    def slope(self, variant: str, key: str, levels: Sequence[str], design: Design) -> Estimate[float] | None:
        """As `Responses`."""
        effect = design.effect(key, levels, np.eye(len(levels)))
        if effect is None:
            return None
        weights = np.zeros(len(self.levels))
        weights[[self.levels.index(level) for level in levels]] = effect
        return self._sum(variant, weights)

    def _shares(self, levels: Sequence[str]) -> Floats:
        """The weights of a mean over some levels."""
        return np.isin(self.levels, levels) / len(levels)

    def _sum(self, variant: str, weights: Floats, own: Moments | None = None) -> Estimate[float]:
        """The sum of levels with weights that add up to 0; with the moments of each level, to 1."""
        there, both = weights != 0, np.ix_(weights != 0, weights != 0)
        weights, pairs = weights[there], self.between[variant]
        count, spread = pairs.count[both].min(), -0.5 * weights[:, None] * weights * pairs.variance[both]
        if own is None:
            above, below = np.maximum(weights, 0.0), np.maximum(-weights, 0.0)
            mean, alone = above[:, None] * below * pairs.mean[both] / above.sum(), np.zeros(0)
        else:
            mean, alone = weights * own.mean[there], weights * own.variance[there]
        variance = max(_total(np.append(spread, alone)), 0.0)
        return Moments(*map(np.asarray, (count, _total(mean), variance * count))).estimate().one


def _total(terms: Floats) -> float:
    """The sum of some terms; 0 where it is but an error of rounding."""
    total = float(terms.sum())
    return 0.0 if abs(total) <= ROUNDING * np.abs(terms).sum() else total


def _both_ways(pairs: Moments, count: Floats) -> Moments:
    """The moments of every level less every other one, from those of each less each one before it.

    Args:
        pairs: `(pairs,)`.
        count: replications of each level `(levels,)`.
    """
    later, earlier = np.tril_indices(len(count), -1)

    def table(values: Floats, sign: float) -> Floats:
        made = np.zeros((len(count), len(count)))
        made[later, earlier], made[earlier, later] = values, sign * values
        return made

    return Moments(table(pairs.count, 1.0) + np.diag(count), table(pairs.mean, -1.0), table(pairs.squares, 1.0))
