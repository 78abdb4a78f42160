"""Day 0 as it is: what a firm owes, has on hand and has under way."""

from typing import Literal

import numpy as np
import pandas as pd
import pytest

from jitagents.behaviours.demand import Constant
from jitagents.behaviours.ordering import BaseStock
from jitagents.errors import InputError
from jitagents.model import SupplyModel
from jitagents.network import Network

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


def test_a_lead_time_of_0_meets_the_convention() -> None:
    with pytest.raises(InputError, match="comes in tomorrow at the earliest"):
        firm(0, 4.0)
