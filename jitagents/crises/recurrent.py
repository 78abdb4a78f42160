"""Recurrent disruptions: each row that may be affected goes down and up again by a Markov chain."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np
import pandas as pd
from scipy.special import ndtr, ndtri

from jitagents.column import Array, Flags
from jitagents.crises.course import Course, Scene
from jitagents.crises.disruption import Disruption, is_number
from jitagents.crises.distributions import Distribution, Geometric, Uncertain, expected
from jitagents.crises.effects import Effect
from jitagents.crises.health import Health, HealthOfAgents
from jitagents.crises.outages import Outages
from jitagents.crises.shock import Shock
from jitagents.errors import InputError, nearest
from jitagents.flow import Index
from jitagents.parameters import Number, param
from jitagents.random_streams import Drawn


@dataclass(frozen=True)
class Recurrent(Disruption):
    """Markov up and down: a row that is up fails with probability 1 / MTBF a day; one down is mended with 1 / MTTR.

    The state of a day is settled in the morning (Gupta 1996, EJOR 90; Snyder & Shen 2019, sec. 9.2.3). Times to failure
    and to repair are geometric, so an outage of n days has probability (1 - 1 / MTTR)^(n - 1) / MTTR. The share
    `common` of the failures are of common cause: they bring down all rows at once that are alike in the column `by`
    (Marshall & Olkin 1967, J. American Statistical Association 62; the beta factor of reliability analysis); each row
    still fails with probability 1 / MTBF. Repairs are each row's own; `together`, rows that one common cause brings
    down come up on the same morning. The uptime is MTBF / (MTBF + MTTR).

    With a `correlation`, those that are alike in `by` tend to fail on the same days, each still as often as before: a
    factor that they share, drawn anew every day, and one of its own stand behind the failure of each (a one-factor
    Gaussian copula: row i fails by itself if sqrt(c) Z + sqrt(1 - c) E_i < the normal quantile of its chance; Vasicek
    2002, Risk 15(12); of suppliers: Babich, Burnetas & Ritchken 2007, M&SOM 9(2)).

    The time to repair may have another law than the geometric one (an alternating renewal process, of which the uptime
    is the same; Ross 2014, Introduction to Probability Models, sec. 7.5.1): it is drawn on the day of the failure, in
    whole days.

    With `health`, what fails by itself fails as many times as often as its health says (proportional hazards); common
    causes spare nobody. What is expected of its outages beforehand is that of healthy agents.
    """

    start: Number = param(1, "day", "from when failures may happen; 1 is the first measured day, below: in the warm-up")
    mtbf: Number | None = param(100.0, "days", "mean time from a repair to the next failure; None: by uptime", low=1)
    mttr: Uncertain = param(10.0, "days", "mean time to repair, or its law", low=1)
    uptime: Number | None = param(None, "share", "of days up in the long run, in the place of mtbf", low=0.01, high=1)
    common: Number = param(0.0, "", "share of failures that bring down all rows of a group", low=0, high=1)
    correlation: Number = param(
        0.0, "", "of what stands behind failures that are not of common cause, in a group", low=0, high=0.999
    )
    by: str = param("region", "", "column of the target's table whose values are the groups")
    health: Health | None = field(default=None, metadata={"meaning": "how hazards depend on health; None: not"})
    repairs: str = param("alone", "", "of what fails by a common cause", choices=("alone", "together"))

    def faults(self, effect: Effect | None) -> Iterator[str]:
        yield from super().faults(effect)
        if isinstance(self.severity, Distribution):
            yield "severity: must be a number; drawn ones are for jitagents.crises.Events"
        if (self.mtbf is None) == (self.uptime is None):
            yield "mtbf, uptime: exactly one of them is needed, the other null"
        elif is_number(self.uptime) and (self.failure > 1).any():
            yield f"uptime = {self.uptime!r}: too low for so short a time to repair, mttr"

    @property
    def failure(self) -> Array:
        """Probability that what is up in the evening is down in the morning, broadcast as the parameters."""
        if self.uptime is None:
            return 1.0 / np.asarray(self.mtbf, dtype=float)
        return np.asarray((1.0 - self.uptime) / (self.uptime * np.asarray(expected(self.mttr), dtype=float)))

    def course(self, scene: Scene) -> "MarkovCourse":
        drawn = isinstance(self.mttr, Distribution) or self.repairs == "together"
        return RenewalCourse(self, scene) if drawn else MarkovCourse(self, scene)

    def as_single_shock(self) -> Shock:
        return Shock(self.target, self.what, expected(self.severity), self.attenuation, duration=expected(self.mttr))

    def outages(self, days: int, ttr: float = np.nan) -> Outages:
        cycle = 1.0 / self.failure + np.asarray(expected(self.mttr), dtype=float)
        return Outages(days / cycle, self.law, severity=expected(self.severity))

    @property
    def law(self) -> Distribution:
        """The law of the time to repair."""
        return self.mttr if isinstance(self.mttr, Distribution) else Geometric(self.mttr)


class MarkovCourse(Course):
    """The states of the rows that a recurrent disruption may affect; all are up before it starts."""

    changing: ClassVar[tuple[str, ...]] = ("_day", "_luck", "_down", "_began", "_fate", "_factor", "_health")
    tells = True

    def __init__(self, cause: Recurrent, scene: Scene) -> None:
        self._cause, self._day = cause, scene.begins - 1
        self.begins = np.floor(np.atleast_2d(np.asarray(cause.start, dtype=float)))
        shape = (scene.rows, scene.worlds.count)
        self._luck, self._today, self._down = scene.draw_daily(""), np.empty(shape), np.zeros(shape)
        self._began = np.full(shape, np.inf)
        self._group: Index | None = None
        self._fate: Drawn | None = None
        self._health: HealthOfAgents | None = None
        if cause.health is not None:
            exposure = None if scene.exposure is None or not cause.health.lives else scene.exposure()
            self._health = HealthOfAgents(cause.health, scene.table, exposure, "Recurrent.health")
        self._factor: Drawn | None = None
        if np.any(cause.common) or np.any(cause.correlation):
            self._group, names = _groups(cause, scene.table)
            self._shared = np.empty((len(names), scene.worlds.count))
        if np.any(cause.common):
            self._fate = scene.draw_daily(".common", names=names)
        if np.any(cause.correlation):
            self._factor = scene.draw_daily(".factor", names=names)

    def intensity(self, day: int) -> Array:
        hazard: Number = 1.0
        if self._health is not None and self._day < day:
            hazard = self._health.factor()
        while self._day < day:
            self._day += 1
            self._luck.on(self._day, self._today)
            begun = self._day >= np.asarray(self._cause.start)
            alone, together = self._failing(hazard)
            self._advance(alone & begun, together & begun)
            np.copyto(self._began, np.where(self._down > 0.0, np.minimum(self._began, self._day), np.inf))
        return self._down * expected(self._cause.severity)

    @property
    def apart(self) -> bool:
        return True

    def began(self, day: int) -> Array:
        return self._began

    def left(self, day: int) -> Array:
        return self._down * expected(self._cause.severity) * expected(self._cause.mttr)

    def _advance(self, alone: Flags, together: Flags) -> None:
        """Settle the state of today, if these rows would fail today by themselves or by a common cause."""
        stays = self._today >= 1.0 / np.asarray(expected(self._cause.mttr))
        self._down[...] = np.where(self._down > 0.0, stays, alone | together)

    def _failing(self, hazard: Number) -> tuple[Flags, Flags]:
        """Rows that would fail today if they were up: by themselves, `hazard` times as often, by a common cause."""
        chance, luck = self._cause.failure, self._correlated()
        if self._group is None or self._fate is None:
            return luck < chance * hazard, np.zeros((1, 1), dtype=bool)
        together = self._cause.common * chance
        # Either cause fails a row: 1 - (1 - alone) (1 - together) = chance.
        alone = np.divide(chance - together, 1.0 - together, out=np.zeros_like(together), where=together < 1.0)
        self._fate.on(self._day, self._shared)
        return luck < alone * hazard, (self._shared < together)[self._group]

    def _correlated(self) -> Array:
        """Today's uniform numbers of the failures of rows, alike in a group as far as their correlation says."""
        if self._group is None or self._factor is None:
            return self._today
        self._factor.on(self._day, self._shared)
        weight = np.asarray(self._cause.correlation)
        normal = np.sqrt(weight) * ndtri(self._shared)[self._group] + np.sqrt(1.0 - weight) * ndtri(self._today)
        return np.asarray(np.where(weight > 0.0, ndtr(normal), self._today))


