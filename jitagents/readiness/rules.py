"""Joint judgement of a flow: from the scores of its levers to the mode that it is ready for."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from jitagents.errors import InputError
from jitagents.parameters import Parameters, param

type Scores = npt.NDArray[np.float64]
type Modes = npt.NDArray[np.int64]

type Ends = Mapping[str, Sequence[float] | None]
"""Values of indicators that score 1 and 0, by name; None: the indicator is left out."""

LEVERS = ("demand", "supplier", "process", "data", "exposure")
MODES = ("stock", "hybrid", "kanban", "jit")
"""From the least demanding to the most."""
DIGITS = 9
"""Decimals in which scores and profiles are compared: .6 - .3 is .3."""


@dataclass(frozen=True)
class Rule(Parameters, ABC):
    """A rule that puts flows into modes by the scores of their levers.

    Raises:
        InputError: the profiles do not rise from hybrid to kanban to jit, or all weights are 0.
    """

    jit: float = param(0.8, "", "profile of just-in-time: score that a lever needs for it", low=0, high=1)
    kanban: float = param(0.6, "", "profile of kanban", low=0, high=1)
    hybrid: float = param(0.4, "", "profile of the hybrid; below it a flow stays on stock", low=0, high=1)
    unknown: float = param(0.4, "", "score that counts for a lever without data", low=0, high=1)
    ends: Mapping[str, Any] = field(
        default_factory=dict,
        metadata={"meaning": "indicator: [value that scores 1, value that scores 0]; null: left out", "replace": True},
    )
    relative: bool = param(False, "", "other ends are the best and the worst tenth of the flows: they rank, no more")

    def __post_init__(self) -> None:
        super().__post_init__()
        if not self.hybrid < self.kanban < self.jit:
            told = f"hybrid = {self.hybrid:g}, kanban = {self.kanban:g}, jit = {self.jit:g}"
            raise InputError(f"{told}; allowed: profiles that rise from hybrid to kanban to jit")

    @property
    def profiles(self) -> tuple[float, float, float]:
        """Profiles of the modes above stock, the least demanding first."""
        return self.hybrid, self.kanban, self.jit

    def filled(self, scores: Scores) -> Scores:
        """Return the scores with `unknown` for those that are NaN."""
        return np.where(np.isnan(scores), self.unknown, scores)

    def modes(self, scores: Scores) -> Modes:
        """Return the place in `MODES` of each flow `(flows,)`.

        Args:
            scores: from 0 to 1 `(flows, levers)`, in the order of `LEVERS`; NaN where a lever is unknown.
        """
        filled = self.filled(scores)
        met = [self.reaches(filled, profile) for profile in self.profiles]
        return np.max([place * one for place, one in enumerate(met, 1)], axis=0).astype(np.int64)

    @abstractmethod
    def score(self, scores: Scores) -> Scores:
        """Return one number for each flow `(flows,)` that orders them as the rule does; no score is NaN."""

    @abstractmethod
    def reaches(self, scores: Scores, profile: float) -> npt.NDArray[np.bool_]:
        """Return whether each flow `(flows,)` is at least as good as a profile; no score is NaN."""


@dataclass(frozen=True)
class Weakest(Rule):
    """Minimum operator: a flow is as ready as its weakest lever.

    Formula:
        score = min over levers

    Source:
        Dubois & Prade 1985, A review of fuzzy set aggregation connectives, Information Sciences 36.
    """

    def score(self, scores: Scores) -> Scores:
        lowest: Scores = scores.min(axis=1)
        return lowest

    def reaches(self, scores: Scores, profile: float) -> npt.NDArray[np.bool_]:
        return np.round(self.score(scores), DIGITS) >= profile


@dataclass(frozen=True)
class Weighted(Rule):
    """A rule in which levers have weights."""

    demand: float = param(0.25, "", "weight of the stability of demand", low=0)
    supplier: float = param(0.25, "", "weight of the supplier", low=0)
    process: float = param(0.20, "", "weight of the process", low=0)
    data: float = param(0.15, "", "weight of the data", low=0)
    exposure: float = param(0.15, "", "weight of the exposure", low=0)

    def __post_init__(self) -> None:
        super().__post_init__()
        if not any(getattr(self, lever) for lever in LEVERS):
            raise InputError("all weights are 0; allowed: at least one above 0")

    @property
    def weights(self) -> Scores:
        """Shares of the levers `(levers,)`, which add up to 1."""
        given = np.array([getattr(self, lever) for lever in LEVERS], dtype=float)
        return given / given.sum()


@dataclass(frozen=True)
class Average(Weighted):
    """Weighted mean: a good lever makes up for a bad one.

    Formula:
        score = sum over levers of weight x score

    Source:
        Keeney & Raiffa 1976, Decisions with Multiple Objectives, ch. 3 (the additive value function).
    """

    def score(self, scores: Scores) -> Scores:
        return scores @ self.weights

    def reaches(self, scores: Scores, profile: float) -> npt.NDArray[np.bool_]:
        return np.round(self.score(scores), DIGITS) >= profile


@dataclass(frozen=True)
class ElectreTri(Weighted):
    """ELECTRE TRI, pessimistic: a majority of the levers must speak for a mode, and none much against it.

    Formula:
        c = sum of w_j x c_j; c_j = 1 if b - g_j <= q, 0 if b - g_j >= p, linear between;
        d_j = 0 if b - g_j <= p, 1 if b - g_j >= v, linear between;
        credibility = c x product over d_j > c of (1 - d_j) / (1 - c); the highest profile b with credibility >= cut

    Source:
        Roy & Bouyssou 1993, Aide multicritère à la décision, ch. 6.
    """

    indifference: float = param(0.05, "", "q: a lever so much below a profile counts as equal to it", low=0, high=1)
    preference: float = param(0.15, "", "p: a lever so much below a profile does not speak for it", low=0, high=1)
    veto: float = param(0.30, "", "v: a lever so much below a profile forbids it", low=0, high=1)
    cut: float = param(0.75, "", "credibility that a mode needs", low=0.5, high=1)

    def __post_init__(self) -> None:
        super().__post_init__()
        if not self.indifference < self.preference < self.veto:
            told = f"indifference = {self.indifference:g}, preference = {self.preference:g}, veto = {self.veto:g}"
            raise InputError(f"{told}; allowed: thresholds that rise in this order")

    def score(self, scores: Scores) -> Scores:
        """Return the sum of the credibilities of the three profiles `(flows,)`, from 0 to 3; no score is NaN."""
        return np.sum([self.credibility(scores, profile) for profile in self.profiles], axis=0)

    def reaches(self, scores: Scores, profile: float) -> npt.NDArray[np.bool_]:
        return np.round(self.credibility(scores, profile), DIGITS) >= self.cut

    def credibility(self, scores: Scores, profile: float) -> Scores:
        """Return the credibility, from 0 to 1, that each flow `(flows,)` is at least as good as a profile."""
        below = np.round(profile - scores, DIGITS)
        own = np.clip((self.preference - below) / (self.preference - self.indifference), 0.0, 1.0)
        against = np.clip((below - self.preference) / (self.veto - self.preference), 0.0, 1.0)
        concordance = (own @ self.weights)[:, np.newaxis]
        opposed = against > concordance
        left = np.divide(1.0 - against, 1.0 - concordance, out=np.ones_like(against), where=opposed)
        return concordance[:, 0] * left.prod(axis=1)
