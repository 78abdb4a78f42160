"""Echelon base stock and local base stock are the same policy (Axsäter & Rosling 1993), in series and in assembly."""

from typing import Any

import numpy as np
import pytest

from jitagents.behaviours.demand import NegativeBinomial
from jitagents.behaviours.ordering import BaseStock, EchelonBaseStock
from jitagents.model import SupplyModel
from jitagents.network import Network, listed, serial
from jitagents.planning import passing
from tests.science.conftest import recorded

PATH = ("stock", "owed", "on_order", "order", "output")


def line() -> Network:
    return serial(stages=4, lead_time=[2, 1, 3, 2], demand=6.0, demand_sd=5.0)


def assembly() -> Network:
    """Two finished goods of three components; one component is in both, and is sold as well."""
    agents: list[dict[str, Any]] = [
        {"name": "shop", "kind": "buyer", "item": "car", "demand": 6.0, "demand_sd": 4.0},
        {"name": "market", "kind": "buyer", "item": "van", "demand": 3.0, "demand_sd": 3.0},
        {"name": "spares", "kind": "buyer", "item": "wheel", "demand": 2.0, "demand_sd": 2.0},
        {"name": "cars", "kind": "plant", "item": "car", "lead_time": 1},
        {"name": "vans", "kind": "plant", "item": "van", "lead_time": 2},
        {"name": "wheels", "kind": "supplier", "item": "wheel", "lead_time": 2},
        {"name": "bodies", "kind": "supplier", "item": "body", "lead_time": 3},
    ]
    lanes: list[dict[str, Any]] = [
        {"seller": "cars", "buyer": "shop", "lead_time": 1},
        {"seller": "vans", "buyer": "market", "lead_time": 2},
        {"seller": "wheels", "buyer": "spares", "lead_time": 1},
        {"seller": "wheels", "buyer": "cars", "lead_time": 1, "quantity": 4},
        {"seller": "bodies", "buyer": "cars", "lead_time": 2, "quantity": 1},
        {"seller": "wheels", "buyer": "vans", "lead_time": 3, "quantity": 6},
    ]
    return listed(name="assembly", agents=agents, lanes=lanes)


def path(network: Network, **model: Any) -> dict[str, np.ndarray]:
    return recorded(SupplyModel(network, worlds=4, demand=NegativeBinomial(), **model), 80, *PATH)


@pytest.mark.parametrize("make", [line, assembly])
def test_started_at_the_local_levels_the_paths_are_the_same(make: Any) -> None:
    network = make()
    local = path(network, ordering=BaseStock(cover=0.5))
    echelon = path(network, ordering=EchelonBaseStock(cover=0.5))
    for name in PATH:
        assert np.array_equal(local[name], echelon[name]), name
    assert local["owed"].any()
    assert local["order"].std() > 1


@pytest.mark.parametrize("make", [line, assembly])
def test_stated_echelon_levels_are_what_local_levels_add_up_to(make: Any) -> None:
    """Local levels of whole units above what is under way; every echelon level is (I - P)^-1 x local levels."""
    network = make()
    model = SupplyModel(network, demand=NegativeBinomial(), ordering=BaseStock())
    layout, plan = model.layout, model.planned.plan
    local = np.ceil(plan.rate * (plan.lead_time + 1.5))[:, 0]
    handed_on = passing(layout, model.planned.share).toarray()
    levels = np.linalg.solve(np.eye(layout.rows) - handed_on, local)
    stocks = {"agents": local[layout.agent_rows][np.argsort(layout.agent[layout.agent_rows])], "lanes": np.nan}
    network.agents["stock"] = stocks["agents"]
    of_lane = dict(zip(layout.lane_buyer, layout.lane_order, strict=True))
    for row in range(layout.input_rows.start, layout.input_rows.stop):
        network.lanes.loc[of_lane[row], "stock"] = local[row]
    by_name = [dict(zip(layout.names, numbers.tolist(), strict=True)) for numbers in (local, levels)]
    of_local = path(network, start="empty", ordering=BaseStock(level=by_name[0]))
    of_echelon = path(network, start="empty", ordering=EchelonBaseStock(level=by_name[1]))
    for name in PATH:
        assert np.array_equal(of_local[name], of_echelon[name]), name
    by_name[1][layout.names[-1]] += 1.0
    other = path(network, start="empty", ordering=EchelonBaseStock(level=by_name[1]))
    assert not np.array_equal(other["stock"], of_local["stock"])


def test_with_order_delay_the_echelon_policy_orders_earlier() -> None:
    """Local base stock upstream waits for the order slips; the echelon shows final demand at once."""
    network = serial(stages=2, lead_time=1, order_delay=[3], demand=6.0, demand_sd=5.0)
    local, echelon = (path(network, ordering=rule()) for rule in (BaseStock, EchelonBaseStock))
    assert np.array_equal(local["order"][:, 0], echelon["order"][:, 0])
    assert np.array_equal(local["order"][3:, 1], echelon["order"][:-3, 1])
    assert local["order"][:, 1].std() > 1
