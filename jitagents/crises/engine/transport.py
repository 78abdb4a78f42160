"""Ways: lanes and carriers that are closed, narrowed or slowed, and what becomes of orders on them."""

import numpy as np

from jitagents.column import Array
from jitagents.crises import OrdersLost
from jitagents.crises.engine.active import ActiveDisruption, SimulationState
from jitagents.crises.engine.handler import EffectHandler, Onset
from jitagents.crises.engine.today import Today


class LaneHandler(EffectHandler):
    """Limits what lanes load; closed ones hold goods under way at their end, lose them, or send them another way."""

    def __init__(self, disruption: ActiveDisruption, state: SimulationState, today: Today) -> None:
        super().__init__(disruption, state, today)
        self._onset, self.goods = Onset(lambda severity: severity >= 1.0), self.effect.goods
        self.diverts = self.goods in ("lost", "rerouted")

    @property
    def columns(self) -> tuple[str, ...]:  # type: ignore[override]  # only some goods wait or are lost
        return {"wait": ("lanes.held",), "lost": ("points.spoiled", "points.missing")}.get(self.goods, ())

    def apply(self, severity: Array, day: int) -> None:
        lanes, today, base = self.disruption.lanes, self.today, self.state.planned.lane_rate
        severity = lanes.at(severity)
        closed = severity >= 1.0
        today.limit_to("lane_limit", lanes.rows, self.state.limit(severity, base[lanes.rows], day))
        today.raise_to("closed", lanes.rows, closed)
        if self.goods == "wait":
            today.limit_to("receiving_limit", lanes.rows, np.where(closed, 0.0, np.inf))
        elif self.diverts and (fresh := self._onset.of(severity)).any():
            if self.goods == "lost":
                today.raise_to("lost", lanes.rows, fresh)
            else:
                today.raise_to("detour", lanes.rows, fresh * self.effect.detour)


class LeadTimeHandler(EffectHandler):
    """Makes what lanes load take longer."""

    def apply(self, severity: Array, day: int) -> None:
        lanes = self.disruption.lanes
        factor = 1.0 + lanes.at(severity) * (np.asarray(self.effect.factor) - 1.0)
        self.today.raise_to("lead_time_factor", lanes.rows, factor)


class FreightHandler(EffectHandler):
    """Makes transport on lanes dearer."""

    def apply(self, severity: Array, day: int) -> None:
        lanes = self.disruption.lanes
        self.today.of("freight_factor")[lanes.rows] *= 1.0 + lanes.at(severity)


class OrderHandler(EffectHandler):
    """Loses or doubles orders on lanes."""

    columns = ("points.mistaken", "points.astray")

    def __init__(self, disruption: ActiveDisruption, state: SimulationState, today: Today) -> None:
        super().__init__(disruption, state, today)
        self._sign = -1.0 if isinstance(self.effect, OrdersLost) else 1.0
        self.affected_rows = state.layout.lane_buyer[disruption.lane_rows]

    def apply(self, severity: Array, day: int) -> None:
        order_error_share, lanes = self.today.of("order_error_share"), self.disruption.lanes
        order_error_share[lanes.rows] = np.clip(
            order_error_share[lanes.rows] + self._sign * lanes.at(severity), -1.0, 1.0
        )


class SwitchingHandler(EffectHandler):
    """Takes custom off lanes."""

    def apply(self, severity: Array, day: int) -> None:
        lanes = self.disruption.lanes
        self.today.raise_to("switched_share", lanes.rows, lanes.at(severity))
