"""Strikes: what the shocks of a crisis do today, written into the columns that the day reads."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from jitagents.column import Array, Rows, Table, compact
from jitagents.crises import Shock
from jitagents.errors import InputError
from jitagents.flow import turn
from jitagents.layout import Layout
from jitagents.network.selection import select
from jitagents.planning import Planned
from jitagents.worlds import Worlds


@dataclass(frozen=True)
class Bound:
    """A shock and the rows that it hits: of agents, or of lanes."""

    shock: Shock
    rows: Rows


class Strikes:
    """The shocks of a model.

    Attributes:
        shipping: True if some agents can ship only so much today (column `shippable`).
        gated: True once production has been hit: from then on work in process can wait.
        passing: most that each lane takes today `(lanes, worlds)`, None if there is no limit.
        shut: 1 for a lane whose goods under way wait, 0 for others; None if there is none.
        closed: 1 for a lane that is shut or whose seller ships nothing; None if there is none.
        demand: factor on final demand `(buyers, worlds)`; None if it is 1.
    """

    def __init__(
        self, crisis: Mapping[str, Shock], layout: Layout, planned: Planned, worlds: Worlds, warmup: int, whole: bool
    ) -> None:
        self.layout, self.planned, self.worlds, self.warmup, self.whole = layout, planned, worlds, warmup, whole
        self.bound = [Bound(shock, self._rows(name, shock)) for name, shock in crisis.items()]
        self.lanes_can_close = any(shock.what in ("lane", "carrier") for shock in crisis.values())
        self.gated = False
        self._calm()

    def _calm(self) -> None:
        self.shipping = False
        self.passing: Array | None = None
        self.shut: Array | None = None
        self.closed: Array | None = None
        self.demand: Array | None = None

    def _rows(self, name: str, shock: Shock) -> Rows:
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

    def struck_agents(self) -> list[str]:
        """Names of the agents that the shocks hit; for a lane, its seller."""
        rows = {
            int(row)
            for bound in self.bound
            for row in (
                self.layout.seller[bound.rows]
                if bound.shock.what in ("lane", "carrier")
                else np.arange(self.layout.rows)[bound.rows]
            )
        }
        return [str(name) for name in self.layout.names[sorted(rows)]]

    def _tier(self) -> "pd.Series[int]":
        tier = np.empty(len(self.layout.network.agents), dtype=np.int64)
        tier[self.layout.agent[self.layout.agents]] = self.layout.tier[self.layout.agents]
        return pd.Series(tier, index=self.layout.network.agents.index)

    def strike(self, day: int, points: Table, making: Table, nominal: Array) -> None:
        """Set today's limits. `nominal` is the capacity of the makers in calm days `(makers, 1)`."""
        measured = day - self.warmup
        active = [bound for bound in self.bound if bound.shock.first <= measured <= bound.shock.last]
        if not active and not self._standing():
            return
        self._calm()
        left = {kind: self._left(active, kinds, measured) for kind, kinds in _ACTS_ON.items()}
        if left["production"] is not None or self.gated:
            self._hold_production(left["production"], making, nominal, day)
        self._hold_shipping(left["shipping"], points, day)
        self._close_lanes(left["lane"], left["shipping"], day)
        self.demand = left["demand"]

    def _standing(self) -> bool:
        """Something of yesterday's limits still stands."""
        return self.shipping or self.passing is not None or self.demand is not None or self._held

    _held = False

    def _left(self, active: list[Bound], kinds: tuple[str, ...], day: int) -> Array | None:
        """What shocks of these kinds leave of full strength, by agent or lane; None if none acts."""
        acting = [bound for bound in active if bound.shock.what in kinds]
        if not acting:
            return None
        of_lanes = "lane" in kinds
        left = np.ones((len(self.layout.buyer) if of_lanes else self.layout.rows, self.worlds.count))
        for bound in acting:
            severity = bound.shock.intensity(day) * self.worlds.struck
            left[bound.rows] *= 1.0 + severity if "demand" in kinds else 1.0 - severity
        return left[self.layout.buyers] if "demand" in kinds else left

    def _limit(self, left: Array, base: Array, day: int) -> Array:
        """Units that are let through: all where nothing is lost, else the rest of the base."""
        rest = left * base
        if self.whole:
            rest = np.floor(rest + turn(day))
        return np.where(left < 1.0, rest, np.inf)

    def _base(self) -> Array:
        """What a site's limit is a share of: its capacity, or its mean flow if that is unlimited."""
        capacity = self.layout.agent_column("capacity")[:, None]
        return np.where(np.isfinite(capacity), capacity, self.planned.plan.rate)

    def _hold_production(self, left: Array | None, making: Table, nominal: Array, day: int) -> None:
        makers = self.layout.makers
        making["capacity"][...] = nominal
        self._held = left is not None
        if left is not None:
            self.gated = True
            limit = self._limit(left[makers], self._base()[makers], day)
            np.minimum(making["capacity"], limit, out=making["capacity"])

    def _hold_shipping(self, left: Array | None, points: Table, day: int) -> None:
        self.shipping = left is not None
        if left is not None:
            points["shippable"][...] = self._limit(left, self._base(), day)

    def _close_lanes(self, left: Array | None, shipping: Array | None, day: int) -> None:
        if left is not None:
            self.passing = self._limit(left, self.planned.lane_rate, day)
            self.shut = (left <= 0.0).astype(float)
        if left is not None or shipping is not None:
            closed = np.zeros((len(self.layout.buyer), self.worlds.count)) if self.shut is None else self.shut.copy()
            if shipping is not None:
                np.maximum(closed, shipping[self.layout.seller] <= 0.0, out=closed)
            self.closed = closed


_ACTS_ON = {
    "production": ("supply", "production"),
    "shipping": ("supply", "shipping"),
    "lane": ("lane", "carrier"),
    "demand": ("demand",),
}


def _needed(shock: Shock) -> str:
    return "a buyer" if shock.what == "demand" else "an agent"
