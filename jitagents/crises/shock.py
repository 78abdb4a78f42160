"""Shocks: one blow, when, for how long, how it passes, and how long before it is known."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from jitagents.column import Array
from jitagents.crises.course import Course, Flags, Scene
from jitagents.crises.disruption import Disruption
from jitagents.crises.distributions import Distribution, Uncertain, expected
from jitagents.crises.profiles import CatchUp, Recovery, Step
from jitagents.errors import InputError
from jitagents.parameters import Number, Parameters, param


@dataclass(frozen=True)
class Until(Parameters):
    """The event that ends a shock early: some agents have been idle, or busy again, for so many days in a row.

    An agent is idle on a day on which it delivers nothing although it owes something, or a customer goes away.
    """

    target: Mapping[str, Any] = field(default_factory=dict)
    state: str = param("idle", "", "what all of them must be", choices=("idle", "busy"))
    days: Number = param(3, "days", "in a row", low=1)


@dataclass(frozen=True)
class Shock(Disruption):
    """One blow, with its start, duration and recovery, the same for all that it hits."""

    start: Uncertain = param(60, "day", "first day, counted from the first measured day, which is 1")
    duration: Uncertain = param(15, "days", "days at full severity")
    recovery: Recovery = field(default_factory=Step)
    until: Until | None = field(default=None, metadata={"meaning": "an event that ends it before its duration does"})
    catch_up: CatchUp | None = field(default=None, metadata={"meaning": "capacity above the usual one afterwards"})
    warning: Number = param(0, "days", "how long before its start it is known", low=0)

    def __post_init__(self) -> None:
        super().__post_init__()
        for name, least, unit in (("start", 1, "day"), ("duration", 0, "days")):
            value = getattr(self, name)
            if not isinstance(value, Distribution) and (np.asarray(value) < least).any():
                raise InputError(f"{type(self).__name__}.{name} = {value!r}: must be {least} or more ({unit})")

    def course(self, scene: Scene) -> "Once":
        return Once(self, scene)

    def once(self) -> "Shock":
        severity, duration = expected(self.severity), expected(self.duration)
        return replace(self, severity=severity, start=1, duration=duration, until=None, warning=0)


class Once(Course):
    """The course of a shock.

    Args:
        shock: the shock.
        scene: where it runs.

    Attributes:
        severity, start, duration: as drawn `(1, worlds)` or `(1, 1)`; days are whole.
    """

    def __init__(self, shock: Shock, scene: Scene) -> None:
        self._shock = shock
        self.severity = np.clip(scene.draw_once(shock.severity, "severity"), shock.effect.least, shock.effect.most)
        self.start = np.maximum(_days(shock.start, scene, "start"), 1.0)
        self.duration = np.maximum(_days(shock.duration, scene, "duration"), 0.0)
        self._extra, self._extra_days = _catch_up(shock)
        self.begins = np.floor(self.start)
        self.last = float(np.max(self.start + self.duration + shock.recovery.days + self._extra_days))
        self._until = _Event(shock.until, scene) if shock.until else None

    def intensity(self, day: int) -> Array:
        since = day - self.start
        if self._until is not None:
            over = self._until.happens() & (since >= 0) & (since < self.duration)
            self.duration = np.where(over, since, self.duration)
        after = since - self.duration
        left = np.where(after < 0, 1.0, self._shock.recovery.remaining(np.maximum(after, 0.0)))
        severity = self.severity * np.where(since < 0, 0.0, left)
        if not self._shock.catch_up:
            return severity
        back = np.ceil(self._shock.recovery.days)
        catching_up = (since >= 0) & (after >= back) & (after < back + self._extra_days)
        return np.where(catching_up, -self._extra, severity)

    def announced(self, day: int) -> Array:
        start, duration = self.start, expected(self._shock.duration)
        warning = np.asarray(self._shock.warning, dtype=float)
        known = np.asarray((day >= start - warning) & (day < start + duration) & (warning > 0))
        return np.where(known, self.severity * (start + duration - np.maximum(day, start)), 0.0)


def _days(value: Uncertain, scene: Scene, purpose: str) -> Array:
    """A day or a number of days; what is drawn is rounded to whole days."""
    drawn = scene.draw_once(value, purpose)
    return np.rint(drawn) if isinstance(value, Distribution) else drawn


def _catch_up(shock: Shock) -> tuple[Array, Array]:
    if shock.catch_up is None:
        return np.zeros(1), np.zeros(1)
    return np.asarray(shock.catch_up.extra, dtype=float), np.asarray(shock.catch_up.days, dtype=float)


class _Event:
    """Watches for the event that ends a shock."""

    def __init__(self, until: Until, scene: Scene) -> None:
        self._until, self._idle = until, scene.idle_of(until.target, "until.target")
        self._run = np.zeros((1, scene.worlds.count))

    def happens(self) -> Flags:
        """Whether it has come about by this morning; to be asked for day by day `(1, worlds)`."""
        idle = self._idle()
        meant = idle.all(axis=0) if self._until.state == "idle" else ~idle.any(axis=0)
        self._run[...] = np.where(meant, self._run + 1.0, 0.0)
        return self._run >= self._until.days
