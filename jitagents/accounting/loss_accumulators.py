"""Losses: what a crisis takes from its world day by day, and what is added up of it, each if a measure asks for it."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from jitagents.accounting.accumulator import Running
from jitagents.column import Array

WEEK = 7


class Losses:
    """The losses of a day: output of the calm twin less that of the crisis, of each scope and pair of twins.

    Args:
        tolerated: loss up to which a day does not count as a day of loss, units `(scopes, pairs)`.
        weekly: whether the losses of the last week are needed.
        acting: says whether the crisis acts today `(pairs,)`.

    Attributes:
        day: the measured day.
        today: losses, negative where the crisis delivers more than its twin `(scopes, pairs)`.
        hit: where the day is a day of loss.
        any: whether it is one anywhere.
        week: losses of the last seven days together.
    """

    def __init__(self, tolerated: Array, weekly: bool, acting: Callable[[], npt.NDArray[np.bool_]]) -> None:
        self.tolerated, self.acting, self.day, self.any = tolerated, acting, 0, False
        self.today, self.week = np.zeros((2, *tolerated.shape))
        self.hit = np.zeros(tolerated.shape, dtype=bool)
        self._past = np.zeros((WEEK if weekly else 0, *tolerated.shape))

    def take(self, day: int, losses: Array) -> None:
        """Take down a day."""
        self.day, self.today = day, losses
        np.greater(losses, self.tolerated, out=self.hit)
        self.any = bool(self.hit.any())
        if len(self._past):
            oldest = self._past[day % WEEK]
            self.week += losses
            self.week -= oldest
            oldest[...] = losses


class Tally(Running):
    """Something added up of the losses `(scopes, pairs)`."""

    def __init__(self, losses: Losses) -> None:
        super().__init__(np.zeros(losses.hit.shape))
        self._losses = losses


class First(Tally):
    """Measured day of the first loss, 0 if there is none."""

    def add(self) -> None:
        if self._losses.any:
            np.copyto(self.total, self._losses.day, where=self._losses.hit & (self.total == 0))


class Last(Tally):
    """Measured day of the last loss that closes a week with as large a loss on average, 0 if there is none."""

    def add(self) -> None:
        if self._losses.any:
            lasting = self._losses.week > WEEK * self._losses.tolerated
            np.copyto(self.total, self._losses.day, where=self._losses.hit & lasting)


class Count(Tally):
    """Days of loss."""

    def add(self) -> None:
        if self._losses.any:
            self.total += self._losses.hit


class Gross(Tally):
    """Units lost on the days on which the crisis delivers less than its twin; what is caught up on others stays out."""

    def __init__(self, losses: Losses) -> None:
        super().__init__(losses)
        self._missing = np.empty_like(self.total)

    def add(self) -> None:
        self.total += np.maximum(self._losses.today, 0.0, out=self._missing)


class Deepest(Tally):
    """The largest loss of seven days on end, units."""

    def add(self) -> None:
        np.maximum(self.total, self._losses.week, out=self.total)


class Acting(Running):
    """Days on which the crisis acts `(1, pairs)`."""

    def __init__(self, losses: Losses) -> None:
        super().__init__(np.zeros((1, losses.hit.shape[1])))
        self._losses = losses

    def add(self) -> None:
        self.total += self._losses.acting()


LOSSES: dict[str, Callable[[Losses], Running]] = {
    "first": First,
    "last": Last,
    "count": Count,
    "gross": Gross,
    "deepest": Deepest,
    "acting": Acting,
}
"""What can be added up of the losses: how it is set up."""
WEEKLY = ("last", "deepest")
"""Those that look back over a week."""
