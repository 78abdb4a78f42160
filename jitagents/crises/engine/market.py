"""Market: final demand and prices."""

import numpy as np

from jitagents.column import Array
from jitagents.crises.engine.active import ActiveDisruption, SimulationState
from jitagents.crises.engine.handler import EffectHandler
from jitagents.crises.engine.today import Today
from jitagents.flow import ROUNDING, rounded


class DemandHandler(EffectHandler):
    """Sways final demand; what was bought ahead or put off comes back with the other sign."""

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
        """Change what customers want today, units `(buyers, worlds)`, on a day on which it strikes."""
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
        """What comes back today: a part of what is still to come, and no more than that."""
        switched_share = np.abs(self._to_come)
        most = np.floor(switched_share + ROUNDING) if self.state.whole else switched_share
        return np.sign(self._to_come) * np.minimum(
            rounded(switched_share / self.effect.over, self.state.whole, self._day), most
        )

    def _whole(self, units: Array) -> Array:
        """Units that more or fewer are wanted; if they are whole, rounded alike up and down."""
        return np.sign(units) * rounded(np.abs(units), self.state.whole, self._day)


class PriceHandler(EffectHandler):
    """Makes dearer what agents sell."""

    def __init__(self, disruption: ActiveDisruption, state: SimulationState, today: Today) -> None:
        super().__init__(disruption, state, today)
        self._lanes = disruption.dependents_of(state.layout.lane_seller)

    def apply(self, severity: Array, day: int) -> None:
        self.today.of("price_factor")[self._lanes.rows] *= 1.0 + self._lanes.at(severity)
