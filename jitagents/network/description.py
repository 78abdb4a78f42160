"""The description of a network: its agents, lanes and carriers."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from jitagents.column import Flags
from jitagents.errors import InputError
from jitagents.network.checks import check
from jitagents.network.columns import ACTIVE, AGENTS, CARRIERS, LANES
from jitagents.network.draft import Draft, Ints
from jitagents.network.filling import fill
from jitagents.shown import Shown


@dataclass(frozen=True, eq=False, repr=False)
class Network(Shown):
    """A checked network; make it with `Network.of`.

    Attributes:
        name: what reports call it.
        agents: one row an agent; columns as in `columns.AGENTS`, then free attributes.
        lanes: one row a lane; columns as in `columns.LANES`, then free attributes; shares and ranks are filled in.
        carriers: one row a carrier; columns as in `columns.CARRIERS`, then free attributes.
        whole: units are whole; else continuous.
        source: citation of the data.
        seller_row: row in `agents` of each lane's seller, shape (lanes,).
        buyer_row: row in `agents` of each lane's buyer, shape (lanes,).
    """

    name: str
    agents: pd.DataFrame
    lanes: pd.DataFrame
    carriers: pd.DataFrame
    whole: bool
    source: str
    seller_row: Ints = field(repr=False)
    buyer_row: Ints = field(repr=False)

    @classmethod
    def of(
        cls,
        agents: pd.DataFrame,
        lanes: pd.DataFrame,
        carriers: pd.DataFrame | None = None,
        *,
        name: str,
        whole: bool = True,
        source: str = "",
    ) -> Network:
        """Complete the tables and check the network.

        Args:
            agents: `name`, `kind` and `item`; other columns are optional.
            lanes: `seller` and `buyer`; other columns are optional.
            carriers: `name`, `capacity`; None for none.
            name: what reports call it.
            whole: units are whole; else continuous.
            source: citation of the data.

        Raises:
            InputError: lists all faults found, each with its place.
        """
        if not isinstance(whole, bool):
            raise InputError(f"whole = {whole!r}: must be true or false")
        faults: list[str] = []
        draft = Draft(
            fill(agents, AGENTS, "agents", faults),
            fill(lanes, LANES, "lanes", faults),
            fill(pd.DataFrame({"name": []}) if carriers is None else carriers, CARRIERS, "carriers", faults),
            whole,
        )
        faults += check(draft)
        if faults:
            raise InputError(*faults)
        return cls(
            name,
            _completed_agents(draft),
            _completed_lanes(draft),
            draft.carriers,
            whole,
            source,
            draft.seller,
            draft.buyer,
        )

    def _facts(self) -> dict[str, object]:
        counts = self.agents["kind"].value_counts(sort=False).items()
        kinds = ", ".join(f"{count:,} {kind}(s)" for kind, count in counts)
        agents = f"{len(self.agents):,} ({kinds})"
        own: dict[str, object] = {"name": self.name, "agents": agents, "lanes": f"{len(self.lanes):,}"}
        return own | ({"carriers": len(self.carriers)} if len(self.carriers) else {})

    @cached_property
    def is_source(self) -> npt.NDArray[np.bool_]:
        """Which agents are sources: suppliers that nobody sells to; shape (agents,)."""
        bought = np.bincount(self.buyer_row, minlength=len(self.agents))
        return np.asarray((self.agents["kind"] == "supplier").to_numpy() & (bought == 0))


def _completed_agents(draft: Draft) -> pd.DataFrame:
    agents = draft.agents
    makes = draft.is_plant | draft.is_source
    wacc = agents["wacc"]
    return agents.assign(
        firm=draft.firm,
        wacc=wacc.groupby(draft.firm).transform("max") if wacc.notna().any() else wacc,
        site=agents["site"].where(agents["site"] != "", agents["name"]),
        lead_time=np.where(makes & agents["lead_time"].isna(), 1.0, agents["lead_time"]),
    )


def _completed_lanes(draft: Draft) -> pd.DataFrame:
    lanes = draft.lanes
    lead_time = lanes["lead_time"].fillna(1.0)
    state = lanes["state"].where(lanes["state"] != "", ACTIVE)
    share = _shares(lanes["share"].where(state == ACTIVE, 0.0), draft.group)
    return lanes.assign(
        lead_time=lead_time,
        share=share,
        state=state,
        rank=_ranks(draft, share, lead_time, (state != ACTIVE).to_numpy()),
        order_delay=lanes["order_delay"].astype("int64"),
        priority=lanes["priority"].astype("int64"),
        price=lanes["price"].fillna(pd.Series(draft.agents["value"].to_numpy()[draft.seller])),
        stock=lanes["stock"].groupby(draft.group).transform("max") if lanes["stock"].notna().any() else lanes["stock"],
    )


def _shares(share: pd.Series, group: Ints) -> pd.Series:
    """Stated shares, and for the others equal parts of what the stated ones of the buyer and item leave."""
    empty = share.isna().to_numpy()
    left = 1.0 - np.bincount(group, weights=share.fillna(0.0))
    each = np.maximum(left, 0.0) / np.maximum(np.bincount(group, weights=empty), 1)
    filled = share.where(~empty, each[group])
    return filled / np.bincount(group, weights=filled)[group]


def _ranks(draft: Draft, share: pd.Series, lead_time: pd.Series, unused: Flags) -> Ints:
    """Ranks 1, 2, … in each buyer and item: stated ranks first, then by share, lead time, seller and mode.

    Lanes that are not in use come last.
    """
    rank = np.ones(len(share), dtype=np.int64)
    several = np.flatnonzero(np.bincount(draft.group)[draft.group] > 1)
    stated = draft.lanes["rank"].fillna(np.inf).to_numpy()[several]
    seller, mode = (pd.factorize(draft.lanes[name].iloc[several], sort=True)[0] for name in ("seller", "mode"))
    group = draft.group[several]
    order = np.lexsort(
        (mode, seller, lead_time.to_numpy()[several], -share.to_numpy()[several], stated, unused[several], group)
    )
    sorted_group = group[order]
    first = np.r_[True, sorted_group[1:] != sorted_group[:-1]] if len(order) else np.zeros(0, dtype=bool)
    place = np.arange(len(order))
    rank[several[order]] = place - np.maximum.accumulate(np.where(first, place, 0)) + 1
    return rank
