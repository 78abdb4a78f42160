"""Market: final demand and prices."""

import numpy as np

from jitagents.column import Array
from jitagents.day.strikes.hit import Bound, Ground, Hit, at
from jitagents.day.strikes.today import Today


class OnDemand(Hit):
    """Sways final demand; what was bought ahead or put off comes back with the other sign."""

    def __init__(self, bound: Bound, ground: Ground, today: Today) -> None:
        super().__init__(bound, ground, today)
        effect = self.effect
        self.lasting = bool(np.any(effect.comes_back))
        shape = (len(np.arange(ground.layout.rows)[bound.rows]), ground.worlds.count)
        self._severity = np.zeros((1, 1))
        self._unmet, self._to_come = np.zeros((2, *shape))

    def strike(self, severity: Array, day: int) -> None:
        self._severity = severity
        if np.any(self.effect.hoarding):
            wanted, filled = (self.ground.buying[name][self.bound.rows] for name in ("wanted", "filled"))
            unmet = np.divide(wanted - filled, wanted, out=np.zeros_like(wanted), where=wanted > 0)
            self._unmet[...] = np.where(severity != 0.0, unmet, 0.0)

    def sway(self, wanted: Array) -> None:
        """Change what customers want today, units `(buyers, worlds)`."""
        rows, effect, severity = self.bound.rows, self.effect, self._severity
        if not self.lasting and not severity.any():
            return
        before = wanted[rows]
        if effect.added is None:
            after = before * (1.0 + severity)
        else:
            after = np.maximum(before + severity * np.asarray(effect.added), 0.0)
        if np.any(effect.hoarding):
            after += before * effect.hoarding * self._unmet
        if self.lasting:
            back = np.where(severity == 0.0, self._to_come / effect.over, 0.0)
            back = np.minimum(back, after)
            self._to_come += effect.comes_back * (after - before) - back
            after = after - back
        wanted[rows] = after
        self._severity = np.zeros((1, 1))


class OnPrices(Hit):
    """Makes dearer what agents sell."""

    def strike(self, severity: Array, day: int) -> None:
        self.today.of("dearer")[self.bound.lanes] *= 1.0 + at(severity, self.bound.of_lanes)
