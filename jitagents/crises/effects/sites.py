"""Effects on flows of sites: production, shipping and receiving of agents."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from jitagents.column import Array
from jitagents.crises.effects.base import (
    MAKER,
    MAKING,
    RECEIVER,
    RECEIVING,
    SELLER,
    SHIPPING,
    Effect,
    EffectHandler,
    Onset,
    named,
)  # fmt: skip
from jitagents.crises.effects.wording import Wording, less
from jitagents.crises.engine.active import ActiveDisruption, Reach
from jitagents.crises.engine.today import Today
from jitagents.flow import rounded
from jitagents.parameters import Number, param
from jitagents.state import SimulationState


def base_of(state: SimulationState) -> Array:
    """Base of a site's limit: its capacity, or its mean flow if that is unlimited `(rows, 1 or worlds)`."""
    capacity = state.layout.agent_column("capacity")[:, None]
    return np.where(np.isfinite(capacity), capacity, state.planned.plan.rate)


class SupplyEffect(Effect):
    """An effect by which the lanes of a seller miss a share of their flow."""

    def missing_lanes(self, disruption: ActiveDisruption, state: SimulationState) -> Reach:
        return disruption.dependents_of(state.layout.lane_seller)


class ProductionLimit(EffectHandler):
    """Limits what makers start and finish; afterwards they may catch up with more than their usual capacity."""

    def __init__(self, disruption: ActiveDisruption, state: SimulationState, today: Today) -> None:
        super().__init__(disruption, state, today)
        self._makers = disruption.dependents_of(state.layout.maker_rows)
        self._base = base_of(state)[state.layout.maker_rows][self._makers.rows]
        self._nominal = state.layout.agent_column("capacity")[state.layout.maker_rows, None][self._makers.rows]

    def revert(self) -> None:
        self.state.making["capacity"][self._makers.rows] = self._nominal

    def apply(self, severity: Array, day: int) -> None:
        self.today.holds_work = True
        state, rows = self.state, self._makers.rows
        capacity = state.making["capacity"][rows]
        extra = self._makers.at(self.disruption.extra(state.clock.measured) * state.worlds.disrupted)
        if extra.any():
            more = rounded(self._nominal * (1.0 + extra), state.whole, day)
            np.copyto(capacity, np.maximum(capacity, more), where=(extra > 0.0) & (capacity >= self._nominal))
        state.making["capacity"][rows] = np.minimum(capacity, state.limit(self._makers.at(severity), self._base, day))


class ShippingHandler(EffectHandler):
    """Limits what sellers ship; their lanes are closed when they ship nothing."""

    def __init__(self, disruption: ActiveDisruption, state: SimulationState, today: Today) -> None:
        super().__init__(disruption, state, today)
        self._sellers, self._lanes = disruption.agents, disruption.dependents_of(state.layout.lane_seller)
        self._base = base_of(state)[self._sellers.rows]

    def revert(self) -> None:
        self.state.points["shippable"][self._sellers.rows] = np.inf

    def apply(self, severity: Array, day: int) -> None:
        self.today.shipping = True
        shippable, rows = self.state.points["shippable"], self._sellers.rows
        shippable[rows] = np.minimum(shippable[rows], self.state.limit(severity, self._base, day))
        self.today.raise_to("closed", self._lanes.rows, self._lanes.at(severity) >= 1.0)


