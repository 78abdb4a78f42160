"""Recurrent disruptions: each row that may be hit goes down and up again by a Markov chain of its own."""

import sys
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from jitagents.column import Array
from jitagents.crises.disruption import Disruption
from jitagents.crises.shock import Shock
from jitagents.parameters import Number, param
from jitagents.worlds import Drawn, Worlds


@dataclass(frozen=True)
class Recurrent(Disruption):
    """Markov up and down: what is up fails on a day with probability 1 / MTBF, what is down is repaired with 1 / MTTR.

    The state of a day is settled in the morning; the rows do not know of each other (Gupta 1996, EJOR 90; Snyder & Shen
    2019, sec. 9.2.3). Times to failure and to repair are geometric, so an outage of n days has probability
    (1 - 1 / MTTR)^(n - 1) / MTTR.
    """

    start: Number = param(1, "day", "from when failures may happen; 1 is the first measured day, below: in the warm-up")
    mtbf: Number = param(100.0, "days", "mean time between a repair and the next failure", low=1)
    mttr: Number = param(10.0, "days", "mean time to repair", low=1)

    def course(self, names: npt.NDArray[np.object_], worlds: Worlds, stream: str, begins: int) -> "UpAndDown":
        return UpAndDown(self, names, worlds, stream, begins)

    @property
    def last(self) -> int:
        return sys.maxsize

    def once(self) -> Shock:
        return Shock(self.target, self.what, self.severity, start=1, duration=self.mttr)


class UpAndDown:
    """The states of the rows that a recurrent disruption may hit; all are up before it starts."""

    def __init__(
        self, cause: Recurrent, names: npt.NDArray[np.object_], worlds: Worlds, stream: str, begins: int
    ) -> None:
        self._cause, self._day = cause, begins - 1
        back = np.argsort(np.argsort(names.astype(str), kind="stable"))
        self._luck = Drawn(
            worlds, stream, [lambda rng, day, days, _: rng.random((days, len(names)))[:, back]], len(names)
        )
        self._today, self._down = np.empty((2, len(names), worlds.count))
        self._down.fill(0.0)

    def intensity(self, day: int) -> Array:
        """Severity on a measured day `(rows, worlds)`; days are asked for one after the other."""
        while self._day < day:
            self._day += 1
            self._luck.on(self._day, self._today)
            stays = self._today >= 1.0 / np.asarray(self._cause.mttr)
            fails = self._today < 1.0 / np.asarray(self._cause.mtbf)
            self._down[...] = np.where(self._down > 0.0, stays, fails & (self._day >= np.asarray(self._cause.start)))
        return self._down * self._cause.severity
