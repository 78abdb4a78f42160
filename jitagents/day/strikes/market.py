"""Market: final demand and prices."""

import numpy as np

from jitagents.column import Array
from jitagents.day.strikes.bound import Bound, Ground
from jitagents.day.strikes.hit import Hit
from jitagents.day.strikes.today import Today
from jitagents.flow import ROUNDING, rounded


class OnDemand(Hit):
    """Sways final demand; what was bought ahead or put off comes back with the other sign."""

    def __init__(self, bound: Bound, ground: Ground, today: Today) -> None:
        super().__init__(bound, ground, today)
        self.lasting = bool(np.any(self.effect.comes_back))
        self._buyers, self._severity, self._day = bound.agents, np.zeros((1, 1)), 0
        self._unmet, self._to_come = np.zeros((2, len(bound.rows), ground.worlds.count))

    def strike(self, severity: Array, day: int) -> None:
        self._severity, self._day = severity, day
        if np.any(self.effect.hoarding):
            wanted, filled = (self.ground.buying[name][self._buyers.rows] for name in ("wanted", "filled"))
            unmet = np.divide(wanted - filled, wanted, out=np.zeros_like(wanted), where=wanted > 0.0)
            self._unmet[...] = np.where(severity != 0.0, unmet, 0.0)

    def sway(self, wanted: Array) -> None:
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
        left = np.abs(self._to_come)
        most = np.floor(left + ROUNDING) if self.ground.whole else left
        return np.sign(self._to_come) * np.minimum(rounded(left / self.effect.over, self.ground.whole, self._day), most)

    def _whole(self, units: Array) -> Array:
        """Units that more or fewer are wanted; if they are whole, rounded alike up and down."""
        return np.sign(units) * rounded(np.abs(units), self.ground.whole, self._day)


class OnPrices(Hit):
    """Makes dearer what agents sell."""

    def __init__(self, bound: Bound, ground: Ground, today: Today) -> None:
        super().__init__(bound, ground, today)
        self._lanes = bound.hanging(ground.layout.seller)

    def strike(self, severity: Array, day: int) -> None:
        self.today.of("dearer")[self._lanes.rows] *= 1.0 + self._lanes.at(severity)
