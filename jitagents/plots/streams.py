"""Streams: the tree of a shortage's causes as a graph, in which an agent stands once, and the places of its nodes."""

from dataclasses import dataclass, field

import networkx as nx
import numpy as np

from jitagents.diagnosis.causes import Cause
from jitagents.diagnosis.words import Say, disruption_of
from jitagents.plots import layout

type Key = tuple[str, ...]

SEEN = 0.01
"""Beginnings below this share of all of them are not drawn."""
GOODS, ORDERS, DISRUPTION, OTHER = range(4)
"""Kinds of nodes: goods that an agent did not send, orders less or more than usual, a disruption, another origin."""
BEGINNINGS = {
    "wanted": "customers wanted more",
    "noise": "plain demand noise",
    "lost_sales": "earlier lost sales",
    "waiting": "customers wait",
    "capacity": "no capacity",
    "started": "fewer orders",
    "production": "production rule",
    "quality": "bad units",
    "line": "line stopped for bad parts",
    "bad": "bad units sent back",
    "replaced": "bad units replaced",
    "process": "later from the process",
    "way": "later on the way",
    "others": "others served first",
    "spoiled": "spoiled",
    "shrunk": "left unseen",
    "rest": "day of rest",
    "cancelled": "orders cancelled",
    "held": "not shipped",
    "gate": "waiting at the gate",
    "stopped": "not started",
    "buffer": "left in stock",
    "caught_up": "fallen behind",
    "reference": "caught up anyway",
    "rule": "ordering rule",
    "elsewhere": "ordered elsewhere",
    "sent": "sent less",
    "ordered": "ordered less",
}
"""Names of leaves of each kind at the beginning of a stream."""


@dataclass
class Node:
    """One node.

    Attributes:
        kind: what it stands for.
        lines: its label.
        day: the last one up to which it is counted.
        out: amount that it passes on.
        covered: of what came in, what was made up for there, by what did it.
        layer, rank: its column, 0 at the shortage, and its place there.
    """

    kind: int
    lines: list[str]
    day: int
    out: float = 0.0
    covered: dict[str, float] = field(default_factory=dict)
    layer: int = 0
    rank: float = 0.0

    @property
    def height(self) -> float:
        """Amount that it is drawn for."""
        return self.out + sum(self.covered.values())


class Streams:
    """The graph of a shortage.

    Args:
        cause: the shortage.
        say: gives words of labels in the reader's language.

    Attributes:
        nodes: by key, the shortage first.
        flows: amount from a node to a node.
    """

    def __init__(self, cause: Cause, say: Say = str) -> None:
        self._say = say
        self.nodes: dict[Key, Node] = {}
        self.flows: dict[tuple[Key, Key], float] = {}
        self._least = SEEN * sum(max(leaf.amount, 0.0) for leaf in cause.leaves())
        self._add(cause, None, apart=False)
        if not nx.is_directed_acyclic_graph(nx.DiGraph(list(self.flows))):
            self.nodes, self.flows = {}, {}
            self._add(cause, None, apart=True)
        self._place()

    def _add(self, cause: Cause, parent: Key | None, *, apart: bool, depth: int = 0) -> None:
        if parent is not None and cause.amount < 0:
            covered, name = self.nodes[parent].covered, "stock" if cause.kind == "buffer" else "other"
            covered[name] = covered.get(name, 0.0) - cause.amount
            return
        if parent is not None and not cause.children and cause.amount < self._least:
            return
        node = _node(cause, self._say)
        key = (str(node.kind), *node.lines, *([str(depth)] if apart else []))
        node = self.nodes.setdefault(key, node)
        node.out, node.day = node.out + max(cause.amount, 0.0), max(node.day, cause.day)
        if parent is not None:
            self.flows[key, parent] = self.flows.get((key, parent), 0.0) + cause.amount
        for child in cause.children:
            self._add(child, key, apart=apart, depth=depth + 1)

    def _place(self) -> None:
        """Columns by the longest way to the shortage, ranks with few crossings."""
        graph: nx.DiGraph[Key] = nx.DiGraph()
        graph.add_nodes_from(self.nodes)
        graph.add_edges_from((buyer, seller) for seller, buyer in self.flows)
        keys = list(self.nodes)
        for layer, found in enumerate(nx.topological_generations(graph)):
            for key in found:
                self.nodes[key].layer = layer
        ends = np.array([[keys.index(end) for end in flow] for flow in self.flows], dtype=np.int64).reshape(-1, 2)
        tiers = np.array([self.nodes[key].layer for key in keys], dtype=np.int64)
        for key, rank in zip(keys, layout.places(tiers, *ends.T)[1], strict=True):
            self.nodes[key].rank = float(rank)

    @property
    def columns(self) -> list[list[Node]]:
        """The nodes of each layer, from the top down."""
        found: list[list[Node]] = [[] for _ in range(1 + max(node.layer for node in self.nodes.values()))]
        for node in sorted(self.nodes.values(), key=lambda node: -node.rank):
            found[node.layer].append(node)
        return found


def _node(cause: Cause, say: Say) -> Node:
    """The node that a cause stands for."""
    if cause.kind == "smaller":
        kind, lines = OTHER, [say("smaller causes")]
    elif cause.kind == "short" or (cause.kind == "sent" and cause.children):
        kind, lines = GOODS, [cause.seller]
    elif cause.kind == "ordered" and cause.children:
        kind, lines = ORDERS, [cause.seller, say("ordered less" if cause.units > 0 else "ordered more")]
    elif cause.disruption:
        kind, lines = DISRUPTION, [cause.seller, disruption_of(cause, say)]
    else:
        less = cause.kind == "wanted" and cause.units > 0
        kind, lines = OTHER, [cause.seller, say("customers wanted less" if less else BEGINNINGS[cause.kind])]
    return Node(kind, lines, cause.day)
