"""Strikes: the disruptions of a model, day by day."""

from collections.abc import Mapping

import numpy as np

from jitagents.column import Array
from jitagents.crises import Disruption, effects
from jitagents.day.journey import Unsteady
from jitagents.day.strikes import market, records, sites, ways
from jitagents.day.strikes.binding import bind_all
from jitagents.day.strikes.blur import Blur
from jitagents.day.strikes.hit import Bound, Ground, Hit, at
from jitagents.day.strikes.today import Today
from jitagents.flow import Groups

HITS: dict[type[effects.Effect], type[Hit]] = {
    effects.Supply: sites.OnSupply,
    effects.Production: sites.OnProduction,
    effects.Shipping: sites.OnShipping,
    effects.Receiving: sites.OnReceiving,
    effects.Yield: sites.OnYield,
    effects.Stock: sites.OnStock,
    effects.Price: market.OnPrices,
    effects.Demand: market.OnDemand,
    effects.Lane: ways.OnLanes,
    effects.Carrier: ways.OnLanes,
    effects.SlowLane: ways.OnPace,
    effects.SlowCarrier: ways.OnPace,
    effects.Freight: ways.OnFreight,
    effects.OrdersLost: ways.OnOrders,
    effects.OrdersDoubled: ways.OnOrders,
    effects.Custom: ways.OnCustom,
    effects.Dark: records.OnRecords,
    effects.Late: records.OnRecords,
    effects.Wrong: records.OnErrors,
}
"""What does each effect."""
OF_SUPPLY = (effects.Supply, effects.Shipping, effects.Lane)
"""Effects of which the buyers of a lane can be warned."""


