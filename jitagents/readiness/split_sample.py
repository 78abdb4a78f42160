"""Split-sample validation: cut points that are chosen on one half of the flows, and judged on the other."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from jitagents.readiness.levers import Indicator, lever_scores, relative
from jitagents.readiness.prediction import SEED, TAIL, auc
from jitagents.readiness.rules import Rule, Scores
from jitagents.results.estimate import Estimate

type Index = npt.NDArray[np.int64]

SPLITS = 200
TAILS = (None, 0.0, 0.1, 0.25)
"""Choices of cut points: those of the rule, and quantiles of the flows from which on they are best and worst."""


@dataclass(frozen=True)
class SplitSample:
    """The AUC of a rule whose cut points were chosen on half of the flows: there, and on the other half.

    Attributes:
        chosen: on the half on which they were chosen, mean over splits and the middle 95 % of them.
        judged: on the other half.
    """

    chosen: Estimate[float]
    judged: Estimate[float]

    @property
    def words(self) -> str:
        """Sentence on how much the choice is worth for flows that it has not seen."""
        here, there = self.chosen, self.judged
        if np.isnan(there.mean):
            return "Cut points cannot be judged on flows that they were not chosen on: too few of them, or all alike"
        return (
            f"With cut points chosen on half of the flows the AUC is {here.mean:.2f} there, and {there.mean:.2f} "
            f"({there.low:.2f} to {there.high:.2f}) on the other half"
        )


def split_sample(values: Mapping[str, Scores], used: Mapping[str, Indicator], rule: Rule, saved: Scores) -> SplitSample:
    """Choose cut points on a random half of the flows by the AUC, judge them on the other half, and do so many times.

    Args:
        values: of each indicator `(flows,)`, NaN where there are no data.
        used: the indicators that count, with the cut points of the rule.
        rule: of joint judgement.
        saved: money that conversion saves `(flows,)`.

    Source:
        Picard & Berk 1990, The American Statistician 44(2) (data splitting); Efron 1983, Journal of the American
        Statistical Association 78 (how much too good a rule looks on what it was fitted to).
    """
    rng, flows, found = np.random.default_rng(SEED), len(saved), list[tuple[float, float]]()
    for _ in range(SPLITS):
        mixed = rng.permutation(flows)
        found.append(_split(values, used, rule, saved, mixed[: flows // 2], mixed[flows // 2 :]))
    here, there = np.array(found).T
    return SplitSample(_estimate(here), _estimate(there))


def _split(
    values: Mapping[str, Scores], used: Mapping[str, Indicator], rule: Rule, saved: Scores, first: Index, second: Index
) -> tuple[float, float]:
    """Return the AUC of the best cut points of one half on that half, and on the other; NaN where there is none."""
    best, judged = np.nan, np.nan
    for tail in TAILS:
        half = {name: one[first] for name, one in values.items()}
        items = used if tail is None else relative(used, half, (), tail)
        score = rule.score(rule.filled(lever_scores(values, items)))
        own = auc(score[first], saved[first])
        if not own <= best:  # the first one too, which may be NaN
            best, judged = own, auc(score[second], saved[second])
    return best, judged


def _estimate(values: Scores) -> Estimate[float]:
    known = values[~np.isnan(values)]
    if not len(known):
        return Estimate(np.nan, np.nan, np.nan, 0, method="random splits")
    low, high = np.percentile(known, [TAIL, 100 - TAIL])
    return Estimate(float(known.mean()), float(low), float(high), len(known), method="random splits")
