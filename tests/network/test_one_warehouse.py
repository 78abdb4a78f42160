import numpy as np
import pytest

from jitagents.errors import InputError
from jitagents.network import one_warehouse, tiers


def test_equal_retailers_buy_from_one_warehouse() -> None:
    network = one_warehouse(
        retailers=3, lead_time=2, supply_time=5, demand=4, holding_cost=2, warehouse_holding=1, backorder_cost=9
    )
    agents = network.agents.set_index("name")
    assert agents.index.tolist() == ["warehouse", "retailer_1", "retailer_2", "retailer_3"]
    assert agents["kind"].tolist() == ["supplier", "buyer", "buyer", "buyer"]
    assert tiers(network).tolist() == [1, 0, 0, 0]
    assert agents["holding_cost"].tolist() == [1, 2, 2, 2]
    assert agents["lead_time"].iloc[0] == 5
    assert agents["demand"].iloc[1:].tolist() == [4] * 3
    assert agents["backorder_cost"].iloc[1:].tolist() == [9] * 3
    assert np.isinf(agents["capacity"].iloc[0])
    assert network.lanes[["seller", "lead_time"]].to_numpy().tolist() == [["warehouse", 2]] * 3
    assert network.lanes["buyer"].tolist() == ["retailer_1", "retailer_2", "retailer_3"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"retailers": 0}, "one_warehouse: retailers = 0; allowed: whole numbers from 1"),
        ({"retailers": 2.5}, "one_warehouse: retailers = 2.5"),
        ({"lead_time": 0}, "one_warehouse: lead_time = 0"),
        ({"demand": []}, r"one_warehouse: demand = \[\]; allowed: numbers from 0"),
        ({"demand": -1}, "one_warehouse: demand = -1"),
        ({"backorder_cost": "much"}, "one_warehouse: backorder_cost = 'much'"),
    ],
)
def test_faults(arguments: dict[str, object], message: str) -> None:
    with pytest.raises(InputError, match=message):
        one_warehouse(**arguments)  # type: ignore[arg-type]  # wrong on purpose
