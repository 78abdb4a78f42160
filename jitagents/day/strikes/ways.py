"""Ways: lanes and carriers that are closed, narrowed or slowed, and what becomes of the goods under way."""

import numpy as np

from jitagents.column import Array
from jitagents.crises.course import Flags
from jitagents.day.strikes.hit import Bound, Ground, Hit, Onset, at
from jitagents.day.strikes.sites import limited
from jitagents.day.strikes.today import Today


class OnLanes(Hit):
    """Limits what lanes load; closed ones hold goods under way at their end, lose them, or send them another way."""

    def __init__(self, bound: Bound, ground: Ground, today: Today) -> None:
        super().__init__(bound, ground, today)
        self._onset = Onset(lambda severity: severity >= 1.0)
        self._lanes = np.arange(len(ground.layout.buyer))[bound.lanes]

    def strike(self, severity: Array, day: int) -> None:
        rows, severity = self.bound.lanes, at(severity, self.bound.of_lanes)
        passing = self.today.of("passing")
        limit = limited(self.ground, severity, self.ground.planned.lane_rate[rows], day)
        passing[rows] = np.minimum(passing[rows], limit)
        self.today.close(rows, severity)
        if self.effect.goods == "wait":
            entering = self.today.of("entering")
            entering[rows] = np.where(severity >= 1.0, 0.0, entering[rows])
        elif self.effect.goods != "pass":
            self._divert(self._onset.of(severity))

    def _divert(self, fresh: Flags) -> None:
        """Lose or send on what is under way on the lanes that close today, `fresh` `(lanes or 1, worlds)`."""
        goods = self.ground.goods
        assert goods is not None
        if not fresh.any():
            return
        lanes, worlds = np.nonzero(np.broadcast_to(fresh, (len(self._lanes), self.ground.worlds.count)))
        cells = self._lanes[lanes], worlds
        if self.effect.goods == "rerouted":
            goods.delay(cells, self.effect.detour)
            return
        lost = goods.lose(cells)
        buyers = self.ground.layout.buyer[cells[0]]
        for name, change in (("on_order", -lost), ("missing", lost), ("spoiled", lost)):
            np.add.at(self.ground.points[name], (buyers, worlds), change)


class OnPace(Hit):
    """Makes what lanes load take longer."""

    def strike(self, severity: Array, day: int) -> None:
        stretch, rows = self.today.of("stretch"), self.bound.lanes
        factor = 1.0 + at(severity, self.bound.of_lanes) * (np.asarray(self.effect.factor) - 1.0)
        stretch[rows] = np.maximum(stretch[rows], factor)


class OnFreight(Hit):
    """Makes transport on lanes dearer."""

    def strike(self, severity: Array, day: int) -> None:
        self.today.of("freight")[self.bound.lanes] *= 1.0 + at(severity, self.bound.of_lanes)


class OnOrders(Hit):
    """Loses or doubles orders on lanes; what their buyers believe is put right when it is over."""

    lasting = True

    def __init__(self, bound: Bound, ground: Ground, today: Today) -> None:
        super().__init__(bound, ground, today)
        self._sign = -1.0 if bound.shock.what == "orders_lost" else 1.0
        self._buyers = np.unique(ground.layout.buyer[bound.lanes])

    def strike(self, severity: Array, day: int) -> None:
        misled, rows = self.today.of("misled"), self.bound.lanes
        misled[rows] = np.clip(misled[rows] + self._sign * at(severity, self.bound.of_lanes), -1.0, 1.0)
        over = ~(np.broadcast_to(severity, (len(severity), self.ground.worlds.count)) > 0).any(axis=0)
        self.ground.points["mistaken"][np.ix_(self._buyers, np.flatnonzero(over))] = 0.0


class OnCustom(Hit):
    """Takes custom off lanes."""

    def strike(self, severity: Array, day: int) -> None:
        left, rows = self.today.of("left"), self.bound.lanes
        left[rows] = np.maximum(left[rows], at(severity, self.bound.of_lanes))
