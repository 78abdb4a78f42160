"""Precision: whether the intervals of some measures are narrow enough, and how many replications that takes.

Replications are added until the interval of every mean is narrow enough, with the mean and the variance of all of them
(Chow & Robbins 1965, Annals of Mathematical Statistics 36(2); Law 2015, Simulation Modeling and Analysis, section
9.4.1): t(n - 1, 1 - a / 2) x s / sqrt(n) <= b, or for a relative error g, <= |mean| x g / (1 + g). Of k intervals each
has the level 1 - a / k, so that all of them hold together with 1 - a = 95 % at least (Bonferroni; Law 2015, section
9.7).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

import numpy as np
import pandas as pd

from jitagents.accounting.definition import Definition
from jitagents.errors import InputError
from jitagents.results.cube import cube
from jitagents.results.estimate import CONFIDENCE, PERCENT, Estimate, Floats
from jitagents.results.intervals import interval
from jitagents.scenario.precision import Aim

MORE, MOST = 1.1, 2.0
"""Replications that a step goes up to, as multiples of those that are there: a variance from few of them is rough."""


@dataclass(frozen=True)
class Judgement:
    """A look at the intervals of a study.

    Attributes:
        replications: that are there.
        needed: that the variances ask for; `replications` if the intervals are narrow enough.
        words: the interval that is furthest from its aim.
    """

    replications: int
    needed: int
    words: str

    @property
    def is_narrow(self) -> bool:
        """Whether all intervals are narrow enough."""
        return self.needed <= self.replications

    def next(self, most: int) -> int:
        """The replications of the next step, up to a limit."""
        low, high = ceil(self.replications * MORE), int(self.replications * MOST)
        return min(max(low, min(self.needed, high)), most)


def judge(
    replications: pd.DataFrame, variants: Sequence[str], aims: Sequence[Aim], known: dict[str, Definition]
) -> Judgement:
    """Look at the intervals of the network: of each variant, at each level, in calm and in crisis.

    Args:
        replications: the frame of them; all rows of the network.
        variants: their names.
        aims: of the study.
        known: the words for measures.

    Raises:
        InputError: the measures have no value.
    """
    data = cube(replications, variants, [aim.measure for aim in aims], ["network"], known)
    by_name = {aim.measure: aim for aim in aims}
    looked: list[tuple[Floats, Aim, str]] = []
    for world, values in (("calm", data.calm), ("crisis", data.crisis)):
        for at, (name, words) in enumerate(zip(data.metrics, data.definitions, strict=True)):
            if world == "calm" and words.zero_in_calm:
                continue
            for cell, (variant, level) in enumerate(data.cells[["variant", "level"]].itertuples(index=False)):
                if not np.isnan(values[cell, at]).all():
                    where = ", ".join(filter(None, (f"{name} of {variant}", level, world)))
                    looked.append((values[cell, at], by_name[name], where))
    if not looked:
        raise InputError(f"precision: {', '.join(by_name)} has no value in any of these worlds")
    return judged(
        np.stack([values for values, _, _ in looked]), [aim for _, aim, _ in looked], [where for _, _, where in looked]
    )


def judged(values: Floats, aims: Sequence[Aim], names: Sequence[str]) -> Judgement:
    """Look at some intervals.

    Args:
        values: `(intervals, replications)`; NaN where undefined.
        aims: of each.
        names: of each, for words.
    """
    return verdict(interval(values, level(aims)), values.shape[1], aims, names)


def level(aims: Sequence[Aim]) -> float:
    """The confidence of each interval, so that all of them hold together."""
    return 1 - (1 - CONFIDENCE) / len(aims)


def verdict(found: Estimate[Floats], count: int, aims: Sequence[Aim], names: Sequence[str]) -> Judgement:
    """Look at some intervals. One without any width is narrow enough: that of a measure that was always the same.

    Args:
        found: the intervals, at the `level` of the aims.
        count: of the replications.
        aims: of each.
        names: of each, for words.
    """
    half, share = (found.high - found.low) / 2, np.array([aim.half for aim in aims])
    relative = np.array([aim.relative for aim in aims])
    allowed = np.where(relative, np.abs(found.mean) * share / (1 + share), share)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(half > 0, half / allowed, 0.0)
    ratio = np.where(np.isnan(half), np.inf, ratio)  # one value has no variance
    worst = int(ratio.argmax())
    needed = count if ratio[worst] <= 1 else ceil(min(count * ratio[worst] ** 2, 1e12))
    words = f"{names[worst]} ± {_now(half[worst], abs(found.mean[worst]), aims[worst])}"
    never = [name for name, same in zip(names, (half == 0) & (found.mean == 0), strict=True) if same]
    if never:
        several = f" and {len(never) - 1} more" if len(never) > 1 else ""
        words += f"; {never[0]}{several}: always 0 so far, which counts as narrow"
    return Judgement(count, needed, words)


def _now(half: float, mean: float, aim: Aim) -> str:
    """The half-width of an interval, and the one that is wanted."""
    if not aim.relative:
        return f"{half:.3g}, {aim.half:.3g} wanted"
    now = f"{PERCENT * half / (mean - half):.3g} %" if half < mean else "0 %" if half == 0 else "more than it is itself"
    return f"{now}, {PERCENT * aim.half:.3g} % wanted"
