"""Shocks: who is hit, by what, how hard, when, for how long, and how it passes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from jitagents.column import Array
from jitagents.crises.profiles import Recovery, Step
from jitagents.errors import InputError
from jitagents.parameters import Number, Parameters, param

KINDS = ("supply", "production", "shipping", "lane", "carrier", "demand")
"""What a shock can act on: an agent's production and shipping, one of them, a lane, all lanes of a carrier, demand."""


@dataclass(frozen=True)
class Shock(Parameters):
    """One shock. Several make a crisis; where they meet, the tightest limit holds, and surges of demand multiply.

    A site at 60 % (severity 0.4) starts, finishes and ships at most 60 % of its capacity, or of its mean flow where its
    capacity is unlimited; work in process waits. A lane or carrier that is closed (severity 1) loads nothing, and goods
    under way wait for its opening; at a lower severity it loads at most the rest of its mean flow. Demand is multiplied
    by 1 + severity.
    """

    target: Mapping[str, Any] = field(default_factory=dict)
    what: str = param("supply", "", "what it acts on", choices=KINDS)
    severity: Number = param(1.0, "share", "part that is lost; of demand: the relative surge", low=-1)
    start: Number = param(60, "day", "first day, counted from the first measured day, which is 1", low=1)
    duration: Number = param(15, "days", "days at full severity", low=0)
    recovery: Recovery = field(default_factory=Step)

    def __post_init__(self) -> None:
        super().__post_init__()
        severity = np.asarray(self.severity)
        if self.what != "demand" and ((severity < 0) | (severity > 1)).any():
            raise InputError(f"Shock.severity = {self.severity!r}: must lie between 0 and 1 share, but for demand")

    def intensity(self, day: int) -> Array:
        """Severity on a measured day: `(1, worlds)` or `(1,)`."""
        since = day - np.asarray(self.start, dtype=float)
        after = since - self.duration
        left = np.where(after < 0, 1.0, self.recovery.remaining(np.maximum(after, 0.0)))
        return np.asarray(self.severity * np.where(since < 0, 0.0, left))

    @property
    def first(self) -> int:
        """The first measured day on which any world is hit."""
        return int(np.floor(np.min(self.start)))

    @property
    def last(self) -> int:
        """The last measured day on which any world is hit."""
        return int(np.ceil(np.max(self.start + np.asarray(self.duration) + self.recovery.days)))
