"""Effects on transport: delays and freight, faults of orders placed on lanes, switching to other lanes."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from jitagents.column import Array
from jitagents.crises.effects.base import CARRIERS, CARRYING, LANES, ORDERING, Effect, EffectHandler, named
from jitagents.crises.effects.wording import Wording, less, more, share_of
from jitagents.crises.engine.active import ActiveDisruption
from jitagents.crises.engine.today import Today
from jitagents.parameters import Number, param
from jitagents.state import SimulationState


class LeadTimeHandler(EffectHandler):
    """Lengthens the lead time of goods that lanes load."""

    def apply(self, severity: Array, day: int) -> None:
        lanes = self.disruption.lanes
        factor = 1.0 + lanes.at(severity) * (np.asarray(self.effect.factor) - 1.0)
        self.today.raise_to("lead_time_factor", lanes.rows, factor)

    def delays(self) -> tuple[float, int]:
        return float(np.max(self.effect.factor)), 0


@named
@dataclass(frozen=True)
class SlowLane(Effect):
    """Goods take longer on a lane: lead time x (1 + severity x (factor - 1)), rounded up to whole days."""

    handler: ClassVar[type[EffectHandler]] = LeadTimeHandler
    words: ClassVar[Wording] = Wording(
        "takes", "take", "{factor} times as long, at a severity of {share}", "{factor} times as long"
    )
    causes: ClassVar[frozenset[str]] = frozenset({CARRYING})
    table: ClassVar[str] = LANES
    factor: Number = param(2.0, "", "by which the lead time is multiplied at full severity", low=1)


@named
@dataclass(frozen=True)
class SlowCarrier(SlowLane):
    """All lanes of a carrier."""

    table: ClassVar[str] = CARRIERS


class FreightHandler(EffectHandler):
    """Raises the cost of transport on lanes."""

    changes_prices = True

    def apply(self, severity: Array, day: int) -> None:
        lanes = self.disruption.lanes
        self.today.of("freight_factor")[lanes.rows] *= 1.0 + lanes.at(severity)


@named
@dataclass(frozen=True)
class Freight(Effect):
    """Transport on a lane is dearer by a share of its cost."""

    handler: ClassVar[type[EffectHandler]] = FreightHandler
    words: ClassVar[Wording] = more("costs", "cost")
    causes: ClassVar[frozenset[str]] = frozenset({ORDERING})
    table: ClassVar[str] = LANES
    least: ClassVar[float] = -1.0
    most: ClassVar[float] = np.inf


class OrderHandler(EffectHandler):
    """Loses or doubles orders on lanes."""

    columns = ("points.mistaken", "points.astray")

    def __init__(self, disruption: ActiveDisruption, state: SimulationState, today: Today) -> None:
        super().__init__(disruption, state, today)
        self._sign = self.effect.sign
        self.affected_rows = state.layout.lane_buyer[disruption.lane_rows]

    def apply(self, severity: Array, day: int) -> None:
        share, lanes = self.today.of("order_error_share"), self.disruption.lanes
        share[lanes.rows] = np.clip(share[lanes.rows] + self._sign * lanes.at(severity), -1.0, 1.0)


@named
@dataclass(frozen=True)
class OrdersLost(Effect):
    """A share of what is ordered on a lane never reaches the seller; its buyer learns of it when it is over."""

    sign: ClassVar[float] = -1.0
    words: ClassVar[Wording] = share_of("loses", "lose", "the orders placed there")
    handler: ClassVar[type[EffectHandler]] = OrderHandler
    causes: ClassVar[frozenset[str]] = frozenset({ORDERING})
    table: ClassVar[str] = LANES


@named
@dataclass(frozen=True)
class OrdersDoubled(Effect):
    """A share of what is ordered on a lane reaches the seller twice; its buyer learns of it when it is over."""

    sign: ClassVar[float] = 1.0
    words: ClassVar[Wording] = share_of("doubles", "double", "the orders placed there")
    handler: ClassVar[type[EffectHandler]] = OrderHandler
    causes: ClassVar[frozenset[str]] = frozenset({ORDERING})
    table: ClassVar[str] = LANES


class SwitchingHandler(EffectHandler):
    """Moves orders of a buyer from lanes to its other ones."""

    @property
    def columns(self) -> tuple[str, ...]:  # type: ignore[override]  # only some buyers cancel
        return ("lanes.cancelled",) if self.effect.cancel else ()

    def apply(self, severity: Array, day: int) -> None:
        lanes = self.disruption.lanes
        self.today.raise_to("switched_share", lanes.rows, lanes.at(severity))
        if self.effect.cancel:
            self.today.raise_to("cancelling", lanes.rows, lanes.at(severity) >= 1.0)


@named
@dataclass(frozen=True)
class Switching(Effect):
    """A buyer moves part of its orders on a lane to its other lanes; it cannot leave a sole source.

    Where it leaves a lane altogether (severity 1), it may cancel what it is owed there, and order that on the others.
    """

    handler: ClassVar[type[EffectHandler]] = SwitchingHandler
    words: ClassVar[Wording] = less("brings in", "bring in")
    causes: ClassVar[frozenset[str]] = frozenset({ORDERING})
    table: ClassVar[str] = LANES
    cancel: bool = param(
        False, "", "whether what a lane that is left still owes is cancelled and ordered on the others"
    )
