"""Total cost of ownership by lane: what a buyer pays for the goods of each, and its share of stock and waiting."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from jitagents.accounting import accumulators
from jitagents.accounting.costs import Costs
from jitagents.accounting.ledger import Ledger
from jitagents.behaviours.demand import Constant
from jitagents.behaviours.ordering import Jit
from jitagents.behaviours.serving import Backorder
from jitagents.behaviours.sourcing import Split
from jitagents.crises import Shock
from jitagents.network import listed
from jitagents.worlds import Worlds
from tests.accounting.conftest import Given, by_name, kept
from tests.accounting.test_cost_totals import drawn_costs
from tests.accounting.test_costs import FREE
from tests.properties.case import DAYS, WARMUP, Case
from tests.properties.cases import cases


@settings(max_examples=20)
@given(cases(), drawn_costs())
def test_a_lane_bears_all_that_its_buyer_pays_for_goods(case: Case, costs: Costs) -> None:
    """Prices and freight lane by lane; stock and waiting of those who buy, divided over their lanes."""
    model = case.model()
    ledger = Ledger(model, costs, DAYS, measures=by_name(["cost", "stock_units"]), lanes=True)
    model.observers.append(ledger)
    model.run_for(DAYS + WARMUP)
    found, layout = ledger.lane_metrics(), model.layout
    buyer = layout.network.buyer_row
    for part in ("purchase", "transport", "ordering"):
        of_lanes = ledger.lane_cost(part)
        spent = ledger.cost_items.money(part, ledger.totals, ledger.worlds)
        bought = spent.copy()
        if part == "ordering" and costs.order:  # runs of makers are no orders on lanes
            runs = np.zeros((layout.rows, 1))
            runs[layout.maker_rows] = costs.order
            bought -= runs * ledger.total(accumulators.orders)
        np.testing.assert_allclose(of_lanes.sum(axis=0), bought.sum(axis=0), rtol=1e-9, atol=1e-9)
    held = ledger.lane_cost("capital")
    price = costs.holding(layout, model.planned)["capital"]
    for name in {*layout.network.lanes["buyer"]}:
        rows = np.unique(layout.lane_buyer[layout.network.lanes["buyer"].to_numpy()[layout.lane_order] == name])
        making = np.isin(rows, layout.maker_rows)
        told = (price * ledger.stock)[rows[~making]].sum(axis=0)
        own = layout.network.agents["name"].to_numpy()[buyer] == name
        np.testing.assert_allclose(held[own].sum(axis=0), told, rtol=1e-9, atol=1e-9)
    assert {name: one.shape for name, one in found.items()} == dict.fromkeys(found, (len(buyer), ledger.worlds))


def test_two_lanes_share_the_stock_by_what_they_ship() -> None:
    """A third comes from the dear one, which asks 5; a late seller pays its buyer, and so cheapens its lane."""
    agents: list[dict[str, Any]] = [{"name": "shop", "kind": "buyer", "item": "x", "demand": 9, "value": 4}]
    agents += [{"name": name, "kind": "supplier", "item": "x", "lead_time": 0, "value": 3} for name in ("far", "near")]
    lanes: list[dict[str, Any]] = [
        {"seller": "near", "buyer": "shop", "share": 1 / 3, "price": 5, "lead_time": 1},
        {"seller": "far", "buyer": "shop", "share": 2 / 3, "mode": "sea", "lead_time": 1, "transport_cost": 0.5},
    ]
    network = listed(name="two", agents=agents, lanes=lanes, whole=False)
    costs = Costs(**FREE | {"capital": 0.365, "purchase": 1.0})
    books = kept(network, 10, costs=costs, demand=Constant(), ordering=Jit(cover=2 / 3), sourcing=Split(), lanes=True)
    found = {name: one[:, 0].tolist() for name, one in books.lane_metrics().items()}
    held = 6 * 4 * 0.001
    assert found["cost_purchase"] == pytest.approx([3 * 5, 6 * 3])
    assert found["cost_transport"] == pytest.approx([0, 6 * 0.5])
    assert found["cost_capital"] == pytest.approx([held / 3, held * 2 / 3])
    assert found["cost"] == pytest.approx([15 + held / 3, 18 + 3 + held * 2 / 3])


def test_a_penalty_that_a_seller_pays_cheapens_its_lane() -> None:
    agents = [
        {"name": "mine", "kind": "supplier", "item": "ore", "lead_time": 0, "value": 2},
        {"name": "shop", "kind": "buyer", "item": "ore", "demand": 5},
    ]
    books = kept(
        listed(name="pit", agents=agents, lanes=[{"seller": "mine", "buyer": "shop"}]), 20,
        worlds=Worlds(twins=True), costs=Costs(**FREE | {"penalty": 0.1}), demand=Given((5.0,) * 99),
        ordering=Jit(cover=0.0), serving=Backorder(), lanes=True,
        crisis={"outage": Shock({"name": "mine"}, "shipping", start=4, duration=3)},
    )  # fmt: skip
    calm, crisis = books.lane_metrics()["cost_penalty"][0] * 20
    paid = books.metrics()["cost_penalty"][books.scopes.names.index("agent:mine")] * 20
    assert calm == 0 < paid[1]
    assert crisis == -paid[1]
