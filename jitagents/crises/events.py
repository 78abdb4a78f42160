"""Events: blows that come by chance, each of another size."""

from dataclasses import dataclass, field

import numpy as np

from jitagents.column import Array
from jitagents.crises.course import Course, Scene
from jitagents.crises.disruption import Disruption
from jitagents.crises.distributions import Geometric, Uncertain, expected
from jitagents.crises.shock import Shock
from jitagents.parameters import Number, param

HAPPENS, HOW_HARD, HOW_LONG = range(3)
"""What the three numbers that are drawn for a row and day decide."""


@dataclass(frozen=True)
class Events(Disruption):
    """A Poisson process of events: in a day one comes with probability 1 - exp(-1 / every), each of a drawn size.

    Events come to each row by itself, or to all rows at once. While an event lasts, a further one adds to its days and
    severity only as far as it is longer or harder (a compound Poisson process; Ross 2014, sec. 5.4.2).
    """

    start: Number = param(1, "day", "from when events may come; 1 is the first measured day, below: in the warm-up")
    every: Number = param(100.0, "days", "mean time between events", low=1e-6)
    duration: Uncertain = field(default_factory=Geometric, metadata={"meaning": "days of an event"})
    together: bool = param(False, "", "events come to all rows at once")

    def course(self, scene: Scene) -> "Coming":
        return Coming(self, scene)

    def once(self) -> Shock:
        return Shock(self.target, self.what, expected(self.severity), duration=expected(self.duration))


class Coming(Course):
    """The events of the rows that they may hit; none lasts before they start."""

    def __init__(self, cause: Events, scene: Scene) -> None:
        self._cause, self._day = cause, scene.begins - 1
        self.begins = np.floor(np.atleast_2d(np.asarray(cause.start, dtype=float)))
        names = scene.table["name"].iloc[:1].replace(".*", "all", regex=True) if cause.together else None
        rows = 1 if cause.together else scene.rows
        self._luck = scene.draw_daily("", numbers=3, names=names)
        self._today = np.empty((3 * rows, scene.worlds.count))
        self._severity, self._left = np.zeros((2, rows, scene.worlds.count))

    def intensity(self, day: int) -> Array:
        while self._day < day:
            self._day += 1
            self._luck.on(self._day, self._today)
            chance = self._today.reshape(3, *self._left.shape)
            comes = chance[HAPPENS] < -np.expm1(-1.0 / np.asarray(self._cause.every))
            comes &= self._day >= np.asarray(self._cause.start)
            self._left -= 1.0
            self._severity[self._left <= 0] = 0.0
            effect = self._cause.effect
            severity = np.clip(_drawn(self._cause.severity, chance[HOW_HARD]), effect.least, effect.most)
            days = np.maximum(np.rint(_drawn(self._cause.duration, chance[HOW_LONG])), 1.0)
            harder = comes & (np.abs(severity) > np.abs(self._severity))
            np.copyto(self._severity, severity, where=harder)
            np.copyto(self._left, np.maximum(self._left, days), where=comes)
        return self._severity.copy()


def _drawn(value: Uncertain, chance: Array) -> Array:
    """What is drawn with these numbers, or the number itself `(rows, worlds)`."""
    if isinstance(value, np.ndarray | float | int):
        return np.broadcast_to(np.asarray(value, dtype=float), chance.shape)
    return np.broadcast_to(value.quantile(chance), chance.shape)
