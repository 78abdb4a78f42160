"""Effects on the market: final demand and prices."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from jitagents.column import Array
from jitagents.crises.effects.base import BUYER, BUYING, SELLER, Effect, EffectHandler, named
from jitagents.crises.effects.wording import Wording, more
from jitagents.crises.engine.active import ActiveDisruption, Reach
from jitagents.crises.engine.today import Today
from jitagents.flow import ROUNDING, rounded
from jitagents.parameters import Number, param
from jitagents.state import SimulationState


class PriceHandler(EffectHandler):
    """Raises the prices that agents charge."""

    changes_prices = True

    def __init__(self, disruption: ActiveDisruption, state: SimulationState, today: Today) -> None:
        super().__init__(disruption, state, today)
        self._lanes = disruption.dependents_of(state.layout.lane_seller)

    def apply(self, severity: Array, day: int) -> None:
        self.today.of("price_factor")[self._lanes.rows] *= 1.0 + self._lanes.at(severity)


@named
@dataclass(frozen=True)
class Price(Effect):
    """The price of all that a seller sells rises by a share."""

    handler: ClassVar[type[EffectHandler]] = PriceHandler
    words: ClassVar[Wording] = more("asks prices that are", "ask prices that are", "higher", "lower")
    role: ClassVar[str] = SELLER
    least: ClassVar[float] = -1.0
    most: ClassVar[float] = np.inf


class DemandHandler(EffectHandler):
    """Changes final demand; purchases that were advanced or postponed come back with the other sign."""

    changing = ("_severity", "_day", "_unmet", "_to_come")

    def __init__(self, disruption: ActiveDisruption, state: SimulationState, today: Today) -> None:
        super().__init__(disruption, state, today)
        self.lasting = bool(np.any(self.effect.comes_back))
        self._buyers, self._severity, self._day = disruption.agents, np.zeros((1, 1)), 0
        self._unmet, self._to_come = np.zeros((2, len(disruption.rows), state.worlds.count))

    def apply(self, severity: Array, day: int) -> None:
        self._severity, self._day = severity, day
        if np.any(self.effect.hoarding):
            wanted, filled = (self.state.buying[name][self._buyers.rows] for name in ("wanted", "filled"))
            unmet = np.divide(wanted - filled, wanted, out=np.zeros_like(wanted), where=wanted > 0.0)
            self._unmet[...] = np.where(severity != 0.0, unmet, 0.0)

    def shift_demand(self, wanted: Array) -> None:
        rows, effect = self._buyers.rows, self.effect
        before = wanted[rows]
        swing = self._severity * (before if effect.added is None else np.asarray(effect.added))
        if np.any(effect.hoarding):
            swing = swing + before * effect.hoarding * self._unmet
        swing = np.maximum(self._whole(swing), -np.maximum(before, 0.0))
        if self.lasting:
            back = np.where(self._severity == 0.0, self._back(), 0.0)
            back = np.minimum(back, np.maximum(before + swing, 0.0))
            self._to_come += effect.comes_back * swing - back
            swing = swing - back
        wanted[rows] = before + swing

    def _back(self) -> Array:
        """The change of demand that comes back today: a part of what is still to come, and no more than that."""
        remaining = np.abs(self._to_come)
        most = np.floor(remaining + ROUNDING) if self.state.whole else remaining
        return np.sign(self._to_come) * np.minimum(
            rounded(remaining / self.effect.over, self.state.whole, self._day), most
        )

    def _whole(self, units: Array) -> Array:
        """A change of demand; if units are whole, rounded alike up and down."""
        return np.sign(units) * rounded(np.abs(units), self.state.whole, self._day)


@named
@dataclass(frozen=True)
class Demand(Effect):
    """Final demand is multiplied by 1 + severity, or rises by so many units a day if stated.

    Customers who buy ahead buy less afterwards, and a need that was put off is made up for: the share `comes_back` of
    the change comes back with the other sign when it is over, each day a part 1 / `over` of what is left. Customers who
    found nothing yesterday hoard: demand rises by `hoarding` x the share that was not met.
    """

    handler: ClassVar[type[EffectHandler]] = DemandHandler
    causes: ClassVar[frozenset[str]] = frozenset({BUYING})
    words: ClassVar[Wording] = more("wants", "want")
    role: ClassVar[str] = BUYER
    least: ClassVar[float] = -1.0
    most: ClassVar[float] = np.inf
    added: Number | None = param(None, "units/day", "added at each buyer, times severity; None: the share severity")
    comes_back: Number = param(0.0, "", "share of the change that comes back with the other sign", low=0, high=1)
    over: Number = param(14.0, "days", "mean time in which it comes back", low=1)
    hoarding: Number = param(0.0, "", "added to demand for each share of it that was not met yesterday", low=0)

    def wording(self) -> Wording:
        if self.added is None:
            return self.words
        return Wording(
            "wants", "want", "{amount} units a {time} more", down="{amount} units a {time} less", amount=self.added
        )

    def more_demand(self, disruption: ActiveDisruption) -> Reach:
        return disruption.agents
