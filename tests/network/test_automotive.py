"""The network `automotive` keeps the promises of the comments in its file."""

from typing import Any

import networkx as nx
import numpy as np
import numpy.typing as npt
import pandas as pd
import pytest
from hydra.utils import instantiate
from omegaconf import OmegaConf

from jitagents.config_directory import conf_directory
from jitagents.network import Network, tiers
from jitagents.network.selection import select
from jitagents.scenario.about import ABOUT


@pytest.fixture(scope="module")
def config() -> dict[str, Any]:
    loaded = OmegaConf.to_container(OmegaConf.load(conf_directory() / "network" / "automotive.yaml"))
    assert isinstance(loaded, dict)
    return {str(key): value for key, value in loaded.items() if key != "defaults"}


@pytest.fixture(scope="module")
def network(config: dict[str, Any]) -> Network:
    built = instantiate({key: value for key, value in config.items() if key not in ABOUT}, _convert_="all")
    assert isinstance(built, Network)
    return built


@pytest.fixture(scope="module")
def agents(network: Network) -> pd.DataFrame:
    """Agents by name, with their tier and mean flow (units a day)."""
    return network.agents.assign(tier=tiers(network), flow=mean_flow(network)).set_index("name")


@pytest.fixture(scope="module")
def chips(config: dict[str, Any], network: Network) -> str:
    """The agent that the file calls its weak spot."""
    chosen = network.agents[select(network.agents, config["weak_spot"], "weak_spot")]
    assert len(chosen) == 1
    return str(chosen["name"].iloc[0])


def mean_flow(network: Network) -> npt.NDArray[np.float64]:
    """Final demand carried upstream by bill of materials and shares; shape (agents,)."""
    tier, lanes = tiers(network), network.lanes
    flow: npt.NDArray[np.float64] = network.agents["demand"].fillna(0.0).to_numpy(dtype=np.float64, copy=True)
    for lane in np.argsort(tier[network.buyer_row], kind="stable"):
        each = lanes["quantity"].iloc[lane] * lanes["share"].iloc[lane]
        flow[network.seller_row[lane]] += flow[network.buyer_row[lane]] * each
    return flow


def graph(lanes: pd.DataFrame) -> "nx.DiGraph[str]":
    return nx.from_pandas_edgelist(lanes, "seller", "buyer", edge_attr=True, create_using=nx.DiGraph)


def test_has_about_40_agents_in_4_tiers_above_the_markets(agents: pd.DataFrame) -> None:
    assert 38 <= len(agents) <= 44
    assert sorted(agents["tier"].unique()) == [0, 1, 2, 3, 4]
    assert set(agents.index[agents["tier"] == 0]) == set(agents.index[agents["kind"] == "buyer"])
    assert set(agents.index[agents["tier"] == 1]) == {"plant_compact", "plant_suv", "plant_pickup"}


def test_spans_three_regions_and_all_ways_of_delivery(agents: pd.DataFrame) -> None:
    assert set(agents["region"]) == {"Europe", "Asia", "North America"}
    makers = agents[agents["tier"] > 0]
    assert set(makers["delivery"]) == {"sequenced", "kanban", "batch"}
    assert makers["process"].notna().all()


def test_demand_is_1000_cars_a_day_with_a_realistic_spread(agents: pd.DataFrame) -> None:
    buyers = agents[agents["kind"] == "buyer"]
    assert buyers["demand"].sum() == 1000
    assert (buyers["demand_sd"] / buyers["demand"]).between(0.2, 0.3).all()


def test_capacity_is_a_little_above_mean_flow(agents: pd.DataFrame, chips: str) -> None:
    makers = agents[agents["tier"] > 0]
    ratio = makers["capacity"] / makers["flow"]
    assert ratio.between(1.05, 1.6).all()
    assert ratio.idxmin() == chips
    assert 1.10 <= ratio[chips] <= 1.15


def test_carriers_have_room_for_the_mean_flow(network: Network, agents: pd.DataFrame) -> None:
    lanes = network.lanes
    flow = agents["flow"].to_numpy()[network.buyer_row] * lanes["quantity"] * lanes["share"]
    carried = flow.groupby(lanes["carrier"]).sum()
    capacity = network.carriers.set_index("name")["capacity"]
    assert set(capacity.index) == set(carried.index)
    assert (capacity >= 1.5 * carried[capacity.index]).all()


def test_a_product_is_worth_more_than_its_parts(network: Network, agents: pd.DataFrame) -> None:
    lanes = network.lanes
    worth = agents["value"].to_numpy()[network.seller_row] * lanes["quantity"] * lanes["share"]
    parts = worth.groupby(lanes["buyer"]).sum()
    plants = agents[agents["kind"] == "plant"]
    assert (plants["value"] > parts[plants.index]).all()


def test_900_kg_of_steel_and_30_chips_in_a_car(agents: pd.DataFrame, chips: str) -> None:
    cars = agents.loc[agents["tier"] == 1, "flow"].sum()
    assert agents.loc[agents["item"] == "steel", "flow"].sum() * 100 / cars == pytest.approx(900)
    assert agents["flow"][chips] / cars == pytest.approx(30)


def test_single_source_is_said_where_it_is_so(network: Network, agents: pd.DataFrame) -> None:
    alone = network.lanes.loc[network.lanes["share"] == 1, "seller"]
    makers = agents[agents["tier"] > 0]
    assert set(makers.index[makers["single_source"].eq(True)]) == set(alone)
    assert (network.lanes["share"] < 1).sum() > len(network.lanes) / 2


def test_chips_are_single_sourced_with_the_longest_lead_time(agents: pd.DataFrame, chips: str) -> None:
    assert (agents["item"] == agents.loc[chips, "item"]).sum() == 1
    assert agents.loc[chips, "tier"] == 4
    assert agents["lead_time"].idxmax() == chips
    assert agents["lead_time"][chips] >= 84


def test_chips_reach_each_market_in_about_two_weeks(network: Network, agents: pd.DataFrame, chips: str) -> None:
    net = graph(network.lanes)
    made = agents["lead_time"].fillna(0.0)

    def days(_: str, buyer: str, lane: dict[str, Any]) -> float:
        return float(lane["lead_time"] + made[buyer])

    reached = nx.single_source_dijkstra_path_length(net, chips, weight=days)
    assert all(10 <= reached[market] <= 20 for market in agents.index[agents["kind"] == "buyer"])


def test_losing_the_chips_stops_every_car_plant(network: Network, agents: pd.DataFrame, chips: str) -> None:
    stopped = {chips}
    for buyer in agents["tier"].sort_values(ascending=False, kind="stable").index:
        bought = network.lanes[network.lanes["buyer"] == buyer]
        items = bought["seller"].map(agents["item"])
        if bought["seller"].isin(stopped).groupby(items).all().any():
            stopped.add(buyer)
    assert set(agents.index[agents["tier"] == 1]) <= stopped
    assert set(agents.index[agents["kind"] == "buyer"]) <= stopped


def test_no_other_raw_material_stops_a_car_plant_alone(network: Network, agents: pd.DataFrame, chips: str) -> None:
    for source in agents.index[(agents["tier"] == 4) & (agents.index != chips)]:
        assert (network.lanes.loc[network.lanes["seller"] == source, "share"] < 1).all()
