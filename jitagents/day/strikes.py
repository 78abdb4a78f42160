"""Strikes: what the shocks of a crisis do today, written into the columns that the day reads."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import numpy.typing as npt
import pandas as pd

from jitagents.column import Array, Rows, Table, compact
from jitagents.crises import Course, Disruption
from jitagents.errors import InputError
from jitagents.flow import NONE, Index, turn
from jitagents.layout import Layout
from jitagents.network.selection import select
from jitagents.planning import Planned
from jitagents.worlds import Worlds


@dataclass(frozen=True)
class Bound:
    """A disruption, its course, the rows that it hits (of agents, or of lanes), and what hangs on those agents.

    Attributes:
        makers: those of the rows that make, as rows of the table of makers.
        lanes: the lanes that the agents sell on, or the lanes themselves.
        of_makers, of_lanes: place among the rows of those makers, and of the sellers of those lanes.
    """

    shock: Disruption
    course: Course
    rows: Rows
    makers: Rows
    lanes: Rows
    of_makers: Index
    of_lanes: Index


class Strikes:
    """The shocks of a model. Where several meet, the tightest limit holds; surges of demand multiply.

    Attributes:
        shipping: True if some agents can ship only so much today (column `shippable`).
        gated: True once production has been hit: from then on work in process can wait.
        passing: most that each lane takes today `(lanes, worlds)`, None if there is no limit.
        shut: 1 for a lane whose goods under way wait, 0 for others; None if there is none.
        closed: 1 for a lane that is shut or whose seller ships nothing; None if there is none.
        demand: factor on final demand `(buyers, worlds)`; None if it is 1.
    """

    def __init__(
        self,
        crisis: Mapping[str, Disruption],
        layout: Layout,
        planned: Planned,
        points: Table,
        making: Table,
        worlds: Worlds,
        warmup: int,
        whole: bool,
    ) -> None:
        self.layout, self.planned, self.points, self.making = layout, planned, points, making
        self.worlds, self.warmup, self.whole = worlds, warmup, whole
        self.bound = [self._bind(name, shock) for name, shock in crisis.items()]
        self.lanes_can_close = any(shock.what in ("lane", "carrier") for shock in crisis.values())
        self.nominal = layout.agent_column("capacity")[layout.makers, None]
        capacity = layout.agent_column("capacity")[:, None]
        # What a site's limit is a share of: its capacity, or its mean flow if that is unlimited.
        self._base = np.where(np.isfinite(capacity), capacity, planned.plan.rate)
        points["shippable"] = np.inf
        making["capacity"] = self.nominal
        self.gated = self._standing = False
        self._lift()

    def _bind(self, name: str, shock: Disruption) -> Bound:
        rows, layout = self._rows(name, shock), self.layout
        if shock.what in ("lane", "carrier"):
            names, of_lanes = np.unique(self._ways(shock)[rows], return_inverse=True)
            course = shock.course(names, self.worlds, f"crisis.{name}", 1 - self.warmup)
            return Bound(shock, course, rows, slice(0, 0), rows, NONE, of_lanes)
        hit = np.arange(layout.rows)[rows]
        course = shock.course(layout.names[hit], self.worlds, f"crisis.{name}", 1 - self.warmup)
        makers, lanes = np.flatnonzero(np.isin(layout.makers, hit)), np.flatnonzero(np.isin(layout.seller, hit))
        of_makers, of_lanes = (np.searchsorted(hit, found) for found in (layout.makers[makers], layout.seller[lanes]))
        return Bound(shock, course, rows, compact(makers), compact(lanes), of_makers, of_lanes)

    def _ways(self, shock: Disruption) -> npt.NDArray[np.object_]:
        """What goes down as one: the carrier of each lane, or the lane itself `(lanes,)`."""
        layout = self.layout
        if shock.what == "carrier":
            return layout.network.lanes["carrier"].to_numpy(dtype=object)[layout.lane_order]
        return layout.names[layout.seller] + " -> " + layout.names[layout.buyer]

    def _rows(self, name: str, shock: Disruption) -> Rows:
        layout, place = self.layout, f"crisis.{name}.target"
        network = layout.network
        if shock.what in ("lane", "carrier"):
            lanes = network.lanes.assign(item=network.agents["item"].to_numpy(dtype=object)[network.seller_row])
            if shock.what == "carrier":
                hit = network.carriers["name"][select(network.carriers, shock.target, place)]
                chosen = lanes["carrier"].isin(hit).to_numpy()
            else:
                chosen = select(lanes, shock.target, place)
            return compact(np.flatnonzero(chosen[layout.lane_order]))
        agents = network.agents.assign(tier=self._tier())
        chosen = select(agents, shock.target, place)
        if shock.what == "demand":
            chosen &= (network.agents["kind"] == "buyer").to_numpy()
        if not chosen.any():
            raise InputError(f"{place}: hits nobody: a shock of {shock.what} needs {_needed(shock)}")
        return layout.rows_named(chosen)

    def origins(self) -> Array:
        """1 for the agents that a shock may hit (for a lane: its seller), 0 for others `(agents, 1)`."""
        everyone, sellers = np.arange(self.layout.rows), self.layout.seller
        struck = np.zeros((self.layout.firms.stop, 1))
        for one in self.bound:
            struck[sellers[one.lanes] if one.shock.what in ("lane", "carrier") else everyone[one.rows]] = 1.0
        return struck

    def struck_agents(self) -> list[str]:
        """Names of the agents that the shocks may hit."""
        return [str(name) for name in self.layout.names[np.flatnonzero(self.origins().any(axis=1))]]

    def begins(self) -> Array:
        """Measured day on which the crisis begins in each world `(worlds,)`."""
        shape = (1, self.worlds.count)
        starts = [np.broadcast_to(np.asarray(one.shock.start, dtype=float), shape) for one in self.bound]
        return np.floor(np.min(starts, axis=0))[0]

    def acting(self, day: int) -> npt.NDArray[np.bool_]:
        """Whether any shock acts on a measured day, in each world `(worlds,)`; to be asked day by day."""
        acts = np.zeros((1, self.worlds.count), dtype=bool)
        for one in self.bound:
            if one.shock.first <= day <= one.shock.last:
                acts |= (one.course.intensity(day) * self.worlds.struck).any(axis=0)
        return acts[0]

    def _tier(self) -> "pd.Series[int]":
        tier = np.empty(len(self.layout.network.agents), dtype=np.int64)
        tier[self.layout.agent[self.layout.firms]] = self.layout.tier[self.layout.firms]
        return pd.Series(tier, index=self.layout.network.agents.index)

    def strike(self, day: int) -> None:
        """Set the limits of a day."""
        measured = day - self.warmup
        active = [bound for bound in self.bound if bound.shock.first <= measured <= bound.shock.last]
        if self._standing:
            self._lift()
        for bound in active:
            severity = bound.course.intensity(measured) * self.worlds.struck
            self._ACTIONS[bound.shock.what](self, bound, severity, day)
        self._standing = bool(active)

    def _lift(self) -> None:
        """Take back yesterday's limits."""
        if any(bound.shock.what in ("supply", "shipping") for bound in self.bound):
            self.points["shippable"] = np.inf
        for bound in self.bound:
            if self.gated and bound.shock.what in ("supply", "production"):
                self.making["capacity"][bound.makers] = self.nominal[bound.makers]
        self.shipping = False
        self.passing: Array | None = None
        self.shut: Array | None = None
        self.closed: Array | None = None
        self.demand: Array | None = None

    def _limit(self, severity: Array, base: Array, day: int) -> Array:
        """Units that are let through: all where nothing is lost, else the rest of the base."""
        rest = (1.0 - severity) * base
        if self.whole:
            rest = np.floor(rest + turn(day))
        return np.where(severity > 0.0, rest, np.inf)

    def _hit_supply(self, bound: Bound, severity: Array, day: int) -> None:
        self._hit_production(bound, severity, day)
        self._hit_shipping(bound, severity, day)

    def _hit_production(self, bound: Bound, severity: Array, day: int) -> None:
        self.gated = True
        capacity, makers = self.making["capacity"], bound.makers
        limit = self._limit(_of(severity, bound.of_makers), self._base[self.layout.makers[makers]], day)
        capacity[makers] = np.minimum(capacity[makers], limit)

    def _hit_shipping(self, bound: Bound, severity: Array, day: int) -> None:
        self.shipping = True
        shippable = self.points["shippable"]
        limit = self._limit(severity, self._base[bound.rows], day)
        shippable[bound.rows] = np.minimum(shippable[bound.rows], limit)
        self._close(bound.lanes, _of(severity, bound.of_lanes))

    def _hit_lanes(self, bound: Bound, severity: Array, day: int) -> None:
        rows, severity = bound.lanes, _of(severity, bound.of_lanes)
        shape = (len(self.layout.buyer), self.worlds.count)
        if self.passing is None or self.shut is None:
            self.passing, self.shut = np.full(shape, np.inf), np.zeros(shape)
        limit = self._limit(severity, self.planned.lane_rate[rows], day)
        self.passing[rows] = np.minimum(self.passing[rows], limit)
        self.shut[rows] = np.maximum(self.shut[rows], severity >= 1.0)
        self._close(rows, severity)

    def _close(self, lanes: Rows, severity: Array) -> None:
        if self.closed is None:
            self.closed = np.zeros((len(self.layout.buyer), self.worlds.count))
        self.closed[lanes] = np.maximum(self.closed[lanes], severity >= 1.0)

    def _hit_demand(self, bound: Bound, severity: Array, day: int) -> None:
        if self.demand is None:
            self.demand = np.ones((self.layout.buyers.stop, self.worlds.count))
        self.demand[bound.rows] *= 1.0 + severity

    _ACTIONS: ClassVar = {
        "supply": _hit_supply,
        "production": _hit_production,
        "shipping": _hit_shipping,
        "lane": _hit_lanes,
        "carrier": _hit_lanes,
        "demand": _hit_demand,
    }


def _of(severity: Array, rows: Index) -> Array:
    """The severity at some of the rows that are hit; one row stands for all."""
    return severity if len(severity) == 1 else severity[rows]


def _needed(shock: Disruption) -> str:
    return "a buyer" if shock.what == "demand" else "an agent"
