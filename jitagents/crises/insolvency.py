"""Insolvency: firms that have been unable to pay for too long fail."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from jitagents.column import Array
from jitagents.crises.course import Course, Scene
from jitagents.crises.disruption import Disruption
from jitagents.crises.distributions import expected
from jitagents.crises.effects import AGENTS, Effect
from jitagents.crises.shock import Shock
from jitagents.errors import InputError
from jitagents.parameters import Number, param

LONG = 365.0
"""Days that stand for ever in a single shock."""


@dataclass(frozen=True)
class Insolvency(Disruption):
    """A firm that has not been able to pay for so many days in a row fails, from the next morning on.

    It cannot pay on a day at whose end it is beyond its credit line, or has not paid bills that are due. So failures
    pass on to suppliers, who are not paid, as in Battiston, Delli Gatti, Gallegati, Greenwald & Stiglitz (2007, J.
    Economic Dynamics & Control 31), and to customers, who are not supplied; that they pass on far is rare (Arata 2018,
    RIETI Discussion Paper 18-E-040). It needs the ledger of firms. Only worlds in crisis are affected.

    Source:
        The French cessation des paiements is to be declared within 45 days (Code de commerce, art. L631-4); that a
        firm fails after 30 is assumed.
    """

    consequent: ClassVar[bool] = True
    grace: Number = param(30, "days", "in a row without being able to pay", low=0)
    duration: Number | None = param(None, "days", "for which it is affected; None: for ever", low=1)

    def faults(self, effect: Effect | None) -> Iterator[str]:
        yield from super().faults(effect)
        if effect is not None and effect.table != AGENTS:
            yield f"what: only agents fail, and {self.effect_name} acts on none; take liquidation or administration"

    def course(self, scene: Scene) -> "InsolvencyCourse":
        return InsolvencyCourse(self, scene)

    def as_single_shock(self) -> Shock:
        days = LONG if self.duration is None else self.duration
        return Shock(self.target, self.what, expected(self.severity), self.attenuation, duration=days)


class InsolvencyCourse(Course):
    """The days for which failed firms are affected.

    Raises:
        InputError: no money is followed.
    """

    changing = ("_left",)

    def __init__(self, cause: Insolvency, scene: Scene) -> None:
        if scene.short is None:
            raise InputError("firms fail for want of cash only where money is followed; take finance=ledger with it")
        self._cause, self._short = cause, scene.short
        self.begins = np.ones((1, 1))
        self._severity = cause.effect.cut(scene.draw_once(cause.severity, "severity"))
        self._left = np.zeros((scene.rows, scene.worlds.count))

    def intensity(self, day: int) -> Array:
        fails = (self._short() > self._cause.grace) & (self._left <= 0.0) & (day >= 1)
        self._left -= 1.0
        lasting = np.inf if self._cause.duration is None else np.asarray(self._cause.duration, dtype=float)
        np.copyto(self._left, lasting, where=fails)
        return self._severity * (self._left > 0.0)
