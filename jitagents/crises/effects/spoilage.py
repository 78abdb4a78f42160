"""Effects on units at sites: spoiled or bad as they are made, or destroyed in stock."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from jitagents.column import Array
from jitagents.crises.effects.base import (
    DESTROYING,
    ESCAPING,
    MAKER,
    SPOILING,
    Effect,
    EffectHandler,
    Onset,
    named,
)  # fmt: skip
from jitagents.crises.effects.sites import SupplyEffect
from jitagents.crises.effects.wording import Wording, share_of
from jitagents.crises.engine.active import ActiveDisruption
from jitagents.crises.engine.today import Today
from jitagents.flow import rounded
from jitagents.parameters import Number, param
from jitagents.state import SimulationState


class YieldHandler(EffectHandler):
    """Spoils a share of what is started."""

    columns = ("making.scrapped",)

    def __init__(self, disruption: ActiveDisruption, state: SimulationState, today: Today) -> None:
        super().__init__(disruption, state, today)
        self._makers = disruption.dependents_of(state.layout.maker_rows)

    def apply(self, severity: Array, day: int) -> None:
        self.today.raise_to("scrap", self._makers.rows, self._makers.at(severity))


@named
@dataclass(frozen=True)
class Yield(SupplyEffect):
    """A share of the good units that a site starts is spoiled and scrapped; their orders stay open."""

    handler: ClassVar[type[EffectHandler]] = YieldHandler
    words: ClassVar[Wording] = share_of("spoils", "spoil", "what is started there")
    causes: ClassVar[frozenset[str]] = frozenset({SPOILING})
    role: ClassVar[str] = MAKER


class QualityHandler(EffectHandler):
    """Lets a share of what is started turn out bad and escape."""

    columns = ("making.escaped",)

    def __init__(self, disruption: ActiveDisruption, state: SimulationState, today: Today) -> None:
        super().__init__(disruption, state, today)
        self._makers = disruption.dependents_of(state.layout.maker_rows)

    def apply(self, severity: Array, day: int) -> None:
        self.today.raise_to("flaw", self._makers.rows, self._makers.at(severity))


@named
@dataclass(frozen=True)
class Quality(SupplyEffect):
    """A bad batch: a share of the good units that a site starts is bad, and leaves it unnoticed.

    The bad units fill their orders, and show at the customers, where `inspection` says how; these send them back.
    """

    handler: ClassVar[type[EffectHandler]] = QualityHandler
    words: ClassVar[Wording] = Wording(
        "lets",
        "let",
        "{share} of {their} units turn out bad, unnoticed",
        "all of {their} units turn out bad, unnoticed",
    )
    causes: ClassVar[frozenset[str]] = frozenset({ESCAPING})
    role: ClassVar[str] = MAKER


class StockHandler(EffectHandler):
    """Destroys stock on the day on which it begins."""

    columns = ("points.spoiled",)
    changing = ("_onset",)

    def __init__(self, disruption: ActiveDisruption, state: SimulationState, today: Today) -> None:
        super().__init__(disruption, state, today)
        self._onset, self._points = Onset(lambda severity: severity > 0.0), disruption.dependents_of(state.layout.owner)

    def apply(self, severity: Array, day: int) -> None:
        fresh = np.where(self._onset.of(severity), severity, 0.0)
        if not fresh.any():
            return
        points, rows, share = self.state.points, self._points.rows, self._points.at(fresh)
        stock = points["stock"][rows]
        gone = share * (stock if self.effect.units is None else np.asarray(self.effect.units))
        gone = np.minimum(rounded(gone, self.state.whole, day), stock)
        points["stock"][rows] -= gone
        points["spoiled"][rows] += gone


@named
@dataclass(frozen=True)
class Stock(Effect):
    """Stock of a site, its inputs too, is destroyed on the first day: a share, or so many units of each if stated."""

    handler: ClassVar[type[EffectHandler]] = StockHandler
    causes: ClassVar[frozenset[str]] = frozenset({DESTROYING})
    momentary: ClassVar[bool] = True
    units: Number | None = param(None, "units", "lost of each item, times severity; None: the share severity", low=0)

    def wording(self) -> Wording:
        if self.units is None:
            return Wording("loses", "lose", "{share} of {their} stock", "all of {their} stock")
        return Wording("loses", "lose", "{amount} units of each item", amount=self.units)