class Strikes:
    """The disruptions of a model. Where several meet, the tightest limit holds; surges of demand multiply.

    Args:
        crisis: disruptions by name.
        ground: what they act on.

    Attributes:
        bound: the disruptions with the rows that they may hit.
        today: what they change in a day.
        foreseen: days of its flow that each row is warned it will miss, or of more demand, `(rows, worlds)`; None if
            there is never a warning.
        acting: worlds in which one of them strikes today `(worlds,)`.
        striking: those that have something to do today, each with its severity `(rows or 1, worlds)`.
        nominal: capacity of makers on an undisturbed day `(makers, 1)`.
    """

    def __init__(self, crisis: Mapping[str, Disruption], ground: Ground) -> None:
        layout, worlds = ground.layout, ground.worlds.count
        self.ground = ground
        ground.points["shippable"] = np.inf
        self.nominal = layout.agent_column("capacity")[layout.makers, None]
        ground.making["capacity"] = self.nominal
        self.bound = bind_all(crisis, ground)
        self._effects = [bound.shock.effect for bound in self.bound]
        self._add_columns()
        self.today = Today(len(layout.buyer), len(layout.makers), worlds, self._blur())
        self._hits = [HITS[type(bound.shock.effect)](bound, ground, self.today) for bound in self.bound]
        self._standing: list[Hit] = []
        self.striking: list[tuple[Bound, Array]] = []
        self._surges = [hit for hit in self._hits if isinstance(hit, market.OnDemand)]
        warned = any(np.any(getattr(bound.shock, "warning", 0)) for bound in self.bound)
        self.foreseen = np.zeros((layout.rows, worlds)) if warned else None
        self._buyers = Groups(layout.buyer, layout.rows)
        self.acting = np.zeros(worlds, dtype=bool)

    def _has(self, *kinds: type[effects.Effect]) -> bool:
        return any(isinstance(effect, kinds) for effect in self._effects)

    def _add_columns(self) -> None:
        """Allocate what some effects need."""
        points, lanes = self.ground.points, self.ground.lanes
        if any(effect.destroys for effect in self._effects) and "spoiled" not in points:
            points.add("spoiled")
        if any(effect.destroys for effect in self._effects if isinstance(effect, effects.Lane)):
            points.add("missing")
        if self._has(effects.OrdersLost, effects.OrdersDoubled):
            points.add("mistaken")
        if self._has(effects.Lane, effects.Receiving):
            lanes.add("held")
        if self.spoils:
            self.ground.making.add("scrapped")

    def _blur(self) -> Blur | None:
        late = [effect.days for effect in self._effects if isinstance(effect, effects.Late)]
        blurs = self._has(effects.Dark, effects.Late, effects.Wrong, effects.OrdersLost, effects.OrdersDoubled)
        shape = self.ground.layout.rows, self.ground.worlds.count
        return Blur(*shape, max(late, default=0)) if blurs else None

    @property
    def dearer(self) -> bool:
        """True if prices or freight can change."""
        return self._has(effects.Price, effects.Freight)

    @property
    def spoils(self) -> bool:
        """True if the yield of some makers can fall."""
        return self._has(effects.Yield)

    def unsteady(self) -> Unsteady:
        """The lanes that can be slowed, or whose goods can be lost or sent another way."""
        stretch, detour, hit = np.ones(len(self.ground.layout.buyer)), 0, np.zeros(len(self.ground.layout.buyer))
        for bound, effect in zip(self.bound, self._effects, strict=True):
            if isinstance(effect, effects.SlowLane):
                stretch[bound.lanes] = np.maximum(stretch[bound.lanes], np.max(effect.factor))
                hit[bound.lanes] = 1.0
            elif isinstance(effect, effects.Lane) and effect.goods in ("lost", "rerouted"):
                detour = max(detour, effect.detour if effect.goods == "rerouted" else 0)
                hit[bound.lanes] = 1.0
        rows = np.flatnonzero(hit)
        return Unsteady(rows, stretch[rows], detour)

    def fog(self, rows: slice) -> records.Fog | None:
        """What makes the records of some rows dark, late or wrong; None if nothing ever does."""
        if self.today.blur is None:
            return None
        return records.Fog(self.today.blur, self.ground.points.get("mistaken"), rows)

    # ------------------------------------------------------------ who and when

    def struck_agents(self) -> list[str]:
        """Names of the agents that the shocks hit; for a lane, its seller."""
        layout = self.ground.layout
        return [str(name) for name in layout.names[np.flatnonzero(self.origins().any(axis=1))]]

    def origins(self) -> Array:
        """1 where a disruption may hit an agent, or a lane on which it sells `(agents, 1)` or `(agents, worlds)`."""
        layout = self.ground.layout
        hit = np.zeros((layout.inputs.start, 1))
        for bound in self.bound:
            weight = np.ones((1, 1)) if bound.weight is None else np.asarray(bound.weight > 0, dtype=float)
            if weight.shape[1] > hit.shape[1]:
                hit = np.repeat(hit, weight.shape[1], axis=1)
            agents = np.arange(layout.rows)[bound.rows]
            if len(agents):
                hit[agents] = np.maximum(hit[agents], weight)
            else:
                np.maximum.at(hit, layout.seller[bound.lanes], at(weight, bound.of_lanes))
        return hit

    def begins(self) -> Array:
        """The first measured day on which each world may be hit `(worlds,)`."""
        first = [np.broadcast_to(bound.course.begins, (1, self.ground.worlds.count)) for bound in self.bound]
        return np.min(first, axis=0)[0]

    # ------------------------------------------------------------ the day

    def strike(self, day: int) -> None:
        """Set the limits of a day."""
        ground, measured = self.ground, day - self.ground.warmup
        for name in ("spoiled", "missing"):
            if name in ground.points:
                ground.points[name] = 0.0
        if self._standing:
            for hit in self._standing:
                hit.lift()
            self.today.begin()
            self.acting[...] = False
        self._standing, self.striking = [hit for hit in self._hits if _is_due(hit, measured)], []
        for hit in self._standing:
            severity = hit.bound.severity(measured) * ground.worlds.struck
            self.acting |= (severity > 0).any(axis=0)
            self.striking.append((hit.bound, severity))
            hit.strike(severity, day)
        if self.foreseen is not None:
            self._foresee(self.foreseen, measured)

    def sway(self, wanted: Array) -> None:
        """Change what customers want today, units `(buyers, worlds)`."""
        for hit in self._surges:
            hit.sway(wanted)

    def _foresee(self, foreseen: Array, measured: int) -> None:
        """Note the days of its flow that each row is warned of: its share of the lanes that are hit, or more demand."""
        foreseen.fill(0.0)
        missing, planned = np.zeros((len(self.ground.layout.buyer), self.ground.worlds.count)), self.ground.planned
        for bound, effect in zip(self.bound, self._effects, strict=True):
            days = bound.weigh(bound.course.announced(measured)) * self.ground.worlds.struck
            if isinstance(effect, effects.Demand):
                foreseen[bound.rows] += np.maximum(days, 0.0)
            elif isinstance(effect, OF_SUPPLY):
                share = planned.share[bound.lanes] * at(days, bound.of_lanes)
                missing[bound.lanes] = np.maximum(missing[bound.lanes], share)
        foreseen += self._buyers.sum(missing, np.empty_like(foreseen))


def _is_due(hit: Hit, measured: int) -> bool:
    """Whether a disruption has something to do on a measured day."""
    return hit.bound.course.first <= measured and (hit.lasting or measured <= hit.bound.course.last)
