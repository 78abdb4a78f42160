from pathlib import Path
from typing import Any

import pytest

import jitagents.build
from jitagents.config import composed, plain
from jitagents.network import Network, select, tiers, write_tables
from jitagents.scenario.about import ABOUT


def build(name: str, **overrides: object) -> tuple[Network, dict[str, Any]]:
    """What the configuration builds, and the selector of its weak spot."""
    asked = [f"network={name}", *(f"network.{key}={value}" for key, value in overrides.items())]
    config = plain(composed(asked))["network"]
    weak_spot = config["weak_spot"]
    config = {key: value for key, value in config.items() if key not in (*ABOUT, "defaults")}
    return jitagents.build.build(config, "network"), weak_spot


def check_weak_spot(network: Network, where: dict[str, Any]) -> None:
    agents = network.agents.assign(tier=tiers(network))
    assert select(agents, where.get("worst", where), "weak_spot").any()


@pytest.mark.parametrize("name", ["serial", "layered", "beer_game", "aisin_1997", "renesas_2021"])
def test_configuration_builds_a_network(name: str) -> None:
    check_weak_spot(*build(name))


def test_weak_spot_of_a_line_is_its_source() -> None:
    network, where = build("serial", stages=6)
    assert network.is_source[select(network.agents, where, "weak_spot")].all()


def test_tables_from_files(tmp_path: Path) -> None:
    paths = write_tables(build("layered", agents=30)[0], tmp_path)
    check_weak_spot(*build("tables", **{path.stem: str(path) for path in paths}))


@pytest.mark.parametrize("chain", [1, 13])
def test_willems(workbook: Path, chain: int) -> None:
    check_weak_spot(*build("willems", workbook=str(workbook), chain=chain))


def test_beer_game_is_sterman_s() -> None:
    network, _ = build("beer_game")
    assert network.agents["name"].tolist() == ["retailer", "wholesaler", "distributor", "factory"]
    assert set(network.agents["stock"]) == {12}
    assert set(network.agents["holding_cost"]) == {0.5}
    assert set(network.agents["backorder_cost"]) == {1}
    assert set(network.lanes["lead_time"]) == set(network.lanes["order_delay"]) == {2}
    assert network.agents["lead_time"].iloc[3] == 3
