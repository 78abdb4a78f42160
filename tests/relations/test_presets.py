"""The presets: what they say, what they come to on the network of the main study, and what is refused."""

import numpy as np
import pytest

from jitagents import load
from jitagents.behaviours.allocation import Priority
from jitagents.config_directory import choices
from jitagents.errors import InputError
from jitagents.model import SupplyModel
from jitagents.network import serial
from jitagents.relations import Relation, Relations
from tests.relations.conftest import three_shops

PRESETS = ("transactional", "preferred", "partner", "integrated")
SMALL = ["+experiment=stress", "replications=1", "days=20", "warmup=10", "workers=1"]


def test_the_presets_are_those_of_the_field() -> None:
    assert set(choices("relation")) == {"none", *PRESETS}


@pytest.mark.parametrize("preset", PRESETS)
def test_a_preset_runs_on_the_car_maker(preset: str) -> None:
    results = load("single", overrides=[*SMALL, f"relation={preset}"]).run()
    table = results.summary(metrics=["cost"], scopes=["network"])
    assert np.isfinite(table["crisis"]).all()


def test_classes_need_a_rule_that_serves_by_class() -> None:
    mixed = Relations(others={"a": Relation(lanes={"buyer": "a"}, allocation_class=2)})
    with pytest.raises(InputError, match=r"relation\.allocation_class: .*Proportional.*choose allocation=priority"):
        SupplyModel(three_shops(), relation=mixed)
    SupplyModel(three_shops(), relation=mixed, allocation=Priority())
    SupplyModel(three_shops(), relation=Relations(allocation_class=2))  # all are of one class


def test_a_seller_that_decides_sees_the_stock_at_once() -> None:
    """No order is sent, so that none is late; on other lanes the delay stays."""
    network = serial(stages=3, demand=10, order_delay=[2, 1])
    model = SupplyModel(network, relation=Relations(lanes={"seller": "stage_2"}, decides="seller"))
    delay = dict(zip(model.network.lanes["seller"], model.network.lanes["order_delay"], strict=True))
    assert delay == {"stage_2": 0, "stage_3": 1}
    assert network.lanes["order_delay"].tolist() == [2, 1]
