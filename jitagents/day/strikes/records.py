"""Records: agents whose records are dark, late or wrong."""

import numpy as np

from jitagents.column import Array
from jitagents.crises import Late
from jitagents.day.strikes.hit import Bound, Ground, Hit
from jitagents.day.strikes.today import Today
from jitagents.worlds import Drawn, Sampler


class OnRecords(Hit):
    """Makes records dark or late."""

    def __init__(self, bound: Bound, ground: Ground, today: Today) -> None:
        super().__init__(bound, ground, today)
        self.points = bound.hanging(ground.layout.owner)
        self._change, self._value = ("late", self.effect.days) if isinstance(self.effect, Late) else ("dark", 1)

    def strike(self, severity: Array, day: int) -> None:
        struck = self.points.at(severity) > 0.0
        self.today.raise_to(self._change, self.points.rows, struck * float(self._value))


class OnErrors(Hit):
    """Makes records of stock and demand wrong, by a bias and a noise."""

    def __init__(self, bound: Bound, ground: Ground, today: Today) -> None:
        super().__init__(bound, ground, today)
        self.points = bound.hanging(ground.layout.owner)
        back = np.argsort(np.argsort(ground.layout.name_rank[self.points.rows]))
        sampler: Sampler = lambda rng, first, days, _: (  # noqa: E731
            rng.standard_normal((days, 2, len(back)))[:, :, back].reshape(days, -1)
        )
        self._noise = Drawn(ground.worlds, f"crisis.{bound.name}.noise", [sampler], 2 * len(back))
        self._today, self._drawn = np.zeros(self._noise.shape), 0

    def strike(self, severity: Array, day: int) -> None:
        while self._drawn < day and np.any(self.effect.noise):  # from day 1 on, whenever it begins
            self._drawn += 1
            self._noise.on(self._drawn, self._today)
        severity = self.points.at(severity)
        for name, noise in zip(("stock_error", "demand_error"), np.split(self._today, 2), strict=True):
            self.today.of(name)[self.points.rows] += severity * (self.effect.bias + self.effect.noise * noise)
