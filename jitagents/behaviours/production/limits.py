"""Limits: rules that tighten or widen what another production rule may start."""

from dataclasses import dataclass, field, replace
from typing import ClassVar, Self

import numpy as np

from jitagents.behaviours.base import Memory, Plan, memory_of
from jitagents.behaviours.production.base import Production, ProductionView, Supply, Work
from jitagents.behaviours.production.starting import UpToCapacity
from jitagents.column import Array
from jitagents.errors import InputError
from jitagents.flow import ROUNDING, turn
from jitagents.parameters import Number, param


@dataclass(frozen=True)
class Wrapper(Production):
    """A rule that changes what another one sees, or what becomes of its answer."""

    rule: Production = field(default_factory=UpToCapacity)

    def __post_init__(self) -> None:
        super().__post_init__()
        if any(type(layer) is type(self) for layer in self.rule.layers()):
            raise InputError(f"rule: it has a {type(self).__name__} inside already; once is enough")
        if dividing := [type(layer).__name__ for layer in self.rule.layers() if layer.divides]:
            raise InputError(f"rule: {dividing[0]} divides lines and goes around all other rules")

    def kits(self, supply: Supply) -> Array:
        return self.rule.kits(supply)

    def inner(self, view: ProductionView, memory: Memory, **changes: Array) -> Work:
        """The decision of the wrapped rule for a changed view."""
        return self.rule(replace(view, **changes), memory_of("rule", memory))  # type: ignore[arg-type]


@dataclass(frozen=True)
class Unreliable(Wrapper):
    """Unreliable machine: up for a share of the days, and down otherwise; it fails on idle days too.

    Without a time to repair each day is up or down independently of all others (Bernoulli machine): stops of 1 / up
    days on the mean, shorter than most real repairs. With one, the state of a morning follows that of the day before
    (geometric machine, a Markov chain of two states), times to failure and to repair are geometric, and the first day
    is one in the long run. mttr = 1 / up is the Bernoulli machine.

    Formula:
        capacity = capacity if up, else 0
        P(up) = up; with mttr: 1 / mttr after a day down, 1 - 1 / mtbf after a day up, mtbf = mttr x up / (1 - up)

    Source:
        Li & Meerkov 2009, Production Systems Engineering, ch. 3 and 4; Gershwin 1994, Manufacturing Systems
        Engineering, ch. 3 (whose machines fail only while they work).
    """

    up: Number = param(0.9, "", "share of days up, in the long run", low=0, high=1)
    mttr: Number | None = param(None, "days", "mean time to repair; None: each day by itself", low=1)

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.mttr is None:
            return
        with np.errstate(divide="ignore"):
            least = (1.0 - np.asarray(self.up)) / np.asarray(self.up, dtype=float)
        if (short := self.mttr < least - ROUNDING).any():
            needed = np.broadcast_to(least, short.shape)[short].max()
            raise InputError(
                f"Unreliable.mttr: must be at least (1 - up) / up, here {needed:.3g} days; it fails once a day at most"
            )

    def draws(self) -> tuple[str, ...]:
        return ("uptime",)

    def depths(self) -> dict[str, int]:
        return super().depths() | ({} if self.mttr is None else {"begun": 0, "works": 0})

    def __call__(self, view: ProductionView, memory: Memory) -> Work:
        works = view.chance["uptime"] < (self.up if self.mttr is None else self._chance(self.mttr, memory))
        if self.mttr is not None:
            memory["begun"][...], memory["works"][...] = 1.0, works
        return self.inner(view, memory, capacity=np.where(works, view.capacity, 0.0))

    def _chance(self, mttr: Number, memory: Memory) -> Array:
        """Probability of being up today, from the state of yesterday `(rows, worlds)`."""
        repair, up = 1.0 / np.asarray(mttr), np.asarray(self.up)
        stays = 1.0 - repair * (1.0 - up) / up
        return np.where(memory["begun"] > 0.0, np.where(memory["works"] > 0.0, stays, repair), up)


