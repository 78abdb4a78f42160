from collections.abc import Mapping
from typing import Any

import pandas as pd
import pytest

from jitagents.errors import InputError
from jitagents.network import Network, listed, select, select_agents, select_lanes

TABLE = pd.DataFrame(
    {
        "name": ["shop", "plant", "chips", "glass"],
        "kind": ["buyer", "plant", "supplier", "supplier"],
        "tier": [0, 1, 2, 2],
        "single_source": [False, True, True, False],
        "grade": ["1", "2", None, "2"],
    }
)


@pytest.mark.parametrize(
    ("where", "rows"),
    [
        ({}, [0, 1, 2, 3]),
        ({"name": "chips"}, [2]),
        ({"name": ["chips", "shop"]}, [0, 2]),
        ({"kind": "supplier", "single_source": True}, [2]),
        ({"tier": 2}, [2, 3]),
        ({"tier": "2"}, [2, 3]),
        ({"grade": 2}, [1, 3]),
        ({"not": {"kind": "supplier"}}, [0, 1]),
        ({"any": [{"name": "shop"}, {"tier": [1, 2], "single_source": True}]}, [0, 1, 2]),
        ({"all": [{"kind": "supplier"}, {"not": {"name": "glass"}}]}, [2]),
        ({"any": []}, []),
        ({"all": []}, [0, 1, 2, 3]),
        ({"not": {}}, []),
        ({"kind": []}, []),
    ],
)
def test_rows(where: Mapping[str, Any], rows: list[int]) -> None:
    assert select(TABLE, where, "target").nonzero()[0].tolist() == rows


@pytest.mark.parametrize(
    ("where", "message"),
    [
        ({"knd": "plant"}, "target: unknown column 'knd'; did you mean 'kind'?"),
        ({"kind": "plnt"}, "target.kind: 'plnt' occurs nowhere; did you mean 'plant'?"),
        ({"tier": 9}, "target.tier: 9 occurs nowhere; allowed: 0, 1, 2"),
        ({"tier": "x"}, "target.tier: 'x' occurs nowhere"),
        ({"any": [{"name": "shop"}, {"nme": 1}]}, r"target.any\[1\]: unknown column 'nme'"),
        ({"not": {"name": "shp"}}, "target.not.name: 'shp' occurs nowhere; did you mean 'shop'?"),
        ("chips", "target: 'chips' is no selector"),
    ],
)
def test_faults(where: Any, message: str) -> None:
    with pytest.raises(InputError, match=message):
        select(TABLE, where, "target")


def test_all_faults_at_once() -> None:
    with pytest.raises(InputError) as caught:
        select(TABLE, {"knd": "plant", "name": ["chip", "glas"]}, "target")
    assert len(caught.value.faults) == 3


# ---------------------------------------------------------------- on a network


def network() -> Network:
    """Two mines feed a smelter, which sells metal to a shop and to a works; the works buys chips, and sells cars."""
    agents: list[dict[str, Any]] = [
        {"name": "mine_a", "kind": "supplier", "item": "ore", "region": "north", "firm": "Ore & Co", "old": True},
        {"name": "mine_b", "kind": "supplier", "item": "ore", "region": "south", "firm": "Ore & Co", "old": False},
        {"name": "fab", "kind": "supplier", "item": "chip", "region": "east", "old": False},
        {"name": "smelter", "kind": "plant", "item": "metal", "region": "north", "old": True},
        {"name": "works", "kind": "plant", "item": "car", "region": "south", "old": False},
        {"name": "shop", "kind": "buyer", "item": "metal", "demand": 1, "region": "south", "old": False},
        {"name": "dealer", "kind": "buyer", "item": "car", "demand": 1, "region": "east", "old": False},
    ]
    ends = ["mine_a smelter", "mine_b smelter", "smelter works", "fab works", "smelter shop", "works dealer"]
    lanes = [dict(zip(("seller", "buyer"), end.split(), strict=True)) | {"carrier": "train"} for end in ends]
    return listed(name="metal", agents=agents, lanes=lanes, carriers=[{"name": "train"}])


