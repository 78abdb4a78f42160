"""Guaranteed service: the best positions of safety stock if every stage promises its customers a service time."""

from dataclasses import dataclass

import networkx as nx
import numpy as np

from jitagents.column import Array
from jitagents.errors import InputError
from jitagents.layout import Index, Layout
from jitagents.network.graph import Graph
from jitagents.parameters import Parameters, param
from jitagents.planning import Planned


@dataclass(frozen=True)
class Terms(Parameters):
    """Service promised to final customers."""

    within: int = param(0, "days", "within which they are served", low=0)


@dataclass(frozen=True)
class Stages:
    """The stages of a network under guaranteed service; all times in whole days.

    Attributes:
        times: processing time of each stage `(stages,)`; of one that buys from outside, with the supplier's service.
        sellers, buyers: stage at each end of a lane `(lanes,)`.
        lane_times: transport time of each lane `(lanes,)`.
        worth: value of a unit of safety stock, times the standard deviation of a day's demand `(stages,)`.
        within: longest service time that customers of a stage accept `(stages,)`; -1 where it has no final customers.
    """

    times: Index
    sellers: Index
    buyers: Index
    lane_times: Index
    worth: Array
    within: Index

    def graph(self) -> Graph:
        """Return the lanes as edges from seller to buyer, with their transport time as `days`.

        Raises:
            InputError: the lanes form no tree.
        """
        graph: Graph = nx.DiGraph()
        graph.add_nodes_from(range(len(self.times)))
        ends = zip(self.sellers.tolist(), self.buyers.tolist(), strict=True)
        graph.add_edges_from((*pair, {"days": days}) for pair, days in zip(ends, self.lane_times.tolist(), strict=True))
        undirected = graph.to_undirected(as_view=True)
        if undirected.number_of_edges() < len(self.sellers) or not nx.is_forest(undirected):
            raise InputError(
                "guaranteed service: the best service times are known for trees, and this network is none: between "
                "some agents there is more than one way; choose another placement, as marginal"
            )
        return graph


def net_times(stages: Stages) -> Index:
    """Return the net replenishment times under the best service times, whole days `(stages,)`.

    A stage that is promised goods within SI days, takes T days, and promises its own goods within S days holds safety
    stock for the demand of SI + T - S days, in proportion to the square root of that time. The service times of least
    stock, in value, are found by dynamic programming over the tree of stages.

    Source:
        Graves & Willems 2000, M&SOM 2(1); for stages in line Simpson 1958, Operations Research 6(6).

    Raises:
        InputError: the stages form no tree.
    """
    solver = _Solver(stages)
    for part in nx.weakly_connected_components(solver.graph):
        solver.solve(min(part))
    return solver.net


class _Solver:
    """Solver of the dynamic program. A table holds the least cost of a stage and all behind it, by S (rows) and SI."""

    def __init__(self, stages: Stages) -> None:
        self.stages, self.graph = stages, stages.graph()
        self.net = np.zeros_like(stages.times)
        self._longest = np.zeros_like(stages.times)  # SI, if nobody upstream holds anything
        for stage in nx.topological_sort(self.graph):
            for seller in self.graph.predecessors(stage):
                reach = self._longest[seller] + stages.times[seller] + self.graph.edges[seller, stage]["days"]
                self._longest[stage] = max(self._longest[stage], reach)
        self._tables = {stage: self._stage_cost(stage) for stage in self.graph}

    def solve(self, root: int) -> None:
        """Find the net times of a tree: its costs from the leaves to the root, then the choices back to the leaves."""
        hops = list(nx.bfs_edges(self.graph.to_undirected(as_view=True), root))
        for stage, child in reversed(hops):
            self._tables[stage] += self._behind(stage, child)
        chosen = {root: _least(self._tables[root])}
        for stage, child in hops:
            chosen[child] = self._choice(stage, child, *chosen[stage])
        for stage, (outbound, inbound) in chosen.items():
            self.net[stage] = inbound + self.stages.times[stage] - outbound

    def _stage_cost(self, stage: int) -> Array:
        """Return the cost of a stage alone, by S and SI; infinite where they are not allowed."""
        time, longest = self.stages.times[stage], self._longest[stage]
        outbound, inbound = np.arange(longest + time + 1)[:, None], np.arange(longest + 1)
        net = inbound + time - outbound
        late = (outbound > self.stages.within[stage]) & (self.stages.within[stage] >= 0)
        return np.where((net < 0) | late, np.inf, self.stages.worth[stage] * np.sqrt(np.maximum(net, 0)))

    def _behind(self, stage: int, child: int) -> Array:
        """Return the least cost behind a child, by SI if the stage buys from it, by S if it sells to it."""
        table = self._tables[child]
        if self.graph.has_edge(child, stage):
            best = np.minimum.accumulate(table.min(axis=1))
            at = np.arange(self._longest[stage] + 1) - self.graph.edges[child, stage]["days"]
            return np.where(at < 0, np.inf, best[np.clip(at, 0, len(best) - 1)])
        best = np.minimum.accumulate(table.min(axis=0)[::-1])[::-1]
        return best[self.graph.edges[stage, child]["days"] :][: len(self._tables[stage]), None]

    def _choice(self, stage: int, child: int, outbound: int, inbound: int) -> tuple[int, int]:
        """Return the best S and SI of a child, given those of its neighbour."""
        if self.graph.has_edge(child, stage):
            return _least(self._tables[child][: inbound - self.graph.edges[child, stage]["days"] + 1])
        least = outbound + self.graph.edges[stage, child]["days"]
        child_outbound, beyond = _least(self._tables[child][:, least:])
        return child_outbound, beyond + least


def _least(table: Array) -> tuple[int, int]:
    """Return row and column of the least cost."""
    row, column = np.unravel_index(table.argmin(), table.shape)
    return int(row), int(column)


def safety_days(layout: Layout, planned: Planned, within: int) -> dict[str, float]:
    """Return the days of cover of stages with safety stock, in the proportions of guaranteed service, by name.

    Args:
        layout: rows and lanes; inputs of plants hold no safety stock: a plant waits for the slowest of its sellers.
        planned: mean flows, lead times and deviations; times are rounded to whole days.
        within: days within which final customers are served.

    Raises:
        InputError: the network is no tree.
    """
    network, agents, plan = layout.network, layout.agent_rows, planned.plan
    times = np.zeros(agents.stop)
    times[layout.maker_rows] = layout.making_times.mean
    buyer = layout.row_of[network.buyer_row[layout.lane_order]]
    deviation, value = plan.demand_sd[agents, 0], plan.value[agents, 0]
    stages = Stages(
        times=np.rint(times).astype(np.int64),
        sellers=layout.lane_seller,
        buyers=buyer,
        lane_times=np.rint(planned.lanes.lead_time[:, 0]).astype(np.int64),
        worth=value * deviation,
        within=np.where(np.arange(agents.stop) < layout.market_rows.stop, within, -1),
    )
    days = deviation * np.sqrt(net_times(stages)) / plan.rate[agents, 0]
    return {str(name): float(cover) for name, cover in zip(layout.names[agents], days, strict=True) if cover > 0}
