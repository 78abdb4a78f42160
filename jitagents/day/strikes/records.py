"""Records: agents whose records are dark, late or wrong."""

import numpy as np

from jitagents.column import Array
from jitagents.crises import Late
from jitagents.day.strikes.bound import Bound, Ground
from jitagents.day.strikes.hit import Hit
from jitagents.day.strikes.today import Today
from jitagents.worlds import Drawn, Sampler


class OnRecords(Hit):
    """Makes the records of agents and of their inputs dark or late."""

    def __init__(self, bound: Bound, ground: Ground, today: Today) -> None:
        super().__init__(bound, ground, today)
        self._points = bound.hanging(ground.layout.owner)
        self.veils = self._points.index
        self._change, self._value = ("late", self.effect.days) if isinstance(self.effect, Late) else ("dark", 1)

    def strike(self, severity: Array, day: int) -> None:
        struck = self._points.at(severity) > 0.0
        self.today.raise_to(self._change, self._points.rows, struck * float(self._value))


class OnErrors(Hit):
    """Makes their records of stock and demand wrong, by a bias and a noise."""

    def __init__(self, bound: Bound, ground: Ground, today: Today) -> None:
        super().__init__(bound, ground, today)
        self._points = bound.hanging(ground.layout.owner)
        self.veils = self._points.index
        back = np.argsort(np.argsort(ground.layout.name_rank[self.veils]))
        sampler: Sampler = lambda rng, first, days, _: (  # noqa: E731
            rng.standard_normal((days, 2, len(back)))[:, :, back].reshape(days, -1)
        )
        self._noise = Drawn(ground.worlds, f"crisis.{bound.name}.noise", [sampler], 2 * len(back))
        self._today, self._drawn = np.zeros(self._noise.shape), 0

    def strike(self, severity: Array, day: int) -> None:
        while self._drawn < day and np.any(self.effect.noise):  # from day 1 on, whenever it begins
            self._drawn += 1
            self._noise.on(self._drawn, self._today)
        severity = self._points.at(severity)
        for name, noise in zip(("stock_error", "demand_error"), np.split(self._today, 2), strict=True):
            self.today.of(name)[self._points.rows] += severity * (self.effect.bias + self.effect.noise * noise)
