"""Networks as NetworkX graphs, in and out."""

from typing import Any

import networkx as nx
import pandas as pd

from jitagents.errors import InputError
from jitagents.network.description import Network

type Graph = "nx.DiGraph[Any]"


def to_graph(network: Network) -> Graph:
    """Directed graph of a network: agents are nodes, lanes are edges from the seller to the buyer.

    It is a `MultiDiGraph` if a seller has several lanes to a buyer. All columns are attributes
    of nodes and edges; `name`, `whole`, `source` and `carriers` (a list of mappings) are attributes of the graph.
    """
    lanes = network.lanes
    several = bool(lanes.duplicated(["seller", "buyer"]).any())
    kind: type[nx.DiGraph[Any]] = nx.MultiDiGraph if several else nx.DiGraph
    graph: Graph = nx.from_pandas_edgelist(lanes, "seller", "buyer", edge_attr=True, create_using=kind)
    nx.set_node_attributes(graph, network.agents.set_index("name").to_dict("index"))
    carriers = network.carriers.to_dict("records")
    graph.graph |= {"name": network.name, "whole": network.whole, "source": network.source, "carriers": carriers}
    return graph


def from_graph(
    graph: Graph, *, name: str | None = None, whole: bool | None = None, source: str | None = None
) -> Network:
    """Network of a directed graph: nodes are agents, edges are lanes, their attributes the columns.

    A multigraph may have several lanes between two agents, each with another `mode`.

    Args:
        graph: nodes need the attributes `kind` and `item`; edges run from the seller to the buyer.
        name: what reports call it; None: the graph's own, or "graph".
        whole: units are whole; None: as the graph says, or true.
        source: citation of the data; None: as the graph says.

    Raises:
        InputError: the graph is undirected, or the network has faults.
    """
    if not graph.is_directed():
        raise InputError(
            "graph: is undirected; edges must run from the seller to the buyer: a networkx.DiGraph is needed"
        )
    own = graph.graph
    agents = pd.DataFrame([{"name": str(node), **data} for node, data in graph.nodes(data=True)])
    lanes = pd.DataFrame([{"seller": str(a), "buyer": str(b), **data} for a, b, data in graph.edges(data=True)])
    carriers = own.get("carriers") or None
    return Network.of(
        agents,
        lanes,
        None if carriers is None else pd.DataFrame(carriers),
        name=own.get("name") or "graph" if name is None else name,
        whole=own.get("whole", True) if whole is None else whole,
        source=own.get("source", "") if source is None else source,
    )
