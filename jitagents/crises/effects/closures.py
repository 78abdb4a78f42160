"""Closures of lanes and carriers, and the ways of goods that meet them."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from jitagents.column import Array
from jitagents.crises.effects.base import CARRIERS, CARRYING, LANES, ORDERING, Effect, EffectHandler, Onset, named
from jitagents.crises.effects.wording import Wording, less
from jitagents.crises.engine.active import ActiveDisruption, Reach
from jitagents.crises.engine.gate import Gate
from jitagents.crises.engine.today import Today
from jitagents.errors import InputError
from jitagents.flow import rounded
from jitagents.parameters import Number, first_wrong, param
from jitagents.state import SimulationState


class LaneHandler(EffectHandler):
    """Limits what lanes load, or what passes a gate on their way; closed ones hold, lose or divert goods under way."""

    changing = ("_onset", "gate")

    def __init__(self, disruption: ActiveDisruption, state: SimulationState, today: Today) -> None:
        super().__init__(disruption, state, today)
        self._onset, self.goods = Onset(lambda severity: severity >= 1.0), self.effect.goods
        self.diverts = self.goods in ("lost", "rerouted")
        if self.goods == "gate":
            self.lasting, self.gate = True, _gate_of(self.effect.position, disruption, state)

    @property
    def columns(self) -> tuple[str, ...]:  # type: ignore[override]  # only some goods wait or are lost
        return {"wait": ("lanes.held",), "lost": ("points.spoiled", "points.missing")}.get(self.goods, ())

    def delays(self) -> tuple[float, int]:
        return (float(self.diverts or self.gate is not None), self.effect.detour if self.diverts else 0)

    def apply(self, severity: Array, day: int) -> None:
        lanes, today, base = self.disruption.lanes, self.today, self.state.planned.lane_rate
        severity = lanes.at(severity)
        closed = severity >= 1.0
        if closed.any():
            today.raise_to("closed", lanes.rows, closed)
        if self.gate is not None:
            self._narrow(self.gate, severity, day)
            return
        today.limit_to("lane_limit", lanes.rows, self.state.limit(severity, base[lanes.rows], day))
        if self.goods == "wait":
            today.limit_to("receiving_limit", lanes.rows, np.where(closed, 0.0, np.inf))
        elif self.diverts and (fresh := self._onset.of(severity)).any():
            if self.goods == "lost":
                today.raise_to("lost", lanes.rows, fresh)
            else:
                today.raise_to("detour", lanes.rows, fresh * self.effect.detour)

    def _narrow(self, gate: Gate, severity: Array, day: int) -> None:
        """Set what the gate lets through today; it is wide open once nothing waits there any more."""
        queued = gate.waiting > 0.0
        if not queued.any() and not severity.any():
            gate.room = None
            return
        gate.room = self.state.limit(severity, gate.flow, day) * np.ones_like(gate.waiting)
        if (rate := self.effect.rate) is not None:
            after = rounded(rate * gate.flow, self.state.whole, day)
            gate.room = np.where(queued & (severity <= 0.0), after, gate.room)


def _gate_of(position: float, disruption: ActiveDisruption, state: SimulationState) -> Gate:
    """The gate of a disruption, at a share of each lane's planned lead time, in whole days."""
    rows, planned = disruption.lane_rows, state.planned
    lead = planned.times.planned[rows]
    before = np.floor(position * lead + 0.5).astype(np.int64)
    flow = planned.lane_rate[rows]
    flow = np.where(flow > 0.0, flow, planned.plan.rate[state.layout.lane_buyer[rows]])
    return Gate(rows, lead - before, flow, state.worlds.count)


@named
@dataclass(frozen=True)
class Lane(Effect):
    """A lane loads at most the rest of its mean flow; closed (severity 1), it loads nothing.

    With `goods: gate` it loads as usual, and a gate on the way, a port or a canal, passes the rest of the mean flow.
    What reaches the gate queues there, first in, first out, on each lane by itself; what is due past it is untouched.
    Once the severity is 0 again, the queue and what joins it pass at `rate` times the mean flow (of a lane planned
    without any: at that of its buyer), until nothing waits. Way and gate are counted in whole days of the planned lead
    time: goods reach the gate so many days before they are due as it lies before the end of the lane, but on the day
    of loading at the earliest, and those that waited take these days from there. Goods that go express do not pass it.
    """

    handler: ClassVar[type[EffectHandler]] = LaneHandler
    words: ClassVar[Wording] = less("carries", "carry")
    causes: ClassVar[frozenset[str]] = frozenset({CARRYING, ORDERING})
    table: ClassVar[str] = LANES
    goods: str = param(
        "wait", "", "goods under way when it closes", choices=("wait", "pass", "lost", "rerouted", "gate")
    )
    detour: int = param(7, "days", "later arrival of goods that are rerouted", low=0)
    position: float = param(
        1.0, "share", "of the lead time at which the gate lies; 0: where it is loaded", low=0, high=1
    )
    rate: Number | None = param(None, "", "mean flows a day that pass the gate once it is open; None: all that waits")

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.rate is not None and not (right := np.asarray(self.rate) > 0.0).all():
            allowed = "must be more than 0; null: all that waits passes at once"
            raise InputError(f"{type(self).__name__}.rate = {first_wrong(self.rate, right)}: {allowed}")

    def wording(self) -> Wording:
        """The words by which it is told."""
        if self.goods != "gate":
            return super().wording()
        later = "" if self.rate is None else " ({rate} times the usual flow once it is open)"
        gate = f"through a gate at {100.0 * self.position:g} % of the way{later}"
        return Wording("lets", "let", f"{{share}} less {gate}", f"nothing {gate}")

    def missing_lanes(self, disruption: ActiveDisruption, state: SimulationState) -> Reach:
        return disruption.lanes


@named
@dataclass(frozen=True)
class Carrier(Lane):
    """All lanes of a carrier."""

    table: ClassVar[str] = CARRIERS
