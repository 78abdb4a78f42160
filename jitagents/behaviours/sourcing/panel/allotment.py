"""Allotment: the shares that the suppliers in use are to have, agreed at a review."""

from dataclasses import dataclass

import numpy as np

from jitagents.behaviours.base import Memory
from jitagents.behaviours.sourcing.base import ACTIVE, Offers, at_lanes, least_of
from jitagents.behaviours.sourcing.panel.qualification import first_standing
from jitagents.behaviours.sourcing.panel.scorecard import EXACT, mean_of
from jitagents.behaviours.sourcing.scored import LARGEST, hold
from jitagents.column import Array, Flags
from jitagents.parameters import Number, Parameters, param

FIXED, PROPORTIONAL, WINNER, MULTIPLICATIVE = "fixed", "proportional", "winner", "multiplicative"
"""Rules: the planned shares; in proportion to the scores; most to the best; by factors that grow with the scores."""


@dataclass(frozen=True)
class Allotment(Parameters):
    """The rule by which volume is divided among the suppliers in use, and its limits."""

    shares: str = param(PROPORTIONAL, "", "rule of the shares", choices=(FIXED, PROPORTIONAL, WINNER, MULTIPLICATIVE))
    first: Number = param(
        0.7, "share", "of the best supplier, by the rule winner; the others share the rest", low=0, high=1
    )
    pace: Number = param(1.0, "", "how far shares follow the scores at a review, by the rule multiplicative", low=0)
    least: Number = param(0.1, "share", "that a supplier in use has at least", low=0, high=1)
    most: Number = param(0.9, "share", "that a supplier has at most, if there are others", low=0, high=1)
    band: Number = param(0.03, "", "dead band: changes of a score below it move nothing", low=0, high=1)

    def weigh(self, offers: Offers, memory: Memory, reviewed: Flags) -> Flags:
        """Take over the scores that have left the dead band, into `weighed`; where any has `(lanes, worlds)`.

        A first score is compared with the mean of the buyer's suppliers, a later one with that taken over last.

        Args:
            offers: of today.
            memory: of the panel.
            reviewed: suppliers with a new score.
        """
        score, weighed = memory["score"], memory["weighed"]
        first = reviewed & (memory["reviews"] == 1.0)
        np.copyto(weighed, mean_of(offers, score, reviewed), where=first)
        moves = reviewed & (np.abs(score - weighed) >= np.asarray(self.band) - EXACT)
        np.copyto(weighed, score, where=moves)
        if self.shares == MULTIPLICATIVE:
            moves = reviewed & (self._lead(offers, memory, reviewed) != 0.0)
        return moves if self.shares != FIXED else np.zeros_like(moves)

    def targets(self, offers: Offers, memory: Memory, used: Flags) -> Array:
        """The shares to be agreed `(lanes, worlds)`; those of a buyer add up to 1.

        Args:
            offers: of today.
            memory: of the panel.
            used: suppliers in use.
        """
        among = used.astype(float)
        count = at_lanes(offers.buyers, among)
        rated = used & (memory["reviews"] > 0.0)
        value = np.where(rated, memory["weighed"], mean_of(offers, memory["weighed"], rated))
        if self.shares == FIXED:
            number = at_lanes(offers.buyers, (first_standing(offers) == ACTIVE).astype(float))
            weights = np.where(offers.share > 0.0, offers.share, 1.0 / np.maximum(number, 1.0)) * among
        elif self.shares == PROPORTIONAL:
            weights = np.maximum(value, EXACT) * among
        elif self.shares == WINNER:
            best = least_of(offers.buyers, np.where(used, -value, np.inf)) * among
            rest = (1.0 - self.first) / np.maximum(count - 1.0, 1.0)
            weights = np.where(best > 0.0, np.where(count > 1.0, self.first, 1.0), rest) * among
        else:
            before = np.where(memory["agreed"] > 0.0, memory["agreed"], 1.0 / np.maximum(count, 1.0))
            weights = before * np.exp(np.minimum(self._lead(offers, memory, rated), LARGEST)) * among
        return hold(offers.buyers, weights, self.least, self.most, among)

    def _lead(self, offers: Offers, memory: Memory, rated: Flags) -> Array:
        """Pace times how far a score lies from the mean of the buyer's, 0 within the dead band `(lanes, worlds)`."""
        lead = np.where(rated, memory["weighed"] - mean_of(offers, memory["weighed"], rated), 0.0)
        return np.where(np.abs(lead) >= np.asarray(self.band) - EXACT, self.pace * lead, 0.0)
