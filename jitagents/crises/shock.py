"""Shocks: disruptions with one start, duration and recovery, which may be announced."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from jitagents.column import Array, Flags
from jitagents.continuation import Stateful
from jitagents.crises.course import Course, Scene
from jitagents.crises.disruption import Disruption, is_number
from jitagents.crises.distributions import Distribution, Uncertain, expected
from jitagents.crises.effects import AGENTS, EFFECTS, Effect
from jitagents.crises.outages import Outages
from jitagents.crises.profiles import CatchUp, Recovery, Step
from jitagents.parameters import Number, Parameters, first_wrong, param


@dataclass(frozen=True)
class Until(Parameters):
    """The event that ends a shock early: some agents have been idle, or busy again, for so many of its days in a row.

    An agent is idle on a day on which it delivers nothing although it owes something, or a customer goes away.
    """

    target: Mapping[str, Any] = field(default_factory=dict, metadata={"replace": True})
    state: str = param("idle", "", "what all of them must be", choices=("idle", "busy"))
    days: Number = param(3, "days", "in a row", low=1)


@dataclass(frozen=True)
class Told(Parameters):
    """Agents that hear of an announced shock later than others: of customers, partners hear first."""

    where: Mapping[str, Any] = field(default_factory=dict, metadata={"replace": True})
    lag: Number = param(3, "days", "from the announcement until they hear of it", low=0)


@dataclass(frozen=True)
class Shock(Disruption):
    """One disruption with its start, duration and recovery, the same for all targets.

    It is announced `warning` days before its start, to all who will miss goods of it, or will be asked for more, at
    once; but for those in `told`, each group with a lag of its own. An agent in several groups is in the first of them.
    """

    start: Uncertain = param(60, "day", "first day, counted from the first measured day, which is 1", low=1)
    duration: Uncertain = param(15, "days", "days at full severity", low=0)
    recovery: Recovery = field(default_factory=Step)
    until: Until | None = field(default=None, metadata={"meaning": "an event that ends it before its duration does"})
    catch_up: CatchUp | None = field(default=None, metadata={"meaning": "capacity above the usual one afterwards"})
    warning: Number = param(0, "days", "how long before its start it is known", low=0)
    told: Mapping[str, Told] = field(
        default_factory=dict, metadata={"meaning": "name: agents that hear of it later", "replace": True}
    )
    by_ttr: bool = param(
        False, "", "an agent whose `ttr` the network states is disrupted for so long, whatever the duration"
    )

    def faults(self, effect: Effect | None) -> Iterator[str]:
        yield from super().faults(effect)
        for name in ("start", "duration", "warning"):
            value = getattr(self, name)
            if is_number(value) and np.isfinite(value).all() and not (whole := np.asarray(value) % 1 == 0).all():
                yield f"{name} = {first_wrong(value, whole)}: must be whole days"
        told: Any = self.told
        for name, group in told.items() if isinstance(told, Mapping) else ():
            if not isinstance(group, Told):
                yield f"told.{name} = {group!r}: must be {{_target_: jitagents.crises.Told, where: …, lag: …}}"
        if told and is_number(self.warning) and not np.any(self.warning):
            yield "told: nobody hears of a shock that is not announced; state its `warning`, too"
        if self.by_ttr and self.until is not None:
            yield "by_ttr: an event that ends the shock ends it for all; keep one of until and by_ttr"
        if self.by_ttr and effect is not None and effect.table != AGENTS:
            yield f"by_ttr: only agents have a time to recover, and {self.effect_name} acts on none"
        if effect is not None and self.catch_up is not None and not effect.catches_up:
            able = " and ".join(name for name, kind in EFFECTS.items() if kind.catches_up)
            yield f"catch_up: {self.effect_name} leaves no work that could be caught up with; {able} do"

    def course(self, scene: Scene) -> "ShockCourse":
        return ShockCourse(self, scene)

    def as_single_shock(self) -> "Shock":
        severity, duration = expected(self.severity), expected(self.duration)
        return replace(self, severity=severity, start=1, duration=duration, until=None, warning=0, told={})

    def outages(self, days: int, ttr: float = np.nan) -> Outages:
        after = np.arange(float(np.ceil(np.max(self.recovery.days))))[:, None]
        length = np.ceil(ttr) if self.by_ttr and not np.isnan(ttr) else self.duration
        return Outages(1.0, length, 0.0, expected(self.severity), self.recovery.remaining(after))


class ShockCourse(Course):
    """The course of a shock.

    Args:
        shock: the shock.
        scene: where it runs.

    Attributes:
        severity, start, duration: as drawn `(1, worlds)` or `(1, 1)`, the duration `(rows, …)` if it is that of the
            agents or if others help them; days are whole. An event that ends the shock shortens its duration.
    """

    changing = ("duration", "_until")
    tells = True

    def __init__(self, shock: Shock, scene: Scene) -> None:
        self._shock = shock
        self.severity = shock.effect.cut(scene.draw_once(shock.severity, "severity"))
        self.start = np.maximum(_days(shock.start, scene, "start"), 1.0)
        self.duration = np.maximum(_days(shock.duration, scene, "duration"), 0.0)
        if shock.by_ttr:
            stated = np.ceil(scene.table["ttr"].to_numpy(dtype=float))[:, None]
            self.duration = np.where(np.isnan(stated), self.duration, stated)
        if scene.help is not None:
            self.duration = np.ceil(self.duration * scene.help)
        catch_up = 0.0 if shock.catch_up is None else shock.catch_up.days
        self._recovery = np.ceil(shock.recovery.days)
        self.begins = np.floor(self.start)
        self.last = float(np.max(np.ceil(self.start + self.duration + self._recovery + catch_up))) - 1.0
        self._until = _Event(shock.until, scene) if shock.until else None

    def intensity(self, day: int) -> Array:
        since = day - self.start
        if self._until is not None:
            over = self._until.happens(since > 0) & (since < self.duration)
            self.duration = np.where(over, since, self.duration)
        after = since - self.duration
        left = np.where(after < 0, 1.0, self._shock.recovery.remaining(np.maximum(after, 0.0)))
        return self.severity * np.where(since < 0, 0.0, left)

    @property
    def known(self) -> int:
        return int(np.min(self.begins - np.asarray(self._shock.warning, dtype=float)))

    def extra(self, day: int) -> Array:
        catch_up = self._shock.catch_up
        if catch_up is None:
            return super().extra(day)
        since = day - self.start - self.duration - self._recovery
        return np.where((since >= 0) & (since < catch_up.days) & (self.severity > 0), catch_up.extra, 0.0)

    def announced(self, day: int) -> Array:
        warning, over = np.asarray(self._shock.warning, dtype=float), day >= self.start + self.duration
        known = (warning > 0) & (day >= self.start - warning) & ~over
        left = self.start + expected(self._shock.duration) - np.maximum(day, self.start)
        return np.where(known, self.severity * np.maximum(left, 0.0), 0.0)

    def left(self, day: int) -> Array:
        left = self.start + expected(self._shock.duration) - np.maximum(day, self.start)
        return np.where(day >= self.start, self.severity * np.maximum(left, 0.0), 0.0)

    def heard(self, day: int, lag: Array) -> Flags:
        return np.asarray(day >= self.start - self._shock.warning + lag)


def _days(value: Uncertain, scene: Scene, purpose: str) -> Array:
    """A day or a number of days; what is drawn is rounded to whole days."""
    drawn = scene.draw_once(value, purpose)
    return np.rint(drawn) if isinstance(value, Distribution) else drawn


class _Event(Stateful):
    """Watches for the event that ends a shock."""

    changing = ("_run",)

    def __init__(self, until: Until, scene: Scene) -> None:
        self._until, self._idle = until, scene.idle_of(until.target, "until.target")
        self._run = np.zeros((1, scene.worlds.count))

    def happens(self, watched: Flags) -> Flags:
        """Whether it has come about by this morning; to be asked for day by day `(1, worlds)`.

        Args:
            watched: worlds in which the shock had begun by yesterday `(1, worlds)` or `(1, 1)`.
        """
        idle = self._idle()
        meant = idle.all(axis=0) if self._until.state == "idle" else ~idle.any(axis=0)
        self._run[...] = np.where(watched & meant, self._run + 1.0, 0.0)
        return self._run >= self._until.days
