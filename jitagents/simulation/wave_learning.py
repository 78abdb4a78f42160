"""Learning of waves: the maturity of each, day by day and world by world."""

from collections.abc import Sequence

import numpy as np

from jitagents.column import Array, Flags
from jitagents.continuation import Stateful
from jitagents.flow import Index
from jitagents.simulation.inexperience import LEVERS, Inexperience
from jitagents.simulation.learning import Learning
from jitagents.simulation.reached import Reached


class WaveLearning(Stateful):
    """Those whom waves reach learn the new method.

    Args:
        learning: the learning curve, its numbers that differ by world as `(worlds,)`.
        reached: those whom each wave reaches.
        inexperience: the factors of today, written every morning.
        worlds: number of worlds.

    Attributes:
        maturity: of each wave, NaN before it has begun `(waves, worlds)`.
    """

    changing = ("maturity", "_first")

    def __init__(self, learning: Learning, reached: Sequence[Reached], inexperience: Inexperience, worlds: int) -> None:
        self._learning, self._reached, self._inexperience = learning, reached, inexperience
        self.maturity, self._first = np.full((2, len(reached), worlds), np.nan)

    @property
    def mean(self) -> Array:
        """Mean maturity of the waves that have begun, NaN where none has `(worlds,)`."""
        begun = ~np.isnan(self.maturity)
        total, count = np.where(begun, self.maturity, 0.0).sum(axis=0), begun.sum(axis=0)
        return np.divide(total, count, out=np.full(len(total), np.nan), where=count > 0)

    def turn(self, days: Array, holds: Flags) -> None:
        """Bring the maturity of waves, and what it changes, up to this morning.

        Args:
            days: since each wave has begun, NaN before `(waves, worlds)`.
            holds: whether it holds, and is not taken back.
        """
        learning = self._learning
        later = holds & (days > 0)
        self.maturity[later] = learning.after(self._first, days)[later]
        earlier = np.where(days > 0, self.maturity, -np.inf).max(axis=0)
        begins = days == 0
        self._first[begins] = np.broadcast_to(learning.first(earlier), days.shape)[begins]
        self.maturity[begins] = self._first[begins]
        self._inexperience.forget()
        for lever in LEVERS:
            above = np.asarray(getattr(learning, lever)) - 1.0
            for reached, own, held in zip(self._reached, self.maturity, holds, strict=True):
                factor = 1.0 + above * (1.0 - np.where(held, own, 1.0))
                self._inexperience.raise_to(lever, _rows(reached, lever), factor)


def _rows(reached: Reached, lever: str) -> Index:
    """Return the rows of those whom a wave reaches, in the table on which a lever acts."""
    match lever:
        case "record_errors":
            return reached.points
        case "lead_times":
            return reached.lanes
    return reached.makers
