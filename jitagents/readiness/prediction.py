"""The agreement of a score of readiness with what conversion is worth: rank correlations, AUC, loss by mode."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import ndtr
from scipy.stats import rankdata

from jitagents.readiness.rules import DIGITS
from jitagents.results.estimate import Estimate
from jitagents.results.intervals import interval

type Floats = npt.NDArray[np.float64]

RESAMPLES, SEED = 400, 1
TAIL = 2.5
"""Percent left out at each end of an interval."""


@dataclass(frozen=True)
class Prediction:
    """Agreement of a score with what conversion saves.

    Attributes:
        name: of the rule or lever.
        spearman: rank correlation of the score with what conversion saves; 1: the same order, -1: the opposite.
        kendall: tau-b of the two.
        auc: probability that a flow whose conversion pays has a higher score than one whose does not; NaN if all do or
            none does.
        flows: how many there are.
        paying: how many of them pay in the mean.
    """

    name: str
    spearman: Estimate[float]
    kendall: Estimate[float]
    auc: Estimate[float]
    flows: int
    paying: int

    @property
    def words(self) -> str:
        """Whether it predicts, in a sentence."""
        rho = self.spearman
        if np.isnan(rho.mean):
            return f"{self.name} cannot be judged: it puts all flows on a par"
        shown = f"rank correlation with what conversion saves {rho.mean:.2f} ({rho.low:.2f} to {rho.high:.2f})"
        if rho.low > 0:
            return f"{self.name} predicts: {shown}"
        return (
            f"{self.name} predicts the opposite: {shown}" if rho.high < 0 else f"{self.name} does not predict: {shown}"
        )


def predict(name: str, score: Floats, losses: Floats) -> Prediction:
    """Compare a score with what conversion saves, which is less than the loss.

    The intervals are those of the percentile bootstrap, at 95 %, in which both flows and replications are drawn anew:
    another network of this kind would have other flows. Flows of one stock or one seller are taken as independent,
    which they are not quite.

    Args:
        name: of the rule or lever.
        score: the higher, the readier `(flows,)`; flows for which it is NaN are left out.
        losses: money `(flows, replications)`.

    Source:
        Kendall 1945, Biometrika 33 (tau-b); Hanley & McNeil 1982, Radiology 143 (AUC); Efron 1979 (bootstrap).
    """
    known = ~np.isnan(score)
    score, losses = score[known], losses[known]
    rng, (flows, replications) = np.random.default_rng(SEED), losses.shape
    saved, drawn = -losses.mean(axis=1), list[tuple[Floats, Floats]]()
    for _ in range(RESAMPLES if flows else 0):
        chosen, worlds = rng.integers(flows, size=flows), rng.integers(replications, size=replications)
        drawn.append((score[chosen], -losses[chosen][:, worlds].mean(axis=1)))

    def estimate(statistic: Callable[[Floats, Floats], float]) -> Estimate[float]:
        values = np.array([statistic(*one) for one in drawn])
        values = values[~np.isnan(values)]
        low, high = np.percentile(values, [TAIL, 100 - TAIL]) if len(values) else (np.nan, np.nan)
        return Estimate(
            statistic(score, saved), float(low), float(high), replications, method="percentile bootstrap"
        )  # fmt: skip

    return Prediction(
        name, estimate(spearman), estimate(kendall), estimate(auc), int(known.sum()), int((saved > 0).sum())
    )  # fmt: skip


def spearman(score: Floats, saved: Floats) -> float:
    """Spearman's rank correlation of two columns `(flows,)`; NaN where one does not vary."""
    left, right = (rankdata(np.round(one, DIGITS)) - (len(one) + 1) / 2 for one in (score, saved))
    size = float(np.sqrt((left**2).sum() * (right**2).sum()))
    return float((left * right).sum()) / size if size > 0 else np.nan


def kendall(score: Floats, saved: Floats) -> float:
    """Kendall's tau-b of two columns `(flows,)`; NaN where one does not vary."""
    left, right = (np.sign(np.round(one[:, None] - one, DIGITS)) for one in (score, saved))
    size = float(np.sqrt((left**2).sum() * (right**2).sum()))
    return float((left * right).sum()) / size if size > 0 else np.nan


def auc(score: Floats, saved: Floats) -> float:
    """Area under the ROC curve of a score `(flows,)` for `saved` above 0; NaN if all or none of the flows save."""
    pays = saved > 0
    if pays.all() or not pays.any():
        return np.nan
    ahead = np.sign(np.round(score[pays][:, None] - score[~pays], DIGITS))
    return float((ahead.mean() + 1) / 2)


def loss_by_mode(modes: Sequence[str], losses: Floats, order: Sequence[str]) -> pd.DataFrame:
    """Return the mean loss of the flows of each mode: mode, flows, `loss` and its 95 % interval over replications.

    Args:
        modes: of each flow `(flows,)`.
        losses: money `(flows, replications)`.
        order: of the modes, the least demanding first; those without flows are left out.
    """
    rows, named = [], np.asarray(modes)
    for mode in (mode for mode in order if (named == mode).any()):
        chosen = losses[named == mode]
        rows.append({"mode": mode, "flows": len(chosen), **interval(chosen.mean(axis=0)).one.columns("loss")})
    return pd.DataFrame(rows)


def falling_trend(modes: Sequence[str], losses: Floats, order: Sequence[str]) -> tuple[float, float]:
    """Test whether losses fall as modes rise: the statistic of Jonckheere & Terpstra, standardised, and its p-value.

    Args:
        modes: of each flow `(flows,)`.
        losses: mean loss of each flow `(flows,)`.
        order: of the modes, the least demanding first.

    Returns:
        z, above 0 where losses fall, and the one-sided p-value of the normal approximation without ties; NaN with fewer
        than two modes.

    Source:
        Jonckheere 1954, Biometrika 41; Terpstra 1952, Indagationes Mathematicae 14.
    """
    named = np.asarray(modes)
    groups = [losses[named == mode] for mode in order if (named == mode).any()]
    if len(groups) < 2:
        return np.nan, np.nan
    sizes, total = np.array([len(group) for group in groups], dtype=float), float(sum(map(len, groups)))
    fallen = sum(
        float((np.sign(low[:, None] - high) + 1).sum()) / 2
        for place, low in enumerate(groups) for high in groups[place + 1 :]
    )  # fmt: skip
    mean = (total**2 - (sizes**2).sum()) / 4
    variance = (total**2 * (2 * total + 3) - (sizes**2 * (2 * sizes + 3)).sum()) / 72
    z = (fallen - mean) / float(np.sqrt(variance))
    return z, float(ndtr(-z))
