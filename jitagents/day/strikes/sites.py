"""Sites: production, shipping and receiving of agents, their yield, and the stock that they lose."""

import numpy as np

from jitagents.column import Array
from jitagents.day.strikes.hit import Bound, Ground, Hit, Onset, at
from jitagents.day.strikes.today import Today
from jitagents.flow import turn


class OnProduction(Hit):
    """Limits what makers start and finish; below 0, the severity raises a limited capacity."""

    def __init__(self, bound: Bound, ground: Ground, today: Today) -> None:
        super().__init__(bound, ground, today)
        layout = ground.layout
        self._nominal = layout.agent_column("capacity")[layout.makers, None][bound.makers]
        self._base = base_of(ground)[layout.makers[bound.makers]]

    def lift(self) -> None:
        if self.today.gated:
            self.ground.making["capacity"][self.bound.makers] = self._nominal

    def strike(self, severity: Array, day: int) -> None:
        self.today.gated = True
        makers, severity = self.bound.makers, at(severity, self.bound.of_makers)
        capacity = self.ground.making["capacity"][makers]
        limit = limited(self.ground, severity, self._base, day)
        more = 1.0 + np.maximum(-severity, 0.0)
        raised = np.where(capacity >= self._nominal, self._nominal * more, capacity)
        if self.ground.whole:
            raised = np.where(more > 1.0, np.floor(raised), raised)
        self.ground.making["capacity"][makers] = np.minimum(raised, limit)


class OnShipping(Hit):
    """Limits what sellers ship; their lanes are closed when they ship nothing."""

    def __init__(self, bound: Bound, ground: Ground, today: Today) -> None:
        super().__init__(bound, ground, today)
        self._base = base_of(ground)[bound.rows]

    def lift(self) -> None:
        self.ground.points["shippable"][self.bound.rows] = np.inf

    def strike(self, severity: Array, day: int) -> None:
        self.today.shipping = True
        shippable, rows = self.ground.points["shippable"], self.bound.rows
        shippable[rows] = np.minimum(shippable[rows], limited(self.ground, severity, self._base, day))
        self.today.close(self.bound.lanes, at(severity, self.bound.of_lanes))


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

    def __init__(self, bound: Bound, ground: Ground, today: Today) -> None:
        super().__init__(bound, ground, today)
        layout = ground.layout
        agents, ends = layout.agent[np.arange(layout.rows)[bound.rows]], layout.agent[layout.buyer]
        self._lanes = np.flatnonzero(np.isin(ends, agents))
        by_agent = np.argsort(agents)
        self._of_lanes = by_agent[np.searchsorted(agents, ends[self._lanes], sorter=by_agent)]

    def strike(self, severity: Array, day: int) -> None:
        lanes = self._lanes
        limit = limited(self.ground, at(severity, self._of_lanes), self.ground.planned.lane_rate[lanes], day)
        entering = self.today.of("entering")
        entering[lanes] = np.minimum(entering[lanes], limit)


class OnYield(Hit):
    """Spoils a share of what is started."""

    def strike(self, severity: Array, day: int) -> None:
        scrap, makers = self.today.of("scrap"), self.bound.makers
        scrap[makers] = np.maximum(scrap[makers], at(severity, self.bound.of_makers))


class OnStock(Hit):
    """Destroys stock on the day on which it sets in."""

    def __init__(self, bound: Bound, ground: Ground, today: Today) -> None:
        super().__init__(bound, ground, today)
        self._onset = Onset(lambda severity: severity > 0)
        self._rows, self._of_rows = ground.with_inputs(bound.rows)

    def strike(self, severity: Array, day: int) -> None:
        fresh = np.where(self._onset.of(severity), severity, 0.0)
        if not fresh.any():
            return
        stock, share = self.ground.points["stock"][self._rows], at(fresh, self._of_rows)
        if self.effect.units is None:
            gone = self.ground.part(stock, share, day)
        else:
            gone = np.minimum(self.ground.part(np.asarray(self.effect.units) * np.ones_like(stock), share, day), stock)
        self.ground.points["stock"][self._rows] -= gone
        self.ground.points["spoiled"][self._rows] += gone


def base_of(ground: Ground) -> Array:
    """What a site's limit is a share of: its capacity, or its mean flow if that is unlimited `(rows, 1 or worlds)`."""
    capacity = ground.layout.agent_column("capacity")[:, None]
    return np.where(np.isfinite(capacity), capacity, ground.planned.plan.rate)


def limited(ground: Ground, severity: Array, base: Array, day: int) -> Array:
    """Units that are let through: all where nothing is lost, else the rest of the base."""
    rest = (1.0 - severity) * base
    if ground.whole:
        rest = np.floor(rest + turn(day))
    return np.where(severity > 0.0, rest, np.inf)
