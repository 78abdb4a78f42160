"""Sites: production, shipping and receiving of agents, their yield, and the stock that they lose."""

import numpy as np

from jitagents.column import Array
from jitagents.crises.engine.active import ActiveDisruption, SimulationState
from jitagents.crises.engine.handler import EffectHandler, Onset
from jitagents.crises.engine.today import Today
from jitagents.flow import rounded


class ProductionHandler(EffectHandler):
    """Limits what makers start and finish; afterwards they may catch up with more than their usual capacity."""

    def __init__(self, disruption: ActiveDisruption, state: SimulationState, today: Today) -> None:
        super().__init__(disruption, state, today)
        self._makers = disruption.dependents_of(state.layout.maker_rows)
        self._base = base_of(state)[state.layout.maker_rows][self._makers.rows]
        self._nominal = state.layout.agent_column("capacity")[state.layout.maker_rows, None][self._makers.rows]

    def revert(self) -> None:
        self.state.making["capacity"][self._makers.rows] = self._nominal

    def apply(self, severity: Array, day: int) -> None:
        self.today.holds_work = True
        state, rows = self.state, self._makers.rows
        capacity = state.making["capacity"][rows]
        extra = self._makers.at(self.disruption.extra(day - state.warmup) * state.worlds.disrupted)
        if extra.any():
            more = rounded(self._nominal * (1.0 + extra), state.whole, day)
            np.copyto(capacity, np.maximum(capacity, more), where=(extra > 0.0) & (capacity >= self._nominal))
        state.making["capacity"][rows] = np.minimum(capacity, state.limit(self._makers.at(severity), self._base, day))


class ShippingHandler(EffectHandler):
    """Limits what sellers ship; their lanes are closed when they ship nothing."""

    def __init__(self, disruption: ActiveDisruption, state: SimulationState, today: Today) -> None:
        super().__init__(disruption, state, today)
        self._sellers, self._lanes = disruption.agents, disruption.dependents_of(state.layout.lane_seller)
        self._base = base_of(state)[self._sellers.rows]

    def revert(self) -> None:
        self.state.points["shippable"][self._sellers.rows] = np.inf

    def apply(self, severity: Array, day: int) -> None:
        self.today.shipping = True
        shippable, rows = self.state.points["shippable"], self._sellers.rows
        shippable[rows] = np.minimum(shippable[rows], self.state.limit(severity, self._base, day))
        self.today.raise_to("closed", self._lanes.rows, self._lanes.at(severity) >= 1.0)


class SupplyHandler(EffectHandler):
    """Both."""

    def __init__(self, disruption: ActiveDisruption, state: SimulationState, today: Today) -> None:
        super().__init__(disruption, state, today)
        self._parts = ProductionHandler(disruption, state, today), ShippingHandler(disruption, state, today)

    def revert(self) -> None:
        for part in self._parts:
            part.revert()

    def apply(self, severity: Array, day: int) -> None:
        for part in self._parts:
            part.apply(severity, day)


class ReceivingHandler(EffectHandler):
    """Limits what comes in over the lanes to an agent and to its inputs."""

    columns = ("lanes.held",)

    def __init__(self, disruption: ActiveDisruption, state: SimulationState, today: Today) -> None:
        super().__init__(disruption, state, today)
        self._lanes = disruption.dependents_of(state.layout.owner[state.layout.lane_buyer])

    def apply(self, severity: Array, day: int) -> None:
        rows = self._lanes.rows
        limit = self.state.limit(self._lanes.at(severity), self.state.planned.lane_rate[rows], day)
        self.today.limit_to("receiving_limit", rows, limit)


class YieldHandler(EffectHandler):
    """Spoils a share of what is started."""

    columns = ("making.scrapped",)

    def __init__(self, disruption: ActiveDisruption, state: SimulationState, today: Today) -> None:
        super().__init__(disruption, state, today)
        self._makers = disruption.dependents_of(state.layout.maker_rows)

    def apply(self, severity: Array, day: int) -> None:
        self.today.raise_to("scrap", self._makers.rows, self._makers.at(severity))


class StockHandler(EffectHandler):
    """Destroys stock on the day on which it sets in."""

    columns = ("points.spoiled",)

    def __init__(self, disruption: ActiveDisruption, state: SimulationState, today: Today) -> None:
        super().__init__(disruption, state, today)
        self._onset, self._points = Onset(lambda severity: severity > 0.0), disruption.dependents_of(state.layout.owner)

    def apply(self, severity: Array, day: int) -> None:
        fresh = np.where(self._onset.of(severity), severity, 0.0)
        if not fresh.any():
            return
        points, rows, share = self.state.points, self._points.rows, self._points.at(fresh)
        stock = points["stock"][rows]
        gone = share * (stock if self.effect.units is None else np.asarray(self.effect.units))
        gone = np.minimum(rounded(gone, self.state.whole, day), stock)
        points["stock"][rows] -= gone
        points["spoiled"][rows] += gone


def base_of(state: SimulationState) -> Array:
    """What a site's limit is a share of: its capacity, or its mean flow if that is unlimited `(rows, 1 or worlds)`."""
    capacity = state.layout.agent_column("capacity")[:, None]
    return np.where(np.isfinite(capacity), capacity, state.planned.plan.rate)
