"""Scopes: the network, its tiers, its agents, as sums over rows."""

from collections.abc import Collection
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

from jitagents.accounting.names import picked
from jitagents.column import Array
from jitagents.errors import InputError
from jitagents.layout import Layout

type Index = npt.NDArray[np.int64]

KINDS = ("network", "tiers", "agents")
"""What the scopes of a summary are of."""


def kept(asked: Any) -> list[str]:
    """The kinds of scopes asked for.

    Args:
        asked: a list of names, or `all`.

    Raises:
        InputError: no list of names, names that there are not, or the network is left out.
    """
    kinds = picked(asked, KINDS, "scopes")
    if KINDS[0] not in kinds:
        raise InputError(f"scopes = {asked!r}: {KINDS[0]} must be one of them")
    return kinds


class Scopes:
    """Sums over rows for each scope, in the order network, tiers, agents (as in the network).

    Args:
        layout: rows.
        agents: whether there is a scope for each agent.

    Attributes:
        names: `network`, `tier:N`, `agent:NAME`.
        stock: matrix `(scopes, rows)` over all stock points, inputs included.
        flow: the same over agents only; for the network: over the buyers.
        daily: number of leading scopes (network and tiers) whose history is kept.
        tier_of_agent: tier of each agent `(agents,)`, as in the network.
    """

    def __init__(self, layout: Layout, agents: bool = True) -> None:
        tiers = int(layout.tier.max(initial=0)) + 1
        names = layout.network.agents["name"].tolist() if agents else []
        self.names = ["network", *(f"tier:{tier}" for tier in range(tiers)), *(f"agent:{name}" for name in names)]
        self.daily = 1 + tiers
        self.tier_of_agent = np.empty(len(layout.network.agents), dtype=np.int64)
        self.tier_of_agent[layout.agent] = layout.tier
        self._row_of_agent = layout.row_of[: len(layout.network.agents)]
        everyone = np.arange(layout.rows)
        firms, buyers = everyone[layout.agent_rows], everyone[layout.market_rows]
        self.stock = self._matrix(layout, everyone, everyone)
        self.flow = self._matrix(layout, firms, buyers)
        self.firms = self._matrix(layout, firms, firms)

    def of(self, kinds: Collection[str]) -> Index:
        """Which scopes are of these kinds."""
        tiers, all_ = self.daily, len(self.names)
        parts = {"network": range(1), "tiers": range(1, tiers), "agents": range(tiers, all_)}
        return np.array([scope for kind in KINDS if kind in kinds for scope in parts[kind]], dtype=np.int64)

    def agents(self, rows: Array) -> Array:
        """Numbers of the rows of agents, in the order of the network `(agents, worlds)`."""
        return rows[self._row_of_agent]

    def stacked(self, leading: Array, rows: Array) -> Array:
        """Numbers of all scopes `(scopes, worlds)`, from those of network and tiers and those of the rows of agents."""
        return np.concatenate((leading, self.agents(rows)))[: len(self.names)]

    def by_tier(self, agents: Array, of: np.ufunc) -> Array:
        """Numbers of agents in the order of the network, brought together tier by tier: `(tiers, worlds)`.

        Args:
            agents: `(agents, worlds)`.
            of: what brings them together, e.g. `np.maximum`.
        """
        return np.stack([of.reduce(agents[self.tier_of_agent == tier], axis=0) for tier in range(self.daily - 1)])

    def _matrix(self, layout: Layout, rows: Index, of_network: Index) -> sparse.csr_array:
        scope = np.concatenate((np.zeros_like(of_network), 1 + layout.tier[rows], self.daily + layout.agent[rows]))
        row = np.concatenate((of_network, rows, rows))
        kept = scope < len(self.names)
        shape = (len(self.names), layout.rows)
        return sparse.csr_array((np.ones(kept.sum()), (scope[kept], row[kept])), shape=shape)
