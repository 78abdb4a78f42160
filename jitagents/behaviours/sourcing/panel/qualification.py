"""Qualification: from a candidate to a supplier in use, step by step."""

from dataclasses import dataclass

import numpy as np

from jitagents.behaviours.base import Memory
from jitagents.behaviours.sourcing.base import (
    ACTIVE,
    APPROVED,
    CANDIDATE,
    PROBATION,
    QUALIFYING,
    Offers,
    at_lanes,
)
from jitagents.behaviours.sourcing.panel.scorecard import D
from jitagents.column import Array, Flags
from jitagents.parameters import Number, Parameters, param


@dataclass(frozen=True)
class Qualification(Parameters):
    """The number of sources that a flow should have, and the way of a candidate to its full share."""

    sources: Number | None = param(
        None, "", "suppliers that a flow should have; None: as many as on the first day", low=1
    )
    start: Number | None = param(
        None, "day", "measured day from which missing ones are sought; None: from the first day of the model"
    )
    qualification: Number = param(210.0, "days", "from its start until a candidate may be used", low=0)
    ramp: Number = param(60.0, "days", "from its first day in use until a supplier has its full share", low=0)
    patience: Number = param(30.0, "days", "closed, as far as known, or late, before another one is sought", low=0)

    def ramped(self, offers: Offers, memory: Memory) -> Array:
        """The part of its share that each supplier can take today, from 0 to 1 `(lanes, worlds)`.

        Those that are in use since day 0, before the first one, have had theirs before.
        """
        since, ramp = memory["since"], np.asarray(self.ramp, dtype=float)
        grown = np.clip((offers.day - since) / np.maximum(ramp, 1e-12), 0.0, 1.0)
        return np.where((since == 0.0) | (ramp == 0.0), 1.0, grown)

    def seek(self, offers: Offers, memory: Memory) -> Flags:
        """Let candidates be qualified and approved suppliers come into use where a flow has too few good sources.

        Args:
            offers: of today.
            memory: of the panel; `standing` and `since` are written.

        Returns:
            Suppliers that come into use today `(lanes, worlds)`.
        """
        standing, since, day = memory["standing"], memory["since"], offers.day
        time: Array = np.asarray(self.qualification, dtype=float)
        if offers.qualification is not None:
            time = np.where(np.isnan(offers.qualification), time, offers.qualification)
        standing[(standing == QUALIFYING) & (day >= since + time)] = APPROVED
        failed = memory["failing"] > self.patience
        good = in_use(standing) & (memory["class"] < D) & ~failed
        missing = self._wanted(offers) - at_lanes(offers.buyers, (good | (standing == QUALIFYING)).astype(float))
        if self.start is not None:
            missing = np.where(day - offers.warmup >= np.asarray(self.start), missing, 0.0)
        begun = np.zeros(standing.shape, dtype=bool)
        for before, after in ((APPROVED, ACTIVE), (CANDIDATE, QUALIFYING)):
            waiting = (standing == before).astype(float)
            chosen = (waiting > 0.0) & (offers.buyers.before(waiting) < missing)
            standing[chosen], since[chosen] = after, day
            missing = missing - at_lanes(offers.buyers, chosen.astype(float))
            begun |= chosen & (after == ACTIVE)
        return begun

    def _wanted(self, offers: Offers) -> Array:
        if self.sources is not None:
            return np.atleast_2d(np.asarray(self.sources, dtype=float))
        return at_lanes(offers.buyers, first_standing(offers) == ACTIVE)


def first_standing(offers: Offers) -> Array:
    """The standing of the lanes on the first day `(lanes, 1)`."""
    return np.full_like(offers.share, ACTIVE) if offers.standing is None else offers.standing


def in_use(standing: Array) -> Flags:
    """Whether suppliers are in use `(lanes, worlds)`."""
    return np.asarray((standing == ACTIVE) | (standing == PROBATION))
