"""Events: blows that come by chance, each of another size."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from jitagents.column import Array
from jitagents.crises.course import Course, Flags, Scene
from jitagents.crises.disruption import Disruption, beyond
from jitagents.crises.distributions import Distribution, Geometric, Uncertain, expected
from jitagents.crises.effects import Effect
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

    def faults(self, effect: Effect) -> Iterator[str]:
        yield from super().faults(effect)
        if beyond(self.duration, 1):
            yield f"duration = {self.duration!r}: must be 1 or more (days)"

    def course(self, scene: Scene) -> "Coming":
        return Coming(self, scene)

    def once(self) -> Shock:
        return Shock(self.target, self.what, expected(self.severity), self.fades, duration=expected(self.duration))


class Coming(Course):
    """The events of the rows that they may hit; none lasts before they start."""

    def __init__(self, cause: Events, scene: Scene) -> None:
        self._cause, self._day = cause, scene.begins - 1
        self.begins = np.floor(np.atleast_2d(np.asarray(cause.start, dtype=float)))
        names = pd.Series(["all"]) if cause.together else scene.table["name"]
        self._luck = scene.draw_daily("", numbers=3, names=names)
        self._chance = np.empty((3, len(names), scene.worlds.count))
        self._severity, self._left = np.zeros((2, *self._chance.shape[1:]))

    def intensity(self, day: int) -> Array:
        while self._day < day:
            self._day += 1
            self._luck.on(self._day, self._chance.reshape(-1, self._chance.shape[-1]))
            self._left -= 1.0
            self._severity[self._left <= 0] = 0.0
            comes = self._chance[HAPPENS] < -np.expm1(-1.0 / np.asarray(self._cause.every))
            comes &= self._day >= np.asarray(self._cause.start)
            if comes.any():
                self._begin(comes)
        return self._severity

    def _begin(self, comes: Flags) -> None:
        effect = self._cause.effect
        severity = np.clip(_size(self._cause.severity, self._chance[HOW_HARD]), effect.least, effect.most)
        days = np.maximum(np.rint(_size(self._cause.duration, self._chance[HOW_LONG])), 1.0)
        np.copyto(self._severity, severity, where=comes & (np.abs(severity) > np.abs(self._severity)))
        np.copyto(self._left, np.maximum(self._left, days), where=comes)


def _size(value: Uncertain, chance: Array) -> Array:
    """The size of an event that would come today: the number itself, or what is drawn with these chances."""
    return value.quantile(chance) if isinstance(value, Distribution) else np.asarray(value, dtype=float)