class ProductionHandler(EffectHandler):
    """Limits production; what is in process may be lost on the first day."""

    changing: ClassVar[tuple[str, ...]] = ("_onset",)
    limits: ClassVar[tuple[type[EffectHandler], ...]] = (ProductionLimit,)

    def __init__(self, disruption: ActiveDisruption, state: SimulationState, today: Today) -> None:
        super().__init__(disruption, state, today)
        self._onset = Onset(lambda severity: severity > 0.0)
        self._makers = disruption.dependents_of(state.layout.maker_rows)
        self._ruins = bool(np.any(self.effect.wip_lost))
        if self._ruins:
            state.making.add("scrapped")
        self._parts = tuple(limit(disruption, state, today) for limit in self.limits)

    def revert(self) -> None:
        for part in self._parts:
            part.revert()

    def apply(self, severity: Array, day: int) -> None:
        for part in self._parts:
            part.apply(severity, day)
        if self._ruins:
            fresh = np.where(self._onset.of(severity), severity, 0.0) * self.effect.wip_lost
            if fresh.any():
                self.today.raise_to("ruined", self._makers.rows, self._makers.at(fresh))


class SupplyHandler(ProductionHandler):
    """Limits production and shipping together; what is in process may be lost on the first day."""

    limits: ClassVar[tuple[type[EffectHandler], ...]] = (ProductionLimit, ShippingHandler)


@named
@dataclass(frozen=True)
class Supply(SupplyEffect):
    """A site starts, finishes and ships less: the rest of its capacity, or of its mean flow if that is unlimited.

    Its work in process waits, but for the share `wip_lost` (times severity), which is scrapped on the first day: 0
    keeps all of it, 1 loses all. Orders of what is lost stay open, and its inputs are needed again.
    """

    handler: ClassVar[type[EffectHandler]] = SupplyHandler
    words: ClassVar[Wording] = less("makes and ships", "make and ship")
    causes: ClassVar[frozenset[str]] = frozenset({MAKING, SHIPPING})
    role: ClassVar[str] = SELLER
    catches_up: ClassVar[bool] = True
    wip_lost: Number = param(0.0, "share", "of the work in process that is lost on the first day", low=0, high=1)


@named
@dataclass(frozen=True)
class Production(SupplyEffect):
    """A site starts and finishes less, and goes on shipping from stock.

    Its work in process waits, but for the share `wip_lost`, as in `Supply`.
    """

    handler: ClassVar[type[EffectHandler]] = ProductionHandler
    words: ClassVar[Wording] = less("makes", "make")
    causes: ClassVar[frozenset[str]] = frozenset({MAKING})
    role: ClassVar[str] = MAKER
    catches_up: ClassVar[bool] = True
    wip_lost: Number = param(0.0, "share", "of the work in process that is lost on the first day", low=0, high=1)


@named
@dataclass(frozen=True)
class Shipping(SupplyEffect):
    """A site ships less, and goes on making."""

    handler: ClassVar[type[EffectHandler]] = ShippingHandler
    words: ClassVar[Wording] = less("ships", "ship")
    causes: ClassVar[frozenset[str]] = frozenset({SHIPPING})
    role: ClassVar[str] = SELLER


class ReceivingHandler(EffectHandler):
    """Limits what comes in over the lanes to an agent and to its inputs."""

    columns = ("lanes.held",)

    def __init__(self, disruption: ActiveDisruption, state: SimulationState, today: Today) -> None:
        super().__init__(disruption, state, today)
        self._lanes = disruption.dependents_of(state.layout.owner[state.layout.lane_buyer])

    def apply(self, severity: Array, day: int) -> None:
        rows = self._lanes.rows
        limit = self.state.limit(self._lanes.at(severity), self.state.planned.lane_rate[rows], day)
        self.today.limit_to("receiving_limit", rows, limit)


@named
@dataclass(frozen=True)
class Receiving(Effect):
    """A site takes in at most the rest of the mean flow of each of its lanes; what is beyond waits at its door."""

    handler: ClassVar[type[EffectHandler]] = ReceivingHandler
    words: ClassVar[Wording] = less("takes in", "take in")
    causes: ClassVar[frozenset[str]] = frozenset({RECEIVING})
    role: ClassVar[str] = RECEIVER

    def missing_lanes(self, disruption: ActiveDisruption, state: SimulationState) -> Reach:
        return disruption.dependents_of(state.layout.owner[state.layout.lane_buyer])