@dataclass(frozen=True)
class Blocking(Wrapper):
    """Finite buffers: a maker that has nowhere to put its output starts nothing (blocking before service).

    The buffer holds all that was made and that no customer has used: in process, in the maker's stock, under way, in
    the customers' stock of the item, from whomever they have it. Makers work from downstream to upstream, so that what
    customers without order delay take on a day has left the buffer.

    Formula:
        started <= buffer - units in the buffer
        buffer = flow x days, at least 1, where none is given

    Source:
        Li & Meerkov 2009, Production Systems Engineering, sec. 4.2.1; Buzacott & Shanthikumar 1993.
    """

    looks_downstream: ClassVar[bool] = True

    buffer: Number | None = param(None, "units", "room for what customers have not used; None: by `days`", low=1)
    days: Number = param(30.0, "days", "mean flow that there is room for, where no buffer is given", low=0)

    def fit(self, plan: Plan) -> Self:
        buffer = np.maximum(plan.rate * self.days, 1.0) if self.buffer is None else self.buffer
        return replace(super().fit(plan), buffer=buffer * np.ones_like(plan.rate))

    def __call__(self, view: ProductionView, memory: Memory) -> Work:
        assert view.held is not None
        assert self.buffer is not None
        buffer = np.floor(self.buffer) if view.whole else self.buffer
        room = np.maximum(buffer - view.held, 0.0)
        return self.inner(view, memory, kits=np.minimum(view.kits, room))


@dataclass(frozen=True)
class Overtime(Wrapper):
    """Overtime: more capacity on days on which the open orders exceed some days of it.

    The units beyond today's capacity are counted as `overtime`.

    Formula:
        capacity = capacity x (1 + most) if open orders > threshold x capacity

    Source:
        Holt, Modigliani, Muth & Simon 1960, Planning Production, Inventories, and Work Force; Hopp & Spearman 2011,
        ch. 16.
    """

    most: Number = param(0.25, "", "overtime at most, as a share of capacity", low=0)
    threshold: Number = param(2.0, "days", "capacity that open orders must exceed", low=0)

    def counts(self) -> tuple[str, ...]:
        return ("overtime",)

    def __call__(self, view: ProductionView, memory: Memory) -> Work:
        capacity = view.capacity
        limited = np.isfinite(capacity) & (capacity > 0)
        base = np.where(limited, capacity, 0.0)
        extra = self.most * base
        if view.whole:
            extra = np.floor(extra + turn(view.day))
        extra *= view.open_orders > self.threshold * base
        work = self.inner(view, memory, capacity=capacity + extra)
        beyond = np.minimum(np.maximum(work.load - base, 0.0), extra)
        if view.whole:
            beyond = np.ceil(beyond - ROUNDING)
        return replace(work, counts={**work.counts, "overtime": beyond})


@dataclass(frozen=True)
class PartlyBinding(Wrapper):
    """Partly binding inputs: a critical input stops production, an important one half of it, others none.

    The lanes' column `binding` says how much an input binds: 1 critical, 0.5 important, 0 not binding. What is there is
    used up to the need; the need that is not met vanishes.

    Formula:
        started <= binding x stock of input / quantity + (1 - binding) x mean flow, for each input with binding > 0

    Source:
        Pichler, Pangallo, del Rio-Chanona, Lafond & Farmer 2022, Journal of Economic Dynamics and Control 144.
    """

    goes_without: ClassVar[bool] = True

    def kits(self, supply: Supply) -> Array:
        allowed = supply.binding * self.rule.kits(supply) + (1.0 - supply.binding) * supply.usual
        if supply.whole:
            allowed = np.floor(allowed + turn(supply.day))
        return np.where(supply.binding > 0.0, allowed, np.inf)

    def __call__(self, view: ProductionView, memory: Memory) -> Work:
        return self.inner(view, memory)
