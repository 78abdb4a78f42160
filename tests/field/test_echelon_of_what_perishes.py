"""Echelon positions of stock that perishes: what a seller throws away today is ordered again today."""

import numpy as np

from jitagents.behaviours.demand import Constant
from jitagents.behaviours.ordering import EchelonBaseStock
from jitagents.model import SupplyModel
from jitagents.network import Network, serial
from tests.science.conftest import recorded, row


def test_what_a_seller_throws_away_is_ordered_again_on_the_same_day() -> None:
    """Two stages a day apart; 14 of stage 2's stock of day 0 are left on day 1, its last, and 10 are asked for.

    Stage 2 keeps 24 of its echelon at stage 2 and below: 10 under way to stage 1 and 14 here; 4 spoil, 10 were sold.
    """
    network = serial(stages=2, lead_time=1, demand=10.0)
    names = network.agents["name"]
    agents = network.agents.assign(shelf_life=[1.0 if name == "stage_2" else np.nan for name in names])
    levels = {"stage_1": 10.0, "stage_2": 24.0, "outside": 0.0}
    model = SupplyModel(
        Network.of(agents, network.lanes, name="perishing"), demand=Constant(),
        ordering=EchelonBaseStock(level={name: levels.get(name, 0.0) for name in names}),
    )  # fmt: skip
    recorded(model, 10, "stock")
    found, stage = recorded(model, 10, "order", "spoiled", "stock"), row(model, "stage_2")
    assert set(found["spoiled"][:, stage, 0]) == {4}
    assert set(found["order"][:, stage, 0]) == {14}
    assert set(found["stock"][:, stage, 0]) == {0}