class RenewalCourse(MarkovCourse):
    """The same, with repair times that are drawn on the day of the failure."""

    changing = (*MarkovCourse.changing, "_left", "_own", "_common")

    def __init__(self, cause: Recurrent, scene: Scene) -> None:
        super().__init__(cause, scene)
        self._law = cause.law
        self._left, self._own = np.zeros_like(self._down), scene.draw_daily(".repair")
        self._chance = np.empty_like(self._down)
        self._common: Drawn | None = None
        if self._group is not None and cause.repairs == "together":
            names = _groups(cause, scene.table)[1]
            self._common, self._chances = scene.draw_daily(".common_repair", names=names), np.empty_like(self._shared)

    def left(self, day: int) -> Array:
        until = np.where(self._down > 0.0, self._began, -np.inf) + expected(self._cause.mttr)
        return expected(self._cause.severity) * np.maximum(until - day, 0.0)

    def _advance(self, alone: Flags, together: Flags) -> None:
        self._own.on(self._day, self._chance)
        if self._common is not None:
            self._common.on(self._day, self._chances)
            np.copyto(self._chance, self._chances[self._group], where=together)
        fails = (self._down == 0.0) & (alone | together)
        self._left -= 1.0
        if fails.any():
            np.copyto(self._left, np.maximum(np.rint(self._law.quantile(self._chance)), 1.0), where=fails)
        self._down[...] = self._left > 0.0


def _groups(cause: Recurrent, table: pd.DataFrame) -> "tuple[Index, pd.Series[str]]":
    """The group of each row, and the names of the groups."""
    if cause.by not in table:
        raise InputError(f"Recurrent.by = {cause.by!r}: there is no such column; {nearest(cause.by, table.columns)}")
    group, names = pd.factorize(table[cause.by].astype(str), sort=True)
    return np.asarray(group, dtype=np.int64), pd.Series(names, dtype=str)
