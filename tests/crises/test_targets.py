"""Targets: the affected agents, at random, by world, and the less the farther away."""

from typing import Any

import numpy as np
import pytest

from jitagents.behaviours.ordering import Jit
from jitagents.crises import Attenuation, Disruption, Shock
from jitagents.errors import InputError
from jitagents.model import SupplyModel
from jitagents.network import Network, listed
from jitagents.worlds import Worlds

MINES = ("ant", "bee", "cat", "dog", "elk", "fox")
PLACES = {
    "paris": (48.8566, 2.3522), "london": (51.5074, -0.1278), "new_york": (40.7128, -74.0060),
    "auckland": (-36.8485, 174.7633), "apia": (-13.8333, -171.7667), "quito": (0.0, -78.0),
}  # fmt: skip


def mines(order: list[int] | None = None) -> Network:
    """Six mines, three of them in the north, that deliver to one works by two carriers; and a shop."""
    agents: list[dict[str, Any]] = [
        {"name": name, "kind": "supplier", "item": name, "region": "north" if number < 3 else "south"}
        for number, name in enumerate(MINES)
    ]
    agents += [
        {"name": "works", "kind": "plant", "item": "tool"},
        {"name": "shop", "kind": "buyer", "item": "tool", "demand": 5},
    ]
    lanes = [
        {"seller": name, "buyer": "works", "carrier": "train" if number % 2 else "ship"}
        for number, name in enumerate(MINES)
    ]
    lanes.append({"seller": "works", "buyer": "shop"})
    if order is not None:
        agents = [agents[number] for number in order] + agents[len(order) :]
        lanes = lanes[::-1]
    return listed(name="mines", agents=agents, lanes=lanes, carriers=[{"name": "ship"}, {"name": "train"}])


def weights_of(shock: Disruption, worlds: Worlds, network: Network | None = None) -> dict[str, np.ndarray]:
    """The weight with which each agent, or lane by its seller, is affected in each world."""
    model = SupplyModel(network or mines(), worlds=worlds, crisis={"disruption": shock}, ordering=Jit())
    (active,) = model.disruptions.all
    layout, weight = model.layout, np.ones((1, worlds.count)) if active.weight is None else active.weight
    rows, place = (
        (active.rows, active.agents) if len(active.rows) else (layout.lane_seller[active.lane_rows], active.lanes)
    )
    found = np.broadcast_to(place.at(weight), (len(rows), weight.shape[1]))
    return {str(layout.names[row]): found[number] for number, row in enumerate(rows)}


# ---------------------------------------------------------------- at random


@pytest.mark.parametrize("count", [1, 2, 6])
def test_in_each_world_just_so_many_are_hit(count: int) -> None:
    found = np.array(list(weights_of(Shock({"kind": "supplier", "random": count}), Worlds(range(50))).values()))
    assert found.shape == (6, 50)
    assert (found.sum(axis=0) == count).all()
    assert set(np.unique(found)) <= {0, 1}


def test_all_are_hit_alike() -> None:
    """Pearson's statistic over 3,000 worlds, 5 degrees of freedom; pairs of two drawn as often as all pairs."""
    worlds = Worlds(range(3000))
    one = np.array(list(weights_of(Shock({"kind": "supplier", "random": 1}), worlds).values())).sum(axis=1)
    assert abs(pearson(one) - 5) / np.sqrt(10) < 4
    two = np.array(list(weights_of(Shock({"kind": "supplier", "random": 2}), worlds).values()))
    pairs = (two @ two.T)[np.triu_indices(6, 1)]
    assert abs(pearson(pairs) - 14) / np.sqrt(28) < 4
    assert pearson(one + np.array([120, -120, 0, 0, 0, 0])) > 40


def pearson(counts: np.ndarray) -> float:
    return float(((counts - counts.mean()) ** 2).sum() / counts.mean())


def test_who_is_hit_is_hit_too_when_more_are() -> None:
    few, many = (
        np.array(list(weights_of(Shock({"kind": "supplier", "random": count}), Worlds(range(40))).values()))
        for count in (2, 3)
    )
    assert (many >= few).all()


def test_levels_and_twins_share_whom_chance_hits() -> None:
    worlds = Worlds(range(9), levels=3, twins=True)
    shock = Shock({"kind": "supplier", "random": worlds.by_level([1.0, 1.0, 2.0])})
    found = {name: weight.reshape(2, 3, 9) for name, weight in weights_of(shock, worlds).items()}
    alone = weights_of(Shock({"kind": "supplier", "random": 1}), Worlds(range(9)))
    for name, weight in found.items():
        assert np.array_equal(weight[0], weight[1])
        assert np.array_equal(weight[0, 0], weight[0, 1])
        assert np.array_equal(weight[0, 0], alone[name])
        assert (weight[0, 2] >= weight[0, 0]).all()


def test_chance_does_not_depend_on_the_order_of_rows_nor_on_company() -> None:
    shock, worlds = Shock({"kind": "supplier", "random": 2}), Worlds(range(20), entropy=4)
    found, other = weights_of(shock, worlds), weights_of(shock, worlds, mines([4, 2, 0, 5, 1, 3]))
    alone = weights_of(shock, Worlds((7,), entropy=4))
    for name in MINES:
        assert np.array_equal(found[name], other[name])
        assert found[name][7] == alone[name][0]


