"""Scopes: the network, its tiers and its agents, as sums over rows."""

from collections.abc import Collection
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

from jitagents.accounting.names import parse_names
from jitagents.column import Array
from jitagents.layout import Layout

type Index = npt.NDArray[np.int64]

KINDS = ("network", "tiers", "agents", "lanes")
"""The kinds of scopes of a summary."""
LANE = "lane:"
"""The scope of a lane is this and its name; only some measures have numbers there, which no `Scopes` adds up."""


def kept(asked: Any) -> list[str]:
    """Read the kinds of scopes asked for.

    Args:
        asked: a list of names, or `all`.

    Raises:
        InputError: no list of names, names that there are not, or the network is left out.
    """
    return parse_names(asked, KINDS, "scopes", required=KINDS[:1])


class Scopes:
    """Sums over rows for each scope, in the order network, tiers, agents (as in the network).

    Units are added up only where a scope has one item: there are no sums of cars and chips. Elsewhere a total in units
    is NaN, and what is a quotient of totals weighs each unit by its value.

    Args:
        layout: rows.
        value: of a unit of each row, money `(rows, 1)`.
        agents: whether there is a scope for each agent.

    Attributes:
        names: `network`, `tier:N`, `agent:NAME`.
        stock: matrix `(scopes, rows)` over all stock points, inputs included.
        flow: the same over agents only; for the network: over the markets (buyers).
        every: over agents only; for the network: over all agents.
        within: matrix `(scopes, lanes)` of the lanes whose two ends belong to the scope.
        item: number of the item of each row.
        weighed_flow, weighed_every: the same, each row times the value of its unit in scopes of several items.
        several_stock, several_flow, several_every: NaN for scopes with several items, else 0 `(scopes, 1)`.
        daily: number of leading scopes (network and tiers) whose history is kept.
        tier_of_agent: tier of each agent `(agents,)`, as in the network.
    """

    def __init__(self, layout: Layout, value: Array, agents: bool = True) -> None:
        tiers = int(layout.tier.max(initial=0)) + 1
        names = layout.network.agents["name"].tolist() if agents else []
        self.names = ["network", *(f"tier:{tier}" for tier in range(tiers)), *(f"agent:{name}" for name in names)]
        self.daily = 1 + tiers
        self.tier_of_agent = np.empty(len(layout.network.agents), dtype=np.int64)
        self.tier_of_agent[layout.agent] = layout.tier
        self._row_of_agent = layout.row_of[: len(layout.network.agents)]
        points = np.arange(layout.rows)
        agent_rows, market_rows = points[layout.agent_rows], points[layout.market_rows]
        self.stock = self._matrix(layout, points, points)
        self.flow = self._matrix(layout, agent_rows, market_rows)
        self.every = self._matrix(layout, agent_rows, agent_rows)
        self.within = self._within(layout)
        _, self.item = np.unique(layout.items.astype(str), return_inverse=True)
        self.several_stock, self.several_flow, self.several_every = (
            several(matrix, self.item) for matrix in (self.stock, self.flow, self.every)
        )
        self.weighed_flow = weighed(self.flow, value, self.several_flow)
        self.weighed_every = weighed(self.every, value, self.several_every)

    def of(self, kinds: Collection[str]) -> Index:
        """Indices of the scopes of some kinds; lanes are not among them."""
        tiers, count = self.daily, len(self.names)
        parts = {"network": range(1), "tiers": range(1, tiers), "agents": range(tiers, count)}
        return np.array([scope for kind, part in parts.items() if kind in kinds for scope in part], dtype=np.int64)

    def several(self, rows: Index) -> Array:
        """NaN for the scopes that have several items at some stock points, else 0 `(scopes, 1)`."""
        some = np.unique(rows)
        return several(self.stock[:, some], self.item[some])

    def agents(self, rows: Array) -> Array:
        """Sort numbers of the rows of agents in the order of the network `(agents, worlds)`."""
        return rows[self._row_of_agent]

    def stacked(self, leading: Array, rows: Array) -> Array:
        """Join numbers of network and tiers with those of the rows of agents: `(scopes, worlds)`."""
        return np.concatenate((leading, self.agents(rows)))[: len(self.names)]

    def by_tier(self, agents: Array, of: np.ufunc) -> Array:
        """Reduce numbers of agents tier by tier: `(tiers, worlds)`.

        Args:
            agents: in the order of the network `(agents, worlds)`.
            of: the reduction, e.g. `np.maximum`.
        """
        return np.stack([of.reduce(agents[self.tier_of_agent == tier], axis=0) for tier in range(self.daily - 1)])

    def _within(self, layout: Layout) -> sparse.csr_array:
        lanes = np.arange(len(layout.lane_buyer))
        buyer, seller = layout.tier[layout.lane_buyer], layout.tier[layout.lane_seller]
        level = lanes[buyer == seller]
        scope = np.concatenate((np.zeros_like(lanes), 1 + buyer[level]))
        lane, shape = np.concatenate((lanes, level)), (len(self.names), len(lanes))
        return sparse.csr_array((np.ones(len(lane)), (scope, lane)), shape=shape)

    def _matrix(self, layout: Layout, rows: Index, of_network: Index) -> sparse.csr_array:
        scope = np.concatenate((np.zeros_like(of_network), 1 + layout.tier[rows], self.daily + layout.agent[rows]))
        row = np.concatenate((of_network, rows, rows))
        included = scope < len(self.names)
        shape = (len(self.names), layout.rows)
        return sparse.csr_array((np.ones(included.sum()), (scope[included], row[included])), shape=shape)


def several(matrix: sparse.csr_array, item: Index) -> Array:
    """NaN for the scopes of a matrix that add up rows of several items, else 0 `(scopes, 1)`.

    Args:
        matrix: weights `(scopes, rows)`.
        item: number of the item of each row.
    """
    least, most = np.full((2, matrix.shape[0]), [[len(item)], [-1]])
    np.minimum.at(least, _scope_of(matrix), item[matrix.indices])
    np.maximum.at(most, _scope_of(matrix), item[matrix.indices])
    return np.where(most > least, np.nan, 0.0)[:, None]


def weighed(matrix: sparse.csr_array, value: Array, several: Array) -> sparse.csr_array:
    """The matrix with each row times its value, in the scopes of several items."""
    weights = np.where(np.isnan(several[_scope_of(matrix), 0]), value[matrix.indices, 0], 1.0)
    return sparse.csr_array((matrix.data * weights, matrix.indices, matrix.indptr), shape=matrix.shape)


def _scope_of(matrix: sparse.csr_array) -> Index:
    """Scope of each stored number of a matrix."""
    return np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
