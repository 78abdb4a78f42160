"""Ways: lanes and carriers that are closed, narrowed or slowed, and what becomes of orders on them."""

import numpy as np

from jitagents.column import Array
from jitagents.crises import OrdersLost
from jitagents.day.strikes.bound import Bound, Ground
from jitagents.day.strikes.hit import Hit, Onset
from jitagents.day.strikes.today import Today


class OnLanes(Hit):
    """Limits what lanes load; closed ones hold goods under way at their end, lose them, or send them another way."""

    def __init__(self, bound: Bound, ground: Ground, today: Today) -> None:
        super().__init__(bound, ground, today)
        self._onset, self.goods = Onset(lambda severity: severity >= 1.0), self.effect.goods
        self.diverts = self.goods in ("lost", "rerouted")

    @property
    def columns(self) -> tuple[str, ...]:  # type: ignore[override]  # only some goods wait or are lost
        return {"wait": ("lanes.held",), "lost": ("points.spoiled", "points.missing")}.get(self.goods, ())

    def strike(self, severity: Array, day: int) -> None:
        ways, today, base = self.bound.ways, self.today, self.ground.planned.lane_rate
        severity = ways.at(severity)
        closed = severity >= 1.0
        today.limit_to("passing", ways.rows, self.ground.limit(severity, base[ways.rows], day))
        today.raise_to("closed", ways.rows, closed)
        if self.goods == "wait":
            today.limit_to("entering", ways.rows, np.where(closed, 0.0, np.inf))
        elif self.diverts and (fresh := self._onset.of(severity)).any():
            if self.goods == "lost":
                today.raise_to("lost", ways.rows, fresh)
            else:
                today.raise_to("detour", ways.rows, fresh * self.effect.detour)


class OnPace(Hit):
    """Makes what lanes load take longer."""

    def strike(self, severity: Array, day: int) -> None:
        ways = self.bound.ways
        factor = 1.0 + ways.at(severity) * (np.asarray(self.effect.factor) - 1.0)
        self.today.raise_to("stretch", ways.rows, factor)


class OnFreight(Hit):
    """Makes transport on lanes dearer."""

    def strike(self, severity: Array, day: int) -> None:
        ways = self.bound.ways
        self.today.of("freight")[ways.rows] *= 1.0 + ways.at(severity)


class OnOrders(Hit):
    """Loses or doubles orders on lanes."""

    columns = ("points.mistaken", "points.astray")

    def __init__(self, bound: Bound, ground: Ground, today: Today) -> None:
        super().__init__(bound, ground, today)
        self._sign = -1.0 if isinstance(self.effect, OrdersLost) else 1.0
        self.veils = ground.layout.buyer[bound.lanes]

    def strike(self, severity: Array, day: int) -> None:
        misled, ways = self.today.of("misled"), self.bound.ways
        misled[ways.rows] = np.clip(misled[ways.rows] + self._sign * ways.at(severity), -1.0, 1.0)


class OnCustom(Hit):
    """Takes custom off lanes."""

    def strike(self, severity: Array, day: int) -> None:
        ways = self.bound.ways
        self.today.raise_to("left", ways.rows, ways.at(severity))
