"""Records: agents whose records are dark, late or wrong."""

import numpy as np

from jitagents.column import Array
from jitagents.crises import Late
from jitagents.crises.engine.active import ActiveDisruption, SimulationState
from jitagents.crises.engine.handler import EffectHandler
from jitagents.crises.engine.today import Today
from jitagents.worlds import Drawn, Sampler


class RecordAgeHandler(EffectHandler):
    """Makes the records of agents and of their inputs dark or late."""

    def __init__(self, disruption: ActiveDisruption, state: SimulationState, today: Today) -> None:
        super().__init__(disruption, state, today)
        self._points = disruption.dependents_of(state.layout.owner)
        self.affected_rows = self._points.index
        self._change, self._value = ("late", self.effect.days) if isinstance(self.effect, Late) else ("dark", 1)

    def apply(self, severity: Array, day: int) -> None:
        struck = self._points.at(severity) > 0.0
        self.today.raise_to(self._change, self._points.rows, struck * float(self._value))


class RecordErrorHandler(EffectHandler):
    """Makes their records of stock and demand wrong, by a bias and a noise."""

    def __init__(self, disruption: ActiveDisruption, state: SimulationState, today: Today) -> None:
        super().__init__(disruption, state, today)
        self._points = disruption.dependents_of(state.layout.owner)
        self.affected_rows = self._points.index
        back = np.argsort(np.argsort(state.layout.name_rank[self.affected_rows]))
        sampler: Sampler = lambda rng, first, days, _: (  # noqa: E731
            rng.standard_normal((days, 2, len(back)))[:, :, back].reshape(days, -1)
        )
        self._noise = Drawn(state.worlds, f"crisis.{disruption.name}.noise", [sampler], 2 * len(back))
        self._today, self._drawn = np.zeros(self._noise.shape), 0

    def apply(self, severity: Array, day: int) -> None:
        while self._drawn < day and np.any(self.effect.noise):  # from day 1 on, whenever it begins
            self._drawn += 1
            self._noise.on(self._drawn, self._today)
        severity = self._points.at(severity)
        for name, noise in zip(("stock_error", "demand_error"), np.split(self._today, 2), strict=True):
            self.today.of(name)[self._points.rows] += severity * (self.effect.bias + self.effect.noise * noise)
