"""Day 0 as it is: what a firm owes, has on hand and has under way."""

from typing import Literal

import numpy as np
import pandas as pd
import pytest

from jitagents.behaviours.allocation import Allocation, OldestFirst, Proportional
from jitagents.behaviours.demand import Constant
from jitagents.behaviours.ordering import BaseStock
from jitagents.errors import InputError
from jitagents.model import SupplyModel
from jitagents.network import Network
from tests.science.conftest import recorded

TO_ORDER = {"outside": 0.0}


def firm(lead_time: int, demand: float, under_way: str = "", **buyer: float) -> Network:
    agents = [
        {"name": "shop", "kind": "buyer", "item": "tea", "demand": demand, **buyer},
        {"name": "outside", "kind": "supplier", "item": "tea", "lead_time": 0.0, "stock": 0.0},
    ]
    lane = {"seller": "outside", "buyer": "shop", "lead_time": lead_time, "under_way": under_way}
    return Network.of(pd.DataFrame(agents), pd.DataFrame([lane]), name="firm")


def days(network: Network, level: float, count: int) -> dict[str, list[float]]:
    model = SupplyModel(network, start="empty", demand=Constant(), ordering=BaseStock(level={"shop": level} | TO_ORDER))
    shop, found = model.layout.names.tolist().index("shop"), dict[str, list[float]](stock=[], owed=[], order=[])
    for _ in range(count):
        model.step()
        for name, kept in found.items():
            kept.append(float(model.points[name][shop, 0]))
    return found


def test_a_backlog_is_ordered_on_the_first_day() -> None:
    found = days(firm(1, 10.0, stock=0.0, backlog=10.0), 10.0, 4)
    assert (np.array(found["stock"]) - found["owed"]).tolist() == [-20, 0, 0, 0]
    assert found["order"] == [30, 10, 10, 10]


@pytest.mark.parametrize("start", ["empty", "steady"])
def test_goods_under_way_come_in_on_their_days(start: Literal["empty", "steady"]) -> None:
    network = firm(3, 4.0, "6@1 0@2 6@3", stock=8.0)
    model = SupplyModel(
        network,
        start=start,
        demand=Constant(),
        ordering=BaseStock(level={"shop": 0.0} | TO_ORDER),
    )
    shop, stock = model.layout.names.tolist().index("shop"), []
    assert model.points["on_order"][shop, 0] == model.lanes["under_way"][0, 0] == 12
    for _ in range(3):
        model.step()
        stock.append(model.points["stock"][shop, 0])
    assert stock == [10, 6, 8]


@pytest.mark.parametrize(
    ("under_way", "told"),
    [("6@4", "day 4; allowed: 1 to the longest lead time, 3"), ("6@0", "day 0"), ("-6@1", "is not units@day"),
     ("1.5@1", "whole numbers"), ("6", "is not units@day")],
)  # fmt: skip
def test_goods_that_cannot_be_under_way_are_refused(under_way: str, told: str) -> None:
    with pytest.raises(InputError, match=told):
        firm(3, 4.0, under_way)


def test_a_backlog_is_of_buyers_and_not_negative() -> None:
    with pytest.raises(InputError, match="backlog = -1"):
        firm(3, 4.0, backlog=-1.0)
    network = firm(3, 4.0)
    with pytest.raises(InputError, match="backlog = 5; allowed: for buyers"):
        Network.of(network.agents.assign(backlog=[0.0, 5.0]), network.lanes, name="firm")


@pytest.mark.parametrize("allocation", [Proportional(), OldestFirst()])
def test_open_orders_are_shipped_and_not_ordered_again(allocation: Allocation) -> None:
    """Outside owes the shop 7 and has 5: the shop gets 5 on day 2 and the 2 that outside orders at once."""
    network = firm(1, 4.0, stock=9.0)
    network = Network.of(
        network.agents.assign(stock=[9.0, 5.0], lead_time=[np.nan, 2.0]), network.lanes.assign(open_orders=7.0),
        name="firm",
    )  # fmt: skip
    model = SupplyModel(
        network, start="empty", demand=Constant(), allocation=allocation,
        ordering=BaseStock(level={"shop": 16.0, "outside": 0.0}),
    )  # fmt: skip
    shop, outside = (model.layout.names.tolist().index(name) for name in ("shop", "outside"))
    assert model.points["on_order"][shop, 0] == model.points["owed"][outside, 0] == model.lanes["owed"][0, 0] == 7
    found = recorded(model, 4, "stock", "order", "owed")
    assert found["order"][:, shop, 0].tolist() == [4, 4, 4, 4]
    assert found["order"][:, outside, 0].tolist() == [6, 4, 4, 4]
    assert found["owed"][:, outside, 0].tolist() == [6, 10, 8, 8]
    assert found["stock"][:, shop, 0].tolist() == [5, 6, 2, 4]


def test_work_in_process_is_completed_on_its_days() -> None:
    network = firm(1, 4.0, stock=20.0)
    agents = network.agents.assign(lead_time=[np.nan, 3.0], in_process=["", "6@1 5@3"])
    network = Network.of(agents, network.lanes, name="firm")
    for start in ("empty", "steady"):
        model = SupplyModel(network, start=start, demand=Constant(0.0), ordering=BaseStock(level=0.0))
        outside = model.layout.names.tolist().index("outside")
        assert model.points["on_order"][outside, 0] == 11
        assert recorded(model, 4, "stock")["stock"][:, outside, 0].tolist() == [6, 6, 11, 11]


def test_open_orders_and_work_that_cannot_be_are_refused() -> None:
    network = firm(1, 4.0)
    for agents, lanes, told in (
        ({}, {"open_orders": -1.0}, "open_orders = -1"),
        ({}, {"open_orders": 1.5}, "open_orders = 1.5; allowed: whole numbers"),
        ({"in_process": ["6@1", ""]}, {}, "in_process = '6@1'; allowed: for plants and sources"),
        ({"in_process": ["", "6@9"], "lead_time": [np.nan, 2.0]}, {}, "in_process = '6@9': day 9"),
    ):
        with pytest.raises(InputError, match=told):
            Network.of(network.agents.assign(**agents), network.lanes.assign(**lanes), name="firm")


def test_a_lead_time_of_0_meets_the_convention() -> None:
    with pytest.raises(InputError, match="comes in tomorrow at the earliest"):
        firm(0, 4.0)
