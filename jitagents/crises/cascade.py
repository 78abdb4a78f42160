"""Cascades: agents that are idle too long fail, and so pass the crisis on."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from jitagents.column import Array
from jitagents.crises.course import Course, Scene
from jitagents.crises.disruption import Disruption
from jitagents.crises.distributions import expected
from jitagents.crises.shock import Shock
from jitagents.parameters import Number, param

LONG = 365.0
"""Days that stand for ever in a single shock."""


@dataclass(frozen=True)
class Cascade(Disruption):
    """A row that waits longer than so many days in a row is affected itself, from the next morning on.

    An agent waits on a day on which it delivers nothing although it owes something, or a customer goes away; acting on
    supply it stops, as if it went bankrupt. Failures pass along supply links as in Battiston, Delli Gatti, Gallegati,
    Greenwald & Stiglitz (2007, J. Economic Dynamics & Control 31), whose firms fail when losses have used up their
    equity, through trade credit that is not paid back; here are days of waiting, and neither equity nor credit.

    A lane waits on a day on which nothing is sent although something is owed; with the effect of switching its buyer
    leaves the supplier. Days on which it is affected do not count, so that an agent that is back may fail again. Only
    worlds in crisis are affected.
    """

    consequent: ClassVar[bool] = True
    after: Number = param(20, "days", "of waiting in a row", low=1)
    duration: Number | None = param(None, "days", "for which it is affected; None: for ever", low=1)

    def course(self, scene: Scene) -> "CascadeCourse":
        return CascadeCourse(self, scene)

    def as_single_shock(self) -> Shock:
        days = LONG if self.duration is None else self.duration
        return Shock(self.target, self.what, expected(self.severity), self.attenuation, duration=days)


class CascadeCourse(Course):
    """The rows that wait, since when, and those that have failed."""

    changing = ("_waited", "_left")

    def __init__(self, cause: Cascade, scene: Scene) -> None:
        self._cause, self._idle = cause, scene.idle
        self.begins = np.ones((1, 1))
        self._severity = cause.effect.cut(scene.draw_once(cause.severity, "severity"))
        self._waited, self._left = np.zeros((2, scene.rows, scene.worlds.count))

    def intensity(self, day: int) -> Array:
        waits = self._idle() & (self._left <= 0) & (day > 1)  # days on which it is affected do not count
        self._waited[...] = np.where(waits, self._waited + 1.0, 0.0)
        self._left -= 1.0
        lasting = np.inf if self._cause.duration is None else np.asarray(self._cause.duration, dtype=float)
        np.copyto(self._left, lasting, where=self._waited > self._cause.after)
        return self._severity * (self._left > 0)
