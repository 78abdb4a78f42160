"""Sites: production, shipping and receiving of agents, their yield, and the stock that they lose."""

import numpy as np

from jitagents.column import Array
from jitagents.day.strikes.bound import Bound, Ground
from jitagents.day.strikes.hit import Hit, Onset
from jitagents.day.strikes.today import Today
from jitagents.flow import rounded


class OnProduction(Hit):
    """Limits what makers start and finish; afterwards they may catch up with more than their usual capacity."""

    def __init__(self, bound: Bound, ground: Ground, today: Today) -> None:
        super().__init__(bound, ground, today)
        self._makers = bound.hanging(ground.layout.makers)
        self._base = base_of(ground)[ground.layout.makers][self._makers.rows]
        self._nominal = ground.layout.agent_column("capacity")[ground.layout.makers, None][self._makers.rows]

    def lift(self) -> None:
        self.ground.making["capacity"][self._makers.rows] = self._nominal

    def strike(self, severity: Array, day: int) -> None:
        self.today.gated = True
        ground, rows = self.ground, self._makers.rows
        capacity = ground.making["capacity"][rows]
        extra = self._makers.at(self.bound.extra(day - ground.warmup) * ground.worlds.struck)
        if extra.any():
            more = rounded(self._nominal * (1.0 + extra), ground.whole, day)
            np.copyto(capacity, np.maximum(capacity, more), where=(extra > 0.0) & (capacity >= self._nominal))
        ground.making["capacity"][rows] = np.minimum(capacity, ground.limit(self._makers.at(severity), self._base, day))


class OnShipping(Hit):
    """Limits what sellers ship; their lanes are closed when they ship nothing."""

    def __init__(self, bound: Bound, ground: Ground, today: Today) -> None:
        super().__init__(bound, ground, today)
        self._sellers, self._lanes = bound.agents, bound.hanging(ground.layout.seller)
        self._base = base_of(ground)[self._sellers.rows]

    def lift(self) -> None:
        self.ground.points["shippable"][self._sellers.rows] = np.inf

    def strike(self, severity: Array, day: int) -> None:
        self.today.shipping = True
        shippable, rows = self.ground.points["shippable"], self._sellers.rows
        shippable[rows] = np.minimum(shippable[rows], self.ground.limit(severity, self._base, day))
        self.today.raise_to("closed", self._lanes.rows, self._lanes.at(severity) >= 1.0)


class OnSupply(Hit):
    """Both."""

    def __init__(self, bound: Bound, ground: Ground, today: Today) -> None:
        super().__init__(bound, ground, today)
        self._parts = OnProduction(bound, ground, today), OnShipping(bound, ground, today)

    def lift(self) -> None:
        for part in self._parts:
            part.lift()

    def strike(self, severity: Array, day: int) -> None:
        for part in self._parts:
            part.strike(severity, day)


class OnReceiving(Hit):
    """Limits what comes in over the lanes to an agent and to its inputs."""

    columns = ("lanes.held",)

    def __init__(self, bound: Bound, ground: Ground, today: Today) -> None:
        super().__init__(bound, ground, today)
        self._lanes = bound.hanging(ground.layout.owner[ground.layout.buyer])

    def strike(self, severity: Array, day: int) -> None:
        rows = self._lanes.rows
        limit = self.ground.limit(self._lanes.at(severity), self.ground.planned.lane_rate[rows], day)
        self.today.limit_to("entering", rows, limit)


class OnYield(Hit):
    """Spoils a share of what is started."""

    columns = ("making.scrapped",)

    def __init__(self, bound: Bound, ground: Ground, today: Today) -> None:
        super().__init__(bound, ground, today)
        self._makers = bound.hanging(ground.layout.makers)

    def strike(self, severity: Array, day: int) -> None:
        self.today.raise_to("scrap", self._makers.rows, self._makers.at(severity))


class OnStock(Hit):
    """Destroys stock on the day on which it sets in."""

    columns = ("points.spoiled",)

    def __init__(self, bound: Bound, ground: Ground, today: Today) -> None:
        super().__init__(bound, ground, today)
        self._onset, self._points = Onset(lambda severity: severity > 0.0), bound.hanging(ground.layout.owner)

    def strike(self, severity: Array, day: int) -> None:
        fresh = np.where(self._onset.of(severity), severity, 0.0)
        if not fresh.any():
            return
        points, rows, share = self.ground.points, self._points.rows, self._points.at(fresh)
        stock = points["stock"][rows]
        gone = share * (stock if self.effect.units is None else np.asarray(self.effect.units))
        gone = np.minimum(rounded(gone, self.ground.whole, day), stock)
        points["stock"][rows] -= gone
        points["spoiled"][rows] += gone


def base_of(ground: Ground) -> Array:
    """What a site's limit is a share of: its capacity, or its mean flow if that is unlimited `(rows, 1 or worlds)`."""
    capacity = ground.layout.agent_column("capacity")[:, None]
    return np.where(np.isfinite(capacity), capacity, ground.planned.plan.rate)
