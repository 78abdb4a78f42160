import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jitagents.errors import InputError
from jitagents.network import layered, tiers, to_graph


@settings(max_examples=50)
@given(
    st.integers(2, 120),
    st.integers(2, 6),
    st.floats(0, 1),
    st.floats(1, 4),
    st.floats(0.1, 5),
    st.integers(1, 3),
    st.integers(0, 2**31),
)
def test_any_arguments_give_a_network_without_faults(
    size: int, count: int, plants: float, makers: float, lanes: float, quantity: int, seed: int
) -> None:
    agents = max(size, count)
    network = layered(
        agents=agents, tiers=count, plants=plants, makers=makers, lanes_per_agent=lanes, quantity=quantity, seed=seed
    )
    assert len(network.agents) == agents
    assert set(tiers(network)) == set(range(count))
    values = network.agents["value"].to_numpy()
    assert (values[network.buyer_row] > values[network.seller_row]).all()


def test_number_of_lanes() -> None:
    for size in (50, 100, 1000, 20_000):
        assert len(layered(agents=size).lanes) == pytest.approx(2.4 * size, rel=0.001, abs=2)


def test_makers_have_capacity_for_their_mean_flow() -> None:
    network = layered(agents=200, quantity=3, capacity_slack=1.2, whole=False)
    graph = to_graph(network)
    flow = dict.fromkeys(graph, 0.0)
    for name in reversed(list(nx.topological_sort(graph))):
        node = graph.nodes[name]
        flow[name] += node["demand"] if node["kind"] == "buyer" else 0.0
        for seller, _, lane in graph.in_edges(name, data=True):
            flow[seller] += flow[name] * lane["quantity"] * lane["share"]
    agents = network.agents
    makes = np.isfinite(agents["capacity"])
    expected = agents["name"].map(flow)[makes] * 1.2
    assert agents["capacity"][makes].to_numpy() == pytest.approx(expected.to_numpy())
    assert (makes == (network.is_source | (agents["kind"] == "plant"))).all()


def test_whole_numbers_may_be_written_as_1e2() -> None:
    assert len(layered(agents=1e2).agents) == 100  # type: ignore[arg-type]  # as Hydra's command line reads it


def test_same_seed_same_network() -> None:
    pd.testing.assert_frame_equal(layered(seed=3).lanes, layered(seed=3).lanes)
    assert not layered(seed=3).lanes.equals(layered(seed=4).lanes)


def test_spread_of_lead_times_and_single_sources() -> None:
    network = layered(lead_time_cv=0.5, makers=1, plants=0)
    assert network.lanes["lead_time_sd"].to_numpy() == pytest.approx(network.lanes["lead_time"] / 2)
    assert (network.lanes["share"] == 1).mean() > 0.5
    assert network.agents["region"].nunique() == 4


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"agents": 3}, "agents = 3, tiers = 5; allowed: one agent or more a tier"),
        ({"tiers": 1}, "tiers = 1; allowed: whole numbers from 2 to 100000"),
        ({"plants": 1.5}, "plants = 1.5; allowed: numbers from 0 to 1"),
        ({"makers": 0.5}, "makers = 0.5"),
        ({"lanes_per_agent": -1}, "lanes_per_agent = -1"),
        ({"agents": "many"}, "agents = 'many'; allowed: whole numbers from 2 to 1e\\+08"),
        ({"quantity": 1.5}, "quantity = 1.5; allowed: whole numbers"),
        ({"capacity_slack": 0.9}, "capacity_slack = 0.9; allowed: numbers from 1 to 1e\\+12, or null"),
        ({"lead_time": 0}, "lead_time = 0"),
        ({"demand": -1}, "demand = -1"),
    ],
)
def test_faults(arguments: dict[str, float], message: str) -> None:
    with pytest.raises(InputError, match=message):
        layered(**arguments)  # type: ignore[arg-type]  # wrong on purpose


def test_many_agents() -> None:
    network = layered(agents=200_000)
    assert len(network.lanes) == pytest.approx(480_000, rel=0.002)
