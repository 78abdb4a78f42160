"""Centrality: how important each agent looks before anything goes wrong, by its money and by its place."""

import networkx as nx
import pandas as pd

MEASURES = {
    "spend": "spend",
    "degree": "degree",
    "betweenness": "betweenness",
    "closeness": "closeness",
    "pagerank": "PageRank",
    "katz": "Katz",
}
"""The measures, and their names in words."""
ATTENUATION = 0.5
"""Of Katz centrality: what a supplier's supplier counts against a supplier."""


def centralities(agents: pd.DataFrame, lanes: pd.DataFrame) -> pd.DataFrame:
    """What is spent with each agent, and its centralities, a row an agent.

    The value of a lane is its mean flow x the seller's unit value, money a day. The graph that importance runs through
    is directed from each buyer to its sellers, since it is the seller on whom the buyer depends:

    - spend: value of all that the agent sells, money a day;
    - degree: lanes of the agent, in and out, over the number of other agents (Freeman 1978);
    - betweenness: share of the shortest paths between two others, by number of lanes, that run through it (Freeman
      1978);
    - closeness: nearness to the agents downstream, by number of lanes (Wasserman & Faust 1994, eq. 5.22);
    - pagerank: where one is who follows the money upstream, each lane with its share of the buyer's spend, and begins
      anew at any agent with probability 0.15 (Brin & Page 1998);
    - katz: paths that lead to it from downstream, each lane with its share of the buyer's spend and half of it for each
      lane more (Katz 1953).

    Eigenvector centrality is left out: on a directed graph without cycles it is 0 for everybody.

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