@pytest.mark.parametrize(
    ("where", "names"),
    [
        ({"tier": 3}, {"mine_a", "mine_b"}),
        ({"firm": "Ore & Co"}, {"mine_a", "mine_b"}),
        ({"item": "metal"}, {"smelter", "shop"}),
        ({"old": True, "region": "north"}, {"mine_a", "smelter"}),
        ({"upstream": {"name": "works"}}, {"mine_a", "mine_b", "smelter", "fab"}),
        ({"upstream": {"kind": "buyer"}}, {"mine_a", "mine_b", "smelter", "fab", "works"}),
        ({"downstream": {"name": "mine_a"}}, {"smelter", "works", "shop", "dealer"}),
        ({"downstream": {"name": ["fab", "mine_a"]}, "kind": "buyer"}, {"shop", "dealer"}),
        ({"upstream": {"name": "shop"}, "downstream": {"region": "south"}}, {"smelter"}),
        ({"not": {"upstream": {"name": "dealer"}}}, {"dealer", "shop"}),
        ({"any": [{"upstream": {"name": "shop"}}, {"name": "fab"}]}, {"mine_a", "mine_b", "smelter", "fab"}),
        ({"downstream": {"upstream": {"name": "smelter"}}}, {"smelter", "works", "shop", "dealer"}),
        ({"upstream": {"name": "fab"}}, set()),
    ],
)
def test_agents(where: Mapping[str, Any], names: set[str]) -> None:
    one = network()
    assert set(one.agents["name"][select_agents(one, where, "target")]) == names


@pytest.mark.parametrize(
    ("where", "ends"),
    [
        ({"seller": "smelter"}, ["smelter works", "smelter shop"]),
        ({"buyer": ["works", "shop"]}, ["smelter works", "fab works", "smelter shop"]),
        ({"seller": {"region": "north"}, "buyer": {"kind": "plant"}}, ["mine_a smelter", "smelter works"]),
        ({"buyer": {"upstream": {"name": "dealer"}}, "not": {"item": "chip"}},
         ["mine_a smelter", "mine_b smelter", "smelter works"]),
        ({"item": "ore"}, ["mine_a smelter", "mine_b smelter"]),
        ({"carrier": "train", "not": {"any": [{"item": "ore"}, {"buyer": "shop"}]}},
         ["smelter works", "fab works", "works dealer"]),
    ],
)  # fmt: skip
def test_lanes(where: Mapping[str, Any], ends: list[str]) -> None:
    one = network()
    chosen = one.lanes[select_lanes(one, where, "target")]
    assert set(chosen["seller"] + " " + chosen["buyer"]) == set(ends)


@pytest.mark.parametrize(
    ("where", "message"),
    [
        ({"upstream": {"name": "shp"}}, "target.upstream.name: 'shp' occurs nowhere; did you mean 'shop'?"),
        ({"upsteam": {"name": "shop"}}, "target: unknown column 'upsteam'; did you mean 'upstream'?"),
        ({"upstream": "shop"}, "target.upstream: 'shop' is no selector"),
    ],
)
def test_faults_of_selectors_of_agents(where: Mapping[str, Any], message: str) -> None:
    with pytest.raises(InputError) as caught:
        select_agents(network(), where, "target")
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("where", "message"),
    [
        ({"seller": {"regoin": "north"}}, "target.seller: unknown column 'regoin'; did you mean 'region'?"),
        ({"seller": "smeltr"}, "target.seller: 'smeltr' occurs nowhere; did you mean 'smelter'?"),
        ({"byer": "shop"}, "target: unknown column 'byer'; did you mean 'buyer'?"),
    ],
)
def test_faults_of_selectors_of_lanes(where: Mapping[str, Any], message: str) -> None:
    with pytest.raises(InputError) as caught:
        select_lanes(network(), where, "target")
    assert message in str(caught.value)
