import numpy as np
import pytest

from jitagents.errors import InputError
from jitagents.network import serial, tiers


def test_line_from_the_customer_up() -> None:
    network = serial(
        stages=3, lead_time=[1, 1, 2], holding_cost=[7, 4, 2], backorder_cost=[37.12, 0, 0], demand=5, demand_sd=1
    )
    assert network.agents["name"].tolist() == ["stage_1", "stage_2", "stage_3"]
    assert network.agents["kind"].tolist() == ["buyer", "supplier", "supplier"]
    assert tiers(network).tolist() == [0, 1, 2]
    assert network.lanes["lead_time"].tolist() == [1, 1]
    assert network.agents["lead_time"].iloc[2] == 2
    assert network.agents["holding_cost"].tolist() == [7, 4, 2]
    assert network.is_source.tolist() == [False, False, True]


def test_one_stage_has_an_outside_source_without_limits() -> None:
    network = serial(stages=1, lead_time=5, order_delay=2)
    outside = network.agents.set_index("name").loc["outside"]
    assert (outside["lead_time"], outside["stock"], outside["value"], outside["holding_cost"]) == (0, 0, 0, 0)
    assert np.isinf(outside["capacity"])
    assert network.lanes[["seller", "buyer", "lead_time", "order_delay"]].values.tolist() == [
        ["outside", "stage_1", 5, 2]
    ]


def test_capacity_is_the_sources() -> None:
    assert serial(stages=3, capacity=12).agents["capacity"].tolist() == [np.inf, np.inf, 12]
    assert serial(stages=1, capacity=12).agents["capacity"].tolist() == [np.inf, 12]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"stages": 0}, "serial: stages = 0; allowed: whole numbers from 1 to 100000"),
        ({"stages": 1.5}, "serial: stages = 1.5"),
        ({"stages": "four"}, "serial: stages = 'four'"),
        ({"lead_time": [1, 2]}, "serial: lead_time has 2 numbers; allowed: one number, or a list of 4"),
        ({"order_delay": [1, 2, 3, 4]}, "serial: order_delay has 4 numbers; allowed: one number, or a list of 3"),
        ({"lead_time": 0}, "lanes: stage_2 -> stage_1: lead_time = 0"),
        ({"demand": -1}, "serial: demand = -1"),
    ],
)
def test_faults(arguments: dict[str, object], message: str) -> None:
    with pytest.raises(InputError, match=message):
        serial(**arguments)  # type: ignore[arg-type]  # wrong on purpose
