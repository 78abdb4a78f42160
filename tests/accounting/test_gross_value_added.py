"""Value added: what is left of a unit's value without what goes into it."""

from typing import Any

import pytest

from jitagents.accounting.gross_value_added import gross_value_added
from jitagents.behaviours.sourcing import Split
from jitagents.model import SupplyModel
from jitagents.network import listed


def test_value_added_follows_the_bill_of_materials() -> None:
    """A bar of two ores and a third of a coal; ore at 1 and 2 from two sources in the shares of 3 to 1."""
    agents: list[dict[str, Any]] = [
        {"name": "near", "kind": "supplier", "item": "ore", "value": 1},
        {"name": "far", "kind": "supplier", "item": "ore", "value": 2},
        {"name": "woods", "kind": "supplier", "item": "coal", "value": 3},
        {"name": "mill", "kind": "plant", "item": "bar", "value": 9},
        {"name": "shop", "kind": "buyer", "item": "bar", "value": 10, "demand": 6},
    ]
    lanes: list[dict[str, Any]] = [
        {"seller": "near", "buyer": "mill", "quantity": 2, "share": 0.75},
        {"seller": "far", "buyer": "mill", "quantity": 2, "share": 0.25},
        {"seller": "woods", "buyer": "mill", "quantity": 1 / 3},
        {"seller": "mill", "buyer": "shop"},
    ]
    model = SupplyModel(listed(name="works", agents=agents, lanes=lanes, whole=False), sourcing=Split())
    added = gross_value_added(model.layout, model.planned)[:, 0]
    found = dict(zip(model.layout.names[model.layout.agent_rows], added, strict=True))
    mill = 9 - 2 * (0.75 * 1 + 0.25 * 2) - 3 / 3
    assert found == pytest.approx({"near": 1, "far": 2, "woods": 3, "mill": mill, "shop": 1}, rel=1e-12)
    rates = {name: float(rate) for name, rate in zip(model.layout.names, model.planned.plan.rate[:, 0], strict=True)}
    assert sum(found[name] * rates[name] for name in found) == pytest.approx(10 * 6), "the sales of final demand"
