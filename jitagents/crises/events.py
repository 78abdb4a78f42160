"""Events: disruptions that occur at random, each with its own severity and duration."""

from dataclasses import dataclass
from typing import Self

import numpy as np
import pandas as pd

from jitagents.column import Array, Flags
from jitagents.continuation import Index
from jitagents.crises.course import Course, Scene
from jitagents.crises.disruption import Disruption
from jitagents.crises.distributions import Distribution, Geometric, Uncertain, expected
from jitagents.crises.outages import Outages
from jitagents.crises.shock import Shock
from jitagents.parameters import Number, param


@dataclass(frozen=True)
class Events(Disruption):
    """A Poisson process of events: in a day one comes with probability 1 - exp(-1 / every), each of a drawn size.

    Events come to each row by itself, or to all rows at once; of events on the same day the most severe counts (a
    marked Poisson process; Ross 2014, Introduction to Probability Models, sec. 5.3 and 5.4).
    """

    start: Number = param(1, "day", "from when events may come; 1 is the first measured day, below: in the warm-up")
    every: Number = param(100.0, "days", "mean time between events", low=1e-6)
    duration: Uncertain = param(Geometric(), "days", "that an event lasts", low=1)
    together: bool = param(False, "", "events come to all rows at once")

    def course(self, scene: Scene) -> "PoissonCourse":
        return PoissonCourse(self, scene)

    def as_single_shock(self) -> Shock:
        return Shock(
            self.target, self.what, expected(self.severity), self.attenuation, duration=expected(self.duration)
        )

    def outages(self, days: int, ttr: float = np.nan) -> Outages:
        return Outages(days / np.asarray(self.every, dtype=float), self.duration, severity=expected(self.severity))


class PoissonCourse(Course):
    """The course of events at each row; none comes before the start."""

    changing = ("_day", "_luck")
    tells = True

    def __init__(self, cause: Events, scene: Scene) -> None:
        self._cause, self._day = cause, scene.begins - 1
        self.begins = np.floor(np.atleast_2d(np.asarray(cause.start, dtype=float)))
        names = pd.Series(["all"]) if cause.together else scene.table["name"]
        self._luck = scene.draw_daily("", numbers=3, names=names)
        self._chance = np.empty((3, len(names), scene.worlds.count))
        # The events that last: row and world; severity, the day on which they are over, and the first day.
        self._cells, self._sizes = np.empty((2, 0), dtype=np.int64), np.empty((3, 0))

    def intensity(self, day: int) -> Array:
        while self._day < day:
            self._day += 1
            self._luck.on(self._day, self._chance.reshape(-1, self._chance.shape[-1]))
            comes = self._chance[0] < -np.expm1(-1.0 / np.asarray(self._cause.every))
            comes &= self._day >= np.asarray(self._cause.start)
            if comes.any():
                self._add(comes)
        lasting = self._sizes[1] > day
        self._cells, self._sizes = self._cells[:, lasting], self._sizes[:, lasting]
        return self._by_row(0, 0.0)

    @property
    def apart(self) -> bool:
        return not self._cause.together

    def began(self, day: int) -> Array:
        return self._by_row(2, np.inf)

    def left(self, day: int) -> Array:
        until = self._by_row(2, -np.inf) + expected(self._cause.duration)
        return self._by_row(0, 0.0) * np.maximum(until - day, 0.0)

    def _by_row(self, number: int, none: float) -> Array:
        """One of the sizes of the event at each row, of several the most severe, the earliest one `(rows, worlds)`."""
        sizes, harder = np.full(self._chance.shape[1:], none), np.lexsort((-self._sizes[2], np.abs(self._sizes[0])))
        sizes[tuple(self._cells[:, harder])] = self._sizes[number, harder]  # of several in a cell the last stays
        return sizes

    def continue_from(self, before: Self, index: Index) -> None:
        super().continue_from(before, index)
        event, world = np.nonzero(before._cells[1][:, None] == index)
        self._cells = np.stack((before._cells[0, event], world))
        self._sizes = before._sizes[:, event]

    def _add(self, comes: Flags) -> None:
        """Add the events that come today."""
        _, how_hard, how_long = self._chance
        severity = self._cause.effect.cut(_size(self._cause.severity, how_hard))
        days = np.maximum(np.rint(_size(self._cause.duration, how_long)), 1.0)
        sizes = np.stack(
            [np.broadcast_to(size, comes.shape)[comes] for size in (severity, self._day + days, self._day)]
        )
        self._cells = np.concatenate((self._cells, np.nonzero(comes)), axis=1)
        self._sizes = np.concatenate((self._sizes, sizes), axis=1)


def _size(value: Uncertain, chance: Array) -> Array:
    """The size of an event that would come today: the number itself, or the quantile of these chances."""
    return value.quantile(chance) if isinstance(value, Distribution) else np.asarray(value, dtype=float)
