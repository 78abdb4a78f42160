"""Centrality: the importance of each agent by its money and by its place, before any crisis."""

import networkx as nx
import pandas as pd

from jitagents.accounting.measures import Definition

ATTENUATION = 0.5
"""Attenuation of Katz centrality: the weight of a supplier's supplier against a supplier."""

MEASURES = {
    "spend": Definition(
        "money/day", "spend", "mean flow of the agent x its unit value", "Simchi-Levi et al. 2015, Interfaces 45(5)"
    ),
    "degree": Definition("share", "degree", "lanes of the agent, in and out / other agents", "Freeman 1978"),
    "betweenness": Definition(
        "share",
        "betweenness",
        "part of the shortest paths between two others, by number of lanes, that run through the agent",
        "Freeman 1978",
    ),
    "closeness": Definition(
        "share",
        "closeness",
        "agents downstream / all others x agents downstream / sum of their distances, by number of lanes",
        "Wasserman & Faust 1994, eq. 5.22",
    ),
    "pagerank": Definition(
        "share",
        "PageRank",
        "where one is who follows the money from a buyer to one of its sellers, by their shares in its spend, and with "
        "probability 0.15 begins anew at any agent",
        "Brin & Page 1998",
    ),
    "katz": Definition(
        "ratio",
        "Katz",
        "1 + half the sum over the agent's buyers of its share in their spend x their own Katz centrality, scaled",
        "Katz 1953",
    ),
}
"""Spend with an agent, and its place in the network. Eigenvector centrality is left out: on a directed graph
without cycles it is 0 for everybody."""


def centralities(agents: pd.DataFrame, lanes: pd.DataFrame) -> pd.DataFrame:
    """Spend with each agent, and its centralities, a row for each agent.

    The graph is directed from each buyer to its sellers, since it is the seller on whom the buyer depends, and weighted
    by the seller's share in what the buyer spends.

    Args:
        agents: name, value (money a unit), rate (units a day).
        lanes: seller, buyer, rate.
    """
    named = agents.set_index("name")
    value = (lanes["rate"] * lanes["seller"].map(named["value"])).groupby([lanes["buyer"], lanes["seller"]]).sum()
    share = (value / value.groupby("buyer").transform("sum")).fillna(0.0)
    flows = share.rename("share").reset_index()
    graph: nx.DiGraph[str] = nx.from_pandas_edgelist(flows, "buyer", "seller", "share", create_using=nx.DiGraph)
    graph.add_nodes_from(named.index)
    found = {
        "degree": nx.degree_centrality(graph),
        "betweenness": nx.betweenness_centrality(graph),
        "closeness": nx.closeness_centrality(graph),
        "pagerank": nx.pagerank(graph, weight="share"),
        "katz": nx.katz_centrality_numpy(graph, ATTENUATION, weight="share"),
    }
    table = pd.DataFrame(found, index=named.index)
    table.insert(0, "spend", named["value"] * named["rate"])
    return table
