"""Losses of a crisis day by day, and accumulators of them, each set up only if a measure needs it."""

from collections.abc import Callable
from typing import ClassVar

import numpy as np
import numpy.typing as npt

from jitagents.accounting import compared_flows
from jitagents.accounting.accumulator import Accumulator
from jitagents.accounting.compared_flows import ComparedFlow
from jitagents.column import Array

WEEK = 7


class Losses:
    """Losses of a day: a flow of the calm twin less that of the crisis, for each scope and pair of twins.

    Args:
        tolerated: loss up to which a day does not count as a day of loss, units `(scopes, pairs)`.
        weekly: whether the losses of the last week are needed.
        acting: gives the flags of pairs in which the crisis acts today `(pairs,)`.
        twin: gives the flow of the calm twin today `(scopes, pairs)`.

    Attributes:
        day: the measured day.
        today: losses, negative where the crisis delivers more than its twin `(scopes, pairs)`.
        affected: flags of scopes and pairs for which the day is a day of loss.
        any: whether it is one for any of them.
        week: sum of the losses of the last seven days.
    """

    def __init__(
        self, tolerated: Array, weekly: bool, acting: Callable[[], npt.NDArray[np.bool_]], twin: Callable[[], Array]
    ) -> None:
        self.tolerated, self.acting, self.twin, self.day, self.any = tolerated, acting, twin, 0, False
        self.today, self.week = np.zeros((2, *tolerated.shape))
        self.affected = np.zeros(tolerated.shape, dtype=bool)
        self._past = np.zeros((WEEK if weekly else 0, *tolerated.shape))

    def record(self, day: int, losses: Array) -> None:
        """Record a day."""
        self.day, self.today = day, losses
        np.greater(losses, self.tolerated, out=self.affected)
        self.any = bool(self.affected.any())
        if len(self._past):
            oldest = self._past[day % WEEK]
            self.week += losses
            self.week -= oldest
            oldest[...] = losses


class LossAccumulator(Accumulator):
    """An accumulator of the losses `(scopes, pairs)`. Its class is the key of its value in the records of twins.

    Attributes:
        flow: what is compared; output if it says nothing else.
        weekly: True if it looks back over a week.
    """

    flow: ClassVar[ComparedFlow] = staticmethod(compared_flows.output)
    weekly: ClassVar[bool] = False

    def __init__(self, losses: Losses) -> None:
        super().__init__(np.zeros(losses.affected.shape))
        self._losses = losses


class First(LossAccumulator):
    """Measured day of the first loss, 0 if there is none."""

    def add(self) -> None:
        if self._losses.any:
            np.copyto(self.total, self._losses.day, where=self._losses.affected & (self.total == 0))


class Last(LossAccumulator):
    """Last measured day of loss whose trailing seven-day mean loss exceeds the tolerance; 0 if there is none."""

    weekly = True

    def add(self) -> None:
        if self._losses.any:
            lasting = self._losses.week > WEEK * self._losses.tolerated
            np.copyto(self.total, self._losses.day, where=self._losses.affected & lasting)


class Short(LossAccumulator):
    """1 once goods are missing on a day that closes a week of missing goods."""

    flow: ClassVar[ComparedFlow] = staticmethod(compared_flows.goods)
    weekly = True

    def add(self) -> None:
        if self._losses.any:
            lasting = self._losses.week > WEEK * self._losses.tolerated
            np.copyto(self.total, 1.0, where=self._losses.affected & lasting)


class Idle(Short):
    """1 once orders are missing on a day that closes a week of missing orders."""

    flow: ClassVar[ComparedFlow] = staticmethod(compared_flows.orders)


class Count(LossAccumulator):
    """Days of loss."""

    def add(self) -> None:
        if self._losses.any:
            self.total += self._losses.affected


class Gross(LossAccumulator):
    """Units lost on days on which the crisis delivers less than its twin; gains on other days are not deducted."""

    def __init__(self, losses: Losses) -> None:
        super().__init__(losses)
        self._missing = np.empty_like(self.total)

    def add(self) -> None:
        self.total += np.maximum(self._losses.today, 0.0, out=self._missing)


class Lowest(LossAccumulator):
    """Largest share of the twin's output of a day that is lost, over the days of loss."""

    def add(self) -> None:
        if self._losses.any:
            share = np.divide(
                self._losses.today, self._losses.twin(), out=np.zeros_like(self.total), where=self._losses.affected
            )
            np.maximum(self.total, share, out=self.total)


class Deepest(LossAccumulator):
    """Largest loss of seven consecutive days, units."""

    weekly = True

    def add(self) -> None:
        np.maximum(self.total, self._losses.week, out=self.total)


class ActingDays(LossAccumulator):
    """Days on which the crisis acts `(1, pairs)`."""

    def __init__(self, losses: Losses) -> None:
        super().__init__(losses)
        self.total = np.zeros((1, losses.affected.shape[1]))

    def add(self) -> None:
        self.total += self._losses.acting()
