"""Information: what the records show."""

import numpy as np
import pytest

from jitagents.behaviours.demand import Poisson
from jitagents.behaviours.information import Delayed, Exact, Information, SharedDemand
from jitagents.behaviours.ordering import Jit
from jitagents.behaviours.serving import LostSale
from jitagents.model import SupplyModel
from jitagents.network import listed

NETWORK = listed(
    name="carts",
    agents=[
        {"name": "wood", "kind": "supplier", "item": "wood"},
        {"name": "forge", "kind": "plant", "item": "cart", "lead_time": 2, "stock": 10},
        {"name": "town", "kind": "buyer", "item": "cart", "demand": 5.0},
        {"name": "city", "kind": "buyer", "item": "cart", "demand": 3.0},
    ],
    lanes=[
        {"seller": "wood", "buyer": "forge", "quantity": 4, "lead_time": 3},
        {"seller": "forge", "buyer": "town", "order_delay": 2},
        {"seller": "forge", "buyer": "city"},
    ],
)


def shown(rule: Information, days: int) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    """What each row is shown of demand, and what reaches it, day by day `(days, worlds)`."""
    model = SupplyModel(NETWORK, worlds=4, demand=Poisson(), information=rule, ordering=Jit(), serving=LostSale())
    names = model.layout.names.tolist()
    records: dict[str, list[np.ndarray]] = {name: [] for name in names}
    truth: dict[str, list[np.ndarray]] = {name: [] for name in names}
    for _ in range(days):
        model.step()
        for row, name in enumerate(names):
            records[name].append(model.decision_of(row).seen.demand[0].copy())
            truth[name].append(model.points["demand"][row].copy())
    return ({name: np.array(kept) for name, kept in some.items()} for some in (records, truth))  # type: ignore[return-value]


def test_shared_demand_is_that_of_the_final_customers_in_units_of_the_agent() -> None:
    records, truth = shown(SharedDemand(), 30)
    final = truth["town"] + truth["city"]
    for name, units in {"town": truth["town"], "city": truth["city"], "forge": final, "forge/wood": 4 * final}.items():
        np.testing.assert_allclose(records[name], units, err_msg=name)
    assert (records["forge"] != truth["forge"]).any()


@pytest.mark.parametrize("days", [0, 1, 4])
def test_delayed_records_show_demand_some_days_late(days: int) -> None:
    records, truth = shown(Delayed(days=days), 20)
    for name, units in records.items():
        assert np.array_equal(units[days:], truth[name][: 20 - days]), name


def test_exact_records_are_the_truth() -> None:
    records, truth = shown(Exact(), 10)
    assert all(np.array_equal(records[name], truth[name]) for name in records)
