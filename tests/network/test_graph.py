from typing import Any

import networkx as nx
import pandas as pd
import pytest

from jitagents.errors import InputError
from jitagents.network import from_graph, layered, listed, serial, to_graph


def test_there_and_back(small: dict[str, Any]) -> None:
    for network in (
        listed(name="small", source="invented", **small),
        layered(agents=40),
        serial(stages=3, whole=False),
    ):
        back = from_graph(to_graph(network))
        assert (back.name, back.whole, back.source) == (network.name, network.whole, network.source)
        pd.testing.assert_frame_equal(
            back.agents.sort_values("name", ignore_index=True), network.agents.sort_values("name", ignore_index=True)
        )
        ends = ["seller", "buyer"]
        pd.testing.assert_frame_equal(
            back.lanes.sort_values(ends, ignore_index=True), network.lanes.sort_values(ends, ignore_index=True)
        )
        pd.testing.assert_frame_equal(back.carriers, network.carriers)


def test_all_attributes_are_kept(small: dict[str, Any]) -> None:
    small["agents"][0]["owner"] = "state"
    graph = to_graph(listed(name="small", **small))
    assert graph.nodes["mine"]["owner"] == "state"
    assert graph.edges["depot", "mill"]["quantity"] == 2
    assert graph.graph["carriers"] == [{"name": "rail", "capacity": 100, "calendar": ""}]


def test_plain_graph() -> None:
    graph: nx.DiGraph[Any] = nx.DiGraph([(1, 2)])
    graph.nodes[1].update(kind="supplier", item="x")
    graph.nodes[2].update(kind="buyer", item="x", demand=3)
    network = from_graph(graph, name="two", whole=False)
    assert network.agents["name"].tolist() == ["1", "2"]
    assert not network.whole


def test_faults() -> None:
    with pytest.raises(InputError, match="agents: the column 'kind' is missing"):
        from_graph(nx.DiGraph([(1, 2)]))


def test_an_undirected_graph_is_refused_and_two_ways_are_explained() -> None:
    with pytest.raises(InputError, match="is undirected; edges must run from the seller to the buyer"):
        from_graph(nx.Graph([(1, 2)]))  # type: ignore[arg-type]
    graph: nx.MultiDiGraph[Any] = nx.MultiDiGraph([(1, 2), (1, 2)])
    graph.nodes[1].update(kind="supplier", item="x")
    graph.nodes[2].update(kind="buyer", item="x", demand=3)
    with pytest.raises(
        InputError, match=r"1 -> 2: the lane stands there twice; two ways .* need different names in the column `mode`"
    ):
        from_graph(graph)