def test_lanes_and_carriers_are_drawn_as_wholes() -> None:
    lanes = np.array(list(weights_of(Shock({"buyer": "works", "random": 2}, "lane"), Worlds(range(30))).values()))
    assert (lanes.sum(axis=0) == 2).all()
    ships = weights_of(Shock({"random": 1}, "carrier"), Worlds(range(30)))
    assert np.array_equal(ships["ant"], ships["cat"])
    assert np.array_equal(ships["ant"], 1 - ships["bee"])
    assert 0 < ships["ant"].mean() < 1


def test_of_those_that_an_effect_cannot_hit_none_is_drawn() -> None:
    """Only the works and the mines make something; the shop and its works' neighbours do not."""
    found = weights_of(Shock({"random": 7}, "production"), Worlds())
    assert set(found) == {*MINES, "works"}


# ---------------------------------------------------------------- by world


def test_a_name_may_differ_by_world() -> None:
    worlds = Worlds(range(2), levels=3)
    names = np.repeat(np.array(["ant", "dog", "ant"], dtype=object), 2)[None]
    found = weights_of(Shock({"name": names}), worlds)
    assert {name: weight.tolist() for name, weight in found.items()} == {
        "ant": [1, 1, 0, 0, 1, 1], "dog": [0, 0, 1, 1, 0, 0]
    }  # fmt: skip


def test_an_attribute_or_the_end_of_a_lane_may_differ_by_world() -> None:
    worlds = Worlds((0,), levels=2)
    tiers = weights_of(Shock({"tier": worlds.by_level([0.0, 1.0])}, "stock"), worlds)
    assert (tiers["shop"].tolist(), tiers["works"].tolist()) == ([1, 0], [0, 1])
    sellers = weights_of(Shock({"seller": np.array([["bee", "works"]], dtype=object)}, "lane"), worlds)
    assert {name: weight.tolist() for name, weight in sellers.items()} == {"bee": [1, 0], "works": [0, 1]}


def test_a_name_by_world_and_chance_meet() -> None:
    names = np.array([["ant", "bee"]], dtype=object)
    found = weights_of(Shock({"name": names, "random": 2}), Worlds((0,), levels=2))
    assert {name: weight.tolist() for name, weight in found.items()} == {"ant": [1, 0], "bee": [0, 1]}


# ---------------------------------------------------------------- far away


def cities() -> Network:
    agents: list[dict[str, Any]] = [
        {"name": name, "kind": "supplier", "item": "x", "latitude": at[0], "longitude": at[1]}
        for name, at in PLACES.items()
    ]
    agents.append({"name": "shop", "kind": "buyer", "item": "x", "demand": 5, "latitude": 51.0, "longitude": 0.0})
    return listed(name="cities", agents=agents, lanes=[{"seller": name, "buyer": "shop"} for name in PLACES])


def distances(attenuation: Attenuation) -> dict[str, float]:
    """From the centre, km."""
    weights = weights_of(Shock({}, attenuation=attenuation), Worlds(), cities())
    return {name: float(-np.log(weight[0]) * attenuation.length) for name, weight in weights.items()}


def test_distances_are_those_of_great_circles() -> None:
    """Paris to London 344 km, to New York 5,837 km; Auckland to Apia, across the date line, 2,893 km."""
    from_paris = distances(Attenuation({"name": "paris"}, length=9000.0))
    assert from_paris["paris"] == pytest.approx(0, abs=1e-9)
    assert from_paris["london"] == pytest.approx(344, abs=2)
    assert from_paris["new_york"] == pytest.approx(5837, abs=15)
    from_apia = distances(Attenuation({"name": "apia"}, length=9000.0))
    assert from_apia["auckland"] == pytest.approx(2893, abs=15)


def test_a_quarter_of_the_equator() -> None:
    found = distances(Attenuation(latitude=0.0, longitude=12.0, length=9000.0))
    assert found["quito"] == pytest.approx(6371 * np.pi / 2)


def test_the_centre_of_several_lies_between_them() -> None:
    found = distances(Attenuation({"name": ["auckland", "apia"]}, length=9000.0))
    assert found["auckland"] == pytest.approx(found["apia"], rel=1e-6)
    assert found["apia"] == pytest.approx(2893 / 2, abs=10)


def test_severity_fades_by_an_e_fold_over_the_length() -> None:
    length = np.array([[344.0, 688.0]])
    london = weights_of(
        Shock({}, attenuation=Attenuation({"name": "paris"}, length=length)), Worlds(range(2)), cities()
    )["london"]
    assert london == pytest.approx(np.exp([-1, -0.5]), rel=0.01)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({}, "an agent .* or a place"),
        ({"centre": {"name": "paris"}, "latitude": 1.0, "longitude": 2.0}, "one of them"),
        ({"latitude": 1.0}, "one of them"),
        ({"latitude": 91.0, "longitude": 2.0}, "latitude = 91.0: must lie between -90 and 90"),
    ],
)
def test_a_centre_is_an_agent_or_a_place(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        Attenuation(**arguments)
