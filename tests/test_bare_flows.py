"""The yardstick of speed takes the path of the model."""

import numpy as np
import pytest

from jitagents.bare_flows import BareFlows
from jitagents.behaviours.demand import Poisson
from jitagents.behaviours.ordering import BaseStock
from jitagents.behaviours.serving import LostSale
from jitagents.model import SupplyModel
from jitagents.network import Network, layered, serial


@pytest.mark.parametrize(
    "network",
    [
        serial(stages=4, lead_time=2, whole=False),
        layered(agents=60, lanes_per_agent=2.4, whole=False),
        layered(agents=40, plants=1.0, quantity=3, capacity_slack=1.05, whole=False),
    ],
    ids=["serial", "layered", "plants"],
)
def test_the_bare_flows_are_those_of_the_model(network: Network) -> None:
    model, unused = (
        SupplyModel(
            network, worlds=3, start="empty", demand=Poisson(), ordering=BaseStock(cover=1.0), serving=LostSale()
        )
        for _ in range(2)
    )
    days, lost = 50, 0.0
    bare = BareFlows(unused, np.zeros((days, *model.buying["wanted"].shape)))
    for day in range(days):
        model.step()
        bare.demand[day] = model.buying["wanted"]
        bare.step()
        lost += model.buying["lost"].sum()
        for column in ("stock", "on_order", "owed"):
            np.testing.assert_allclose(getattr(bare, column), model.points[column], atol=1e-9)
    assert lost > 0.0
