import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jitagents.errors import InputError
from jitagents.network import listed, longest_path, serial, tiers

EDGES = st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=40)


def ends(edges: list[tuple[int, int]]) -> tuple[np.ndarray, np.ndarray]:
    pairs = np.array(edges, dtype=np.int64).reshape(-1, 2)
    return pairs[:, 0], pairs[:, 1]


@given(EDGES)
def test_longest_path_against_networkx(edges: list[tuple[int, int]]) -> None:
    downwards = [(max(pair), min(pair)) for pair in edges if pair[0] != pair[1]]
    graph = nx.DiGraph(downwards)
    graph.add_nodes_from(range(12))
    expected = [nx.dag_longest_path_length(graph.subgraph({node} | nx.descendants(graph, node))) for node in range(12)]
    assert longest_path(12, *ends(downwards)).tolist() == expected


@given(EDGES)
def test_cycle_is_found_exactly_when_there_is_one(edges: list[tuple[int, int]]) -> None:
    graph = nx.DiGraph(edges)
    if nx.is_directed_acyclic_graph(graph):
        longest_path(12, *ends(edges))
        return
    with pytest.raises(InputError) as caught:
        longest_path(12, *ends(edges))
    for fault in caught.value.faults:
        path = [int(name) for name in fault.rpartition(": ")[2].split(" -> ")]
        assert path[0] == path[-1]
        assert nx.is_path(graph, path)


def test_long_line() -> None:
    n = 2000
    assert longest_path(n, np.arange(1, n), np.arange(n - 1)).tolist() == list(range(n))


def test_tier_is_the_longest_way_to_final_demand() -> None:
    network = listed(
        name="short cut",
        agents=[
            {"name": "source", "kind": "supplier", "item": "x"},
            {"name": "middle", "kind": "supplier", "item": "x"},
            {"name": "shop", "kind": "buyer", "item": "x", "demand": 1},
        ],
        lanes=[
            {"seller": "source", "buyer": "shop"},
            {"seller": "source", "buyer": "middle"},
            {"seller": "middle", "buyer": "shop"},
        ],
    )
    assert tiers(network).tolist() == [2, 1, 0]


def test_cycle_with_order_delay_has_tiers() -> None:
    # The maker and the recycler feed each other; only the maker also sells to the shop.
    network = listed(
        name="loop",
        agents=[
            {"name": "shop", "kind": "buyer", "item": "x", "demand": 1},
            {"name": "maker", "kind": "plant", "item": "x"},
            {"name": "recycler", "kind": "plant", "item": "scrap"},
            {"name": "mine", "kind": "supplier", "item": "ore"},
        ],
        lanes=[
            {"seller": "maker", "buyer": "shop"},
            {"seller": "recycler", "buyer": "maker", "order_delay": 1},
            {"seller": "maker", "buyer": "recycler"},
            {"seller": "mine", "buyer": "recycler"},
        ],
    )
    tier = dict(zip(network.agents["name"], tiers(network).tolist(), strict=True))
    assert tier == {"shop": 0, "recycler": 1, "maker": 2, "mine": 2}


def test_tiers_are_worked_out_once_for_each_network_and_cannot_be_changed() -> None:
    one, other = serial(stages=2), serial(stages=3)
    assert tiers(one) is tiers(one)
    assert tiers(other).tolist() == [0, 1, 2]
    with pytest.raises(ValueError, match="read-only"):
        tiers(one)[0] = 1
