"""Strikes: the disruptions of a model, day by day."""

from collections.abc import Mapping

import numpy as np

from jitagents.column import Array
from jitagents.crises import Disruption, effects
from jitagents.day.journey import Unsteady
from jitagents.day.strikes import market, records, sites, ways
from jitagents.day.strikes.binding import bind_all
from jitagents.day.strikes.bound import Bound, Ground
from jitagents.day.strikes.fog import Fog
from jitagents.day.strikes.hit import Hit
from jitagents.day.strikes.today import Today
from jitagents.day.strikes.warnings import Warnings
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


class Strikes:
    """The disruptions of a model. Where several meet, the tightest limit holds; surges of demand multiply.

    Args:
        crisis: disruptions by name.
        ground: what they act on.

    Attributes:
        bound: the disruptions with the rows that they may hit.
        causes: those of them that begin the crisis: not what only follows from others, unless there is nothing else.
        today: what they change in a day.
        warnings: what stock points know beforehand.
        striking: those that have something to do today, each with its severity `(rows or 1, worlds)`.
        acting: worlds in which one of them strikes today `(worlds,)`.
        nominal: capacity of makers on an undisturbed day `(makers, 1)`.
    """

    def __init__(self, crisis: Mapping[str, Disruption], ground: Ground) -> None:
        layout, worlds = ground.layout, ground.worlds.count
        self.ground = ground
        ground.points["shippable"] = np.inf
        self.nominal = layout.agent_column("capacity")[layout.makers, None]
        ground.making["capacity"] = self.nominal
        self.bound = bind_all(crisis, ground)
        self.causes = [bound for bound in self.bound if not bound.shock.consequent] or self.bound
        sizes = {"lanes": len(layout.buyer), "makers": len(layout.makers), "points": layout.rows}
        self.today = Today(sizes, worlds)
        self._hits = [HITS[type(bound.shock.effect)](bound, ground, self.today) for bound in self.bound]
        self._add_columns()
        self._counted = [name for name in ("spoiled", "missing") if name in ground.points]
        self._buyers = Groups(layout.buyer, layout.rows)
        self._standing: list[Hit] = []
        self.striking: list[tuple[Bound, Array]] = []
        self.acting = np.zeros(worlds, dtype=bool)
        self.warnings = Warnings(self.bound, ground)

    def _add_columns(self) -> None:
        """Allocate what the hits need."""
        for hit in self._hits:
            for column in hit.columns:
                table, _, name = column.partition(".")
                getattr(self.ground, table).add(name)

    # ------------------------------------------------------------ what can happen

    @property
    def dearer(self) -> bool:
        """True if prices or freight can change."""
        return any(isinstance(hit, market.OnPrices | ways.OnFreight) for hit in self._hits)

    def unsteady(self) -> Unsteady:
        """The lanes that can be slowed, or whose goods can be lost or sent another way."""
        stretch, detour = np.zeros(len(self.ground.layout.buyer)), 0
        for hit in self._hits:
            lanes = hit.bound.lanes
            if isinstance(hit, ways.OnPace):
                stretch[lanes] = np.maximum(stretch[lanes], np.max(hit.effect.factor))
            elif isinstance(hit, ways.OnLanes) and hit.diverts:
                stretch[lanes] = np.maximum(stretch[lanes], 1.0)
                detour = max(detour, hit.effect.detour)
        rows = np.flatnonzero(stretch)
        return Unsteady(rows, stretch[rows], detour)

    def fog(self, rows: slice) -> Fog | None:
        """What makes the records of some rows dark, late or wrong; None if nothing ever does."""
        if not any(((hit.veils >= rows.start) & (hit.veils < rows.stop)).any() for hit in self._hits):
            return None
        late = [hit.effect.days for hit in self._hits if isinstance(hit.effect, effects.Late)]
        return Fog(self.today, self.ground.points, rows, max(late, default=0), self.ground.whole)

    def struck_agents(self) -> list[str]:
        """Names of the agents that the shocks hit; for a lane, its seller."""
        layout = self.ground.layout
        return [str(name) for name in layout.names[np.flatnonzero(self.origins().any(axis=1))]]

    def origins(self) -> Array:
        """1 where the crisis may begin: at an agent, or the seller on a lane, `(agents, 1)` or `(agents, worlds)`."""
        layout, hit = self.ground.layout, np.zeros((self.ground.layout.inputs.start, 1))
        for bound in self.causes:
            reached = np.ones((1, 1)) if bound.weight is None else np.asarray(bound.weight > 0, dtype=float)
            if reached.shape[1] > hit.shape[1]:
                hit = np.repeat(hit, reached.shape[1], axis=1)
            np.maximum.at(hit, bound.rows, bound.agents.at(reached))
            np.maximum.at(hit, layout.seller[bound.lanes], bound.ways.at(reached))
        return hit

    def begins(self) -> Array:
        """The first measured day on which each world may be hit `(worlds,)`."""
        first = [np.broadcast_to(bound.course.begins, (1, self.ground.worlds.count)) for bound in self.causes]
        return np.min(first, axis=0)[0]

    # ------------------------------------------------------------ the day

    def strike(self, day: int) -> None:
        """Set the limits of a day."""
        ground, measured = self.ground, day - self.ground.warmup
        for name in self._counted:
            ground.points[name] = 0.0
        if self._standing:
            for hit in self._standing:
                hit.lift()
            self.today.begin()
            self.acting[...] = False
        self._standing, self.striking = [hit for hit in self._hits if _is_due(hit, measured)], []
        for hit in self._standing:
            severity = hit.bound.severity(measured) * ground.worlds.struck
            self.acting |= (severity != 0.0).any(axis=0)
            self.striking.append((hit.bound, severity))
            hit.strike(severity, day)
        if "mistaken" in ground.points:
            self._find_out(ground.points["mistaken"], ground.points["astray"])
        self.warnings.tell(measured)

    def sway(self, wanted: Array) -> None:
        """Change what customers want today, units `(buyers, worlds)`."""
        for hit in self._standing:
            if isinstance(hit, market.OnDemand):
                hit.sway(wanted)

    def _find_out(self, mistaken: Array, astray: Array) -> None:
        """What went wrong with orders is found out where none goes wrong any more."""
        misled = self.today.misled
        found = np.ones_like(mistaken)
        if misled is not None:
            found -= self._buyers.sum((misled != 0.0).astype(float), np.empty_like(mistaken)) > 0.0
        astray[...] = mistaken * found
        mistaken -= astray


def _is_due(hit: Hit, measured: int) -> bool:
    """Whether a disruption has something to do on a measured day."""
    return hit.bound.course.first <= measured and (hit.lasting or measured <= hit.bound.course.last)
