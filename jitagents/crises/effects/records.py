"""Effects on records: those of agents stand still, are late or wrong."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from jitagents.column import Array
from jitagents.continuation import Stateful
from jitagents.crises.effects.base import DECIDING, Effect, EffectHandler, named
from jitagents.crises.effects.wording import Wording
from jitagents.crises.engine.active import ActiveDisruption
from jitagents.crises.engine.fallback import LAST_ORDER, MEAN_FLOW, RULE
from jitagents.crises.engine.today import Today
from jitagents.parameters import Number, param
from jitagents.random_streams import Drawn, Sampler
from jitagents.state import SimulationState

FALLBACKS = {"none": RULE, "last_order": LAST_ORDER, "mean_flow": MEAN_FLOW}


class RecordAgeHandler(EffectHandler):
    """Makes the records of agents and of their inputs dark or late."""

    def __init__(self, disruption: ActiveDisruption, state: SimulationState, today: Today) -> None:
        super().__init__(disruption, state, today)
        self._points = disruption.dependents_of(state.layout.owner)
        self.affected_rows = self._points.index
        self.record_age = getattr(self.effect, "days", 0)

    def apply(self, severity: Array, day: int) -> None:
        affected = self._points.at(severity) > 0.0
        for change, value in self.changes().items():
            self.today.raise_to(change, self._points.rows, affected * value)

    def changes(self) -> dict[str, float]:
        """The changes of the day, by name, and their size."""
        return {"late": float(self.effect.days)}


class DarkHandler(RecordAgeHandler):
    """Makes records stand still, and has orders placed without them."""

    def changes(self) -> dict[str, float]:
        return {"dark": 1.0 if self.effect.paper else 2.0, "fallback": FALLBACKS[self.effect.fallback]}


@named
@dataclass(frozen=True)
class Dark(Effect):
    """The records of an agent stand still at what was last known; its own orders it knows.

    They are a day later every day. Meanwhile its last order is repeated day by day, or the mean flow is ordered, which
    suits rules that do not order every day; with the fallback `none` the rule decides on what was last known: one that
    orders what was consumed orders nothing, and all of it afterwards. Rules with physical cards (kanban, two-bin) need
    no records: with `paper` they go on untouched.
    """

    handler: ClassVar[type[EffectHandler]] = DarkHandler
    causes: ClassVar[frozenset[str]] = frozenset({DECIDING})
    words: ClassVar[Wording] = Wording("has", "have", "no new records")
    fallback: str = param("last_order", "", "what is ordered meanwhile", choices=tuple(FALLBACKS))
    paper: bool = param(True, "", "physical cards go on without records")


@named
@dataclass(frozen=True)
class Late(Effect):
    """The records of an agent are some days late, as by the behaviour `Delayed`; its own orders it knows."""

    handler: ClassVar[type[EffectHandler]] = RecordAgeHandler
    causes: ClassVar[frozenset[str]] = frozenset({DECIDING})
    words: ClassVar[Wording] = Wording("has", "have", "records that are {days} {times} late")
    days: int = param(3, "days", "age of the records", low=0)


class DailyNoise(Stateful):
    """Standard normal numbers of the records of a disruption's agents, a day, in the order of names.

    Args:
        disruption: whose they are.
        state: of the model.
        stream: name of their purpose.
        numbers: for each row.
    """

    changing = ("_noise", "_today", "_drawn")

    def __init__(self, disruption: ActiveDisruption, state: SimulationState, stream: str, numbers: int) -> None:
        rows = disruption.dependents_of(state.layout.owner).index
        back = np.argsort(np.argsort(state.layout.name_rank[rows]))
        sampler: Sampler = lambda rng, first, days, _: (  # noqa: E731
            rng.standard_normal((days, numbers, len(back)))[:, :, back].reshape(days, -1)
        )
        self._noise = Drawn(state.worlds, f"crisis.{disruption.name}.{stream}", [sampler], numbers * len(back))
        self._today, self._drawn = np.zeros(self._noise.shape), 0

    def on(self, day: int) -> Array:
        """Return the numbers of a day `(numbers x rows, worlds)`, drawn from day 1 on, whenever they are asked for."""
        while self._drawn < day:
            self._drawn += 1
            self._noise.on(self._drawn, self._today)
        return self._today


class CountedByHand(Stateful):
    """Errors of counts that are made by hand, share of stock.

    Args:
        disruption: while which they are made.
        state: of the model.
        error: standard deviation.
    """

    changing = ("_noise",)

    def __init__(self, disruption: ActiveDisruption, state: SimulationState, error: Number) -> None:
        self._error, self._noise = error, DailyNoise(disruption, state, "count", 1)

    def error(self, day: int) -> Array | None:
        """Return the errors of a day `(rows, worlds)`; None: there are none."""
        return np.asarray(self._error * self._noise.on(day)) if np.any(self._error) else None


class RecordErrorHandler(EffectHandler):
    """Makes their records of stock and demand wrong, by a bias and a noise."""

    changing = ("_noise",)

    def __init__(self, disruption: ActiveDisruption, state: SimulationState, today: Today) -> None:
        super().__init__(disruption, state, today)
        self._points = disruption.dependents_of(state.layout.owner)
        self.affected_rows = self._points.index
        self._noise = DailyNoise(disruption, state, "noise", 2)
        self._none = np.zeros((2 * len(self.affected_rows), 1))

    def apply(self, severity: Array, day: int) -> None:
        drawn = self._noise.on(day) if np.any(self.effect.noise) else self._none
        severity = self._points.at(severity)
        for name, noise in zip(("stock_error", "demand_error"), np.split(drawn, 2), strict=True):
            self.today.of(name)[self._points.rows] += severity * (self.effect.bias + self.effect.noise * noise)


@named
@dataclass(frozen=True)
class Wrong(Effect):
    """Records of stock and demand are wrong: x (1 + severity x (bias + noise)), the noise another one every day.

    Inventory record inaccuracy (DeHoratius & Raman 2008, Management Science 54(4)).
    """

    handler: ClassVar[type[EffectHandler]] = RecordErrorHandler
    causes: ClassVar[frozenset[str]] = frozenset({DECIDING})
    words: ClassVar[Wording] = Wording("has", "have", "wrong records of stock and demand")
    bias: Number = param(0.1, "", "mean error, share of the value", low=-1)
    noise: Number = param(0.0, "", "standard deviation of the daily error, share of the value", low=0)
